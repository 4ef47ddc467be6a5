"""Adding a dependency, and changing what describes it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.dependencies import commands, forms, queries
from app.dependencies.models import Dependency
from app.dependencies.views.blueprint import bp, for_change
from app.programmes import roles
from app.programmes.disclosing import named_on
from app.programmes.models import Workstream
from app.programmes.record_pages import done
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def add() -> ResponseReturnValue:
    """A new dependency."""
    actor = current_actor()
    form = forms.AddForm(receiver_id=request.args.get("workstream", type=int))
    offered = [(row.id, f"{row.ref} {row.name}") for row in queries.sides(actor)]
    form.giver_id.offer(offered, none="An outside body, or choose one")
    form.receiver_id.offer(offered, none="An outside body, or choose one")
    form.offer_people(accounts.choices(), discloses=roles.may_disclose(actor))
    if dependency := form.makes(lambda: _add(form, actor)):
        return done(dependency, f"{dependency.ref} added: sign it to propose it to the other side")
    return render_template("dependencies/add.html", form=form), form.status


@bp.route("/<int:dependency_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def edit(dependency_id: int) -> ResponseReturnValue:
    """Change what describes it."""
    dependency, actor = for_change(dependency_id)
    form = forms.EditForm(obj=dependency, data=named_on(dependency))
    form.offer_people(
        accounts.choices(including=dependency.owner_id),
        discloses=roles.may_disclose(actor, dependency.place),
    )
    if form.edits(commands.edit, dependency, actor=actor):
        return done(dependency, f"{dependency.ref} saved")
    page = render_template("dependencies/edit.html", form=form, dependency=dependency)
    return page, form.status


def _add(form: forms.AddForm, actor: Actor) -> Dependency:
    values = form.values
    giver, receiver = _chosen(values.pop("giver_id")), _chosen(values.pop("receiver_id"))
    workstream = receiver or giver
    if workstream is None:
        raise RuleBroken("receiver_id", "One of the two sides must be a workstream")
    made = commands.add(
        workstream.programme, giver=giver, receiver=receiver, **values, actor=actor, at=now()
    )
    if roles.may_disclose(actor, made.place):
        form.name_more_readers(made, actor=actor, at=now())
    return made


def _chosen(workstream_id: int | None) -> Workstream | None:
    return None if workstream_id is None else queries.side(workstream_id)
