"""What ends an approval or follows it: reopening, the review, and what ends soon."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed
from app.quality.commands import reopening as commands
from app.quality.forms.keeping import ReopenForm, ReviewForm
from app.quality.models import Assessment
from app.quality.queries import assessments, validity
from app.quality.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today

EITHER = (Permission.ASSESS_QUALITY, Permission.APPROVE_QUALITY)


@bp.route("/<int:assessment_id>/reopen", methods=["GET", "POST"])
@requires(*EITHER)
def reopen(assessment_id: int) -> ResponseReturnValue:
    """End an approval before its day."""
    assessment, actor = _for_either(assessment_id)
    form = ReopenForm(data={"version": assessment.version})

    def act() -> None:
        because = form.because.data or ""
        version = form.shown_version
        commands.reopen(assessment, because=because, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, assessment):
        return _back(assessment, "the approval is reopened, and its remaining forecast held")
    page = render_template("quality/reopen.html", form=form, assessment=assessment)
    return page, form.status


@bp.route("/<int:assessment_id>/review", methods=["GET", "POST"])
@requires(*EITHER)
def review(assessment_id: int) -> ResponseReturnValue:
    """The post-implementation review, which closing the scheme needs."""
    assessment, actor = _for_either(assessment_id)
    form = ReviewForm(data={"version": assessment.version})

    def act() -> None:
        commands.review(
            assessment,
            found_harm=form.found_harm.data == "yes",
            text=form.text.data or "",
            version=form.shown_version,
            actor=actor,
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, assessment):
        return _back(assessment, "review saved")
    page = render_template("quality/review.html", form=form, assessment=assessment)
    return page, form.status


@bp.route("/expiring")
@requires(Permission.READ_PROGRAMME)
def expiring() -> ResponseReturnValue:
    """Approvals that end within the days of warning, and those that hold no longer."""
    return render_template("quality/expiring.html", lines=validity.ending(current_actor(), today()))


def _for_either(assessment_id: int) -> tuple[Assessment, Actor]:
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    if not any(actor.can(each, assessment.place) for each in EITHER):
        raise NotAllowed("Only those who assess quality here, or a clinical executive, may do this")
    return assessment, actor


def _back(assessment: Assessment, message: str) -> ResponseReturnValue:
    flash(f"{assessment.scheme.ref}: {message}")
    return redirect(url_for(".scheme", scheme_id=assessment.scheme_id))
