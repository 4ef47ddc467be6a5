"""The pages that say how a workstream stands: cost, what does not apply, confidence."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear
from app.core.rating import Dimension
from app.programmes import commands, display, forms, queries
from app.programmes.models import Workstream, WorkstreamCost
from app.programmes.views.blueprint import bp, the_workstream, the_year, year_path
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered

ADDRESS = "/programmes/<code>/workstreams/<ref>"


@bp.route(f"{ADDRESS}/costs")
@requires(Permission.READ_PROGRAMME)
def costs(code: str, ref: str) -> ResponseReturnValue:
    """What the workstream costs, year by year."""
    workstream = the_workstream(code, ref)
    return render_template(
        "programmes/costs.html",
        workstream=workstream,
        path=_path(workstream),
        years=_cost_years(workstream),
        year_path=year_path,
        may_edit=current_actor().can(Permission.EDIT_SAVINGS, workstream.place),
    )


@bp.route(f"{ADDRESS}/costs/<year>", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def set_cost(code: str, ref: str, year: str) -> ResponseReturnValue:
    """What the workstream costs in one financial year."""
    workstream = the_workstream(code, ref, Permission.EDIT_SAVINGS)
    financial_year = the_year(year)
    cost = queries.cost_row(workstream.id, financial_year)
    form = forms.CostForm(obj=cost, data={"version": 0})
    if form.validate_on_submit() and form.saves(
        lambda: _set_cost(workstream, financial_year, form), cost
    ):
        flash(f"Cost for {financial_year} saved")
        return redirect(url_for(".costs", code=code, ref=ref))
    may_move = current_actor().can(Permission.MANAGE_PROGRAMME, workstream.place)
    is_fixed = not may_move and cost is not None and cost.baseline is not None
    page = {"workstream": workstream, "year": financial_year, "form": form, "is_fixed": is_fixed}
    return render_template("programmes/set_cost.html", **page), form.status


@bp.route(f"{ADDRESS}/not-applicable")
@requires(Permission.READ_PROGRAMME)
def not_applicable(code: str, ref: str) -> ResponseReturnValue:
    """What was decided not to apply, by whom and why."""
    workstream = the_workstream(code, ref)
    return render_template(
        "programmes/not_applicable.html",
        workstream=workstream,
        path=_path(workstream),
        decisions=queries.decisions(workstream.id),
        labels={each.value: each.label for each in Dimension},
        may_decide=current_actor().can(Permission.GRANT_RATING, workstream.place),
    )


@bp.route(f"{ADDRESS}/not-applicable/new", methods=["GET", "POST"])
@requires(Permission.GRANT_RATING)
def decide_not_applicable(code: str, ref: str) -> ResponseReturnValue:
    """A dimension that is not to be rated."""
    workstream = the_workstream(code, ref, Permission.GRANT_RATING)
    form = forms.NotApplicableForm()
    if form.validate_on_submit() and form.saves(lambda: _decide(workstream, form)):
        flash("Decision saved")
        return redirect(url_for(".not_applicable", code=code, ref=ref))
    page = render_template(
        "programmes/decide_not_applicable.html", workstream=workstream, form=form
    )
    return page, form.status


@bp.route(f"{ADDRESS}/not-applicable/<dimension>/withdraw", methods=["GET", "POST"])
@requires(Permission.GRANT_RATING)
def make_applicable(code: str, ref: str, dimension: str) -> ResponseReturnValue:
    """A dimension that is to be rated again."""
    workstream = the_workstream(code, ref, Permission.GRANT_RATING)
    decision = queries.not_applicable_now(workstream.id, dimension)
    if decision is None:
        raise NotFound("that decision")
    form = forms.ApplicableForm()
    if form.validate_on_submit() and form.saves(lambda: _withdraw(workstream, dimension, form)):
        flash("Decision withdrawn")
        return redirect(url_for(".not_applicable", code=code, ref=ref))
    label = Dimension(decision.dimension).label
    page = {"workstream": workstream, "decision": decision, "label": label, "form": form}
    return render_template("programmes/make_applicable.html", **page), form.status


@bp.route(f"{ADDRESS}/confidence", methods=["GET", "POST"])
@requires(Permission.GIVE_CONFIDENCE)
def give_confidence(code: str, ref: str) -> ResponseReturnValue:
    """The SRO's own judgement whether the workstream will deliver."""
    workstream = the_workstream(code, ref, Permission.GIVE_CONFIDENCE)
    form = forms.ConfidenceForm(obj=workstream)
    if form.validate_on_submit() and form.saves(lambda: _confide(workstream, form), workstream):
        flash("Delivery confidence saved")
        return redirect(_path(workstream))
    page = {"workstream": workstream, "path": _path(workstream), "form": form}
    return render_template("programmes/give_confidence.html", **page), form.status


def _path(workstream: Workstream) -> str:
    return display.workstream_path(workstream.programme.code, workstream.ref)


def _cost_years(workstream: Workstream) -> list[tuple[FinancialYear, WorkstreamCost | None]]:
    """The years that have a cost, this one and the next."""
    given = {row.financial_year: row for row in queries.costs_of_workstream(workstream.id)}
    this = FinancialYear.of(today())
    return [(year, given.get(year)) for year in sorted({this, this.next, *given})]


def _acting() -> dict[str, Any]:
    return {"actor": current_actor(), "at": now()}


def _set_cost(workstream: Workstream, year: FinancialYear, form: forms.CostForm) -> None:
    commands.set_cost(
        workstream,
        year=year,
        baseline=form.baseline.data,
        forecast=form.forecast.data,
        reason=form.reason.data or "",
        version=form.shown_version,
        **_acting(),
    )


def _decide(workstream: Workstream, form: forms.NotApplicableForm) -> None:
    commands.decide_not_applicable(
        workstream,
        dimension=answered(form.dimension.data),
        reason=answered(form.reason.data),
        **_acting(),
    )


def _withdraw(workstream: Workstream, dimension: str, form: forms.ApplicableForm) -> None:
    commands.make_applicable(
        workstream, dimension=dimension, reason=answered(form.reason.data), **_acting()
    )


def _confide(workstream: Workstream, form: forms.ConfidenceForm) -> None:
    commands.give_confidence(
        workstream,
        colour=form.delivery_confidence.data,
        reason=answered(form.confidence_reason.data),
        version=form.shown_version,
        **_acting(),
    )
