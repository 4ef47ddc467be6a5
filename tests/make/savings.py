"""Schemes and their months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND
from app.db import db
from app.savings.models import Scheme, SchemeMonth
from tests.make.programmes import workstream
from tests.make.store import numbers, stored

YEAR = FinancialYear(2026)

Thousands = Sequence[int | None]


def scheme(**given: Any) -> Scheme:
    """An open scheme of a workstream, without any money."""
    number = next(numbers)
    defaults: dict[str, Any] = {"ref": f"WS01-S{number:02d}", "title": f"Scheme {number}"}
    if not {"workstream", "workstream_id"} & set(given):
        defaults["workstream_id"] = workstream().id
    return stored(Scheme(**{**defaults, **given}))


def money(
    of: Scheme,
    *,
    plan: Thousands = (),
    forecast: Thousands = (),
    actual: Thousands = (),
    year: FinancialYear = YEAR,
) -> Scheme:
    """The scheme with recurrent months in £k, April first; those left out are not given."""
    columns = {"plan": plan, "forecast": forecast, "actual": actual}
    for number, month in enumerate(year.months):
        cells = {
            f"{measure}_recurrent": None if values[number] is None else values[number] * THOUSAND
            for measure, values in columns.items()
            if number < len(values)
        }
        if any(value is not None for value in cells.values()):
            db.session.add(SchemeMonth(scheme_id=of.id, month=month, **cells))
    db.session.commit()
    return of
