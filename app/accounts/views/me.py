"""Oneself: details, roles, who stands in, the password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import commands, gate, passwords, queries, rules, sessions
from app.accounts.forms import ChangePasswordForm
from app.accounts.models import Person
from app.accounts.views.blueprint import bp
from app.core.errors import RuleBroken
from app.programmes import queries as programmes
from app.web.access import current_actor, signed_in
from app.web.clock import now, today


@bp.route("/me")
@signed_in
def me() -> ResponseReturnValue:
    """What Ragstone knows of the person who is signed in."""
    person = myself()
    return render_template(
        "accounts/me.html",
        person=person,
        roles=programmes.roles_of(person.id, today()),
        deputies=programmes.deputies_of(person.id, today()),
        standing_in=programmes.stands_in_for(person.id, today()),
    )


@bp.route("/me/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Takes a new password from somebody who knows the one until now."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and form.saves(
        lambda: _change(form.current.data or "", form.password.data or "")
    ):
        flash("Your password is changed. Other browsers were signed out.")
        return redirect(url_for(".me"))
    return render_template("accounts/change_password.html", form=form), form.status


@bp.route("/me/sign-out-everywhere", methods=["POST"])
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """Ends the person's sessions on all browsers, this one too."""
    commands.sign_out_everywhere(myself(), actor=current_actor(), at=now())
    sessions.end()
    flash("You are signed out everywhere.")
    return redirect(url_for(".sign_in"))


def myself() -> Person:
    """The person who is signed in, from this request's session."""
    return queries.person(current_actor().person_id or 0)


def _change(current: str, new: str) -> None:
    person = myself()
    if not gate.confirm(person, current):
        raise RuleBroken("current", "That is not your password")
    if problem := rules.password_problem(new, person.email):
        raise RuleBroken("password", problem)
    password_hash = passwords.hashed(new)
    person = myself()
    commands.set_password(person, password_hash, actor=current_actor(), at=now())
    sessions.begin(person)
