"""Frozen months: their versions, which are published, and whether each is still what it was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.financial_year import Month
from app.db import db
from app.programmes.models import Programme
from app.reporting import frozen as canonical
from app.reporting.models import FrozenMonth, Period, Publication

KEPT = 8  # documents; a big programme's takes some 10 MB

_WHOLE = (
    joinedload(FrozenMonth.period).joinedload(Period.programme).joinedload(Programme.organisation),
)


def frozen(programme_id: int, month: Month, version: int | None = None) -> FrozenMonth | None:
    """The month's frozen version: the one asked for, else the newest."""
    statement = (
        select(FrozenMonth)
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == programme_id, Period.month == month)
        .options(*_WHOLE)
        .order_by(FrozenMonth.version.desc())
        .limit(1)
    )
    if version is not None:
        statement = statement.where(FrozenMonth.version == version)
    return db.session.scalars(statement).one_or_none()


def latest_locked(programme_id: int) -> FrozenMonth | None:
    """The newest version of the newest locked month."""
    return before(programme_id, None)


def before(programme_id: int, month: Month | None) -> FrozenMonth | None:
    """The newest version of the last month locked before this one; None: of all."""
    statement = (
        select(FrozenMonth)
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == programme_id)
        .options(*_WHOLE)
        .order_by(Period.month.desc(), FrozenMonth.version.desc())
        .limit(1)
    )
    if month is not None:
        statement = statement.where(Period.month < month)
    return db.session.scalars(statement).one_or_none()


def last_document(programme_id: int, month: Month) -> canonical.Document | None:
    """What was frozen of the last month locked before this one."""
    digest = db.session.scalar(
        select(FrozenMonth.data_hash)
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == programme_id, Period.month < month)
        .order_by(Period.month.desc(), FrozenMonth.version.desc())
        .limit(1)
    )
    return _document(digest) if digest else None


@lru_cache(maxsize=KEPT)
def _document(digest: str) -> canonical.Document:
    """Read once for each process: what has this hash never changes."""
    text = db.session.scalars(
        select(FrozenMonth.document).where(FrozenMonth.data_hash == digest).limit(1)
    ).one()
    return canonical.read(text)


def before_lock(found: FrozenMonth) -> FrozenMonth | None:
    """The last month before this one, as it stood when this version was locked.

    A correction of that month made since is left aside, so that a pack reads the same for ever.
    """
    return db.session.scalars(
        select(FrozenMonth)
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == found.period.programme_id)
        .where(Period.month < found.period.month, FrozenMonth.id < found.id)
        .options(*_WHOLE)
        .order_by(Period.month.desc(), FrozenMonth.version.desc())
        .limit(1)
    ).one_or_none()


def locked(programme_id: int) -> Sequence[FrozenMonth]:
    """Every version of every locked month, newest month first, then newest version."""
    return db.session.scalars(
        select(FrozenMonth)
        .join(Period, Period.id == FrozenMonth.period_id)
        .where(Period.programme_id == programme_id)
        .options(*_WHOLE)
        .order_by(Period.month.desc(), FrozenMonth.version.desc())
    ).all()


def versions(period_id: int) -> Sequence[FrozenMonth]:
    """Every version of the month, newest first."""
    return db.session.scalars(
        select(FrozenMonth)
        .where(FrozenMonth.period_id == period_id)
        .options(*_WHOLE)
        .order_by(FrozenMonth.version.desc())
    ).all()


def is_published(frozen_month_id: int) -> bool:
    """Whether this version was published."""
    found = select(Publication.id).where(Publication.frozen_month_id == frozen_month_id).limit(1)
    return db.session.scalar(found) is not None


def published_versions(period_id: int) -> dict[int, Publication]:
    """By frozen month's id, when each published version of the month was published."""
    rows = db.session.scalars(
        select(Publication)
        .join(FrozenMonth, FrozenMonth.id == Publication.frozen_month_id)
        .where(FrozenMonth.period_id == period_id)
    )
    return {row.frozen_month_id: row for row in rows}


def published(programme_id: int) -> Sequence[FrozenMonth]:
    """Published versions, newest month first, then newest version."""
    return (
        db.session.scalars(
            select(FrozenMonth)
            .join(Period, Period.id == FrozenMonth.period_id)
            .where(Period.programme_id == programme_id)
            .where(FrozenMonth.id.in_(select(Publication.frozen_month_id)))
            .options(*_WHOLE)
            .order_by(Period.month.desc(), FrozenMonth.version.desc())
        )
        .unique()
        .all()
    )


def find_by_hash(digest: str) -> FrozenMonth | None:
    """The frozen month whose whole document has this hash."""
    return db.session.scalars(
        select(FrozenMonth).where(FrozenMonth.data_hash == digest).options(*_WHOLE).limit(1)
    ).one_or_none()
