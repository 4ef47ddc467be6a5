"""What the pages of quality ask."""
