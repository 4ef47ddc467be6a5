"""The clinical executive's pages: what waits, and the evidence with the decision beneath it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.programmes.queries import HeldRole
from app.quality import display
from app.quality.commands import panel as commands
from app.quality.forms.panel import DecideForm
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import again, assessments, panel, pounds, thresholds
from app.quality.queries.panel import Waiting
from app.quality.rules.approval import PanelVerdict, Seat
from app.quality.views.blueprint import bp
from app.savings.queries import places
from app.savings.queries.totals import SchemeTotals
from app.savings.views.blueprint import counted
from app.web.access import current_actor, requires
from app.web.clock import now, today


@dataclass(frozen=True)
class Line:
    """One line of what waits, with what its scheme still has to bring."""

    waiting: Waiting
    sums: SchemeTotals | None

    @property
    def days(self) -> int:
        return (today() - self.waiting.since).days


@bp.route("/waiting")
@requires(Permission.APPROVE_QUALITY)
def waiting() -> ResponseReturnValue:
    """What waits for the reader, longest first, with the pounds that depend on it."""
    actor = current_actor()
    found = panel.waiting(actor, today())
    sums = _sums([each.assessment for each in found], actor)
    return render_template(
        "quality/waiting.html",
        lines=[Line(each, sums.get(each.scheme.id)) for each in found],
        held=sum(each.held for each in sums.values()),
        withheld=panel.withheld(actor, today()),
        barred=panel.barred(actor, today()),
        again=again.waiting(actor, today()),
    )


@bp.route("/<int:assessment_id>/decide", methods=["GET", "POST"])
@requires(Permission.APPROVE_QUALITY)
def decide(assessment_id: int) -> ResponseReturnValue:
    """All the evidence on one page, and the decision beneath it."""
    actor = current_actor()
    assessment = assessments.get(assessment_id, actor)
    actor.must(Permission.APPROVE_QUALITY, assessment.place)
    seats = panel.seats_of(assessment, actor, today())
    form = DecideForm(data={"version": assessment.version}) if seats else None
    if form is not None:
        form.offer([seat for seat, _ in seats], _verdicts(assessment), accounts.choices())
        act = _deciding(assessment, form, actor)
        if form.validate_on_submit() and form.saves(act, assessment):
            return _next(assessment, form.chosen, actor)
    return _shown(assessment, form, seats, actor), form.status if form else 200


def _deciding(assessment: Assessment, form: DecideForm, actor: Actor) -> Callable[[], object]:
    return lambda: commands.decide(
        assessment,
        seat=form.chosen_seat,
        verdict=form.chosen,
        reason=form.reason.data or "",
        conditions=form.conditions,
        version=form.shown_version,
        actor=actor,
        at=now(),
    )


def _verdicts(assessment: Assessment) -> list[PanelVerdict]:
    """All four; of an approval that was given what takes it back, or where it is given again."""
    is_given = assessment.status is AssessmentStatus.APPROVED
    if panel.to_decide_again(assessment, today()):
        return list(PanelVerdict)
    return [each for each in PanelVerdict if not (is_given and each.is_approving)]


def _next(assessment: Assessment, said: PanelVerdict, actor: Actor) -> ResponseReturnValue:
    """On to the next that waits, saying how many are left."""
    left = panel.waiting(actor, today())
    done = f"{assessment.scheme.ref}: you {said.past}"
    if not left:
        flash(f"{done}. Nothing else waits for you")
        return redirect(url_for(".waiting"))
    flash(f"{done}. {len(left)} left")
    return redirect(url_for(".decide", assessment_id=left[0].assessment.id))


def _shown(
    assessment: Assessment,
    form: DecideForm | None,
    seats: list[tuple[Seat, HeldRole]],
    actor: Actor,
) -> str:
    left = panel.waiting(actor, today())
    return render_template(
        "quality/decide.html",
        form=form,
        assessment=assessment,
        scheme=assessment.scheme,
        sheet=display.sheet(
            assessments.evidence(assessment), thresholds.of_scheme(assessment.scheme, today())
        ),
        decisions=panel.decisions(assessment),
        places=places.of_scheme(assessment.scheme.id),
        said=panel.in_words(assessment),
        deputising_for=seats[0][1].deputising_for if seats else "",
        why_not=panel.why_not(assessment, actor, today()),
        sums=_sums([assessment], actor).get(assessment.scheme.id),
        left=len(left),
        again=panel.to_decide_again(assessment, today()),
    )


def _sums(found: list[Assessment], actor: Actor) -> dict[int, SchemeTotals]:
    """By scheme's id, at each programme's own month."""
    by_programme = {each.scheme.workstream.programme for each in found}
    sums: dict[int, SchemeTotals] = {}
    for programme in by_programme:
        ids = [
            each.scheme.id for each in found if each.scheme.workstream.programme_id == programme.id
        ]
        sums |= pounds.of_schemes(ids, counted(programme), today(), actor)
    return sums
