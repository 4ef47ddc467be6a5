"""What each workstream has to save in a financial year, beside the programme's target."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.financial_year import FinancialYear
from app.programmes import forms
from app.programmes.commands import targets as commands
from app.programmes.models import Workstream
from app.programmes.queries import workstream_targets as queries
from app.programmes.views.blueprint import bp, the_programme, the_workstream, the_year, year_path
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered

ADDRESS = "/programmes/<code>/targets/<year>/workstreams"


@bp.route(ADDRESS)
@requires(Permission.READ_PROGRAMME, Permission.MANAGE_PROGRAMME)
def workstream_targets(code: str, year: str) -> ResponseReturnValue:
    """Each workstream's part of the programme's target, and what is not shared out."""
    programme = the_programme(code)
    actor, financial_year = current_actor(), the_year(year)
    return render_template(
        "programmes/workstream_targets.html",
        programme=programme,
        year=financial_year,
        targets=queries.of_year(programme.id, financial_year, actor),
        year_path=year_path,
        may_edit=actor.can(Permission.MANAGE_PROGRAMME, programme.place),
        is_whole=_reads_all(programme.id),
    )


@bp.route(f"{ADDRESS}/<ref>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def set_workstream_target(code: str, year: str, ref: str) -> ResponseReturnValue:
    """What one workstream has to save in the year."""
    workstream = the_workstream(code, ref, Permission.MANAGE_PROGRAMME)
    financial_year = the_year(year)
    target = queries.of_workstream(workstream.id, financial_year)
    form = forms.TargetForm(obj=target, data={"version": 0})
    if form.validate_on_submit() and form.saves(
        lambda: _set(workstream, financial_year, form), target
    ):
        flash(f"Target of {workstream.ref} for {financial_year} saved")
        return redirect(url_for(".workstream_targets", code=code, year=year))
    page = {"workstream": workstream, "year": financial_year, "year_path": year_path, "form": form}
    return render_template("programmes/set_workstream_target.html", **page), form.status


def _set(workstream: Workstream, year: FinancialYear, form: forms.TargetForm) -> None:
    commands.set_workstream_target(
        workstream,
        year=year,
        pence=answered(form.pence.data),
        version=form.shown_version,
        actor=current_actor(),
        at=now(),
    )


def _reads_all(programme_id: int) -> bool:
    """Whether the reader sees every workstream: else a difference would compare unlike things."""
    whole = current_actor().programmes(Permission.READ_PROGRAMME)
    return whole is None or programme_id in whole
