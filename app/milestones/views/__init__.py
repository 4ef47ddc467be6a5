"""The milestone register, a milestone's page, and what can be done to it."""

from app.milestones.views import changes, record
from app.milestones.views.blueprint import bp

__all__ = ["bp", "changes", "record"]
