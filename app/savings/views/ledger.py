"""Ledger lines that name no scheme, and a scheme's months beside the ledger."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotAllowed
from app.core.financial_year import FinancialYear
from app.db import page
from app.savings import queries
from app.savings.commands import ledger as commands
from app.savings.display import claims as display
from app.savings.forms import reconciliation as forms
from app.savings.queries import claims, scheme_year, threads
from app.savings.queries import ledger as lines
from app.savings.views import month_desk
from app.savings.views.blueprint import asked_year, bp, counted
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered
from app.web.register import state


@bp.route("/ledger")
@requires(Permission.READ_PROGRAMME)
def ledger() -> ResponseReturnValue:
    """The month's lines that no scheme claims yet."""
    desk = month_desk.chosen()
    if not desk.reads_all:
        raise NotAllowed("Lines that name no scheme show only to readers of the whole programme")
    number = state.number(request.args.get("page", ""), 1, state.LAST_PAGE)
    found = page.of_scalars(lines.unmatched(desk.programme.id, desk.month), number)
    return render_template(
        "savings/ledger.html",
        desk=desk,
        page=found,
        lines=lines.lines_in_month(desk.programme.id, desk.month),
    )


@bp.route("/ledger/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.VALIDATE_SAVINGS)
def match_line(line_id: int) -> ResponseReturnValue:
    """Say of which scheme a line is."""
    desk = month_desk.chosen()
    line = lines.get(line_id, desk.programme.id)
    if line.scheme_id is not None:
        queries.get(line.scheme_id, desk.actor)  # not found for who may not see its scheme
    form = forms.MatchForm(data={"version": line.version, "scheme_id": line.scheme_id})
    form.scheme_id.offer(claims.choices(desk.programme.id, desk.actor, today()))

    def act() -> None:
        scheme = queries.get(answered(form.scheme_id.data), desk.actor)
        commands.match_line(line, scheme, version=form.shown_version, actor=desk.actor, at=now())

    if form.validate_on_submit() and form.saves(act, line):
        flash("The line is matched")
        return redirect(url_for(".ledger", programme=desk.programme.code, month=line.month))
    page_text = render_template("savings/match_line.html", desk=desk, line=line, form=form)
    return page_text, form.status


@bp.route("/<int:scheme_id>/validation")
@requires(Permission.READ_PROGRAMME)
def scheme_validation(scheme_id: int) -> ResponseReturnValue:
    """A scheme's months: claimed, ledger, validated, on what evidence; and its queries."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    last = counted(scheme.workstream.programme)
    year: FinancialYear = asked_year(last.financial_year)
    within = claims.tolerances(scheme.workstream.programme_id, today())
    return render_template(
        "savings/scheme_validation.html",
        scheme=scheme,
        year=year,
        years=[year.previous, year, year.next],
        rows=scheme_year.months(scheme, year, within),
        colour=display.colour,
        asked=threads.of_scheme(scheme.id),
    )
