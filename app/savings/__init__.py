"""Cost improvement schemes: monthly cells, variance, outturn, full-year effect."""
