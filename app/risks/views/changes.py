"""Adding, editing, closing and reopening a risk."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.disclosing import named_on
from app.programmes.record_pages import done
from app.risks import commands, forms
from app.risks.models import Risk
from app.risks.views.blueprint import bp, for_change
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered, questions


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def add() -> ResponseReturnValue:
    """A new risk."""
    actor = current_actor()
    form = forms.AddForm(workstream_id=request.args.get("workstream", type=int))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_RISKS))
    form.offer(accounts.choices(), "", discloses=roles.may_disclose(actor))
    if risk := form.makes(lambda: _add(form, actor)):
        return done(risk, f"{risk.ref} added")
    return render_template("risks/add.html", form=form), form.status


@bp.route("/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def edit(risk_id: int) -> ResponseReturnValue:
    """Change what describes the risk."""
    risk, actor = for_change(risk_id)
    form = forms.RiskForm(obj=risk, data=named_on(risk))
    form.offer(
        accounts.choices(including=risk.owner_id),
        risk.category,
        discloses=roles.may_disclose(actor, risk.place),
    )
    if form.edits(commands.edit, risk, actor=actor):
        return done(risk, f"{risk.ref} saved")
    return render_template("risks/edit.html", form=form, risk=risk), form.status


@bp.route("/<int:risk_id>/close", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def close(risk_id: int) -> ResponseReturnValue:
    """Close it with a reason."""
    risk, actor = for_change(risk_id)
    form = forms.CloseForm(obj=risk)
    if form.carries_out(commands.close, risk, actor=actor):
        return done(risk, f"{risk.ref} is closed")
    return render_template("risks/close.html", form=form, risk=risk), form.status


@bp.route("/<int:risk_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def reopen(risk_id: int) -> ResponseReturnValue:
    """Open it again."""
    risk, actor = for_change(risk_id)
    form = questions.ReopenForm(obj=risk)
    if form.carries_out(commands.reopen, risk, actor=actor):
        return done(risk, f"{risk.ref} is open again")
    return render_template("risks/reopen.html", form=form, risk=risk), form.status


def _add(form: forms.AddForm, actor: Actor) -> Risk:
    values = form.values
    place = programmes.workstream(answered(values.pop("workstream_id")), actor)
    risk = commands.add(place, **values, actor=actor, at=now())
    form.name_more_readers(risk, actor=actor, at=now())
    return risk
