"""Schemes that gave no actual for a month: what was forecast for it counts nothing so far."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.core import money
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme, SchemeMonth, SchemeStatus
from app.savings.queries.totals import added, both


@dataclass(frozen=True)
class Unreported:
    """How many of them, and their forecast for the month, in pence."""

    month: Month
    schemes: int
    forecast: Pence

    def __bool__(self) -> bool:
        return self.schemes > 0

    @property
    def sentence(self) -> str:
        """`4 schemes have no actual for November 2026 yet: the £57k forecast for it counts …`."""
        have = "1 scheme has" if self.schemes == 1 else f"{self.schemes} schemes have"
        said = f"{have} no actual for {self.month.name} yet"
        if self.forecast <= 0:
            return f"{said}."
        return f"{said}: the {money.thousands(self.forecast)} forecast for it counts nothing here."


def of_month(programme_id: int, month: Month, visible_to: Actor) -> Unreported:
    """Of the schemes that the reader sees, with a plan or a forecast for the month."""
    plan, forecast = both("plan"), both("forecast")
    statement = (
        select(func.count(), added(forecast))
        .select_from(SchemeMonth)
        .join(Scheme, Scheme.id == SchemeMonth.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(
            Workstream.programme_id == programme_id,
            SchemeMonth.month == month,
            Scheme.status != SchemeStatus.WITHDRAWN,
            SchemeMonth.actual_recurrent.is_(None),
            SchemeMonth.actual_non_recurrent.is_(None),
            or_(plan != 0, forecast != 0),
        )
    )
    schemes, pence = db.session.execute(programmes.seen(statement, visible_to, Scheme)).one()
    return Unreported(month, schemes, Pence(pence))
