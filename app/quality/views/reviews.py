"""Reviews of approvals: those that fall due, and holding one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.quality.commands import reviews as commands
from app.quality.forms.keeping import HoldReviewForm
from app.quality.models import Assessment
from app.quality.queries import assessments, readings
from app.quality.queries import reviews as queries
from app.quality.rules.reviews import Seen, Verdict
from app.quality.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/reviews")
@requires(Permission.READ_PROGRAMME)
def reviews() -> ResponseReturnValue:
    """Every review that is overdue or falls due soon, earliest first."""
    return render_template("quality/reviews.html", lines=queries.due(current_actor(), today()))


@bp.route("/<int:assessment_id>/hold-review", methods=["GET", "POST"])
@requires(Permission.APPROVE_QUALITY)
def hold_review(assessment_id: int) -> ResponseReturnValue:
    """How the measures stand, and the executive's word beneath them."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    actor.must(Permission.APPROVE_QUALITY, assessment.place)
    why_not = queries.why_not(assessment, actor, today())
    form = None if why_not else HoldReviewForm(data={"version": assessment.version})
    if form and form.validate_on_submit() and _saved(assessment, form, actor):
        flash(f"{assessment.scheme.ref}: review saved, {Verdict(form.verdict.data).past}")
        return redirect(url_for(".scheme", scheme_id=assessment.scheme_id))
    page = render_template(
        "quality/hold_review.html",
        form=form,
        assessment=assessment,
        why_not=why_not,
        due=queries.of_scheme(assessment.scheme, actor, today()).due,
        watched=readings.watched(assessment, today()),
    )
    return page, form.status if form else 200


def _saved(assessment: Assessment, form: HoldReviewForm, actor: Actor) -> bool:
    def act() -> None:
        commands.hold(
            assessment,
            seen=Seen(form.seen.data),
            verdict=Verdict(form.verdict.data),
            text=form.text.data or "",
            version=form.shown_version,
            actor=actor,
            at=now(),
        )

    return form.saves(act, assessment)
