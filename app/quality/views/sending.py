"""The last step: check, send to the panel, take back, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.actor import Actor, Permission
from app.quality import display
from app.quality.commands import assessment as commands
from app.quality.forms.steps import ReasonForm, SubmitForm
from app.quality.models import Assessment
from app.quality.views.blueprint import bp, desk, for_change
from app.web.access import requires
from app.web.clock import now

Act = Callable[..., None]


@bp.route("/<int:assessment_id>/check", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def check(assessment_id: int) -> ResponseReturnValue:
    """What is missing, each with its link; then to the panel."""
    at = desk(assessment_id)
    form = SubmitForm(obj=at.assessment)

    def act() -> None:
        commands.submit(
            at.assessment,
            has_read_scope=bool(form.has_read_scope.data),
            version=form.shown_version,
            actor=at.actor,
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, at.assessment):
        return _done(at.assessment, "Sent to the medical director and the chief nurse")
    lacks = display.to_do(at.evidence, at.limits)
    sheet = display.sheet(at.evidence, at.limits)
    page = render_template("quality/check.html", form=form, at=at, lacks=lacks, sheet=sheet)
    return page, form.status


@bp.route("/<int:assessment_id>/take-back", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def take_back(assessment_id: int) -> ResponseReturnValue:
    """From the panel, to be changed."""
    assessment, actor = for_change(assessment_id)
    form = ReasonForm(obj=assessment)
    if _went_through(assessment, form, commands.take_back, actor):
        flash("Taken back. Send it again when it is ready")
        return redirect(url_for(".steps", assessment_id=assessment_id))
    page = render_template("quality/take_back.html", form=form, assessment=assessment)
    return page, form.status


@bp.route("/<int:assessment_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def withdraw(assessment_id: int) -> ResponseReturnValue:
    """It is not gone on with."""
    assessment, actor = for_change(assessment_id)
    form = ReasonForm(obj=assessment)
    if _went_through(assessment, form, commands.withdraw, actor):
        return _done(assessment, "Assessment withdrawn")
    page = render_template("quality/withdraw.html", form=form, assessment=assessment)
    return page, form.status


def _went_through(assessment: Assessment, form: ReasonForm, act: Act, actor: Actor) -> bool:
    def close() -> None:
        reason = form.reason.data or ""
        act(assessment, reason=reason, version=form.shown_version, actor=actor, at=now())

    return bool(form.validate_on_submit()) and form.saves(close, assessment)


def _done(assessment: Assessment, message: str) -> Response:
    flash(message)
    return redirect(url_for(".scheme", scheme_id=assessment.scheme_id))
