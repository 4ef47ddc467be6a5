"""Where the pages hang, and what is at an address."""

from __future__ import annotations

from flask import Blueprint

from app.core.actor import Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import FinancialYear
from app.programmes import queries
from app.programmes.models import Programme, Workstream
from app.web.access import current_actor

bp = Blueprint("programmes", __name__)


def the_programme(code: str, permission: Permission | None = None) -> Programme:
    """The programme, if the reader may know of it, and holds the permission there."""
    actor = current_actor()
    found = queries.programme_for(code, actor)
    if permission is not None:
        actor.must(permission, found.place)
    return found


def the_workstream(code: str, ref: str, permission: Permission | None = None) -> Workstream:
    """The workstream, if the reader may know of it, and holds the permission there."""
    actor = current_actor()
    found = queries.workstream_for(code, ref, actor)
    if permission is not None:
        actor.must(permission, found.place)
    return found


def the_year(text: str) -> FinancialYear:
    """The financial year in an address: `2026-27`."""
    try:
        return FinancialYear.parse(text)
    except RuleBroken:
        raise NotFound(f"a financial year {text}") from None


def year_path(year: FinancialYear) -> str:
    """The financial year as an address has it."""
    return str(year).replace("/", "-")
