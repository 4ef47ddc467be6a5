"""Each workstream's ratings, figures and reasons, as at a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.core.rating import Colour, Rating, Reason
from app.dependencies import rules as dependency_rules
from app.milestones import rules as milestone_rules
from app.programmes import queries as programmes
from app.programmes.models import DimensionNotApplicable, Programme, Workstream, WorkstreamCost
from app.quality.rules import rating as quality_rules
from app.ratings import rules
from app.ratings.queries import savings
from app.ratings.queries.facts import Gathered, Within, gather
from app.ratings.queries.savings import PlacedSums
from app.ratings.queries.thresholds import thresholds
from app.ratings.rules import Dimension, Thresholds
from app.risks import rules as risk_rules
from app.savings import rules as savings_rules
from app.savings.queries import shapes
from app.savings.queries.shapes import PlaceYear
from app.savings.rules import SchemeSums, Totals, honesty
from app.savings.rules import rating as savings_rating
from app.savings.rules.figures import YearFigures

UNASSIGNED_RULE = "overall.unassigned"
UNASSIGNED = "These records are not yet in a workstream, so they are not rated"
HIDDEN = "A workforce-sensitive record, shown only to people named on it"
HIDDEN_SUMS = "Some schemes are workforce-sensitive: the figures are shown only to people named"


@dataclass(frozen=True)
class WorkstreamStanding:
    """How one workstream stands. `shown_savings` leaves out what the reader may not see."""

    workstream: Workstream
    dimensions: Mapping[Dimension, Rating]
    overall: Rating
    savings: Totals
    shown_savings: Totals
    cost: WorkstreamCost | None
    not_applicable: Mapping[str, DimensionNotApplicable]
    shared: Sequence[SchemeSums] = ()  # its parts of cross-cutting schemes that the reader may see


@dataclass(frozen=True)
class Standing:
    """How the programme's workstreams stand. An unassigned workstream is never rated.

    `years`: month by month, all schemes of each workstream, those that the reader may not see too.
    """

    programme: Programme
    month: Month
    as_at: date
    thresholds: Thresholds
    workstreams: Sequence[WorkstreamStanding]
    schemes: Sequence[PlacedSums]
    savings: Totals
    years: Sequence[YearFigures]
    hidden: frozenset[str]

    @property
    def withheld(self) -> int:
        """How many of the schemes the reader may not see."""
        return sum(each.is_hidden for each in self.schemes)

    @property
    def shown_savings(self) -> Totals:
        """Of the schemes that the reader may see."""
        return savings_rules.together(each.shown_savings for each in self.workstreams)

    def counts(self, dimension: Dimension | None = None) -> dict[Colour, int]:
        """How many workstreams have each colour, in the dimension or overall."""
        found = dict.fromkeys(Colour, 0)
        for each in self.workstreams:
            rating = each.overall if dimension is None else each.dimensions[dimension]
            found[rating.colour] += 1
        return found


def standing(
    programme: Programme,
    month: Month,
    as_at: date,
    *,
    visible_to: Actor,
    updated: frozenset[int],
    permission: Permission = Permission.READ_PROGRAMME,
    limits: Thresholds | None = None,  # to be tried instead of those that hold on the day
    only: int | None = None,  # the one workstream that is asked for: others are not read
) -> Standing:
    """Rates every workstream that the reader may see. `updated`: ids with an update this month."""
    limits = limits or thresholds(programme.id, as_at)
    listed = programmes.of_programme(programme.id, visible_to, permission)
    schemes, shared = savings.with_shares(programme.id, month, visible_to, as_at, only=only)
    facts = gather(Within(programme.id, only), as_at, visible_to)
    facts.hidden.update(each.sums.ref for each in schemes if each.is_hidden)
    rater = _Rater(
        facts=facts,
        schemes=savings.by_workstream(schemes, shared),
        years=shapes.by_workstream(programme.id, month.financial_year, only, shared),
        month=month,
        costs=programmes.costs(programme.id, month.financial_year),
        not_applicable=programmes.not_applicable(programme.id),
        limits=limits,
        as_at=as_at,
        updated=updated,
    )
    rated = [rater.rate(each) for each in listed if only in (None, each.id)]
    mine = {each.workstream.id for each in rated}
    return Standing(
        programme=programme,
        month=month,
        as_at=as_at,
        thresholds=limits,
        workstreams=rated,
        schemes=[each for each in schemes if each.is_in(mine)],
        savings=savings_rules.together(each.savings for each in rated),
        years=rater.years_of(mine),
        hidden=frozenset(facts.hidden),
    )


@dataclass(frozen=True)
class _Rater:
    facts: Gathered
    schemes: Mapping[int, Sequence[PlacedSums]]
    years: Mapping[int, PlaceYear]
    month: Month
    costs: Mapping[int, WorkstreamCost]
    not_applicable: Mapping[int, Mapping[str, DimensionNotApplicable]]
    limits: Thresholds
    as_at: date
    updated: frozenset[int]

    def years_of(self, workstreams: AbstractSet[int]) -> list[YearFigures]:
        """Their schemes' months."""
        return [self.years[key].figures for key in sorted(workstreams & self.years.keys())]

    def rate(self, workstream: Workstream) -> WorkstreamStanding:
        """All dimensions of one workstream, and the overall."""
        excused = self.not_applicable.get(workstream.id, {})
        mine = self.schemes.get(workstream.id, ())
        whole = self._added_up(mine)
        dimensions = {each: self._rating(each, workstream, excused, whole) for each in Dimension}
        has_update = workstream.id in self.updated and not workstream.is_unassigned
        overall = rules.overall(dimensions, has_update=has_update)
        shown = [each for each in mine if not each.is_hidden]
        return WorkstreamStanding(
            workstream=workstream,
            dimensions={each: self._masked(rating) for each, rating in dimensions.items()},
            overall=self._masked(overall),
            savings=whole,
            shown_savings=whole if len(shown) == len(mine) else self._added_up(shown),
            cost=self.costs.get(workstream.id),
            not_applicable=excused,
            shared=[each.sums for each in shown if each.sums.part],
        )

    def _rating(
        self,
        dimension: Dimension,
        workstream: Workstream,
        excused: Mapping[str, DimensionNotApplicable],
        whole: Totals,
    ) -> Rating:
        if workstream.is_unassigned:
            return Rating(Colour.NOT_REPORTED, (Reason(UNASSIGNED_RULE, UNASSIGNED),))
        if dimension in excused:
            return self._excused(excused[dimension])
        return self._dimension(dimension, workstream.id, whole)

    def _excused(self, decision: DimensionNotApplicable) -> Rating:
        return rules.not_applicable(f"{decision.reason} (decided by {decision.decided_by})")

    def _dimension(self, dimension: Dimension, workstream_id: int, whole: Totals) -> Rating:
        if dimension is Dimension.DELIVERY:
            milestones = self.facts.milestones.get(workstream_id, ())
            return milestone_rules.delivery(milestones, self.as_at, self.limits.delivery)
        if dimension is Dimension.SAVINGS:
            return self._savings(workstream_id, whole)
        if dimension is Dimension.RISK:
            return risk_rules.risk(
                self.facts.open_risks.get(workstream_id, ()),
                self.as_at,
                any_recorded=workstream_id in self.facts.has_risks,
                thresholds=self.limits.risk,
            )
        return self._rest(dimension, workstream_id)

    def _rest(self, dimension: Dimension, workstream_id: int) -> Rating:
        if dimension is Dimension.DEPENDENCIES:
            received = self.facts.received.get(workstream_id, ())
            return dependency_rules.dependencies(received, self.as_at, self.limits.dependencies)
        if dimension is Dimension.COST:
            cost = self.costs.get(workstream_id)
            baseline, forecast = (cost.baseline, cost.forecast) if cost else (None, None)
            return rules.cost(baseline, forecast, self.limits.cost)
        schemes = self.facts.assessed.get(workstream_id, ())
        return quality_rules.quality(schemes, self.as_at, self.limits.panel)

    def _added_up(self, schemes: Sequence[PlacedSums]) -> Totals:
        return savings_rules.added_up([each.sums for each in schemes], self.limits.weights)

    def _savings(self, workstream_id: int, whole: Totals) -> Rating:
        schemes = self.schemes.get(workstream_id, ())
        sums = [each.sums for each in schemes]
        rating = savings_rules.savings_of_sums(sums, self.limits.savings, whole)
        if workstream_id in self.years:
            limits = self.limits.honesty
            shape = shapes.of_place(self.years[workstream_id], self.month, limits.stall_months)
            found = honesty.doubts(shape, limits, self.limits.savings)
            rating = honesty.explained(rating, found, limits)
        if not any(each.is_hidden for each in schemes):
            return rating
        return Rating(rating.colour, tuple(_without_figures(each) for each in rating.reasons))

    def _masked(self, rating: Rating) -> Rating:
        if not self.facts.hidden:
            return rating
        return Rating(rating.colour, tuple(self._mask(each) for each in rating.reasons))

    def _mask(self, reason: Reason) -> Reason:
        if reason.record is None or reason.record.ref not in self.facts.hidden:
            return reason
        return Reason(reason.rule, HIDDEN)


def _without_figures(reason: Reason) -> Reason:
    is_of_record = reason.record is not None
    if savings_rating.tells_a_sum(reason.rule, of_record=is_of_record, figures=reason.figures):
        return replace(reason, sentence=HIDDEN_SUMS, figures=())
    return reason
