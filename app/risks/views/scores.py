"""Reviewing and scoring a risk."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.programmes.record_pages import done
from app.risks import commands, forms, rules
from app.risks.display.record import cell_in_words
from app.risks.models import ScoreKind
from app.risks.views.blueprint import bp, for_change
from app.web.access import requires


@bp.route("/<int:risk_id>/review", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def review(risk_id: int) -> ResponseReturnValue:
    """Look at it today: same, up or down."""
    risk, actor = for_change(risk_id)
    before = risk.cell(ScoreKind.CURRENT)
    consequence, likelihood = before or (None, None)
    form = forms.ReviewForm(obj=risk, consequence=consequence, likelihood=likelihood)
    form.before = before
    if form.carries_out(commands.review, risk, actor=actor):
        return done(risk, f"{risk.ref} reviewed")
    said = f"{cell_in_words(*before)} = {rules.score(*before)}" if before else "not scored yet"
    return render_template("risks/review.html", form=form, risk=risk, said=said), form.status


@bp.route("/<int:risk_id>/score", methods=["GET", "POST"])
@requires(Permission.EDIT_RISKS)
def score(risk_id: int) -> ResponseReturnValue:
    """Give one of the three scores."""
    risk, actor = for_change(risk_id)
    form = forms.ScoreForm(obj=risk)
    if form.carries_out(commands.score, risk, actor=actor):
        return done(risk, f"{risk.ref} scored")
    return render_template("risks/score.html", form=form, risk=risk), form.status
