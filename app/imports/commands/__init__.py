"""Bringing a file in: checked, applied, set aside, undone; and what a heading means, remembered."""

from app.imports.commands.bring_in import Asking, bring_in
from app.imports.commands.keep import keep, remember_mapping, set_aside
from app.imports.commands.take_back import undo

__all__ = ["Asking", "bring_in", "keep", "remember_mapping", "set_aside", "undo"]
