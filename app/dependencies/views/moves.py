"""What the two sides do: sign, deliver, accept, dispute, withdraw, move a date."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotFound
from app.dependencies import commands, forms, queries
from app.dependencies.models import DateKind
from app.dependencies.rules import DateEffect, Party
from app.dependencies.views.blueprint import bp, for_change
from app.programmes.record_pages import done
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import questions

TOLD = {
    DateEffect.FREE: "Date saved",
    DateEffect.NOTIFIES: "Date saved: it still meets the need, so the agreement stands. "
    "The other side will be shown it",
    DateEffect.REOPENS: "Date saved: the agreement is open again. The other side has to sign anew",
}


@bp.route("/<int:dependency_id>/sign/<side>", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def sign(dependency_id: int, side: str) -> ResponseReturnValue:
    """Agree to it as it stands, for one side."""
    party = Party(side) if side in tuple(Party) else abort(404)
    dependency, actor = for_change(dependency_id, party)
    form = forms.ConfirmForm(obj=dependency)
    if form.carries_out(commands.sign, dependency, actor=actor, side=party):
        return done(dependency, f"Signed for {dependency.name_of(party)}")
    page = render_template("dependencies/sign.html", form=form, dependency=dependency, side=party)
    return page, form.status


@bp.route("/<int:dependency_id>/move/<kind>", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def move(dependency_id: int, kind: str) -> ResponseReturnValue:
    """Move the day of need or the promise."""
    which = DateKind(kind) if kind in tuple(DateKind) else abort(404)
    dependency, actor = for_change(dependency_id, which.party)
    form = (forms.NeedByForm if which is DateKind.NEED_BY else forms.PromiseForm)(obj=dependency)
    effects: list[DateEffect] = []

    def act() -> None:
        said = {**form.values, "version": form.shown_version, "actor": actor, "at": now()}
        effects.append(commands.move_date(dependency, kind=which, **said))

    if form.validate_on_submit() and form.saves(act, dependency):
        return done(dependency, TOLD[effects[0]])
    page = render_template("dependencies/move.html", form=form, dependency=dependency, kind=which)
    return page, form.status


@bp.route("/<int:dependency_id>/note/<int:change_id>", methods=["POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def note(dependency_id: int, change_id: int) -> ResponseReturnValue:
    """The other side has seen a moved date."""
    dependency = queries.get(dependency_id, current_actor())
    changes = {change.id: change for change in queries.date_changes(dependency.id)}
    if change_id not in changes:
        raise NotFound("that change of a date")
    commands.note(changes[change_id], dependency, actor=current_actor(), at=now())
    return done(dependency, "Noted: you will not be shown this change again")


@bp.route("/<int:dependency_id>/deliver", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def deliver(dependency_id: int) -> ResponseReturnValue:
    """The giver has handed it over."""
    dependency, actor = for_change(dependency_id, Party.GIVER)
    form = forms.DeliverForm(obj=dependency)
    if form.carries_out(commands.deliver, dependency, actor=actor):
        return done(dependency, f"{dependency.ref} is delivered: the receiver accepts it next")
    page = render_template("dependencies/deliver.html", form=form, dependency=dependency)
    return page, form.status


@bp.route("/<int:dependency_id>/accept", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def accept(dependency_id: int) -> ResponseReturnValue:
    """The receiver has what was agreed."""
    dependency, actor = for_change(dependency_id, Party.RECEIVER)
    form = forms.ConfirmForm(obj=dependency)
    if form.carries_out(commands.accept, dependency, actor=actor):
        return done(dependency, f"{dependency.ref} is accepted")
    page = render_template("dependencies/accept.html", form=form, dependency=dependency)
    return page, form.status


@bp.route("/<int:dependency_id>/dispute", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def dispute(dependency_id: int) -> ResponseReturnValue:
    """One side does not agree."""
    dependency, actor = for_change(dependency_id)
    form = forms.DisputeForm(obj=dependency)
    if form.carries_out(commands.dispute, dependency, actor=actor):
        return done(dependency, f"{dependency.ref} is disputed: both sides can see why")
    page = render_template("dependencies/dispute.html", form=form, dependency=dependency)
    return page, form.status


@bp.route("/<int:dependency_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def withdraw(dependency_id: int) -> ResponseReturnValue:
    """It is no longer needed."""
    dependency, actor = for_change(dependency_id)
    form = questions.WithdrawForm(obj=dependency)
    if form.carries_out(commands.withdraw, dependency, actor=actor):
        return done(dependency, f"{dependency.ref} is withdrawn")
    page = render_template("dependencies/withdraw.html", form=form, dependency=dependency)
    return page, form.status
