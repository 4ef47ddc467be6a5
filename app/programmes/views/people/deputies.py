"""Naming who stands in for somebody: for oneself, or as an administrator."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts import queries as people
from app.accounts.models import Person
from app.core.actor import Permission
from app.programmes import changing_hands, commands, queries
from app.programmes.people_forms import DeputyForm
from app.programmes.views.people.blueprint import bp, to_page_of
from app.web.access import current_actor, requires, signed_in
from app.web.clock import now, today
from app.web.forms import answered


@bp.route("/me/deputies/new", methods=["GET", "POST"])
@signed_in
def name_my_deputy() -> ResponseReturnValue:
    """Who stands in for the person who is signed in."""
    return _name(people.person(current_actor().person_id or 0))


@bp.route("/people/<int:person_id>/deputies/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def name_deputy(person_id: int) -> ResponseReturnValue:
    """Who stands in for somebody who could not name a deputy themselves."""
    return _name(people.person(person_id))


@bp.route("/deputies/<int:deputy_id>/end", methods=["POST"])
@signed_in
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    """The deputy stops standing in at once."""
    named = queries.deputy(deputy_id)
    yesterday = today() - timedelta(days=1)
    commands.end_deputy(named, last_day=yesterday, actor=current_actor(), at=now())
    flash(f"{named.deputy.name} no longer stands in for {named.principal.name}")
    return _back(named.principal)


def _name(principal: Person) -> ResponseReturnValue:
    form = DeputyForm(starts_on=today())
    form.deputy_id.offer([row for row in people.choices() if row[0] != principal.id])
    if form.validate_on_submit() and form.saves(lambda: _save(principal, form)):
        flash(f"The deputy of {principal.name} is named")
        return _back(principal)
    is_oneself = current_actor().person_id == principal.id
    page = render_template(
        "programmes/people/name_deputy.html", form=form, person=principal, is_oneself=is_oneself
    )
    return page, form.status


def _save(principal: Person, form: DeputyForm) -> None:
    tell = changing_hands.before()
    commands.name_deputy(
        principal,
        deputy=people.person(answered(form.deputy_id.data)),
        starts_on=answered(form.starts_on.data),
        ends_on=answered(form.ends_on.data),
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )
    tell()


def _back(principal: Person) -> Response:
    if current_actor().person_id == principal.id:
        return redirect(url_for("accounts.me"))
    return to_page_of(principal.id)
