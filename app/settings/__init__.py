"""Thresholds, bands, weights and calendars: each value with an owner, a date and a reason."""
