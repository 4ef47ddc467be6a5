"""The measures of an assessment, their readings, and a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.quality.commands import readings as commands
from app.quality.forms.keeping import ReadingForm
from app.quality.models import QualityMeasure
from app.quality.queries import assessments
from app.quality.queries import readings as queries
from app.quality.rules.measures import Standing
from app.quality.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered


@bp.route("/<int:assessment_id>/readings")
@requires(Permission.READ_PROGRAMME)
def readings(assessment_id: int) -> ResponseReturnValue:
    """Each measure with its limits in words, where it stands, and every reading."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    return render_template(
        "quality/readings.html",
        assessment=assessment,
        scheme=assessment.scheme,
        watched=queries.watched(assessment, today()),
        may_read=actor.can(Permission.ASSESS_QUALITY, assessment.place),
    )


@bp.route("/measures/<int:measure_id>/read", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def read(measure_id: int) -> ResponseReturnValue:
    """A new reading of one measure."""
    actor = current_actor()
    measure = assessments.measure(measure_id, actor)
    actor.must(Permission.ASSESS_QUALITY, measure.assessment.place)
    if measure.assessment.approved_on is None:
        raise NotFound("a measure that is watched")
    form = ReadingForm(data={"read_on": today()})
    found: list[Standing] = []
    if form.validate_on_submit() and form.saves(lambda: found.append(_read(measure, form, actor))):
        flash(_said(measure, found[0]))
        return redirect(url_for(".readings", assessment_id=measure.assessment_id))
    page = render_template(
        "quality/read.html",
        form=form,
        measure=measure,
        scheme=measure.assessment.scheme,
        limits=queries.limits_in_words(measure),
    )
    return page, form.status


def _read(measure: QualityMeasure, form: ReadingForm, actor: Actor) -> Standing:
    return commands.record_reading(
        measure,
        read_on=answered(form.read_on.data),
        value=answered(form.value.data),
        note=form.note.data or "",
        actor=actor,
        at=now(),
    )


def _said(measure: QualityMeasure, standing: Standing) -> str:
    if standing is Standing.BREACHED:
        return (
            f"{measure.title} is beyond its stop trigger: the approval holds no longer, and what "
            "is still to come of the scheme is held"
        )
    return f"{measure.title}: saved, {standing.value}"
