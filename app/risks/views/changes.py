"""Adding, editing, closing and reopening a risk."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.programmes import commands as programme_commands
from app.programmes import queries as programmes
from app.programmes import roles
from app.risks import commands, forms
from app.risks.models import ClosingReason, Risk, ScoreKind
from app.risks.views.blueprint import bp, done, for_change
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def add() -> ResponseReturnValue:
    """A new risk."""
    actor = current_actor()
    form = forms.AddForm(workstream_id=request.args.get("workstream", type=int))
    form.workstream_id.offer(programmes.editable(actor, Permission.EDIT_RISKS))
    form.offer(accounts.choices(), "", discloses=roles.may_disclose(actor))
    if form.validate_on_submit():
        made: list[Risk] = []
        if form.saves(lambda: made.append(_add(form, actor))):
            return done(made[0], f"{made[0].ref} added")
    return render_template("risks/add.html", form=form), form.status


@bp.route("/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def edit(risk_id: int) -> ResponseReturnValue:
    """Change what describes the risk."""
    risk, actor = for_change(risk_id)
    named = sorted(programmes.readers_of("risk", risk.id))
    form = forms.RiskForm(obj=risk, data={"readers": named})
    form.offer(
        accounts.choices(including=risk.owner_id),
        risk.category,
        discloses=roles.may_disclose(actor, risk.place),
    )
    if form.validate_on_submit() and form.saves(lambda: _edit(risk, form, actor), risk):
        return done(risk, f"{risk.ref} saved")
    return render_template("risks/edit.html", form=form, risk=risk), form.status


@bp.route("/<int:risk_id>/close", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def close(risk_id: int) -> ResponseReturnValue:
    """Close it with a reason."""
    risk, actor = for_change(risk_id)
    form = forms.CloseForm(obj=risk)

    def act() -> None:
        commands.close(
            risk,
            because=ClosingReason(form.because.data),
            note=form.note.data or "",
            version=form.shown_version,
            actor=actor,
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, risk):
        return done(risk, f"{risk.ref} is closed")
    return render_template("risks/close.html", form=form, risk=risk), form.status


@bp.route("/<int:risk_id>/reopen", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def reopen(risk_id: int) -> ResponseReturnValue:
    """Open it again."""
    risk, actor = for_change(risk_id)
    form = forms.ReopenForm(obj=risk)

    def act() -> None:
        reason = form.reason.data or ""
        commands.reopen(risk, reason=reason, version=form.shown_version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, risk):
        return done(risk, f"{risk.ref} is open again")
    return render_template("risks/reopen.html", form=form, risk=risk), form.status


def _add(form: forms.AddForm, actor: Actor) -> Risk:
    place = programmes.workstream(answered(form.workstream_id.data), actor)
    risk = commands.add(
        place,
        current=form.cell(ScoreKind.CURRENT),
        inherent=form.cell(ScoreKind.INHERENT),
        target=form.cell(ScoreKind.TARGET),
        reason=form.reason.data or "",
        **form.values,
        actor=actor,
        at=now(),
    )
    _name_readers(risk, form, actor, programmes.readers_of("risk", risk.id))
    return risk


def _edit(risk: Risk, form: forms.RiskForm, actor: Actor) -> None:
    """Readers first: whoever then hides the risk from themselves is named by the command."""
    _name_readers(risk, form, actor, frozenset())
    commands.edit(risk, form.values, version=form.shown_version, actor=actor, at=now())


def _name_readers(risk: Risk, form: forms.RiskForm, actor: Actor, besides: frozenset[int]) -> None:
    if "readers" in form:
        chosen = besides.union(form.readers.data or ())
        programme_commands.set_readers(risk, chosen, actor=actor, at=now())
