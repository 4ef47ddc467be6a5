"""Adding a scheme, and what can be done to one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.programmes import commands as programme_commands
from app.programmes import queries as programmes
from app.programmes import roles
from app.savings import commands, forms
from app.savings.models import Scheme
from app.savings.views import changing_hands
from app.savings.views.blueprint import bp, done, for_change
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def add() -> ResponseReturnValue:
    """A new scheme."""
    actor = current_actor()
    form = forms.AddForm(workstream_id=request.args.get("workstream", type=int))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_SAVINGS))
    form.offer(accounts.choices(), "", discloses=roles.may_disclose(actor))
    if scheme := form.makes(lambda: _add(form, actor)):
        return done(scheme, f"{scheme.ref} added. Now give its plan by month")
    return render_template("savings/add.html", form=form), form.status


@bp.route("/<int:scheme_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def edit(scheme_id: int) -> ResponseReturnValue:
    """Change what the scheme is."""
    scheme, actor = for_change(scheme_id)
    named = sorted(programmes.readers_of("scheme", scheme.id))
    form = forms.SchemeForm(obj=scheme, data={"readers": named})
    form.offer(
        accounts.choices(including=scheme.owner_id),
        scheme.category,
        discloses=roles.may_disclose(actor, scheme.place),
        is_gated=scheme.is_gated,
    )
    if form.validate_on_submit() and form.saves(lambda: _edit(scheme, form, actor), scheme):
        return done(scheme, f"{scheme.ref} saved")
    return render_template("savings/edit.html", form=form, scheme=scheme), form.status


@bp.route("/<int:scheme_id>/sign-full-year-effect", methods=["GET", "POST"])
@requires(Permission.SIGN_FULL_YEAR_EFFECT)
def sign_full_year_effect(scheme_id: int) -> ResponseReturnValue:
    """Finance's figure in place of the computed one."""
    scheme, actor = for_change(scheme_id, Permission.SIGN_FULL_YEAR_EFFECT)
    form = forms.SignForm(data={"version": scheme.version, "pence": scheme.signed_full_year_effect})
    if form.carries_out(commands.sign_full_year_effect, scheme, actor=actor):
        return done(scheme, f"Full-year effect of {scheme.ref} saved")
    page = render_template("savings/sign_full_year_effect.html", form=form, scheme=scheme)
    return page, form.status


@bp.route("/<int:scheme_id>/complete", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def complete(scheme_id: int) -> ResponseReturnValue:
    """Mark it as transacted in full."""
    scheme, actor = for_change(scheme_id)
    form = forms.CompleteForm(obj=scheme)
    if form.carries_out(commands.complete, scheme, actor=actor):
        return done(scheme, f"{scheme.ref} is complete")
    return render_template("savings/complete.html", form=form, scheme=scheme), form.status


@bp.route("/<int:scheme_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def withdraw(scheme_id: int) -> ResponseReturnValue:
    """Take it out of the programme's savings."""
    scheme, actor = for_change(scheme_id)
    form = forms.WithdrawForm(obj=scheme)
    if form.carries_out(commands.withdraw, scheme, actor=actor):
        return done(scheme, f"{scheme.ref} is withdrawn")
    return render_template("savings/withdraw.html", form=form, scheme=scheme), form.status


@bp.route("/<int:scheme_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def reopen(scheme_id: int) -> ResponseReturnValue:
    """Open it again."""
    scheme, actor = for_change(scheme_id)
    form = forms.ReopenForm(obj=scheme)
    if form.carries_out(commands.reopen, scheme, actor=actor):
        return done(scheme, f"{scheme.ref} is open again")
    return render_template("savings/reopen.html", form=form, scheme=scheme), form.status


def _add(form: forms.AddForm, actor: Actor) -> Scheme:
    place = programmes.workstream(answered(form.workstream_id.data), actor)
    scheme = commands.add(place, **form.values, through_gates=True, actor=actor, at=now())
    _name_readers(scheme, form, actor, programmes.readers_of("scheme", scheme.id))
    return scheme


def _edit(scheme: Scheme, form: forms.SchemeForm, actor: Actor) -> None:
    """Readers first: whoever then hides the scheme from themselves is named by the command."""
    tell = changing_hands.look(scheme.workstream_id)
    _name_readers(scheme, form, actor, frozenset())
    commands.edit(scheme, form.values, version=form.shown_version, actor=actor, at=now())
    tell()


def _name_readers(
    scheme: Scheme, form: forms.SchemeForm, actor: Actor, besides: frozenset[int]
) -> None:
    if "readers" in form:
        chosen = besides.union(form.readers.data or ())
        programme_commands.set_readers(scheme, chosen, actor=actor, at=now())
