"""Puts a month's document together from the standing, the records and the updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Rating
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.ratings import queries as ratings
from app.ratings.queries import Standing
from app.reporting import frozen, rules
from app.reporting.models import Update
from app.reporting.queries import frozen_months, periods, updates
from app.reporting.queries.document import (
    closers,
    findings,
    outlook,
    reconciled,
    records,
    schemes,
    totals,
    workstreams,
)
from app.reporting.queries.document.rated import frozen_rating
from app.settings import queries as settings

READER = Actor.system("the month's document")


def document(
    programme: Programme, month: Month, today: date, *, accepted_only: bool = False
) -> frozen.Document:
    """The whole month, for everybody's eyes; an audience sees a part of it.

    `accepted_only`: only accepted updates count, as in a lock; else submitted ones do too.
    """
    standing, given = _rated(programme, month, rules.as_at(month, today), accepted_only)
    listed = schemes.lines(standing)
    last = frozen_months.last_document(programme.id, month)
    return replace(
        _compared(standing, given, last, listed),
        findings=findings.of(standing, given, last),
        settings=_settings(programme.id, standing.as_at),
        **_money(standing, listed),
    )


def compared(programme: Programme, month: Month, today: date) -> frozen.Document:
    """The part of the document that a comparison with another month reads, and no more of it.

    Without the schemes' months, the year's end, accuracy, actions, findings and settings: to work
    those out takes three times as long.
    """
    standing, given = _rated(programme, month, rules.as_at(month, today), accepted_only=False)
    last = frozen_months.last_document(programme.id, month)
    return _compared(standing, given, last, schemes.lines(standing, with_months=False))


def _compared(
    standing: Standing,
    given: Mapping[int, Update],
    last: frozen.Document | None,
    listed: tuple[frozen.Scheme, ...],
) -> frozen.Document:
    programme, month = standing.programme, standing.month
    targets = totals.targets(programme.id, month.financial_year)
    return frozen.Document(
        schema=frozen.SCHEMA,
        programme=_programme(programme),
        month=month,
        as_at=standing.as_at,
        financial_year=month.financial_year,
        target=programmes.target(programme.id, month.financial_year),
        overall=frozen_rating(overall(standing)),
        savings=schemes.programme_totals(standing, listed),
        months=frozen.Months(),
        workstreams=workstreams.lines(standing, given, last, listed, targets=targets),
        schemes=listed,
        milestones=records.milestones(standing),
        risks=records.risks(standing, month),
        dependencies=records.dependencies(standing),
    )


def _money(standing: Standing, listed: tuple[frozen.Scheme, ...]) -> dict[str, Any]:
    """The months, the weights, how the year may end, and how forecasts came out."""
    programme, month = standing.programme, standing.month
    whole = totals.months(programme.id, month, READER, listed)
    stood = outlook.months(programme.id, month, listed, whole)
    return {
        "months": whole,
        "weights": asdict(standing.thresholds.weights),
        "year_end": outlook.year_end(programme.code, month, listed, stood),
        "accuracy": outlook.accuracy(stood),
        "reconciliation": reconciled.of(standing),
        "actions": closers.lines(programme.id, month.financial_year, READER),
    }


def _rated(
    programme: Programme, month: Month, as_at: date, accepted_only: bool
) -> tuple[Standing, dict[int, Update]]:
    period = periods.period(programme.id, month)
    given = updates.of_period(period.id) if period else {}
    counted = updates.updated(period.id if period else None, accepted_only=accepted_only)
    standing = ratings.standing(programme, month, as_at, visible_to=READER, updated=counted)
    return standing, {key: each for key, each in given.items() if key in counted}


def overall(standing: Standing) -> Rating:
    """The programme's colour is that of its worst workstream; colours are never averaged."""
    return rules.programme_rating(
        [each.overall for each in standing.workstreams if not each.workstream.is_unassigned]
    )


def _programme(programme: Programme) -> frozen.Programme:
    return frozen.Programme(
        code=programme.code,
        name=programme.name,
        organisation=programme.organisation.name,
        organisation_code=programme.organisation.code,
        sro=programme.sro.name if programme.sro else "",
        purpose=programme.purpose,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
    )


def _settings(programme_id: int, on: date) -> tuple[frozen.SettingUsed, ...]:
    return tuple(
        frozen.SettingUsed(
            key=each.key,
            value=each.shown,
            owner=each.owner,
            since=each.effective_from.isoformat() if each.effective_from else "",
            reason=each.reason,
        )
        for each in settings.used(programme_id, on)
    )
