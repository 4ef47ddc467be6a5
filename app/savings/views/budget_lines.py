"""A scheme's budget lines and shares, and what may be counted twice in it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.savings import queries as savings
from app.savings.commands import budget_lines as commands
from app.savings.display import overlaps as display
from app.savings.forms import budget_lines as forms
from app.savings.models import SchemeStatus
from app.savings.queries import overlaps as queries
from app.savings.rules import overlaps as rules
from app.savings.views.blueprint import bp, counted, done, for_change
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/<int:scheme_id>/budget-lines")
@requires(Permission.READ_PROGRAMME)
def budget_lines(scheme_id: int) -> ResponseReturnValue:
    """The budgets that the scheme takes from, whose saving it is, and what it may count twice."""
    actor = current_actor()
    scheme = savings.get(scheme_id, actor)
    month = counted(scheme.workstream.programme)
    open_pairs = queries.unresolved_of(scheme)
    refs = queries.workstream_names(scheme.workstream.programme_id)
    shares = queries.shares_of(scheme_id)
    may_edit = actor.can(Permission.EDIT_SAVINGS, scheme.place)
    return render_template(
        "savings/budget_lines.html",
        scheme=scheme,
        lines=queries.lines_of(scheme_id),
        shares=[(name, shares[place].share) for place, name in refs.items() if place in shares],
        pairs=display.pairs(open_pairs, {}, actor, month),
        year=month.financial_year,
        percent=rules.percent,
        may_edit=may_edit and scheme.status is SchemeStatus.OPEN,
    )


@bp.route("/<int:scheme_id>/budget-lines/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def edit_budget_lines(scheme_id: int) -> ResponseReturnValue:
    """Change the budget lines that the scheme takes money from."""
    scheme, actor = for_change(scheme_id)
    found = queries.lines_of(scheme.id)
    count = forms.lines_for(found, sum(name.startswith("cost_centre_") for name in request.form))
    saved = forms.stored_lines(scheme, found, count)
    form = forms.lines_form(count)(obj=saved)

    def act() -> None:
        lines, version = form.given(scheme.id), form.shown_version
        commands.set_budget_lines(scheme, lines, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, saved):
        return done(scheme, f"Budget lines of {scheme.ref} saved", ".budget_lines")
    return render_template("savings/edit_budget_lines.html", form=form, scheme=scheme), form.status


@bp.route("/<int:scheme_id>/shares", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def edit_shares(scheme_id: int) -> ResponseReturnValue:
    """Change whose saving a cross-cutting scheme is."""
    scheme, actor = for_change(scheme_id)
    names = queries.workstream_names(scheme.workstream.programme_id)
    saved = forms.stored_shares(scheme, queries.shares_of(scheme.id), names)
    form = forms.shares_form(names)(obj=saved)

    def act() -> None:
        shares, version = form.given, form.shown_version
        commands.set_shares(scheme, shares, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, saved):
        return done(scheme, f"Shares of {scheme.ref} saved", ".budget_lines")
    return render_template("savings/edit_shares.html", form=form, scheme=scheme), form.status
