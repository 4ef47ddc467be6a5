"""The workstreams of a month's document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.financial_year import Month
from app.core.rating import Colour
from app.ratings import rules
from app.ratings.queries import Standing, WorkstreamStanding
from app.ratings.rules import Divergence, Grant, Reported
from app.reporting import frozen
from app.reporting.models import Update
from app.reporting.queries.document import schemes
from app.reporting.queries.document.rated import frozen_rating
from app.reporting.rules import shared


def lines(
    standing: Standing,
    updates: Mapping[int, Update],
    last: frozen.Document | None,
    listed: Sequence[frozen.Scheme],
    *,
    targets: Mapping[int, int],
) -> tuple[frozen.Workstream, ...]:
    """Each workstream by reference, with last month's colour beside this one's."""
    before = {each.ref: each for each in last.workstreams} if last else {}
    effects = shared.by_workstream(listed)
    return tuple(
        _line(
            each,
            reported(each, updates.get(each.workstream.id), standing.month),
            updates.get(each.workstream.id),
            before.get(each.workstream.ref),
            effects=effects.get(each.workstream.ref, []),
            target=targets.get(each.workstream.id),
        )
        for each in standing.workstreams
    )


def reported(each: WorkstreamStanding, update: Update | None, month: Month) -> Reported:
    """The calculated colour, the declared one, and which of them stands."""
    grant = None
    if update is not None and update.granted_at is not None:
        grant = Grant(month, update.granted_reason, update.granted_by)
    declared = update.declared if update else None
    return rules.reported(each.overall.colour, declared, month=month, grant=grant)


def _line(
    each: WorkstreamStanding,
    stands: Reported,
    update: Update | None,
    before: frozen.Workstream | None,
    *,
    effects: Sequence[frozen.Savings],
    target: int | None,
) -> frozen.Workstream:
    workstream = each.workstream
    return frozen.Workstream(
        ref=workstream.ref,
        name=workstream.name,
        purpose=workstream.purpose,
        category=workstream.category,
        **_people(each),
        is_unassigned=workstream.is_unassigned,
        overall=frozen_rating(each.overall),
        dimensions={key.value: frozen_rating(value) for key, value in each.dimensions.items()},
        shown=stands.colour,
        not_applicable={key: row.reason for key, row in each.not_applicable.items()},
        previous=before.shown if before else None,
        months_at_colour=_months(before, stands.colour),
        declared=_declared(stands, update, before),
        delivery_confidence=workstream.delivery_confidence,
        confidence_reason=workstream.confidence_reason,
        confidence_by=workstream.confidence_by,
        commentary=_commentary(update),
        savings=schemes.with_more(each.savings, effects),
        cost=_cost(each),
        target=target,
    )


def _people(each: WorkstreamStanding) -> dict[str, str]:
    people = ("sponsor", "lead", "clinical_lead", "finance_lead")
    found = {name: getattr(each.workstream, name) for name in people}
    return {name: person.name if person else "" for name, person in found.items()}


def _months(before: frozen.Workstream | None, colour: Colour) -> int:
    return before.months_at_colour + 1 if before and before.shown is colour else 1


def _cost(each: WorkstreamStanding) -> frozen.Cost:
    if each.cost is None:
        return frozen.Cost()
    return frozen.Cost(baseline=each.cost.baseline, forecast=each.cost.forecast)


def _declared(
    stands: Reported, update: Update | None, before: frozen.Workstream | None
) -> frozen.Declared | None:
    if update is None or stands.declared is None or stands.divergence is Divergence.NONE:
        return None
    better = stands.divergence is Divergence.BETTER
    earlier = before.declared.months_diverging if before and before.declared else 0
    return frozen.Declared(
        colour=stands.declared,
        reason=update.declared_reason,
        is_better=better,
        granted_by=update.granted_by,
        granted_reason=update.granted_reason,
        months_diverging=earlier + 1 if better else 0,
    )


def _commentary(update: Update | None) -> frozen.Commentary | None:
    if update is None:
        return None
    return frozen.Commentary(
        status=update.status.value,
        happened=update.happened,
        needed=update.needed,
        path_action=update.path_action,
        path_owner=update.path_owner,
        path_date=update.path_date,
        path_decision=update.path_decision,
        submitted_by=update.submitted_by,
        on_behalf_of=update.on_behalf_of,
    )
