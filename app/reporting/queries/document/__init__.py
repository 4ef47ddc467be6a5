"""The document of a month as it stands now: what a lock freezes, and what a preview shows."""

from app.reporting.queries.document.whole import document

__all__ = ["document"]
