"""The pages of workstreams: the list, adding one, changing what is said of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import exports
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import Permission
from app.programmes import changing_hands, commands, display, forms, queries
from app.programmes.models import Programme, Workstream
from app.programmes.views.blueprint import bp, the_programme, the_workstream
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/programmes/<code>/workstreams")
@requires(Permission.READ_PROGRAMME, Permission.MANAGE_PROGRAMME)
def workstreams(code: str) -> ResponseReturnValue:
    """The programme's workstreams that the reader may see."""
    actor = current_actor()
    programme = the_programme(code)
    listing = display.workstreams(programme.code)
    state = listing.state(request.args)
    statement = listing.narrow(queries.workstream_rows(programme.id, actor), state)
    if state.file:
        return exports.download(
            listing, state, statement, actor=actor, at=now(), place=programme.place
        )
    return render_template(
        "programmes/workstreams.html",
        programme=programme,
        path=display.programme_path(programme.code),
        table=listing.table(statement, state),
        may_add=actor.can(Permission.MANAGE_PROGRAMME, programme.place),
    )


@bp.route("/programmes/<code>/workstreams/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def add_workstream(code: str) -> ResponseReturnValue:
    """Another workstream of the programme."""
    programme = the_programme(code, Permission.MANAGE_PROGRAMME)
    form = forms.NewWorkstreamForm()
    form.offer(accounts.choices())
    if form.validate_on_submit() and form.saves(lambda: _add(programme, form)):
        flash(f"{form.name.data} added")
        return redirect(url_for(".workstreams", code=programme.code))
    page = render_template("programmes/add_workstream.html", programme=programme, form=form)
    return page, form.status


@bp.route("/programmes/<code>/workstreams/<ref>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSTREAM)
def edit_workstream(code: str, ref: str) -> ResponseReturnValue:
    """What is said of a workstream, and who leads it."""
    workstream = the_workstream(code, ref, Permission.EDIT_WORKSTREAM)
    form = _form(workstream)
    if form.validate_on_submit() and form.saves(lambda: _edit(workstream, form), workstream):
        flash("Workstream saved")
        return redirect(display.workstream_path(workstream.programme.code, workstream.ref))
    page = {"workstream": workstream, "form": form, "chapters": _story(workstream)}
    path = display.workstream_path(workstream.programme.code, workstream.ref)
    return render_template("programmes/edit_workstream.html", path=path, **page), form.status


def _form(workstream: Workstream) -> forms.WorkstreamForm:
    """Only those who set up the programme are asked whether it has closed."""
    office = current_actor().can(Permission.MANAGE_PROGRAMME, workstream.place)
    kind = forms.OfficeWorkstreamForm if office else forms.WorkstreamForm
    form = kind(obj=workstream)
    form.offer(
        accounts.choices(),
        (workstream.sponsor, workstream.lead, workstream.clinical_lead, workstream.finance_lead),
    )
    return form


def _add(programme: Programme, form: forms.NewWorkstreamForm) -> None:
    commands.add_workstream(programme, **form.values, actor=current_actor(), at=now())


def _edit(workstream: Workstream, form: forms.WorkstreamForm) -> None:
    tell = changing_hands.before(workstream.id)
    commands.edit_workstream(
        workstream, form.values, version=form.shown_version, actor=current_actor(), at=now()
    )
    tell()


def _story(workstream: Workstream) -> list[Chapter]:
    return story(
        audit.of_record("workstream", workstream.id),
        labels=display.LABELS,
        deeds=display.DEEDS,
        names=display.names_of_people(),
    )
