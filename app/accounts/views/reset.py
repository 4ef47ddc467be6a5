"""A forgotten password: asking for a link, and using it."""

from __future__ import annotations

from flask import (
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.accounts import commands, gate, links, passwords, queries, rules, sessions
from app.accounts.forms import AskForLinkForm, ChoosePasswordForm
from app.accounts.models import Person
from app.accounts.views.blueprint import bp
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.web.access import public
from app.web.clock import now


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Asks whose password is forgotten. The answer is the same whoever it is."""
    form = AskForLinkForm()
    if form.validate_on_submit():
        email = form.email.data or ""
        if not rules.is_email(rules.fold(email)):
            form.explain(RuleBroken("email", commands.NOT_AN_EMAIL))
        elif gate.may_ask_for_a_link(email):
            return _offer(queries.by_email(email))
        else:
            form.explain(RuleBroken(None, "Too many requests. Wait an hour, then try again"))
    return render_template("accounts/forgotten_password.html", form=form), form.status


@bp.route("/forgotten-password/sent")
@public
def link_sent() -> ResponseReturnValue:
    """Says what happens next."""
    return render_template("accounts/link_sent.html")


@bp.route("/choose-password", methods=["GET", "POST"])
@public
def choose_password() -> ResponseReturnValue:
    """Takes a new password from whoever holds a link that still works."""
    link = queries.link(request.args.get("link", ""))
    if link is None or not link.works(now()):
        return render_template("accounts/link_too_old.html"), 410
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        problem = rules.password_problem(form.password.data or "", link.person.email)
        if problem is None:
            return _choose(request.args["link"], form.password.data or "")
        form.explain(RuleBroken("password", problem))
    return render_template(
        "accounts/choose_password.html", form=form, person=link.person
    ), form.status


def _offer(person: Person | None) -> Response:
    response = make_response(redirect(url_for(".link_sent")))
    if person:
        links.send(person, actor=_themselves(person), response=response)
    return response


def _choose(secret: str, password: str) -> ResponseReturnValue:
    password_hash = passwords.hashed(password)
    link = queries.link(secret)
    if link is None:
        raise RuleBroken(None, commands.STALE_LINK)
    commands.use_link(link, password_hash, actor=_themselves(link.person), at=now())
    sessions.end()
    flash("Your password is changed. Sign in with the new one.")
    return redirect(url_for(".sign_in"))


def _themselves(person: Person) -> Actor:
    return Actor(name=person.name, person_id=person.id, email=person.email)
