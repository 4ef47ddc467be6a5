"""Reviewing and scoring a risk."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.risks import commands, forms, rules
from app.risks.display.record import cell_in_words
from app.risks.models import Risk, ScoreKind
from app.risks.views.blueprint import bp, done, for_change
from app.web.access import requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/<int:risk_id>/review", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def review(risk_id: int) -> ResponseReturnValue:
    """Look at it today: same, up or down."""
    risk, actor = for_change(risk_id)
    before = risk.cell(ScoreKind.CURRENT)
    consequence, likelihood = before or (None, None)
    form = forms.ReviewForm(obj=risk, consequence=consequence, likelihood=likelihood)
    form.before = before
    if form.validate_on_submit() and form.saves(lambda: _review(risk, form, actor), risk):
        return done(risk, f"{risk.ref} reviewed")
    said = f"{cell_in_words(*before)} = {rules.score(*before)}" if before else "not scored yet"
    return render_template("risks/review.html", form=form, risk=risk, said=said), form.status


@bp.route("/<int:risk_id>/score", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def score(risk_id: int) -> ResponseReturnValue:
    """Give one of the three scores."""
    risk, actor = for_change(risk_id)
    form = forms.ScoreForm(obj=risk)

    def act() -> None:
        commands.score(
            risk,
            kind=ScoreKind(form.kind.data),
            consequence=answered(form.consequence.data),
            likelihood=answered(form.likelihood.data),
            reason=form.reason.data or "",
            version=form.shown_version,
            actor=actor,
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, risk):
        return done(risk, f"{risk.ref} scored")
    return render_template("risks/score.html", form=form, risk=risk), form.status


def _review(risk: Risk, form: forms.ReviewForm, actor: Actor) -> None:
    consequence, likelihood = form.cell
    commands.review(
        risk,
        consequence=consequence,
        likelihood=likelihood,
        note=form.note.data or "",
        version=form.shown_version,
        actor=actor,
        at=now(),
    )
