"""The lock, its correction, and publication."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.reporting import commands, forms, queries
from app.reporting.models import Period, PeriodStatus, UpdateStatus
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import MONTH, bp
from app.web.access import current_actor, requires
from app.web.clock import now, today

AUDIENCE = "programme"


@bp.route(f"{MONTH}/lock", methods=["GET", "POST"])
@requires(Permission.RUN_MONTH)
def lock(code: str, month: str) -> ResponseReturnValue:
    """States what freezes and what is missing; asks for a reason."""
    actor = current_actor()
    period = _period(code, month, actor)
    if period.status is PeriodStatus.LOCKED:
        return redirect(url_for(".correct", code=code, month=month))
    form = forms.LockForm(obj=period)
    missing = queries.missing(period)
    form.ask_about(missing)
    if form.validate_on_submit() and form.saves(lambda: _lock(period, form, actor), period):
        flash(f"{period.month.label} is locked. It never changes; a correction is version 2")
        return redirect(url_for(".month", code=code, month=month))
    board = queries.board(period, today(), actor)
    facts = {"missing": missing, "board": board, "statuses": UpdateStatus}
    return render_template("reporting/lock.html", form=form, period=period, **facts), form.status


@bp.route(f"{MONTH}/correct", methods=["GET", "POST"])
@requires(Permission.RUN_MONTH)
def correct(code: str, month: str) -> ResponseReturnValue:
    """Makes the next version of a locked month. The earlier ones stay."""
    actor = current_actor()
    period = _period(code, month, actor)
    if period.status is not PeriodStatus.LOCKED:
        raise RuleBroken(None, f"{period.month.label} is open: change it, then lock it")
    form = forms.CorrectForm()
    if form.validate_on_submit() and form.saves(lambda: _restate(period, form, actor)):
        flash("The correction is made. Publish it when it has been checked")
        return redirect(url_for(".month", code=code, month=month))
    versions = queries.versions(period.id)
    page = render_template(
        "reporting/correct.html",
        form=form,
        period=period,
        versions=versions,
        next_version=versions[0].version + 1,
    )
    return page, form.status


@bp.route(f"{MONTH}/publish", methods=["POST"])
@requires(Permission.RUN_MONTH)
def publish(code: str, month: str) -> ResponseReturnValue:
    """Releases the newest version to the programme's readers."""
    actor = current_actor()
    period = _period(code, month, actor)
    newest = queries.frozen(period.programme_id, period.month)
    if newest is None:
        raise NotFound("a locked version of this month: lock it first")
    commands.publish(newest, audience=AUDIENCE, actor=actor, at=now())
    flash(f"Version {newest.version} of {period.month.label} is published")
    return redirect(url_for(".month", code=code, month=month))


def _period(code: str, month: str, actor: Actor) -> Period:
    period = desks.month_of(code, month, actor)
    actor.must(Permission.RUN_MONTH, period.place)
    return period


def _lock(period: Period, form: forms.LockForm, actor: Actor) -> None:
    period.must_be(form.shown_version)
    commands.lock_month(
        period,
        reason=form.reason.data or "",
        today=today(),
        with_missing=form.accepts_missing,
        actor=actor,
        at=now(),
    )


def _restate(period: Period, form: forms.CorrectForm, actor: Actor) -> None:
    commands.restate(period, reason=form.reason.data or "", today=today(), actor=actor, at=now())
