"""Where a finding is put right, the words of a month, and records of accuracy in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core import money
from app.ratings.rules.findings import Finding
from app.reporting.models import UpdateStatus
from app.savings.rules import accuracy
from app.savings.rules.accuracy import Record

PAGES = {
    "milestone": "/milestones",
    "scheme": "/savings",
    "risk": "/risks",
    "dependency": "/dependencies",
}
STEPS = {"milestone": "milestones", "scheme": "savings", "risk": "risks"}

COLOURS: Mapping[UpdateStatus | None, str] = {
    UpdateStatus.DRAFT: "yellow",
    UpdateStatus.SUBMITTED: "blue",
    UpdateStatus.RETURNED: "orange",
    UpdateStatus.ACCEPTED: "green",
    None: "grey",
}
WORDS: Mapping[UpdateStatus | None, str] = {
    UpdateStatus.DRAFT: "Begun",
    UpdateStatus.SUBMITTED: "Submitted",
    UpdateStatus.RETURNED: "Returned",
    UpdateStatus.ACCEPTED: "Accepted",
    None: "Not begun",
}

SMALL = 10_000_00


def step_of(finding: Finding, asked: Mapping[str, frozenset[int]]) -> str:
    """The step of the update in which the finding can be put right; empty when in none."""
    step = STEPS.get(finding.kind, "" if finding.kind else "words")
    return step if step == "words" or finding.about.id in asked.get(step, ()) else ""


def page_of(finding: Finding) -> str:
    """The page of the record that the finding is about; empty when it is about none."""
    page = PAGES.get(finding.kind, "")
    return f"{page}/{finding.about.id}" if page and finding.about.id else ""


def time_left(days: int) -> str:
    """How long leads have, in working days."""
    if days < 0:
        late = -days
        return f"Closed {late} working {'day' if late == 1 else 'days'} ago"
    if days == 0:
        return "Updates are due today"
    return f"{days} working {'day' if days == 1 else 'days'} left"


def permille(value: int) -> str:
    """`12.0%`, without its sign: the words beside it say which way."""
    return f"{abs(value) // 10}.{abs(value) % 10}%"


class Recorded(Protocol):
    """A line of an accuracy table: a record for each time ahead."""

    @property
    def records(self) -> Sequence[Record]: ...


@dataclass(frozen=True)
class Column:
    """A time ahead for which some line has enough history, and its place among the records."""

    text: str
    place: int


@dataclass(frozen=True)
class Columns:
    """What a table of accuracy shows; what is too short for all of its lines is said once."""

    columns: list[Column]
    short: list[str]


def in_columns(lines: Sequence[Recorded]) -> Columns:
    """A column for each time ahead with enough history, a sentence for each without."""
    found = Columns([], [])
    for place, ahead in enumerate(accuracy.AHEAD):
        title = f"{accuracy.NUMBERS[ahead].capitalize()} ahead"
        of_time = [line.records[place] for line in lines]
        if any(each.bias is not None for each in of_time):
            found.columns.append(Column(title, place))
        elif of_time:
            most = max(each.observations for each in of_time)
            needed = f"{most} of the {accuracy.LEAST} months needed"
            found.short.append(f"{title}: {accuracy.NOT_ENOUGH} yet, {needed}.")
    return found


def in_full(pence: int) -> str:
    """`£3,187`, then `£74k`: what a month is out by is often small."""
    if pence < SMALL:
        return money.whole_pounds(pence)
    return money.thousands(pence)
