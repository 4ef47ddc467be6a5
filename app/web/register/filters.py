"""What narrows a register: a choice from a list, whose value the address holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from app.core.rating import Colour


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A drop-down. A value that it does not offer is as if none had been chosen.

    `otherwise` holds while nothing is chosen: withdrawn records show only when asked for.
    """

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    condition: Callable[[str], ColumnElement[bool]]
    every: str = "All"
    otherwise: ColumnElement[bool] | None = None

    def chosen(self, value: str) -> str:
        """The value, if it is offered."""
        return value if any(value == offered for offered, _ in self.options) else ""


def choice(
    key: str,
    label: str,
    options: Mapping[str, tuple[str, Any]],
    *,
    every: str = "All",
    otherwise: Any = None,
) -> Filter:
    """A filter from {value: (words, condition)}."""
    return Filter(
        key=key,
        label=label,
        options=[(value, words) for value, (words, _) in options.items()],
        condition=lambda value: options[value][1],
        every=every,
        otherwise=otherwise,
    )


def yes(key: str, label: str, condition: Any, *, every: str = "All") -> Filter:
    """A filter with one option: only those for which the condition holds."""
    return choice(key, label, {"yes": ("Yes", condition)}, every=every)


def by_status(column: Any, *, hides: StrEnum) -> Filter:
    """A filter by status: the one that it hides shows only when it is asked for."""
    options = {each.value: (each.value.capitalize(), column == each) for each in type(hides)}
    return choice("status", "Status", options, every="Open and complete", otherwise=column != hides)


def by_rating(column: Any, lines: Callable[[], Iterable[Any]]) -> Filter:
    """A filter by rating: `lines`, all in sight, are rated only when it is asked for.

    The rules count working days, which no SQL can. `column` is the id's.
    """

    def rated(colour: str) -> ColumnElement[bool]:
        ids = [line.row.id for line in lines() if line.rating.colour == colour]
        found: ColumnElement[bool] = column.in_(ids)
        return found

    offered = [each for each in Colour if each is not Colour.NOT_APPLICABLE]
    return Filter(
        key="rating",
        label="Rating",
        options=[(each.value, each.label) for each in offered],
        condition=rated,
        every="Any rating",
    )
