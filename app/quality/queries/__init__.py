"""Reads of assessments, of the panel's words, and of measures."""
