"""Ragstone's own workbook: a programme as sheets that can be changed and brought in again."""

from app.imports.workbook.writer import written

__all__ = ["written"]
