"""The action register, an action's page, and what can be done to it."""

from app.actions.views import changes, record
from app.actions.views.blueprint import bp

__all__ = ["bp", "changes", "record"]
