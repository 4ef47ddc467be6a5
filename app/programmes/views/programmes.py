"""The pages of programmes: the list, setting one up, its targets."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import exports
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import EVERYWHERE, Permission
from app.core.financial_year import FinancialYear
from app.programmes import commands, display, forms, queries
from app.programmes.models import Programme
from app.programmes.views.blueprint import bp, the_programme, the_year, year_path
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered

YEARS_AHEAD = 2


@bp.route("/programmes")
@requires(Permission.READ_PROGRAMME, Permission.READ_PUBLISHED, Permission.MANAGE_PROGRAMME)
def index() -> ResponseReturnValue:
    """The programmes that the reader may see."""
    actor = current_actor()
    listing = display.programmes()
    state = listing.state(request.args)
    statement = listing.narrow(queries.programme_rows(actor), state)
    if state.file:
        return exports.download(listing, state, statement, actor=actor, at=now())
    return render_template(
        "programmes/index.html",
        table=listing.table(statement, state),
        may_add=actor.can(Permission.MANAGE_PROGRAMME, EVERYWHERE),
    )


@bp.route("/programmes/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def add() -> ResponseReturnValue:
    """Another programme."""
    actor = current_actor()
    actor.must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    form = forms.NewProgrammeForm()
    offered = queries.organisation_choices(today())
    form.offer(offered, accounts.choices())
    if form.validate_on_submit() and form.saves(lambda: _create(form)):
        flash("Programme set up. Now add its workstreams")
        code = str(form.code.data).strip().upper()
        return redirect(url_for(".workstreams", code=code))
    return render_template("programmes/add.html", form=form, organisations=offered), form.status


@bp.route("/programmes/<code>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def edit(code: str) -> ResponseReturnValue:
    """What is said of a programme, and what it has to save."""
    programme = the_programme(code, Permission.MANAGE_PROGRAMME)
    form = forms.EditProgrammeForm(obj=programme)
    form.offer(
        queries.organisation_choices(today(), programme.organisation_id),
        accounts.choices(programme.sro_id),
    )
    if form.validate_on_submit() and form.saves(lambda: _edit(programme, form), programme):
        flash("Programme saved")
        return redirect(display.programme_path(programme.code))
    page = {"programme": programme, "form": form, "chapters": _story(programme)}
    path, years = display.programme_path(programme.code), _target_years(programme)
    page |= {"path": path, "years": years, "year_path": year_path}
    return render_template("programmes/edit.html", **page), form.status


@bp.route("/programmes/<code>/targets/<year>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def set_target(code: str, year: str) -> ResponseReturnValue:
    """What the programme has to save in a financial year."""
    programme = the_programme(code, Permission.MANAGE_PROGRAMME)
    financial_year = the_year(year)
    target = queries.target_row(programme.id, financial_year)
    form = forms.TargetForm(obj=target, data={"version": 0})
    if form.validate_on_submit() and form.saves(
        lambda: _set_target(programme, financial_year, form), target
    ):
        flash(f"Target for {financial_year} saved")
        return redirect(url_for(".edit", code=programme.code))
    page = {"programme": programme, "year": financial_year, "form": form}
    return render_template("programmes/set_target.html", **page), form.status


def _create(form: forms.NewProgrammeForm) -> None:
    values = form.values
    organisation = queries.organisation(values.pop("organisation_id"))
    commands.create_programme(organisation, **values, actor=current_actor(), at=now())


def _edit(programme: Programme, form: forms.ProgrammeForm) -> None:
    commands.edit_programme(
        programme, form.values, version=form.shown_version, actor=current_actor(), at=now()
    )


def _set_target(programme: Programme, year: FinancialYear, form: forms.TargetForm) -> None:
    commands.set_target(
        programme,
        year=year,
        pence=answered(form.pence.data),
        version=form.shown_version,
        actor=current_actor(),
        at=now(),
    )


def _target_years(programme: Programme) -> list[tuple[FinancialYear, Any]]:
    """The years that have a target, and those that will soon need one, with what they have."""
    given = {row.financial_year: row.pence for row in queries.targets(programme.id)}
    now_in = FinancialYear.of(today())
    soon = {FinancialYear(now_in.start + ahead) for ahead in range(YEARS_AHEAD + 1)}
    return [(year, given.get(year)) for year in sorted(soon | set(given))]


def _story(programme: Programme) -> list[Chapter]:
    return story(
        audit.of_record("programme", programme.id),
        labels=display.LABELS,
        deeds=display.DEEDS,
        names={**display.names_of_people(), "organisation_id": queries.organisation_names()},
    )
