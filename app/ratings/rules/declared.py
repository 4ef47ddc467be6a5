"""What people declare beside what is calculated (nhs-domain 4.4, rules 10 to 12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.financial_year import Month
from app.core.rating import Colour


class Divergence(StrEnum):
    """How the declared colour compares with the calculated one."""

    NONE = "none"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Grant:
    """Leave, given by the office or the SRO with a reason, to report better for one month."""

    month: Month
    reason: str
    by: str


@dataclass(frozen=True)
class Reported:
    """Both colours and the one that stands; all three are always shown."""

    colour: Colour
    calculated: Colour
    declared: Colour | None
    divergence: Divergence
    sentence: str


def divergence(calculated: Colour, declared: Colour | None) -> Divergence:
    """Better, worse or none; none where either has no colour, since nothing can be compared."""
    if declared is None or not (calculated.is_rated and declared.is_rated):
        return Divergence.NONE
    if declared is calculated:
        return Divergence.NONE
    better = declared.severity < calculated.severity
    return Divergence.BETTER if better else Divergence.WORSE


def reported(
    calculated: Colour, declared: Colour | None, *, month: Month, grant: Grant | None = None
) -> Reported:
    """Which colour stands for the month.

    Worse than calculated: at the lead's will. Better: only under a grant for this very month, so
    that it expires with the next. What is not reported cannot be declared into a colour.
    """
    how = divergence(calculated, declared)
    granted = grant is not None and grant.month == month
    stands = calculated
    if declared is not None and (how is Divergence.WORSE or (how is Divergence.BETTER and granted)):
        stands = declared
    return Reported(stands, calculated, declared, how, _in_words(calculated, declared, stands))


def months_diverging(history: Iterable[Divergence]) -> int:
    """How many months running, up to the last given, the declared colour was the better one."""
    return _run(list(history), Divergence.BETTER)


def months_at_colour(history: Sequence[Colour]) -> int:
    """How many months running, up to the last given, the colour has been the same."""
    return _run(history, history[-1]) if history else 0


def turned_red(previous: Colour | None, current: Colour) -> bool:
    """Green to red in one month: the office is asked to look."""
    return previous is Colour.GREEN and current is Colour.RED


def needs_path(colour: Colour) -> bool:
    """Whether a path to green is required: for red and amber."""
    return colour in (Colour.RED, Colour.AMBER)


def path_gaps(action: str, owner: str, turns_on: date | None, decision: str) -> tuple[str, ...]:
    """What a path to green still lacks, by field: an action, an owner, a date, a decision.

    "None" is a good answer to which decision is needed; silence is not.
    """
    given = {
        "action": action.strip(),
        "owner": owner.strip(),
        "turns_on": turns_on,
        "decision": decision.strip(),
    }
    return tuple(name for name, value in given.items() if not value)


def is_path_overdue(colour: Colour, turns_on: date | None, today: date) -> bool:
    """Still red or amber after the date by which it was to have turned."""
    return needs_path(colour) and turns_on is not None and turns_on < today


def _in_words(calculated: Colour, declared: Colour | None, stands: Colour) -> str:
    words = f"calculated {calculated.label.lower()}, reported {stands.label.lower()}"
    if declared is None or declared is stands:
        return words.capitalize()
    return f"{words}, declared {declared.label.lower()}".capitalize()


def _run(history: Sequence[object], value: object) -> int:
    length = 0
    for each in reversed(history):
        if each is not value:
            break
        length += 1
    return length
