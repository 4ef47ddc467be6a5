"""Where the pages of this feature are registered, and what each of them begins with."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.programmes.models import Programme
from app.reporting import queries as reporting
from app.savings import queries
from app.savings.models import Scheme
from app.web.access import current_actor
from app.web.clock import today

bp = Blueprint("savings", __name__, url_prefix="/savings")


def counted(programme: Programme | None) -> Month:
    """The last month of the programme's YTD: the position's, or the last one over."""
    try:
        return reporting.month_of(programme, None, today()) if programme else _last()
    except NotFound:
        return _last()


def asked_year(usual: FinancialYear) -> FinancialYear:
    """The financial year that the address names, as 2026-27."""
    try:
        return FinancialYear.parse(request.args.get("year", ""))
    except RuleBroken:
        return usual


def for_change(
    scheme_id: int, permission: Permission = Permission.EDIT_SAVINGS
) -> tuple[Scheme, Actor]:
    """The scheme, for one who may change it: asked before anything of it is shown."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    actor.must(permission, scheme.place)
    return scheme, actor


def done(scheme: Scheme, message: str, endpoint: str = ".detail") -> Response:
    """To a page of the record, saying what was done; to the list for one who may not see it."""
    flash(message)
    try:
        queries.get(scheme.id, current_actor())
    except NotFound:
        flash("You are not named on it: it no longer shows in your lists")
        return redirect(url_for(".index"))
    return redirect(url_for(endpoint, scheme_id=scheme.id))


def _last() -> Month:
    return Month.of(today()).previous
