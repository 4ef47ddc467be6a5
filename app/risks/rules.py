"""What a risk scores, when it must be looked at again, and how risks colour a workstream.

A score is consequence × likelihood, each 1 to 5 (nhs-domain 3.1). Bands and review intervals are
settings: trusts differ. No sentence holds a title: a report may withhold the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from app.core import dates
from app.core.errors import RuleBroken
from app.core.rating import Colour, Rating, Reason, RecordLink, worst
from app.core.setting import said

SCALE = range(1, 6)
CONSEQUENCES = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
"""What 1 to 5 stand for (nhs-domain 3.1)."""


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    SCORE = "risk.score"
    MANAGED = "risk.managed"
    NONE_HIGH = "risk.none-high"
    NO_SCORE = "risk.no-score"
    NONE_RECORDED = "risk.none-recorded"


class Band(StrEnum):
    """How serious a score is, in the words of the NPSA matrix."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    EXTREME = "extreme"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Trend(StrEnum):
    """Which way a score has moved."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"


BANDS = "A risk matrix for risk managers, NPSA 2008"


@dataclass(frozen=True)
class RiskThresholds:
    """The lowest score of each band, the days between reviews, and the limits of the rating."""

    moderate_from: int = said(
        4, "Moderate risks score from", limits=(2, 25), order="band", source=BANDS
    )
    high_from: int = said(8, "High risks score from", limits=(2, 25), order="band", source=BANDS)
    extreme_from: int = said(
        15, "Extreme risks score from", limits=(2, 25), order="band", source=BANDS
    )
    low_review_days: int = said(365, "Review a low risk every", "days", limits=(1, 1095))
    moderate_review_days: int = said(182, "Review a moderate risk every", "days", limits=(1, 1095))
    high_review_days: int = said(91, "Review a high risk every", "days", limits=(1, 1095))
    extreme_review_days: int = said(30, "Review an extreme risk every", "days", limits=(1, 1095))
    green_to: int = said(
        6, "The risk rating is green up to a score of", limits=(0, 25), order="rating"
    )
    amber_to: int = said(
        12, "The risk rating is amber up to a score of", limits=(0, 25), order="rating"
    )
    managed_amber_to: int = said(
        16, "A risk that is looked after is amber up to a score of", limits=(0, 25), order="rating"
    )
    """Up to this score a risk is amber, not red, while it is looked after."""


DEFAULTS = RiskThresholds()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one open risk. `score` is the current one."""

    ref: str
    title: str
    score: int | None
    has_owner: bool
    next_review: date | None = None
    target_date: date | None = None

    @property
    def link(self) -> RecordLink:
        return RecordLink("risk", self.ref, self.title)


def score(consequence: int, likelihood: int) -> int:
    """Consequence × likelihood. Raises RuleBroken when either is not 1 to 5."""
    for field, value in (("consequence", consequence), ("likelihood", likelihood)):
        if value not in SCALE:
            raise RuleBroken(field, f"Choose a {field} from 1 to 5")
    return consequence * likelihood


def is_possible(value: int) -> bool:
    """Whether two numbers from 1 to 5 can make the score: 7, 11, 13, 14 and 17 to 19 cannot be."""
    return any(value == consequence * likelihood for consequence in SCALE for likelihood in SCALE)


def band(value: int, thresholds: RiskThresholds = DEFAULTS) -> Band:
    """The band of a score: low 1–3, moderate 4–6, high 8–12, extreme 15–25 by default."""
    if value >= thresholds.extreme_from:
        return Band.EXTREME
    if value >= thresholds.high_from:
        return Band.HIGH
    return Band.MODERATE if value >= thresholds.moderate_from else Band.LOW


def count_by_band(scores: Iterable[int], thresholds: RiskThresholds = DEFAULTS) -> dict[Band, int]:
    """How many scores fall in each band; every band is there."""
    counts = dict.fromkeys(Band, 0)
    for value in scores:
        counts[band(value, thresholds)] += 1
    return counts


def review_days(value: int, thresholds: RiskThresholds = DEFAULTS) -> int:
    """Calendar days that may pass before a risk of this score is looked at again (3.4)."""
    by_band = {
        Band.LOW: thresholds.low_review_days,
        Band.MODERATE: thresholds.moderate_review_days,
        Band.HIGH: thresholds.high_review_days,
        Band.EXTREME: thresholds.extreme_review_days,
    }
    return by_band[band(value, thresholds)]


def next_review(reviewed_on: date, value: int, thresholds: RiskThresholds = DEFAULTS) -> date:
    """The day of the last review, plus the interval of its score."""
    return reviewed_on + timedelta(days=review_days(value, thresholds))


def is_overdue(review_on: date | None, today: date) -> bool:
    """Whether the review date has passed. Without one nothing is due: that is its own finding."""
    return review_on is not None and review_on < today


def trend(previous: int | None, current: int) -> Trend:
    """Which way the score has moved since the previous one."""
    if previous is None:
        return Trend.NEW
    if current == previous:
        return Trend.SAME
    return Trend.UP if current > previous else Trend.DOWN


def out_of_order(inherent: int | None, current: int | None, target: int | None) -> tuple[str, ...]:
    """A sentence for each step that breaks target ≤ current ≤ inherent; a warning, not a refusal.

    Scores that are not given are not compared.
    """
    named = [("target", target), ("current", current), ("inherent", inherent)]
    given = [(name, value) for name, value in named if value is not None]
    return tuple(
        f"The {lower} score {low} is above the {upper} score {high}; say why"
        for (lower, low), (upper, high) in pairwise(given)
        if low > high
    )


def is_beyond_appetite(target: int | None, tolerance: int | None) -> bool:
    """Whether the target score is above the highest that the board tolerates in its category."""
    return target is not None and tolerance is not None and target > tolerance


def is_managed(risk: Facts, today: date) -> bool:
    """Looked after: an owner, a review in date, and a target date still ahead."""
    in_date = risk.next_review is not None and not is_overdue(risk.next_review, today)
    ahead = risk.target_date is not None and risk.target_date > today
    return risk.has_owner and in_date and ahead


def rate(risk: Facts, today: date, thresholds: RiskThresholds = DEFAULTS) -> Rating:
    """One open risk (4.4.6): by its score, and from 15 to 16 by whether it is looked after."""
    if risk.score is None:
        because = Reason(Rule.NO_SCORE, "There is no current score", (), risk.link)
        return Rating(Colour.NOT_REPORTED, (because,))
    if thresholds.amber_to < risk.score <= thresholds.managed_amber_to:
        return _by_care(risk, today, thresholds)
    colour = Colour.RED
    if risk.score <= thresholds.amber_to:
        colour = Colour.GREEN if risk.score <= thresholds.green_to else Colour.AMBER
    limits = f"up to {thresholds.green_to} is green, up to {thresholds.amber_to} is amber"
    sentence = f"The current score is {risk.score}; {limits}"
    return Rating(colour, (Reason(Rule.SCORE, sentence, _figures(risk), risk.link),))


def risk(
    open_risks: Sequence[Facts],
    today: date,
    *,
    any_recorded: bool,
    thresholds: RiskThresholds = DEFAULTS,
) -> Rating:
    """The risk dimension of a workstream (4.4.6): the worst of its open risks.

    Green when risks were recorded and none is open. Not reported when none was ever recorded
    (`any_recorded`, closed ones included): an empty register is not a safe workstream.
    """
    rated = [_named(each, today, thresholds) for each in open_risks]
    colour = worst([Colour.GREEN, *rated]) if any_recorded or rated else Colour.NOT_REPORTED
    if rated and not any(rating.colour.is_rated for rating in rated):
        colour = Colour.NOT_REPORTED
    listed = sorted(
        (rating for rating in rated if rating.colour is not Colour.GREEN),
        key=lambda rating: -rating.colour.severity,
    )
    summary = _summary(colour, thresholds) if not rated or colour is Colour.GREEN else ()
    return Rating(colour, summary + tuple(rating.reasons[0] for rating in listed))


def _named(risk: Facts, today: date, thresholds: RiskThresholds) -> Rating:
    """As `rate`; a green risk without its reason, as the dimension names none."""
    low = min(thresholds.green_to, thresholds.amber_to)
    is_green = risk.score is not None and risk.score <= low
    return GREEN if is_green else rate(risk, today, thresholds)


GREEN = Rating(Colour.GREEN)


def _by_care(risk: Facts, today: date, thresholds: RiskThresholds) -> Rating:
    managed = is_managed(risk, today)
    sentence = (
        f"The current score is {risk.score}; above {thresholds.amber_to} is red, but amber up to "
        f"{thresholds.managed_amber_to} with an owner, a review in date and a target date ahead"
    )
    reason = Reason(Rule.MANAGED, sentence, _figures(risk), risk.link)
    return Rating(Colour.AMBER if managed else Colour.RED, (reason,))


def _summary(colour: Colour, thresholds: RiskThresholds) -> tuple[Reason, ...]:
    if colour is Colour.GREEN:
        sentence = f"No open risk scores above {thresholds.green_to}"
        return (Reason(Rule.NONE_HIGH, sentence),)
    return (Reason(Rule.NONE_RECORDED, "No risk has been recorded"),)


def _figures(risk: Facts) -> tuple[tuple[str, str], ...]:
    days = (("Next review", risk.next_review), ("Target date", risk.target_date))
    return (
        ("Current score", str(risk.score)),
        ("Owner", "named" if risk.has_owner else "none"),
        *((name, dates.long(day) if day else "none") for name, day in days),
    )
