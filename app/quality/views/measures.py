"""The step in which measures are set: what is watched, and what stops the scheme."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.quality import display
from app.quality.commands import measures as commands
from app.quality.forms.steps import ABOVE, BELOW, MeasureForm, RemoveForm
from app.quality.models import QualityMeasure
from app.quality.queries import assessments
from app.quality.views.blueprint import Desk, bp, desk, on_to
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import offered


@bp.route("/<int:assessment_id>/measures")
@requires(Permission.ASSESS_QUALITY)
def measures(assessment_id: int) -> ResponseReturnValue:
    """What is watched in each domain that the scheme makes worse."""
    at = desk(assessment_id)
    watched = [(name, display.watched(at.evidence, name)) for name in at.watched]
    return render_template(
        "quality/measures.html",
        at=at,
        watched=watched,
        former=display.former(at.evidence, at.before),
    )


@bp.route("/<int:assessment_id>/measures/new", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def add_measure(assessment_id: int) -> ResponseReturnValue:
    """A measure of a domain; one of the edition before may be taken over."""
    at = desk(assessment_id)
    form = _form(at, _taken_over(at), data={"domain": request.args.get("domain")})

    def act() -> None:
        commands.add(at.assessment, form.measured, actor=at.actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        return on_to(".measures", at.assessment, "Measure added")
    return render_template("quality/add_measure.html", form=form, at=at), form.status


@bp.route("/measures/<int:measure_id>/edit", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def edit_measure(measure_id: int) -> ResponseReturnValue:
    """Change a measure."""
    measure, at = _measure(measure_id)
    form = _form(at, measure)

    def act() -> None:
        version = form.shown_version
        commands.edit(measure, form.measured, version=version, actor=at.actor, at=now())

    if form.validate_on_submit() and form.saves(act, measure):
        return on_to(".measures", at.assessment, "Measure saved")
    page = render_template("quality/edit_measure.html", form=form, at=at, measure=measure)
    return page, form.status


@bp.route("/measures/<int:measure_id>/remove", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def remove_measure(measure_id: int) -> ResponseReturnValue:
    """Take it out."""
    measure, at = _measure(measure_id)
    form = RemoveForm(obj=measure)

    def act() -> None:
        commands.remove(measure, version=form.shown_version, actor=at.actor, at=now())

    if form.validate_on_submit() and form.saves(act, measure):
        return on_to(".measures", at.assessment, "Measure removed")
    page = render_template("quality/remove_measure.html", form=form, at=at, measure=measure)
    return page, form.status


def _measure(measure_id: int) -> tuple[QualityMeasure, Desk]:
    found = assessments.measure(measure_id, current_actor())
    return found, desk(found.assessment_id)


def _form(at: Desk, shown: QualityMeasure | None, data: Any = None) -> MeasureForm:
    worse = None if shown is None else ABOVE if shown.is_worse_above else BELOW
    form = MeasureForm(obj=shown, data={**(data or {}), "worse": worse})
    form.domain.choices = offered((each, each) for each in at.harmed)
    return form


def _taken_over(at: Desk) -> QualityMeasure | None:
    """The measure of the edition before that the address names."""
    wanted = request.args.get("from", type=int)
    known = at.before.measures if at.before else ()
    return next((each for each in known if each.id == wanted), None)
