"""The way in and the way out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import gate, kept, rules, sessions
from app.accounts.forms import SignInForm
from app.accounts.models import Person
from app.accounts.views.blueprint import bp
from app.core.errors import RuleBroken
from app.web.access import public, visitor
from app.web.settle import SAFE_METHODS

UNAUTHORISED = 401


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The way in."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            person = gate.admit(form.email.data or "", form.password.data or "")
        except RuleBroken as broken:
            form.explain(broken)
        else:
            return _enter(person, form)
    elif not form.is_submitted() and visitor():
        return redirect(_onwards(request.args.get("next")))
    form.next.data = rules.own_path(form.next.data or request.args.get("next")) or ""
    return render_template("accounts/sign_in.html", form=form, lost=[]), form.status


@bp.route("/sign-out", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    """The way out, on this browser."""
    sessions.end()
    return redirect(url_for(".sign_in"))


def ask_to_sign_in() -> ResponseReturnValue:
    """Sends a visitor to the sign-in page, and back afterwards. What they typed comes along."""
    if request.method in SAFE_METHODS:
        path = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=path if path != "/" else None))
    typed = kept.of_request()
    form = SignInForm(formdata=None)
    form.kept.data = kept.seal(typed)
    lost = typed.typed if typed and not form.kept.data else []
    page = render_template("accounts/sign_in.html", form=form, lost=lost)
    return page, UNAUTHORISED


def _enter(person: Person, form: SignInForm) -> ResponseReturnValue:
    typed = kept.unseal(form.kept.data or "", person.id)
    sessions.begin(person)
    if typed is None:
        return redirect(_onwards(form.next.data))
    return render_template("accounts/send_again.html", typed=typed)


def _onwards(asked: str | None) -> str:
    return rules.own_path(asked) or url_for("overview.home")
