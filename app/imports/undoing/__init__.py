"""Taking back what a file did, record by record, through the same commands."""

from app.imports.undoing.undone import Undone, undo

__all__ = ["Undone", "undo"]
