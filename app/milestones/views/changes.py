"""Adding, editing, reforecasting, completing, reopening and withdrawing a milestone."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.milestones import commands, forms
from app.milestones.models import Milestone
from app.milestones.views.blueprint import bp, for_change
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.record_pages import done
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered, questions


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def add() -> ResponseReturnValue:
    """A new milestone."""
    actor = current_actor()
    form = forms.AddForm(workstream_id=request.args.get("workstream", type=int))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_MILESTONES))
    form.offer_people(accounts.choices(), discloses=roles.may_disclose(actor))
    if milestone := form.makes(lambda: _add(form, actor)):
        return done(milestone, f"{milestone.ref} added")
    return render_template("milestones/add.html", form=form), form.status


@bp.route("/<int:milestone_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def edit(milestone_id: int) -> ResponseReturnValue:
    """Change what describes it."""
    milestone, actor = for_change(milestone_id)
    form = forms.EditForm.of(milestone)
    form.offer_people(
        accounts.choices(including=milestone.owner_id),
        discloses=roles.may_disclose(actor, milestone.place),
    )
    if form.edits(commands.edit, milestone, actor=actor):
        return done(milestone, f"{milestone.ref} saved")
    return render_template("milestones/edit.html", form=form, milestone=milestone), form.status


@bp.route("/<int:milestone_id>/reforecast", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def reforecast(milestone_id: int) -> ResponseReturnValue:
    """Move the expected date."""
    milestone, actor = for_change(milestone_id)
    form = forms.ReforecastForm(obj=milestone)
    if form.carries_out(commands.reforecast, milestone, actor=actor):
        return done(milestone, f"Forecast of {milestone.ref} saved")
    page = render_template("milestones/reforecast.html", form=form, milestone=milestone)
    return page, form.status


@bp.route("/<int:milestone_id>/complete", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def complete(milestone_id: int) -> ResponseReturnValue:
    """Mark it done."""
    milestone, actor = for_change(milestone_id)
    form = forms.CompleteForm(obj=milestone)
    if form.carries_out(commands.complete, milestone, actor=actor):
        return done(milestone, f"{milestone.ref} is complete")
    return render_template("milestones/complete.html", form=form, milestone=milestone), form.status


@bp.route("/<int:milestone_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def reopen(milestone_id: int) -> ResponseReturnValue:
    """Open it again."""
    milestone, actor = for_change(milestone_id)
    form = questions.ReopenForm(obj=milestone)
    if form.carries_out(commands.reopen, milestone, actor=actor):
        return done(milestone, f"{milestone.ref} is open again")
    return render_template("milestones/reopen.html", form=form, milestone=milestone), form.status


@bp.route("/<int:milestone_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_MILESTONES)
def withdraw(milestone_id: int) -> ResponseReturnValue:
    """Take it out of the plan."""
    milestone, actor = for_change(milestone_id)
    form = questions.WithdrawForm(obj=milestone)
    if form.carries_out(commands.withdraw, milestone, actor=actor):
        return done(milestone, f"{milestone.ref} is withdrawn")
    return render_template("milestones/withdraw.html", form=form, milestone=milestone), form.status


def _add(form: forms.AddForm, actor: Actor) -> Milestone:
    values = form.values
    place = programmes.workstream(answered(values.pop("workstream_id")), actor)
    milestone = commands.add(place, **values, actor=actor, at=now())
    form.name_more_readers(milestone, actor=actor, at=now())
    return milestone
