"""What somebody typed beside what somebody else saved meanwhile, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields import Field

from app.core import dates, money
from app.web.forms.fields import Money

NOTHING = "Nothing"
MISSING = object()


class Difference(NamedTuple):
    """One question on which the two versions differ."""

    label: str
    yours: str
    theirs: str


def both_versions(form: Any, record: object) -> Sequence[Difference]:
    """The questions whose answer is not the record's, in the form's order."""
    pairs = [(field, getattr(record, field.short_name, MISSING)) for field in form]
    return [
        Difference(field.label.text, in_words(field, field.data), in_words(field, stored))
        for field, stored in pairs
        if stored is not MISSING
        and not isinstance(field, HiddenField)
        and in_words(field, field.data) != in_words(field, stored)
    ]


def in_words(field: Field, value: Any) -> str:
    """An answer as the page would say it."""
    if isinstance(field, BooleanField):
        return "Yes" if value else "No"
    if value is None or value in ("", [], ()):
        return NOTHING
    if isinstance(field, SelectMultipleField):
        return ", ".join(sorted(_chosen(field, each) for each in value))
    if isinstance(field, SelectField):
        return _chosen(field, value)
    if isinstance(field, Money):
        return money.exact(value)
    return dates.long(value) if isinstance(value, date) else str(value).strip()


def _chosen(field: Any, value: Any) -> str:
    """The words of a choice; its value where it is no longer offered."""
    words = {str(key): text for key, text, *_ in field.iter_choices()}
    return str(words.get(str(value), value))
