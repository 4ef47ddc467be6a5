"""The steps in which an assessment is answered: each domain, what mitigates it, equality."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Permission
from app.quality import display
from app.quality.commands import answers as commands
from app.quality.commands import mitigations
from app.quality.forms import equality as equality_forms
from app.quality.forms.steps import AfterForm, DomainForm, MitigationForm
from app.quality.rules import scoring
from app.quality.rules.scoring import Direction
from app.quality.views.blueprint import Desk, bp, desk, on_to
from app.web.access import requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/<int:assessment_id>/stage-1/<slug>", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def domain(assessment_id: int, slug: str) -> ResponseReturnValue:
    """Stage 1 of one domain."""
    at = desk(assessment_id)
    name = at.domain(slug)
    row = at.evidence.scores.get(name)
    before = at.before.scores.get(name) if at.before else None
    form = DomainForm(obj=row or before)
    if not form.is_submitted():
        form.version.data = str(row.version if row else commands.UNSEEN)
    if form.validate_on_submit() and form.saves(lambda: _answer(at, name, form), row):
        return redirect(_next(at, name))
    page = render_template(
        "quality/domain.html",
        form=form,
        at=at,
        name=name,
        place=at.domains.index(name) + 1,
        hint=display.HINTS.get(name, ""),
        is_offered=bool(before and not row),
    )
    return page, form.status


@bp.route("/<int:assessment_id>/stage-2/<slug>", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def mitigated(assessment_id: int, slug: str) -> ResponseReturnValue:
    """Stage 2 of one domain: what lowers its score, and what is left."""
    at = desk(assessment_id)
    name = at.domain(slug)
    row = at.evidence.scores.get(name)
    if row is None or row.before is None:
        return redirect(url_for(".domain", assessment_id=assessment_id, slug=slug))
    form = AfterForm(obj=row)
    if form.validate_on_submit() and form.saves(lambda: _score_after(at, name, form), row):
        return redirect(url_for(".steps", assessment_id=assessment_id))
    page = render_template(
        "quality/mitigated.html",
        form=form,
        at=at,
        line=display.line(at.evidence, row, at.limits),
        slug=slug,
        may_plan=at.actor.can(Permission.EDIT_ACTIONS, at.assessment.place),
    )
    return page, form.status


@bp.route("/<int:assessment_id>/stage-2/<slug>/mitigations/new", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def plan_mitigation(assessment_id: int, slug: str) -> ResponseReturnValue:
    """An action that lowers the domain's score."""
    at = desk(assessment_id)
    at.actor.must(Permission.EDIT_ACTIONS, at.assessment.place)
    name = at.domain(slug)
    form = MitigationForm()
    form.owner_id.offer(accounts.choices())

    def act() -> None:
        mitigations.plan(at.assessment, domain=name, **form.values, actor=at.actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        return on_to(".mitigated", at.assessment, "Mitigation added", slug=slug)
    page = render_template("quality/plan_mitigation.html", form=form, at=at, name=name, slug=slug)
    return page, form.status


@bp.route("/<int:assessment_id>/equality", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def equality(assessment_id: int) -> ResponseReturnValue:
    """The nine protected characteristics, deprivation and carers."""
    at = desk(assessment_id)
    saved = equality_forms.stored(at.evidence.equality)
    shown = equality_forms.offered_from(saved, at.before.equality if at.before else {})
    form = equality_forms.EqualityForm(obj=shown)

    def act() -> None:
        commands.answer_equality(
            at.assessment, form.given, version=form.shown_version, actor=at.actor, at=now()
        )

    if form.validate_on_submit() and form.saves(act, saved):
        return on_to(".steps", at.assessment, "Equality answers saved")
    page = render_template(
        "quality/equality.html", form=form, at=at, groups=form.groups, is_offered=shown is not saved
    )
    return page, form.status


def _answer(at: Desk, name: str, form: DomainForm) -> None:
    commands.answer_domain(
        at.assessment,
        domain=name,
        direction=Direction(form.direction.data),
        why=form.why.data or "",
        consequence=form.consequence.data,
        likelihood=form.likelihood.data,
        version=form.shown_version,
        actor=at.actor,
        at=now(),
    )


def _score_after(at: Desk, name: str, form: AfterForm) -> None:
    commands.score_after(
        at.assessment,
        domain=name,
        consequence=answered(form.consequence_after.data),
        likelihood=answered(form.likelihood_after.data),
        version=form.shown_version,
        actor=at.actor,
        at=now(),
    )


def _next(at: Desk, name: str) -> str:
    """The next domain without an answer, else the list of steps."""
    place: dict[str, Any] = {"assessment_id": at.assessment.id}
    asked = at.domains
    here = asked.index(name)
    for each in (*asked[here + 1 :], *asked[:here]):
        if each not in at.evidence.scores:
            return url_for(".domain", slug=scoring.slug(each), **place)
    return url_for(".steps", **place)
