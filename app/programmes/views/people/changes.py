"""Adding a person, changing their details, a leaver, and somebody who comes back."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.accounts import commands as accounts
from app.accounts import links
from app.accounts import queries as people
from app.accounts.forms import EditPersonForm, PersonForm
from app.accounts.models import Person
from app.core.actor import Permission
from app.programmes import commands, queries
from app.programmes.people_forms import LeaveForm, ReturnForm
from app.programmes.views.people.blueprint import bp, to_page_of
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.links import record_page


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def add() -> ResponseReturnValue:
    """Somebody new."""
    form = PersonForm()
    made: list[Person] = []

    def act() -> None:
        made.append(accounts.create_person(**form.values, actor=current_actor(), at=now()))

    if form.validate_on_submit() and form.saves(act):
        flash(f"{made[0].name} is added. Next, give them a role and send them a link.")
        return to_page_of(made[0].id)
    return render_template("programmes/people/add.html", form=form), form.status


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def edit(person_id: int) -> ResponseReturnValue:
    """Change the name, the address they sign in with, the job title."""
    person = people.person(person_id)
    form = EditPersonForm(obj=person)

    def act() -> None:
        accounts.edit_person(
            person, form.values, version=form.shown_version, actor=current_actor(), at=now()
        )

    if form.validate_on_submit() and form.saves(act, person):
        flash(f"{person.name} is saved")
        return to_page_of(person_id)
    page = render_template("programmes/people/edit.html", form=form, person=person)
    return page, form.status


@bp.route("/people/<int:person_id>/link", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def send_link(person_id: int) -> ResponseReturnValue:
    """A link to choose a password, to their own address."""
    person, response = people.person(person_id), to_page_of(person_id)
    if links.send(person, actor=current_actor(), response=response):
        flash(f"A link is on its way to {person.email}. It works once, for one hour.")
    else:
        flash(f"{person.name} cannot have a link now: wait an hour, or reactivate them first.")
    return response


@bp.route("/people/<int:person_id>/deactivate", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def deactivate(person_id: int) -> ResponseReturnValue:
    """A leaver: what they answer for is shown before and after."""
    person, form, actor = people.person(person_id), LeaveForm(), current_actor()

    def act() -> None:
        commands.leave(person, reason=form.reason.data or "", today=today(), actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        flash(f"{person.name} is deactivated. Hand over what is listed below.")
        return to_page_of(person_id)
    page = render_template(
        "programmes/people/deactivate.html",
        form=form,
        person=person,
        records=queries.open_records(person_id, actor),
        workstreams=queries.led_workstreams(person_id),
        programmes=queries.led_programmes(person_id),
        page_of=record_page,
    )
    return page, form.status


@bp.route("/people/<int:person_id>/reactivate", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def reactivate(person_id: int) -> ResponseReturnValue:
    """Somebody has come back."""
    person, form = people.person(person_id), ReturnForm()

    def act() -> None:
        accounts.reactivate(person, reason=form.reason.data or "", actor=current_actor(), at=now())

    if form.validate_on_submit() and form.saves(act):
        flash(f"{person.name} is active again. Give them a role, and send them a link.")
        return to_page_of(person_id)
    page = render_template("programmes/people/reactivate.html", form=form, person=person)
    return page, form.status
