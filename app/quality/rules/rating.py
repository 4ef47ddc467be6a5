"""The quality dimension of a workstream, from what is known of its schemes (nhs-domain 4.4.7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core import dates, working_days
from app.core.rating import Colour, Rating, Reason, RecordLink, worst
from app.quality.rules import approval, reviews
from app.quality.rules.thresholds import DEFAULTS, PanelThresholds


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    BREACHED = "quality.stop-trigger"
    REFUSED = "quality.refused"
    HELD = "quality.no-valid-assessment"
    PAUSED = "quality.paused"
    EXPIRES = "quality.expires-soon"
    WAITING = "quality.with-the-panel"
    CONDITIONS = "quality.conditions-overdue"
    REVIEW = "quality.review-overdue"
    BEYOND = "quality.beyond-threshold"
    VALID = "quality.valid"
    BEING_ASSESSED = "quality.being-assessed"
    NONE_NEEDED = "quality.none-needed"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules need to know of one open scheme, as at the day.

    `needs_one`: it is fully developed or in delivery. `cleared_until`: while both executives'
    approval holds and is not stopped. `beyond` and `breached` name measures by their last reading.
    """

    ref: str
    title: str
    needs_one: bool = False
    has_assessment: bool = False
    cleared_until: date | None = None
    stopped: str = ""
    refused: bool = False
    paused: bool = False
    with_panel_since: date | None = None
    overdue_conditions: int = 0
    approved: reviews.Approved | None = None
    reviewed_on: date | None = None
    beyond: Sequence[str] = ()
    breached: Sequence[str] = ()

    @property
    def link(self) -> RecordLink:
        return RecordLink("scheme", self.ref, self.title)

    def is_valid(self, on: date) -> bool:
        """Whether an approval holds on the day."""
        return self.cleared_until is not None and on <= self.cleared_until and not self.stopped


def rate(scheme: Facts, today: date, thresholds: PanelThresholds = DEFAULTS) -> Rating:
    """One scheme; not applicable while it needs no assessment and has none."""
    reasons = (*_red(scheme, today), *_amber(scheme, today, thresholds))
    colours = [colour for colour, _, _ in reasons]
    if not reasons:
        return _without_reasons(scheme, today)
    told = tuple(Reason(rule, sentence, (), scheme.link) for _, rule, sentence in reasons)
    return Rating(worst(colours), told)


def quality(
    schemes: Iterable[Facts], today: date, thresholds: PanelThresholds = DEFAULTS
) -> Rating:
    """The dimension: the worst of the workstream's schemes.

    Not applicable while none needs an assessment and none has one; not reported while those that
    are under way need none yet. A tracker brought in before the gates is neither red nor green.
    """
    rated = [rate(each, today, thresholds) for each in schemes]
    colour = worst(rated)
    if colour is Colour.NOT_APPLICABLE or not rated:
        because = Reason(Rule.NONE_NEEDED, "No scheme needs an assessment of quality yet")
        return Rating(Colour.NOT_APPLICABLE, (because,))
    listed = sorted(
        (each for each in rated if each.colour in (Colour.RED, Colour.AMBER)),
        key=lambda each: -each.colour.severity,
    )
    reasons = tuple(reason for each in listed for reason in each.reasons)
    if colour is Colour.GREEN:
        fine = Reason(Rule.VALID, "Every scheme that needs an assessment has a valid one")
        reasons = (fine, *reasons)
    if colour is Colour.NOT_REPORTED:
        under_way = Reason(
            Rule.BEING_ASSESSED, "Schemes are being assessed; none of them needs it yet"
        )
        reasons = (under_way, *reasons)
    return Rating(colour, reasons)


_Judged = tuple[Colour, Rule, str]


def _red(scheme: Facts, today: date) -> Iterator[_Judged]:
    for measure in scheme.breached:
        yield Colour.RED, Rule.BREACHED, f"{measure} is beyond its stop trigger"
    if scheme.refused:
        yield Colour.RED, Rule.REFUSED, "Its quality impact assessment was refused"
    elif scheme.needs_one and not scheme.is_valid(today):
        yield Colour.RED, Rule.HELD, f"It has no valid quality impact assessment: {_why(scheme)}"


def _why(scheme: Facts) -> str:
    if scheme.stopped:
        return scheme.stopped
    if scheme.cleared_until:
        return f"the approval ran out on {dates.long(scheme.cleared_until)}"
    return "both clinical executives have not approved one"


def _amber(scheme: Facts, today: date, thresholds: PanelThresholds) -> Iterator[_Judged]:
    if scheme.paused:
        yield Colour.AMBER, Rule.PAUSED, "The panel has paused its assessment"
    until = scheme.cleared_until
    if until and scheme.is_valid(today) and approval.expires_soon(until, today, thresholds):
        yield Colour.AMBER, Rule.EXPIRES, f"Its approval ends on {dates.long(until)}"
    yield from _waiting(scheme, today, thresholds)
    if scheme.overdue_conditions:
        verb = " of its approval is" if scheme.overdue_conditions == 1 else "s of its approval are"
        sentence = f"{scheme.overdue_conditions} condition{verb} overdue"
        yield Colour.AMBER, Rule.CONDITIONS, sentence
    for measure in scheme.beyond:
        yield Colour.AMBER, Rule.BEYOND, f"{measure} is beyond its threshold"
    if scheme.approved:
        due = reviews.overdue(scheme.approved, scheme.reviewed_on, today, thresholds)
        if due:
            yield Colour.AMBER, Rule.REVIEW, reviews.missed(due)


def _waiting(scheme: Facts, today: date, thresholds: PanelThresholds) -> Iterator[_Judged]:
    if scheme.with_panel_since is None:
        return
    days = working_days.between(scheme.with_panel_since, today)
    if days > thresholds.waiting_days:
        sentence = (
            f"Its assessment has been with the panel for {days} working days, "
            f"more than {thresholds.waiting_days}"
        )
        yield Colour.AMBER, Rule.WAITING, sentence


def _without_reasons(scheme: Facts, today: date) -> Rating:
    if scheme.is_valid(today):
        return Rating(Colour.GREEN)
    return Rating(Colour.NOT_REPORTED if scheme.has_assessment else Colour.NOT_APPLICABLE)
