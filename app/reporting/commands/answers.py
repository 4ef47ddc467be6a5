"""An update's answers on milestones, schemes and risks, put into effect by their own commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.milestones import commands as milestones
from app.milestones.models import Milestone
from app.reporting import rules
from app.reporting.queries import SchemeAsked
from app.risks import commands as risks
from app.risks.models import Risk
from app.savings import commands as savings
from app.savings.commands import threads

Cells = dict[Month, dict[str, Pence | None]]


@dataclass(frozen=True)
class Done:
    """The milestone was reached, and how we know."""

    on: date
    evidence: str


@dataclass(frozen=True)
class NewDate:
    """The milestone is expected on another day."""

    to: date
    reason: str = ""


def answer_milestone(
    milestone: Milestone,
    answer: Done | NewDate | None,
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """None: as forecast, so nothing changes; but it must still be the forecast that was shown."""
    if isinstance(answer, Done):
        milestones.complete(
            milestone,
            on=answer.on,
            evidence=answer.evidence,
            version=version,
            actor=actor,
            at=at,
        )
    elif isinstance(answer, NewDate):
        milestones.reforecast(
            milestone, to=answer.to, reason=answer.reason, version=version, actor=actor, at=at
        )
    else:
        milestone.must_be(version)


def answer_scheme(
    asked: SchemeAsked,
    *,
    actual: Pence | None,
    rest: Pence | None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The month's actual, and the forecast of the months left; what is as it was stays as it is."""
    asked.scheme.must_be(version)
    if actual != asked.actual:
        cells = {asked.month: _actual(asked, actual)}
        savings.set_months(asked.scheme, cells, actor=actor, at=at)
    if rest != asked.rest and asked.months_left:
        if rest is None:
            raise RuleBroken("rest", "Enter what the rest of the year will save, or 0")
        savings.set_months(asked.scheme, _rest(asked, rest), estimated=True, actor=actor, at=at)


def query_scheme(
    asked: SchemeAsked,
    *,
    question: str,
    owner_id: int | None,
    due_on: date | None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """A question about the month's figure, with an owner and a day; no figure changes."""
    asked.scheme.must_be(version)
    try:
        threads.open_query(
            asked.scheme,
            asked.month,
            question=question,
            owner_id=owner_id,
            due_on=due_on,
            actor=actor,
            at=at,
        )
    except RuleBroken as broken:
        field = "question" if broken.field == "reason" else broken.field
        raise RuleBroken(field, broken.message) from None


def answer_risk(
    risk: Risk,
    move: rules.Move,
    *,
    note: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Reviewed: as it was, or one step up or down with a line that says why."""
    if risk.current_consequence is None or risk.current_likelihood is None:
        raise RuleBroken("answer", "This risk has no score yet: open it and give it one")
    score = rules.moved((risk.current_consequence, risk.current_likelihood), move)
    if score is None:
        raise RuleBroken("answer", "The score is at the end of its scale")
    if move is not rules.Move.SAME and not note.strip():
        raise RuleBroken("answer", "Say in a line why it moved")
    risks.review(
        risk,
        consequence=score[0],
        likelihood=score[1],
        note=note.strip(),
        version=version,
        actor=actor,
        at=at,
    )


def _actual(asked: SchemeAsked, amount: Pence | None) -> dict[str, Pence | None]:
    """Shared between recurrent and non-recurrent as the month was, is forecast or planned."""
    kinds = asked.kinds
    if amount is None:
        return {f"actual_{kind}": None for kind in kinds}
    weights = [
        [asked.cell(asked.month, f"{measure}_{kind}") for kind in kinds]
        for measure in ("actual", "forecast", "plan")
    ]
    known = next((each for each in weights if any(each) and min(each) >= 0), weights[-1])
    parts = rules.shares(amount, known, weights[-1])
    return {f"actual_{kind}": part for kind, part in zip(kinds, parts, strict=True)}


def _rest(asked: SchemeAsked, amount: Pence) -> Cells:
    places = [(month, kind) for month in asked.months_left for kind in asked.kinds]
    forecast = [asked.cell(month, f"forecast_{kind}") for month, kind in places]
    plan = [asked.cell(month, f"plan_{kind}") for month, kind in places]
    cells: Cells = {month: {} for month in asked.months_left}
    for (month, kind), part in zip(places, rules.shares(amount, forecast, plan), strict=True):
        cells[month][f"forecast_{kind}"] = part
    return cells
