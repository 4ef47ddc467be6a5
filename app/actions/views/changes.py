"""Adding, editing, completing, withdrawing and reopening an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.actions import commands, forms, queries
from app.actions.models import Action, ActionKind
from app.actions.views.blueprint import bp, for_change, may_complete
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.record_pages import done
from app.savings import queries as savings
from app.web.access import current_actor, requires
from app.web.addresses import record_id
from app.web.clock import now
from app.web.forms import answered, questions

if TYPE_CHECKING:
    from app.savings.models import Scheme


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_ACTIONS)
def add() -> ResponseReturnValue:
    """A new action; the address may say of which scheme, for which workstream, and what for."""
    actor = current_actor()
    scheme = _scheme(actor)
    form = forms.AddForm(data=_asked(scheme))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_ACTIONS))
    form.offer_people(accounts.choices(), discloses=roles.may_disclose(actor))
    if action := form.makes(lambda: _add(form, scheme, actor)):
        return done(action, f"{action.ref} added")
    return render_template("actions/add.html", form=form, scheme=scheme), form.status


@bp.route("/<int:action_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_ACTIONS)
def edit(action_id: int) -> ResponseReturnValue:
    """Change what describes it."""
    action, actor = for_change(action_id)
    form = forms.EditForm.of(action)
    form.offer_people(
        accounts.choices(including=action.owner_id),
        discloses=roles.may_disclose(actor, action.place),
    )
    if form.edits(commands.edit, action, actor=actor):
        return done(action, f"{action.ref} saved")
    return render_template("actions/edit.html", form=form, action=action), form.status


@bp.route("/<int:action_id>/complete", methods=["GET", "POST"])
@requires(Permission.READ_PROGRAMME)
def complete(action_id: int) -> ResponseReturnValue:
    """Mark it done, and say what came of it: its owner may too."""
    actor = current_actor()
    action = _to_complete(action_id, actor)
    form = forms.CompleteForm.of(action)
    if form.carries_out(commands.complete, action, actor=actor):
        return done(action, f"{action.ref} is complete")
    return render_template("actions/complete.html", form=form, action=action), form.status


@bp.route("/<int:action_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_ACTIONS)
def withdraw(action_id: int) -> ResponseReturnValue:
    """It will not be done."""
    action, actor = for_change(action_id)
    form = questions.WithdrawForm(obj=action)
    if form.carries_out(commands.withdraw, action, actor=actor):
        return done(action, f"{action.ref} is withdrawn")
    return render_template("actions/withdraw.html", form=form, action=action), form.status


@bp.route("/<int:action_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_ACTIONS)
def reopen(action_id: int) -> ResponseReturnValue:
    """Open it again."""
    action, actor = for_change(action_id)
    form = questions.ReopenForm(obj=action)
    if form.carries_out(commands.reopen, action, actor=actor):
        return done(action, f"{action.ref} is open again")
    return render_template("actions/reopen.html", form=form, action=action), form.status


def _scheme(actor: Actor) -> Scheme | None:
    """The scheme that the address names. Raises NotFound for one that may not be seen."""
    scheme_id = request.args.get("scheme", type=record_id)
    return None if scheme_id is None else savings.get(scheme_id, actor)


def _asked(scheme: Scheme | None) -> dict[str, Any]:
    """What the form starts from."""
    kind = _kind(request.args.get("kind"))
    if scheme is None:
        return {"workstream_id": request.args.get("workstream", type=record_id), "kind": kind}
    return {
        "workstream_id": scheme.workstream_id,
        "kind": kind,
        "disclosure": scheme.disclosure,
    }


def _source(scheme: Scheme | None) -> dict[str, Any]:
    """Where it comes from. Who may learn of a scheme may learn of what is done for it."""
    if scheme is None:
        return {}
    return {
        "source_kind": scheme.__tablename__,
        "source_id": scheme.id,
        "disclosure": scheme.disclosure,
    }


def _add(form: forms.AddForm, scheme: Scheme | None, actor: Actor) -> Action:
    values = {**_source(scheme), **form.values}
    place = programmes.workstream(answered(values.pop("workstream_id")), actor)
    action = commands.add(place, **values, actor=actor, at=now())
    form.name_more_readers(action, actor=actor, at=now())
    return action


def _to_complete(action_id: int, actor: Actor) -> Action:
    action = queries.get(action_id, actor)
    if not may_complete(action, actor):
        raise NotAllowed("Only the action's owner, or those who edit actions here, complete it")
    return action


def _kind(name: str | None) -> ActionKind:
    known = {each.name.lower(): each for each in ActionKind}
    return known.get(name or "", ActionKind.GENERAL)
