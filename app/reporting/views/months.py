"""The months of each programme, and one month: who is in, what is challenged, what is locked."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.audit import kept
from app.core import working_days
from app.core.actor import Actor, Permission
from app.programmes import queries as programmes
from app.quality.queries import strip as quality
from app.reporting import commands, display, forms, queries, rules
from app.reporting.models import Period, PeriodStatus, UpdateStatus
from app.reporting.queries.document import whole
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import MONTH, bp
from app.savings.queries import claims, reconciliation
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """The months of every programme that the reader may see, newest first."""
    found = programmes.readable(current_actor())
    listed = [(each, queries.periods(each.id)) for each in found]
    return render_template("reporting/index.html", listed=listed)


@bp.route("/<code>/open", methods=["GET", "POST"])
@requires(Permission.RUN_MONTH)
def open_month(code: str) -> ResponseReturnValue:
    """Opens a month for updates."""
    actor = current_actor()
    programme = desks.programme_of(code, actor)
    actor.must(Permission.RUN_MONTH, programme.place)
    form = forms.OpenForm()
    form.offer([each.month for each in queries.periods(programme.id)], today())
    if form.validate_on_submit() and form.saves(
        lambda: commands.open_month(programme, form.chosen, actor=actor, at=now())
    ):
        flash(f"{form.chosen.label} is open for updates")
        return redirect(url_for(".month", code=programme.code, month=form.chosen))
    return render_template("reporting/open_month.html", form=form, programme=programme), form.status


@bp.route(MONTH)
@requires(Permission.READ_PROGRAMME)
def month(code: str, month: str) -> ResponseReturnValue:
    """Who has submitted, what is to be challenged, and what stands in the way of the lock."""
    actor = current_actor()
    period = desks.month_of(code, month, actor)
    board = queries.board(period, today(), actor)
    return render_template(
        "reporting/month.html",
        period=period,
        board=board,
        statuses=UpdateStatus,
        time_left=display.time_left(working_days.between(today(), period.cut_off)),
        versions=queries.versions(period.id),
        published=queries.published_versions(period.id),
        **(_whole(period, board, actor) if _reads_all(period, actor) else {"whole": False}),
    )


@bp.route(f"{MONTH}/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_MONTH)
def approve(code: str, month: str) -> ResponseReturnValue:
    """The SRO approves what has been accepted."""
    actor = current_actor()
    period = desks.month_of(code, month, actor)
    actor.must(Permission.APPROVE_MONTH, period.place)
    period.must_be_open()
    form = forms.ConfirmForm.saying("I approve this month as it stands", obj=period)
    if form.validate_on_submit() and form.saves(
        lambda: commands.approve(period, actor=actor, at=now()), period
    ):
        flash(f"{period.month.label} is approved. The programme office can lock it")
        return redirect(url_for(".month", code=code, month=month))
    missing = queries.missing(period)
    page = render_template("reporting/approve.html", form=form, period=period, missing=missing)
    return page, form.status


def _reads_all(period: Period, actor: Actor) -> bool:
    return actor.can(Permission.READ_PROGRAMME, period.place)


def _whole(period: Period, board: queries.Board, actor: Actor) -> dict[str, Any]:
    """What only those see who read the whole programme."""
    always = {"whole": True, **_finance(period, actor)}
    if period.status is PeriodStatus.LOCKED:
        return {**always, "changes": (), "foremost": (), "xray": None, "quality": None}
    changes = _changes(period, board)
    return {
        **always,
        "changes": changes,
        "foremost": rules.foremost(changes),
        "xray": queries.checked(board.standing, board.counted, board.last, actor),
        "quality": quality.of_programme(
            period.programme_id, period.month, board.standing.as_at, actor
        ),
    }


def _finance(period: Period, actor: Actor) -> dict[str, Any]:
    """What is claimed and validated to date, beside the ledger and the finance paper, as of now;
    for one who may not learn the sums of the whole, without what is withheld."""
    programme, month = period.programme, period.month
    within = claims.tolerances(programme.id, today())
    whole = reconciliation.of_month(programme.id, month, within)
    if reconciliation.sees_whole(programme, actor):
        return {"finance": whole, "shown": None}
    seen = reconciliation.of_month(programme.id, month, within, visible_to=actor)
    return {"finance": whole, "shown": seen.figures}


def _changes(period: Period, board: queries.Board) -> tuple[rules.Change, ...]:
    """What the report will say that the last one did not, without what it will withhold."""
    if board.last is None:
        return ()
    asked, day = (period.programme_id, period.month), today()
    live = kept.at_head(
        ("changes", *asked, day), lambda: whole.compared(period.programme, period.month, day)
    )
    return rules.between(rules.for_programme(board.last), rules.for_programme(live))
