"""What finance validated: of each scheme and month only the newest word counts.

Never more than is claimed now: a claim that is lowered afterwards takes its validation with it.
"""

from __future__ import annotations

from typing import Any, TypeVarTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme, SchemeMonth, SchemeStatus, Validation
from app.savings.rules.validation import Finding

Columns = TypeVarTuple("Columns")


def _counted(kind: str) -> ColumnElement[Any]:
    """Of one kind of a word: what was validated, or the claim as it is now where that is less."""
    said = getattr(Validation, kind)
    now = (
        select(func.coalesce(getattr(SchemeMonth, f"actual_{kind}"), 0))
        .where(SchemeMonth.scheme_id == Validation.scheme_id)
        .where(SchemeMonth.month == Validation.month)
        .correlate(Validation)
        .scalar_subquery()
    )
    claimed = func.coalesce(now, 0)
    return case((claimed < said, claimed), else_=said)


RECURRENT, NON_RECURRENT = _counted("recurrent"), _counted("non_recurrent")
PENCE = RECURRENT + NON_RECURRENT


def validated_sums(year: FinancialYear, month: Month, programme_id: int | None = None) -> Subquery:
    """YTD validated by scheme: columns scheme_id, pence. Of one programme where that is known."""
    statement = select(Validation.scheme_id, _total(PENCE).label("pence")).where(
        *counts(year, month)
    )
    if programme_id is not None:
        statement = of_programme(statement, programme_id)
    return statement.group_by(Validation.scheme_id).subquery("validated")


def of_scheme(year: FinancialYear, month: Month) -> ScalarSelect[int]:
    """YTD validated of the scheme of the surrounding statement; 0 where there is nothing."""
    return (
        select(_total(PENCE))
        .where(Validation.scheme_id == Scheme.id, *counts(year, month))
        .correlate(Scheme)
        .scalar_subquery()
    )


def of_one(scheme_id: int, year: FinancialYear, month: Month) -> Pence:
    """YTD validated of one scheme."""
    statement = select(_total(PENCE)).where(Validation.scheme_id == scheme_id, *counts(year, month))
    return Pence(db.session.execute(statement).scalar_one())


def of_months(scheme_id: int) -> dict[Month, dict[str, Pence]]:
    """What counts as validated of each month of one scheme, recurrent and non-recurrent apart."""
    statement = select(
        Validation.month, RECURRENT.label("recurrent"), NON_RECURRENT.label("non_recurrent")
    ).where(Validation.scheme_id == scheme_id, *newest_is_validated())
    return {
        row.month: {"recurrent": row.recurrent, "non_recurrent": row.non_recurrent}
        for row in db.session.execute(statement)
    }


def of_schemes(ids: Select[int], year: FinancialYear, month: Month) -> ScalarSelect[int]:
    """YTD validated of the schemes that a statement of ids gives, together."""
    return (
        select(_total(PENCE))
        .where(Validation.scheme_id.in_(ids), *counts(year, month))
        .scalar_subquery()
    )


def by_month(programme_id: int, year: FinancialYear, visible_to: Actor) -> dict[Month, Pence]:
    """What is validated of each month of the year; a month without any is left out."""
    statement = (
        select(Validation.month, _total(PENCE).label("pence"))
        .join(Scheme, Scheme.id == Validation.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status != SchemeStatus.WITHDRAWN)
        .where(*counts(year, year.months[-1]))
        .group_by(Validation.month)
    )
    found = db.session.execute(programmes.seen(statement, visible_to, Scheme))
    return {row.month: Pence(row.pence) for row in found}


def by_scheme(programme_id: int, year: FinancialYear) -> dict[int, dict[Month, Pence]]:
    """What is validated of each month of the year, by the scheme's id."""
    statement = select(Validation.scheme_id, Validation.month, PENCE.label("pence")).where(
        *counts(year, year.months[-1])
    )
    found: dict[int, dict[Month, Pence]] = {}
    for row in db.session.execute(of_programme(statement, programme_id)):
        found.setdefault(row.scheme_id, {})[row.month] = row.pence
    return found


def counts(year: FinancialYear, month: Month) -> tuple[ColumnElement[bool], ...]:
    """That a Validation is of the year and up to the month, and the newest word."""
    return (
        Validation.month.between(year.months[0], min(month, year.months[-1])),
        *newest_is_validated(),
    )


def newest_is_validated() -> tuple[ColumnElement[bool], ...]:
    """That a Validation validates, and no later word is there of its scheme and month."""
    newer = aliased(Validation)
    said_since = (
        select(newer.id)
        .where(
            newer.scheme_id == Validation.scheme_id,
            newer.month == Validation.month,
            newer.id > Validation.id,
        )
        .exists()
    )
    return Validation.verdict == Finding.VALIDATED, ~said_since


def of_programme(statement: Select[*Columns], programme_id: int) -> Select[*Columns]:
    """A statement over Validation, of one programme's schemes."""
    return (
        statement.join(Scheme, Scheme.id == Validation.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id)
    )


def _total(pence: ColumnElement[Pence]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(pence), 0), BigInteger)
