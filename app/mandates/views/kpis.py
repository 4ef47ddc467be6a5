"""A scheme's KPIs: adding, changing, withdrawing and reading them."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.mandates import display, forms, queries
from app.mandates.commands import kpis as commands
from app.mandates.models import Kpi
from app.mandates.queries import writing
from app.mandates.views.blueprint import bp, done, for_change
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/<int:scheme_id>/mandate/kpis/new", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def add_kpi(scheme_id: int) -> ResponseReturnValue:
    """A new one."""
    scheme, actor = for_change(scheme_id)
    form = forms.KpiForm()
    form.asks_why(False)
    sent = form.validate_on_submit()
    if sent and form.saves(lambda: commands.add(scheme, form.measured, actor=actor, at=now())):
        return done(scheme, "KPI added")
    return render_template("mandates/add_kpi.html", form=form, scheme=scheme), form.status


@bp.route("/mandate/kpis/<int:kpi_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def edit_kpi(kpi_id: int) -> ResponseReturnValue:
    """Change one."""
    kpi, actor = _for_change(kpi_id)
    better = forms.ABOVE if kpi.is_better_above else forms.BELOW
    form = forms.KpiForm(obj=kpi, data={"better": better})
    form.asks_why(writing.is_signed(kpi.scheme))

    def act() -> None:
        given, version = form.measured, form.shown_version
        commands.edit(kpi, given, reason=form.why, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, kpi):
        return done(kpi.scheme, "KPI saved")
    return _shown("edit", form, kpi)


@bp.route("/mandate/kpis/<int:kpi_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def withdraw_kpi(kpi_id: int) -> ResponseReturnValue:
    """It measures the scheme no longer."""
    kpi, actor = _for_change(kpi_id)
    form = forms.WithdrawKpiForm(data={"version": kpi.version})

    def act() -> None:
        reason, version = form.reason.data or "", form.shown_version
        commands.withdraw(kpi, reason=reason, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, kpi):
        return done(kpi.scheme, "KPI withdrawn")
    return _shown("withdraw", form, kpi)


@bp.route("/mandate/kpis/<int:kpi_id>/read", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def read_kpi(kpi_id: int) -> ResponseReturnValue:
    """Enter what it stood at in a month."""
    kpi, actor = _for_change(kpi_id)
    form = forms.ReadingForm()
    form.offer(display.months_to_read(Month.of(today())))

    def act() -> None:
        commands.read(kpi, **form.given, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        return done(kpi.scheme, f"Reading of {kpi.title} saved")
    return _shown("read", form, kpi)


def _for_change(kpi_id: int) -> tuple[Kpi, Actor]:
    kpi = queries.kpi(kpi_id, current_actor())
    _, actor = for_change(kpi.scheme_id)
    return kpi, actor


def _shown(page: str, form: Any, kpi: Kpi) -> tuple[str, int]:
    (measure,) = display.measures([kpi], queries.readings([kpi.id]), begun=kpi.scheme.starts_on)
    template = f"mandates/{page}_kpi.html"
    return render_template(template, form=form, measure=measure, scheme=kpi.scheme), form.status
