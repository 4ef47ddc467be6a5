"""Who needs what from whom by when, and whether both have agreed it."""
