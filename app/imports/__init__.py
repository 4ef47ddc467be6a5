"""Workbooks and CSV in: read, map, check, preview, apply, undo."""
