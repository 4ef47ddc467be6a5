"""The pages of the month: the lead's update, the office's challenge, the lock."""

from app.reporting.views import accuracy, drafts, locking, months, review, steps, updates
from app.reporting.views.blueprint import bp

__all__ = ["accuracy", "bp", "drafts", "locking", "months", "review", "steps", "updates"]
