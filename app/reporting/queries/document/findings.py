"""The data-quality findings of a month, with what the updates of the month say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from app.core.actor import Actor
from app.core.financial_year import Month
from app.programmes.models import Programme
from app.ratings import queries as ratings
from app.ratings.queries import Standing, XRay
from app.ratings.rules.findings import Written
from app.reporting import frozen
from app.reporting.models import Update
from app.reporting.queries import frozen_months, periods, updates
from app.reporting.queries.document.workstreams import reported

READER = Actor.system("the month's document")


class _Words(TypedDict, total=False):
    """What a Written takes from an update."""

    has_update: bool
    happened: str
    action: str
    owner: str
    turns_on: date | None
    decision: str


def of(
    standing: Standing, given: Mapping[int, Update], last: frozen.Document | None
) -> tuple[frozen.Finding, ...]:
    """All of them, for everybody's eyes: an audience sees those of the records that it sees."""
    found = checked(standing, given, last, READER)
    return tuple(
        frozen.Finding(
            rule=each.rule.value,
            severity=each.severity.value,
            workstream=each.workstream,
            record=each.record,
            message=each.message,
        )
        for each in found.findings
    )


def xray(programme: Programme, month: Month, as_at: date, visible_to: Actor) -> XRay:
    """The findings and scores as they are now, of what the reader may see."""
    period = periods.period(programme.id, month)
    given = updates.of_period(period.id) if period else {}
    counted = updates.updated(period.id if period else None)
    standing = ratings.standing(programme, month, as_at, visible_to=visible_to, updated=counted)
    sent = {key: each for key, each in given.items() if key in counted}
    last = frozen_months.last_document(programme.id, month)
    return checked(standing, sent, last, visible_to)


def checked(
    standing: Standing,
    given: Mapping[int, Update],
    last: frozen.Document | None,
    visible_to: Actor,
) -> XRay:
    """The findings on a standing, with the updates that count in it."""
    return ratings.xray(
        standing.programme.id,
        standing.month,
        standing.as_at,
        visible_to,
        written=_written(standing, given, last),
        limits=standing.thresholds,
    )


def _written(
    standing: Standing, given: Mapping[int, Update], last: frozen.Document | None
) -> list[Written]:
    before = {each.ref: each for each in last.workstreams} if last else {}
    found = []
    for each in standing.workstreams:
        if each.workstream.is_unassigned:
            continue
        update, earlier = given.get(each.workstream.id), before.get(each.workstream.ref)
        said = earlier.commentary if earlier else None
        found.append(
            Written(
                workstream=each.workstream.ref,
                colour=reported(each, update, standing.month).colour,
                previous=earlier.shown if earlier else None,
                happened_before=said.happened if said else "",
                **_words(update),
            )
        )
    return found


def _words(update: Update | None) -> _Words:
    if update is None:
        return {}
    return {
        "has_update": True,
        "happened": update.happened,
        "action": update.path_action,
        "owner": update.path_owner,
        "turns_on": update.path_date,
        "decision": update.path_decision,
    }
