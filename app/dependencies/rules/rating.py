"""When a dependency is late, and how it colours the workstream that waits for it.

Gaps and floats are *calendar* days, as need-by and promise are dates on a calendar (6.4: 12 to
26 January is 14 days). Only the time to re-agree before it escalates is in working days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core import dates, working_days
from app.core.rating import Colour, Rating, Reason, RecordLink, worst
from app.core.setting import said
from app.dependencies.rules.agreement import Status


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    GAP = "dependencies.gap"
    DISPUTED = "dependencies.disputed"
    OVERDUE = "dependencies.overdue"
    UNAGREED = "dependencies.unagreed"
    ON_TIME = "dependencies.on-time"
    NO_NEED_BY = "dependencies.no-need-by"
    NONE_RECORDED = "dependencies.none-recorded"


@dataclass(frozen=True)
class DependencyThresholds:
    """When an unagreed dependency turns amber, and when an open disagreement goes to the board."""

    unagreed_weeks: int = said(
        8,
        "A dependency that is not agreed is amber from",
        "weeks before it is needed",
        limits=(0, 104),
    )
    escalate_working_days: int = said(
        10,
        "An open disagreement goes to the programme board after",
        "working days",
        limits=(1, 250),
    )


DEFAULTS = DependencyThresholds()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one dependency. `float_days` are the receiver's to spare."""

    ref: str
    title: str
    status: Status
    need_by: date | None
    promise: date | None
    float_days: int = 0

    @property
    def link(self) -> RecordLink:
        return RecordLink("dependency", self.ref, self.title)


def gap(need_by: date | None, promise: date | None) -> int | None:
    """Promise − need-by in calendar days; above 0 is late; None when either is not given."""
    return None if need_by is None or promise is None else (promise - need_by).days


def meets_need(need_by: date | None, promise: date | None) -> bool:
    """Whether there is a promise for the day of need or before."""
    days = gap(need_by, promise)
    return days is not None and days <= 0


def is_late(status: Status, need_by: date | None, promise: date | None, today: date) -> bool:
    """Promise after need-by, or need-by passed and not delivered. What is settled is not late."""
    if status.is_settled or need_by is None:
        return False
    return need_by < today or (promise is not None and promise > need_by)


def escalates_on(reopened_on: date, thresholds: DependencyThresholds = DEFAULTS) -> date:
    """The day from which a dependency still not re-agreed goes to the programme board."""
    return working_days.after(reopened_on, thresholds.escalate_working_days)


def rate(dependency: Facts, today: date, thresholds: DependencyThresholds = DEFAULTS) -> Rating:
    """One dependency, seen by its receiver (4.4.8). A withdrawn one is not applicable."""
    if dependency.status is Status.WITHDRAWN:
        return Rating(Colour.NOT_APPLICABLE)
    colour, rule, sentence = _judged(dependency, today, thresholds)
    return Rating(colour, (Reason(rule, sentence, _figures(dependency), dependency.link),))


def dependencies(
    received: Sequence[Facts], today: date, thresholds: DependencyThresholds = DEFAULTS
) -> Rating:
    """The dependencies dimension of a workstream: the worst of those that it *receives*.

    Not reported when none was ever recorded, or none has a date: nobody has asked yet.
    """
    rated = [rate(each, today, thresholds) for each in received]
    colour = worst(rated)
    if not received:
        because = Reason(Rule.NONE_RECORDED, "No dependency has been recorded")
        return Rating(Colour.NOT_REPORTED, (because,))
    if colour in (Colour.COMPLETE, Colour.NOT_APPLICABLE):
        colour = Colour.GREEN
    listed = sorted(
        (rating for rating in rated if rating.colour in _NAMED),
        key=lambda rating: -rating.colour.severity,
    )
    reasons = tuple(reason for rating in listed for reason in rating.reasons)
    if colour is Colour.GREEN:
        on_time = Reason(Rule.ON_TIME, "Everything that is needed is agreed or not yet due")
        reasons = (on_time, *reasons)
    return Rating(colour, reasons)


_NAMED = (Colour.RED, Colour.AMBER, Colour.NOT_REPORTED)
_Judged = tuple[Colour, Rule, str]


def _judged(dependency: Facts, today: date, thresholds: DependencyThresholds) -> _Judged:
    """Red first: what is worst about it is what is said of it."""
    if dependency.status.is_settled:
        return Colour.COMPLETE, Rule.ON_TIME, "Delivered"
    if dependency.status is Status.DISPUTED:
        return Colour.RED, Rule.DISPUTED, "The two owners do not agree"
    if dependency.need_by is None:
        return Colour.NOT_REPORTED, Rule.NO_NEED_BY, "There is no date by which it is needed"
    if dependency.need_by < today:
        days = (today - dependency.need_by).days
        return Colour.RED, Rule.OVERDUE, f"Needed {_days(days)} ago and not delivered"
    return _judged_ahead(dependency, dependency.need_by, today, thresholds)


def _judged_ahead(
    dependency: Facts, need_by: date, today: date, thresholds: DependencyThresholds
) -> _Judged:
    days = gap(need_by, dependency.promise) or 0
    if days > 0:
        beyond = days > dependency.float_days
        spare = f"beyond the float of {dependency.float_days}" if beyond else "inside the float"
        sentence = f"Promised {_days(days)} after it is needed, {spare}"
        return Colour.RED if beyond else Colour.AMBER, Rule.GAP, sentence
    if not dependency.status.is_agreed and need_by <= today + timedelta(
        weeks=thresholds.unagreed_weeks
    ):
        sentence = f"Not agreed, and needed within {thresholds.unagreed_weeks} weeks"
        return Colour.AMBER, Rule.UNAGREED, sentence
    return Colour.GREEN, Rule.ON_TIME, "Promised in time, or not yet due"


def _figures(dependency: Facts) -> tuple[tuple[str, str], ...]:
    days = (("Needed by", dependency.need_by), ("Promised for", dependency.promise))
    given = tuple((name, dates.long(day)) for name, day in days if day is not None)
    return (*given, ("Float", _days(dependency.float_days)), ("Status", dependency.status.label))


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
