"""Approvals that end soon, and schemes whose approval holds no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.quality.rules.thresholds import PanelThresholds
from app.savings.models import Scheme, SchemeStatus
from app.settings import queries as settings


@dataclass(frozen=True)
class Ending:
    """A scheme whose approval ends or has ended."""

    scheme: Scheme
    has_ended: bool
    why: str


def ending(actor: Actor, on: date, programme_id: int | None = None) -> list[Ending]:
    """Those that have ended first, then by the day on which they end."""
    # the widest warning that a setting may give; each programme's own then narrows it
    statement = (
        select(Scheme)
        .join(Scheme.workstream)
        .where(Scheme.status == SchemeStatus.OPEN, ends_by(on + timedelta(days=WIDEST)))
        .options(contains_eager(Scheme.workstream).joinedload(Workstream.programme))
        .order_by(Scheme.quality_cleared_until, Scheme.ref, Scheme.id)
    )
    if programme_id is not None:
        statement = statement.where(Workstream.programme_id == programme_id)
    found = db.session.scalars(programmes.seen(statement, actor, Scheme)).all()
    warned = {key: _warning(key, on) for key in {s.workstream.programme_id for s in found}}
    listed = [
        Ending(scheme, not scheme.is_quality_valid(on), _why(scheme, on))
        for scheme in found
        if _is_near(scheme, on, warned[scheme.workstream.programme_id])
    ]
    return sorted(listed, key=lambda each: not each.has_ended)


WIDEST = 180


def ends_by(day: date) -> ColumnElement[bool]:
    """The condition on Scheme that an approval was given and ends by the day, or was stopped."""
    return and_(
        Scheme.quality_cleared_until.is_not(None),
        or_(Scheme.quality_cleared_until <= day, Scheme.quality_stopped != ""),
    )


def _warning(programme_id: int, on: date) -> int:
    return settings.fill(PanelThresholds, "panel", programme_id, on).warning_days


def _is_near(scheme: Scheme, on: date, days: int) -> bool:
    until = scheme.quality_cleared_until
    return bool(scheme.quality_stopped) or (
        until is not None and until <= on + timedelta(days=days)
    )


def _why(scheme: Scheme, on: date) -> str:
    if scheme.quality_stopped:
        return scheme.quality_stopped
    until = scheme.quality_cleared_until
    return "It has run out" if until is not None and until < on else "It ends soon"
