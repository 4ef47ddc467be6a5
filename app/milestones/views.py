"""The milestone register, a milestone's page, and what can be done to it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.audit import exports
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import Actor, Permission
from app.milestones import commands, display, forms, queries, rules
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.programmes import roles
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered

bp = Blueprint("milestones", __name__, url_prefix="/milestones")


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All milestones that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = queries.listed(actor)
    if state.file:
        statement = listing.narrow(queries.with_texts(statement), state)
        return exports.download(listing, state, statement, actor=actor, at=now())
    table = listing.table(listing.narrow(statement, state), state)
    return render_template("milestones/index.html", table=table)


@bp.route("/<int:milestone_id>")
@requires(Permission.READ_PROGRAMME)
def detail(milestone_id: int) -> ResponseReturnValue:
    """One milestone: its dates, its rating and why, how it moved, its history."""
    milestone = queries.get(milestone_id, current_actor())
    changes = queries.forecast_changes(milestone.id)
    limits = settings.fill(
        rules.DeliveryThresholds, "milestones", milestone.workstream.programme_id, today()
    )
    return render_template(
        "milestones/detail.html",
        milestone=milestone,
        line=display.Line(milestone, today(), limits),
        forecast_changes=changes,
        times_moved=sum(change.before is not None for change in changes),
        chapters=_story(milestone),
        readers=programmes.names(programmes.readers_of("milestone", milestone.id)),
        slip_in_words=display.slip_in_words,
        may_edit=current_actor().can(Permission.EDIT_MILESTONES, milestone.place),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def add() -> ResponseReturnValue:
    """A new milestone."""
    actor = current_actor()
    form = forms.AddForm(workstream_id=request.args.get("workstream", type=int))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_MILESTONES))
    form.owner_id.offer(accounts.choices(), none="Nobody yet")
    if form.validate_on_submit():
        values = form.values
        place = programmes.workstream(answered(values.pop("workstream_id")), actor)
        made: list[Milestone] = []
        if form.saves(lambda: made.append(commands.add(place, **values, actor=actor, at=now()))):
            return _done(made[0], f"{made[0].ref} added")
    return render_template("milestones/add.html", form=form), form.status


@bp.route("/<int:milestone_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def edit(milestone_id: int) -> ResponseReturnValue:
    """Change what describes it."""
    milestone = _for_change(milestone_id)
    form = forms.EditForm.of(milestone)
    actor = current_actor()
    people = accounts.choices(including=milestone.owner_id)
    form.offer_people(people, discloses=roles.may_disclose(actor, milestone.place))

    def act() -> None:
        form.name_readers(milestone, actor=actor, at=now())
        commands.edit(milestone, form.values, version=form.shown_version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, milestone):
        return _done(milestone, f"{milestone.ref} saved")
    return render_template("milestones/edit.html", form=form, milestone=milestone), form.status


@bp.route("/<int:milestone_id>/reforecast", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def reforecast(milestone_id: int) -> ResponseReturnValue:
    """Move the expected date."""
    milestone = _for_change(milestone_id)
    form = forms.ReforecastForm(obj=milestone)

    def act() -> None:
        commands.reforecast(
            milestone,
            to=answered(form.forecast.data),
            reason=form.reason.data or "",
            version=form.shown_version,
            actor=current_actor(),
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, milestone):
        return _done(milestone, f"Forecast of {milestone.ref} saved")
    page = render_template("milestones/reforecast.html", form=form, milestone=milestone)
    return page, form.status


@bp.route("/<int:milestone_id>/complete", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def complete(milestone_id: int) -> ResponseReturnValue:
    """Mark it done."""
    milestone = _for_change(milestone_id)
    form = forms.CompleteForm(obj=milestone)

    def act() -> None:
        commands.complete(
            milestone,
            on=answered(form.completed_on.data),
            evidence=form.evidence.data or "",
            evidence_link=form.evidence_link.data or "",
            version=form.shown_version,
            actor=current_actor(),
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, milestone):
        return _done(milestone, f"{milestone.ref} is complete")
    page = render_template("milestones/complete.html", form=form, milestone=milestone)
    return page, form.status


@bp.route("/<int:milestone_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def reopen(milestone_id: int) -> ResponseReturnValue:
    """Open it again."""
    milestone = _for_change(milestone_id)
    form = forms.ReasonForm()

    def act() -> None:
        commands.reopen(milestone, reason=form.reason.data or "", actor=current_actor(), at=now())

    if form.validate_on_submit() and form.saves(act, milestone):
        return _done(milestone, f"{milestone.ref} is open again")
    return render_template("milestones/reopen.html", form=form, milestone=milestone), form.status


@bp.route("/<int:milestone_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def withdraw(milestone_id: int) -> ResponseReturnValue:
    """Take it out of the plan."""
    milestone = _for_change(milestone_id)
    form = forms.WithdrawForm(obj=milestone)

    def act() -> None:
        commands.withdraw(
            milestone,
            reason=form.reason.data or "",
            version=form.shown_version,
            actor=current_actor(),
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, milestone):
        return _done(milestone, f"{milestone.ref} is withdrawn")
    return render_template("milestones/withdraw.html", form=form, milestone=milestone), form.status


def _added(form: forms.AddForm, actor: Actor) -> Milestone:
    values = form.values
    place = programmes.workstream(answered(values.pop("workstream_id")), actor)
    milestone = commands.add(place, **values, actor=actor, at=now())
    named = programmes.readers_of(Milestone.__tablename__, milestone.id)
    form.name_readers(milestone, besides=named, actor=actor, at=now())
    return milestone


def _for_change(milestone_id: int) -> Milestone:
    """The milestone, for one who may change it: asked before anything of it is shown."""
    milestone = queries.get(milestone_id, current_actor())
    current_actor().must(Permission.EDIT_MILESTONES, milestone.place)
    return milestone


def _done(milestone: Milestone, message: str) -> Response:
    flash(message)
    return redirect(url_for(".detail", milestone_id=milestone.id))


def _story(milestone: Milestone) -> list[Chapter]:
    events = audit.of_record(Milestone.__tablename__, milestone.id)
    owners = [key for event in events for key in event.differences.get("owner_id", ())]
    people = {"owner_id": programmes.names(owners)}
    return story(events, labels=display.LABELS, names=people)
