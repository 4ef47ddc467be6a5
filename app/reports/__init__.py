"""Packs from a frozen month: what they say, and how each format looks."""
