"""Which schemes the quality gate holds, as the database asks it: `rules.held.is_held` in SQL."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from app.savings.models import DevelopmentStatus, Scheme, SchemeStatus
from app.savings.rules import held as rules


def is_held(as_at: date) -> ColumnElement[bool]:
    """A condition on Scheme, true or false and never unknown."""
    valid = and_(
        Scheme.quality_cleared_until.is_not(None),
        Scheme.quality_cleared_until >= as_at,
        Scheme.quality_stopped == "",
    )
    waits = or_(
        Scheme.stage.is_not(None),
        Scheme.development_status == DevelopmentStatus.FULLY_DEVELOPED,
    )
    return and_(Scheme.status != SchemeStatus.COMPLETE, waits, ~valid)


def holds(scheme: Scheme, on: date) -> bool:
    """Whether the gate holds what is still to come of this one."""
    return rules.is_held(
        is_gated=scheme.is_gated,
        status=scheme.development_status,
        is_valid=scheme.is_quality_valid(on),
        is_transacted=scheme.is_transacted,
    )
