"""When a milestone is late, and when it is green, amber or red.

Slip is counted in England's working days against the *current* baseline (nhs-domain 4.3, 4.4.4).
Every rule is dated by its caller: `today` is the date as at which the month is rated.
No sentence holds a title: the record is named by its link, which a report may withhold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core import dates, working_days
from app.core.financial_year import Month
from app.core.rating import Colour, Rating, Reason, RecordLink, worst
from app.core.setting import said


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    COMPLETE = "delivery.complete"
    SLIP = "delivery.milestone-slip"
    CRITICAL_SLIP = "delivery.critical-slip"
    OTHERS_RED = "delivery.others-red"
    ON_TIME = "delivery.on-time"
    NO_BASELINE = "delivery.no-baseline"
    NO_FORECAST = "delivery.no-forecast"
    NO_MILESTONES = "delivery.no-milestones"


WORKING_DAYS = "working days"


@dataclass(frozen=True)
class DeliveryThresholds:
    """Tolerances in working days. The first two are for ordinary milestones."""

    green_days: int = said(
        5, "A milestone is green up to a slip of", WORKING_DAYS, limits=(0, 250), order="slip"
    )
    amber_days: int = said(
        20, "A milestone is amber up to a slip of", WORKING_DAYS, limits=(0, 250), order="slip"
    )
    critical_green_days: int = said(
        0,
        "A gate or critical milestone is green up to a slip of",
        WORKING_DAYS,
        limits=(0, 250),
        order="critical slip",
    )
    critical_amber_days: int = said(
        5,
        "A gate or critical milestone is amber up to a slip of",
        WORKING_DAYS,
        limits=(0, 250),
        order="critical slip",
    )
    red_share_percent: int = said(
        25,
        "A workstream is red when this share of its other milestones is red",
        "%",
        limits=(1, 100),
    )
    """Of the ordinary milestones: from this share of reds on, the workstream is red."""


DEFAULTS = DeliveryThresholds()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one milestone. `baseline` is the current one."""

    ref: str
    title: str
    baseline: date | None
    forecast: date | None
    completed_on: date | None = None
    is_critical: bool = False
    is_gate: bool = False

    @property
    def is_key(self) -> bool:
        """A gate, or on the critical path: the tighter tolerance holds."""
        return self.is_critical or self.is_gate

    @property
    def link(self) -> RecordLink:
        return RecordLink("milestone", self.ref, self.title)


def is_complete(completed_on: date | None, today: date) -> bool:
    """Whether it had been completed by the date as at which we look."""
    return completed_on is not None and completed_on <= today


def slip(
    baseline: date | None, forecast: date | None, completed_on: date | None, today: date
) -> int | None:
    """Working days late; negative when early; None when it cannot be known.

    landing − baseline, where landing is the day of completion, else max(forecast, today): one that
    is open and overdue slips a day each day. Give the first baseline to see the whole slip.
    """
    if baseline is None:
        return None
    if completed_on is not None and is_complete(completed_on, today):
        return working_days.between(baseline, completed_on)
    return None if forecast is None else working_days.between(baseline, max(forecast, today))


def is_late(
    baseline: date | None, forecast: date | None, completed_on: date | None, today: date
) -> bool:
    """Not complete, and forecast after the current baseline or the baseline passed.

    Without a baseline there is nothing to be late against.
    """
    if baseline is None or is_complete(completed_on, today):
        return False
    return baseline < today or (forecast is not None and forecast > baseline)


def is_due_in(month: Month, forecast: date | None, completed_on: date | None) -> bool:
    """Forecast in that calendar month and not yet complete."""
    return completed_on is None and forecast is not None and forecast in month


def needs_reason(
    baseline: date | None,
    to: date,
    *,
    is_key: bool,
    thresholds: DeliveryThresholds = DEFAULTS,
) -> bool:
    """Whether a new forecast is later than the tolerance, so that somebody has to say why.

    Give the forecast before it as `baseline` where there is none; with neither, no reason is asked.
    """
    if baseline is None:
        return False
    tolerance = thresholds.critical_green_days if is_key else thresholds.green_days
    return working_days.between(baseline, to) > tolerance


def rate(milestone: Facts, today: date, thresholds: DeliveryThresholds = DEFAULTS) -> Rating:
    """One milestone: complete; else by its slip; not reported without a baseline or a forecast."""
    if is_complete(milestone.completed_on, today):
        return _because(milestone, Colour.COMPLETE, Rule.COMPLETE, "Complete")
    if milestone.baseline is None:
        missing = "There is no baseline to measure by"
        return _because(milestone, Colour.NOT_REPORTED, Rule.NO_BASELINE, missing)
    if milestone.forecast is None:
        return _because(milestone, Colour.NOT_REPORTED, Rule.NO_FORECAST, "There is no forecast")
    late = working_days.between(milestone.baseline, max(milestone.forecast, today))
    return _by_slip(milestone, late, thresholds)


def delivery(
    milestones: Sequence[Facts], today: date, thresholds: DeliveryThresholds = DEFAULTS
) -> Rating:
    """The delivery dimension of a workstream (4.4.4).

    The worst of its gates and critical milestones. The others lower it to amber when any is red,
    and to red when a quarter or more of those that can be rated are red. It is complete when every
    milestone is. Not reported where a gate or critical milestone cannot be rated and nothing else
    makes it amber or red: what is unknown is never green.
    """
    if not milestones:
        nothing = Reason(Rule.NO_MILESTONES, "There are no milestones to rate")
        return Rating(Colour.NOT_REPORTED, (nothing,))
    rated = [(each.is_key, _named(each, today, thresholds)) for each in milestones]
    key = [rating for is_key, rating in rated if is_key]
    others = [rating for is_key, rating in rated if not is_key]
    by_others = _by_others(others, thresholds)
    colour = _combined(key, others, by_others.colour)
    return Rating(colour, _reasons(colour, key, others, by_others))


def _named(milestone: Facts, today: date, thresholds: DeliveryThresholds) -> Rating:
    """As `rate`; without its reason where the dimension names none, which is most of them."""
    if is_complete(milestone.completed_on, today):
        return Rating(Colour.COMPLETE)
    if milestone.baseline is not None and milestone.forecast is not None:
        late = working_days.between(milestone.baseline, max(milestone.forecast, today))
        colour = _colour(late, *_tolerance(milestone, thresholds))
        if colour is Colour.GREEN or (colour is Colour.AMBER and not milestone.is_key):
            return Rating(colour)
        return _by_slip(milestone, late, thresholds)
    return rate(milestone, today, thresholds)


def _tolerance(milestone: Facts, thresholds: DeliveryThresholds) -> tuple[int, int]:
    if milestone.is_key:
        return thresholds.critical_green_days, thresholds.critical_amber_days
    return thresholds.green_days, thresholds.amber_days


def _colour(late: int, green: int, amber: int) -> Colour:
    if late > amber:
        return Colour.RED
    return Colour.GREEN if late <= green else Colour.AMBER


def _by_slip(milestone: Facts, late: int, thresholds: DeliveryThresholds) -> Rating:
    green, amber = _tolerance(milestone, thresholds)
    colour = _colour(late, green, amber)
    rule = Rule.CRITICAL_SLIP if milestone.is_key else Rule.SLIP
    sentence = f"{_late_in_words(late)}; up to {green} is green, up to {amber} is amber"
    return _because(milestone, colour, rule, sentence)


def _by_others(others: Sequence[Rating], thresholds: DeliveryThresholds) -> Rating:
    """What the ordinary milestones do to the dimension; not applicable when nothing."""
    known = sum(rating.colour.is_rated for rating in others)
    red = sum(rating.colour is Colour.RED for rating in others)
    if not red:
        return Rating(Colour.NOT_APPLICABLE)
    many = red * 100 >= known * thresholds.red_share_percent
    sentence = (
        f"{red} of {known} other milestones {'is' if red == 1 else 'are'} red; any makes it amber, "
        f"{thresholds.red_share_percent}% or more makes it red"
    )
    reason = Reason(Rule.OTHERS_RED, sentence, (("Red", f"{red} of {known}"),))
    return Rating(Colour.RED if many else Colour.AMBER, (reason,))


def _combined(key: Sequence[Rating], others: Sequence[Rating], by_others: Colour) -> Colour:
    every = {rating.colour for rating in (*key, *others)}
    if every == {Colour.COMPLETE}:
        return Colour.COMPLETE
    if not any(colour.is_rated for colour in every):
        return Colour.NOT_REPORTED
    colour = worst([Colour.GREEN, *key, by_others])
    unknown = any(not rating.colour.is_rated for rating in key)
    return Colour.NOT_REPORTED if unknown and colour is Colour.GREEN else colour


def _reasons(
    colour: Colour, key: Sequence[Rating], others: Sequence[Rating], by_others: Rating
) -> tuple[Reason, ...]:
    """Worst first: what set the colour, what else is late, then what could not be rated."""
    if colour is Colour.COMPLETE:
        return (Reason(Rule.COMPLETE, "Every milestone is complete"),)
    late = [rating for rating in (*key, by_others) if rating.colour in (Colour.RED, Colour.AMBER)]
    late.sort(key=lambda rating: -rating.colour.severity)
    red = [rating for rating in others if rating.colour is Colour.RED]
    unknown = [rating for rating in (*key, *others) if not rating.colour.is_rated]
    reasons = [reason for rating in (*late, *red, *unknown) for reason in rating.reasons]
    if colour is Colour.GREEN:
        on_time = "No gate or critical milestone is late, and no other milestone is red"
        reasons.insert(0, Reason(Rule.ON_TIME, on_time))
    return tuple(reasons)


def _because(milestone: Facts, colour: Colour, rule: Rule, sentence: str) -> Rating:
    days = (
        ("Baseline", milestone.baseline),
        ("Forecast", milestone.forecast),
        ("Completed", milestone.completed_on),
    )
    figures = tuple((name, dates.long(day)) for name, day in days if day is not None)
    return Rating(colour, (Reason(rule, sentence, figures, milestone.link),))


def _late_in_words(late: int) -> str:
    if late == 0:
        return "On its baseline date"
    days = f"{abs(late)} working day{'' if abs(late) == 1 else 's'}"
    return f"{days} {'after' if late > 0 else 'before'} its baseline"
