"""A scheme's quality page, an assessment as it is read, and its list of steps."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import queries as audit
from app.audit.display import Chapter
from app.core.actor import Actor, Permission
from app.quality import display
from app.quality.commands import assessment as commands
from app.quality.forms.steps import AboutForm
from app.quality.queries import assessments, panel, reviews, thresholds
from app.quality.views.blueprint import bp, desk, on_to
from app.savings import queries as savings
from app.savings.models import Scheme
from app.savings.queries import line
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/schemes/<int:scheme_id>")
@requires(Permission.READ_PROGRAMME)
def scheme(scheme_id: int) -> ResponseReturnValue:
    """The state of the gate for one scheme: what is missing next, and its editions."""
    actor = current_actor()
    found = savings.get(scheme_id, actor)
    current = assessments.current_of(scheme_id, actor)
    limits, warns = thresholds.both_of_scheme(found, today())
    return render_template(
        "quality/scheme.html",
        scheme=found,
        state=display.state(found, current, today(), warns.warning_days),
        current=current,
        sheet=display.sheet(current, limits) if current else None,
        lacks=display.to_do(current, limits) if current else [],
        editions=assessments.editions(scheme_id),
        reviews=reviews.of_scheme(found, actor, today()),
        colours=display.STATUS_COLOURS,
        again=bool(current and panel.to_decide_again(current.assessment, today())),
        chapters=_story(found),
        **_may(found, actor),
    )


def _may(found: Scheme, actor: Actor) -> dict[str, bool]:
    """What the reader may begin here."""
    return {
        "may_assess": actor.can(Permission.ASSESS_QUALITY, found.place),
        "may_screen": actor.person_id not in line.own(found),
        "may_record": actor.person_id not in line.line_of(found, today()),
    }


@bp.route("/<int:assessment_id>")
@requires(Permission.READ_PROGRAMME)
def detail(assessment_id: int) -> ResponseReturnValue:
    """The whole assessment on one page, to read and to print."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    limits = thresholds.of_scheme(assessment.scheme, today())
    return render_template(
        "quality/detail.html",
        assessment=assessment,
        sheet=display.sheet(assessments.evidence(assessment), limits),
        decisions=panel.decisions(assessment),
        colours=display.STATUS_COLOURS,
        may_assess=actor.can(Permission.ASSESS_QUALITY, assessment.place),
    )


@bp.route("/schemes/<int:scheme_id>/start", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def start(scheme_id: int) -> ResponseReturnValue:
    """A new edition, beginning with what it is about."""
    actor = current_actor()
    found = savings.get(scheme_id, actor)
    actor.must(Permission.ASSESS_QUALITY, found.place)
    form = AboutForm(data=display.first_answers(found, assessments.current_of(scheme_id, actor)))
    form.clinical_lead_id.offer(accounts.choices(including=form.clinical_lead_id.object_data))
    made = []

    def act() -> None:
        made.append(commands.start(found, **form.values, actor=actor, at=now()))

    if form.validate_on_submit() and form.saves(act):
        return on_to(".steps", made[0], "Assessment started. Now answer for each domain")
    return render_template("quality/start.html", form=form, scheme=found), form.status


@bp.route("/<int:assessment_id>/steps")
@requires(Permission.ASSESS_QUALITY)
def steps(assessment_id: int) -> ResponseReturnValue:
    """What there is to do, and how far each is."""
    at = desk(assessment_id)
    lists = display.task_lists(at.evidence, at.before, at.limits)
    return render_template("quality/steps.html", at=at, lists=lists)


@bp.route("/<int:assessment_id>/about", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def about(assessment_id: int) -> ResponseReturnValue:
    """What changes, and who answers for it."""
    at = desk(assessment_id)
    form = AboutForm(obj=at.assessment)
    form.clinical_lead_id.offer(accounts.choices(including=at.assessment.clinical_lead_id))

    def act() -> None:
        commands.describe(
            at.assessment,
            **form.values,
            version=form.shown_version,
            actor=at.actor,
            at=now(),
        )

    if form.validate_on_submit() and form.saves(act, at.assessment):
        return redirect(url_for(".steps", assessment_id=assessment_id))
    return render_template("quality/about.html", form=form, at=at), form.status


def _story(found: Scheme) -> list[Chapter]:
    return display.story(audit.of_record(Scheme.__tablename__, found.id))
