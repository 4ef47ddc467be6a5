"""What narrows a register: a choice from a list, whose value the address holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement


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
