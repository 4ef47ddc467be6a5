"""A question of our own: a score on the 5×5."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms.validators import DataRequired

from app.quality.rules import scoring
from app.web.forms import OptionalSelect, offered


def axis(label: str, words: Sequence[str], *, asked: str = "") -> OptionalSelect:
    """One axis of a score, with what its numbers stand for; required where `asked` says how."""
    named = [(str(value), f"{value} {words[value - 1]}") for value in scoring.SCALE]
    asks = [DataRequired(asked)] if asked else []
    return OptionalSelect(label, asks, choices=offered([("", "Choose one"), *named]))
