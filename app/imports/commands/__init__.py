"""Bringing a file in: checked, applied, set aside, undone; and what a heading means, remembered."""

from app.imports.commands.bring_in import Asking, bring_in

__all__ = ["Asking", "bring_in"]
