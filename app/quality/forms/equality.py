"""The equality screening on one page: each group is answered, and none beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from app.quality.models import EqualityAnswer
from app.quality.rules.people import People
from app.quality.rules.scoring import Direction
from app.web.forms import Versioned, offered

DIRECTIONS = {
    Direction.POSITIVE: "Positive",
    Direction.NEUTRAL: "Neutral",
    Direction.NEGATIVE: "Negative",
}


class Screening(Versioned):
    """Two questions for each group; those that are left open may be answered another day."""

    @property
    def given(self) -> dict[People, tuple[Direction | None, str]]:
        """What the command takes."""
        found = {}
        for people in People:
            said = self[name(people)].data
            why = self[f"{name(people)}_why"].data or ""
            is_hidden = said == Direction.NEUTRAL and not self.tells(people)
            found[people] = (Direction(said) if said else None, "" if is_hidden else why)
        return found

    @property
    def groups(self) -> list[tuple[Any, Any, bool]]:
        """The two questions of each group, and whether its words are on show."""
        return [(self[name(each)], self[f"{name(each)}_why"], self.tells(each)) for each in People]

    def tells(self, people: People) -> bool:
        """Whether the group's words are on show whatever is chosen, so that none go unseen.

        Those that came without an answer, and those that were saved beside a neutral one.
        """
        said, why = self[name(people)], self[f"{name(people)}_why"]
        if not said.data:
            return bool(why.data)
        return said.object_data == Direction.NEUTRAL and bool(why.object_data)


def name(people: People) -> str:
    """The group's name as a field: `gender_reassignment`."""
    return people.name.lower()


def _questions() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for people in People:
        found[name(people)] = RadioField(
            people.label,
            [Optional()],
            choices=offered((each.value, words) for each, words in DIRECTIONS.items()),
        )
        found[f"{name(people)}_why"] = TextAreaField(f"What changes for them: {people.label}")
    return found


EqualityForm: type[Screening] = type("EqualityForm", (Screening,), _questions())


def offered_from(saved: Any, before: Mapping[str, EqualityAnswer]) -> Any:
    """What is saved; while nothing is, what the edition before said, to be confirmed."""
    if saved.version or not before:
        return saved
    shown = stored(before)
    shown.version = saved.version
    return shown


def stored(rows: Mapping[str, EqualityAnswer]) -> Any:
    """The answers as the form reads them; the version counts every save of any of them."""
    values: dict[str, Any] = {"version": sum(row.version for row in rows.values())}
    for people in People:
        row = rows.get(people)
        values[name(people)] = row.direction if row else None
        values[f"{name(people)}_why"] = row.why if row else ""
    return SimpleNamespace(**values)
