"""Giving a person a role, and ending it."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.accounts import queries as people
from app.accounts.models import Person
from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.programmes import commands, queries
from app.programmes.commands import Scope
from app.programmes.people_forms import EndRoleForm, GiveRoleForm
from app.programmes.roles import Role
from app.programmes.views.people.blueprint import bp, to_page_of
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import offered


@bp.route("/people/<int:person_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def give_role(person_id: int) -> ResponseReturnValue:
    """A role in one place, from one day."""
    person = people.person(person_id)
    form = GiveRoleForm(starts_on=today())
    form.where.choices = offered(queries.scopes(current_actor(), today()))
    if form.validate_on_submit() and form.saves(lambda: _give(person, form)):
        flash(f"{person.name} has the role of {Role(form.role.data).label}")
        return to_page_of(person_id)
    page = render_template("programmes/people/give_role.html", form=form, person=person)
    return page, form.status


@bp.route("/people/roles/<int:assignment_id>/end", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def end_role(assignment_id: int) -> ResponseReturnValue:
    """The role ends at once, or on a day to come."""
    assignment, form = queries.role(assignment_id), EndRoleForm()

    def act() -> None:
        commands.end_role(
            assignment,
            last_day=form.last_day.data or today() - timedelta(days=1),
            reason=form.reason.data or "",
            actor=current_actor(),
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act):
        flash(f"{assignment.person.name}’s role of {assignment.role.label} is ended")
        return to_page_of(assignment.person_id)
    page = render_template("programmes/people/end_role.html", form=form, assignment=assignment)
    return page, form.status


def _give(person: Person, form: GiveRoleForm) -> None:
    commands.assign_role(
        person,
        role=Role(form.role.data),
        starts_on=form.starts_on.data or today(),
        ends_on=form.ends_on.data,
        actor=current_actor(),
        at=now(),
        **_scope_of(form.where.data or ""),
    )


def _scope_of(chosen: str) -> Scope:
    """The place that was chosen: `programme:3`; nothing for everywhere."""
    kind, _, key = chosen.partition(":")
    if kind == "workstream":
        return {"workstream": queries.workstream_for_role(int(key))}
    if kind == "programme":
        return {"programme": queries.programme(int(key))}
    if kind == "organisation":
        return {"organisation": queries.organisation(int(key))}
    if kind != "everywhere":
        raise RuleBroken("where", "Choose where the role is held")
    return {}
