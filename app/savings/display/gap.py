"""What closes the gap: the gap before and after risk, and the actions beside it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.actions import rules as actions
from app.actions.display import Line
from app.actions.models import Action, ActionStatus
from app.actions.rules import ActionThresholds, Closer, GapCover
from app.core import money
from app.core.money import Pence
from app.programmes.models import Workstream
from app.savings.queries.gap import PlaceGap
from app.savings.rules import figures


@dataclass(frozen=True)
class Covered:
    """One place's gap before and after risk, each with what its actions leave of it."""

    place: PlaceGap
    before_risk: GapCover | None
    after_risk: GapCover | None
    closers: Sequence[Closer]

    @property
    def workstream(self) -> Workstream | None:
        return self.place.workstream

    @property
    def expected(self) -> Pence:
        """What its open actions are expected to bring."""
        return money.total(each.expected for each in self.closers if each.is_open)

    @property
    def has_anything(self) -> bool:
        """Whether there is a target, a scheme or an action to show."""
        return bool(self.place.target is not None or self.place.totals.has_any or self.closers)


@dataclass(frozen=True)
class GapPage:
    """All that the page shows."""

    whole: Covered
    workstreams: Sequence[Covered]
    open: Sequence[Line]
    done: Sequence[Line]

    def cover_of(self, line: Line, *, reads_all: bool) -> GapCover | None:
        """The gap after risk that the action is a share of: its workstream's for one who reads
        no more than workstreams."""
        if reads_all:
            return self.whole.after_risk
        mine = (
            each
            for each in self.workstreams
            if each.workstream and each.workstream.id == line.row.workstream_id
        )
        return next((each.after_risk for each in mine), None)

    @property
    def of_done(self) -> GapCover:
        """What came of the completed ones, together."""
        return actions.cover(Pence(0), self.whole.closers)


def page(
    gaps: Sequence[PlaceGap], found: Sequence[Action], today: date, limits: ActionThresholds
) -> GapPage:
    """The whole first, then the workstreams that have a target, a scheme or an action."""
    whole, *places = gaps
    covered = [_covered(place, _closers(found, place.workstream)) for place in places]
    lines = [Line(each, today, limits) for each in found]
    return GapPage(
        whole=_covered(whole, _closers(found, None)),
        workstreams=[each for each in covered if each.has_anything],
        open=[each for each in lines if each.is_open],
        done=[each for each in lines if not each.is_open],
    )


def share_of_gap(line: Line, cover: GapCover | None) -> str:
    """`12.5%` of the gap after risk; n/a where there is none."""
    if cover is None or cover.gap <= 0:
        return money.NOT_AVAILABLE
    return money.share_in_words(line.row.expected or 0, cover.gap)


def gap_in_words(cover: GapCover | None) -> str:
    """`£3.9m short`, `£200k above`, `None`; a dash where there is nothing to measure against."""
    if cover is None:
        return "–"
    if cover.gap == 0:
        return "None"
    word = "short" if cover.gap > 0 else "above"
    return f"{money.pounds(abs(cover.gap))} {word}"


def aim_in_words(place: PlaceGap) -> str:
    """`£4.8m`; `£300k (plan)` where there is no target."""
    if place.aim is None:
        return "No target"
    return money.pounds(place.aim) + (" (plan)" if place.target is None else "")


def brought_in_words(cover: GapCover) -> str:
    """`£50k less than expected`."""
    if cover.shortfall == 0:
        return "as expected"
    word = "less" if cover.shortfall > 0 else "more"
    return f"{money.pounds(abs(cover.shortfall))} {word} than expected"


def _covered(place: PlaceGap, closers: Sequence[Closer]) -> Covered:
    def cover(counted: Pence) -> GapCover | None:
        if place.aim is None:
            return None
        return actions.cover(figures.gap_to_target(place.aim, counted), closers)

    totals = place.totals
    return Covered(
        place, cover(totals.counted_forecast), cover(totals.risk_adjusted_forecast), closers
    )


def _closers(found: Sequence[Action], workstream: Workstream | None) -> list[Closer]:
    return [
        Closer(each.expected or Pence(0), each.achieved, each.status is ActionStatus.OPEN)
        for each in found
        if workstream is None or each.workstream_id == workstream.id
    ]
