"""What is wrong with a workstream, with what its lead wrote, and with a programme all green."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from app.core import dates
from app.core.rating import Colour
from app.ratings.rules import declared
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record
from app.ratings.rules.findings.thresholds import DEFAULTS, FindingThresholds

FEWEST_WORDS = 3
"""A text of fewer words, such as "No change", is not worth comparing unless it is the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkstreamFacts:
    """What the rules need to know of one workstream."""

    ref: str
    records: int  # those that the reader may see
    is_empty: bool = False
    has_lead: bool = True
    is_unassigned: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a month's update says of a workstream, and the colour that is shown for it."""

    workstream: str
    colour: Colour
    previous: Colour | None = None
    has_update: bool = False
    happened: str = ""
    happened_before: str = ""
    action: str = ""
    owner: str = ""
    turns_on: date | None = None
    decision: str = ""


def of_workstream(workstream: WorkstreamFacts) -> Iterator[Finding]:
    """Its findings. An unassigned one needs no lead: its records need a workstream."""
    found = Record(workstream.ref).finding
    if workstream.is_unassigned:
        if workstream.records:
            plural = "record stands" if workstream.records == 1 else "records stand"
            yield found(Check.UNASSIGNED, f"{workstream.records} {plural} in no workstream")
        return
    if not workstream.has_lead:
        yield found(Check.WORKSTREAM_NO_LEAD, "It has no lead")
    if workstream.is_empty:
        yield found(Check.WORKSTREAM_EMPTY, "It holds no milestone, scheme or risk")


def of_written(
    written: Written, as_at: date, thresholds: FindingThresholds = DEFAULTS
) -> Iterator[Finding]:
    """What is wrong with the update. Without one, the month page says who is missing."""
    found = Record(written.workstream).finding
    if declared.turned_red(written.previous, written.colour):
        yield found(Check.TURNED_RED, "It was green last month and is red now")
    if not written.has_update:
        return
    yield from _path(written, as_at)
    if is_copied(written.happened, written.happened_before, thresholds.copied_percent):
        yield found(Check.COPIED, "What happened is told in last month's words")


def of_portfolio(
    colours: Sequence[Colour], thresholds: FindingThresholds = DEFAULTS
) -> Iterator[Finding]:
    """An all-green portfolio is itself a warning."""
    rated = [colour for colour in colours if colour.is_rated]
    fine = all(colour in (Colour.GREEN, Colour.COMPLETE) for colour in rated)
    if fine and len(rated) == len(colours) and len(rated) >= thresholds.all_green_from:
        yield Record("").finding(Check.ALL_GREEN, f"All {len(rated)} workstreams are green")


def is_copied(now: str, before: str, percent: int = DEFAULTS.copied_percent) -> bool:
    """Whether the text is the earlier one again, or nearly, word by word."""
    words, earlier = _words(now), _words(before)
    if not words or not earlier:
        return False
    if words == earlier:
        return True
    if min(len(words), len(earlier)) < FEWEST_WORDS:
        return False
    matcher = SequenceMatcher(None, words, earlier, autojunk=False)
    return matcher.quick_ratio() * 100 >= percent and matcher.ratio() * 100 >= percent


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _path(written: Written, as_at: date) -> Iterator[Finding]:
    if not declared.needs_path(written.colour):
        return
    found = Record(written.workstream).finding
    gaps = declared.path_gaps(written.action, written.owner, written.turns_on, written.decision)
    if gaps:
        named = ", ".join(_GAPS[gap] for gap in gaps)
        colour = written.colour.label.lower()
        yield found(Check.NO_PATH, f"It is {colour}, and its path to green lacks: {named}")
    if written.turns_on and declared.is_path_overdue(written.colour, written.turns_on, as_at):
        day = dates.long(written.turns_on)
        yield found(Check.PATH_OVERDUE, f"It was to turn green by {day}")


_GAPS = {
    "action": "an action",
    "owner": "an owner",
    "turns_on": "a date",
    "decision": "the decision needed",
}
