"""What is done to milestones: add, edit, reforecast, complete, reopen, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply, apply_all
from app.milestones import rules
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.commands import keep_in_sight
from app.programmes.models import Disclosure, Workstream, WorkstreamStatus
from app.settings import queries as settings

EDITABLE = frozenset(
    {"title", "description", "owner_id", "is_gate", "is_critical", "disclosure", "baseline"}
)


def add(
    workstream: Workstream,
    *,
    title: str,
    ref: str | None = None,
    description: str = "",
    baseline: date | None = None,
    forecast: date | None = None,
    is_gate: bool = False,
    is_critical: bool = False,
    owner_id: int | None = None,
    disclosure: Disclosure = Disclosure.PRIVATE,
    actor: Actor,
    at: datetime,
) -> Milestone:
    """A new promise. Its baseline is the first and the current one; the forecast starts there."""
    actor.must(Permission.EDIT_MILESTONES, workstream.place)
    if workstream.status is WorkstreamStatus.CLOSED:
        raise RuleBroken("workstream_id", "This workstream is closed: choose another")
    milestone = Milestone(
        workstream=workstream,
        workstream_id=workstream.id,
        ref=ref or programmes.next_ref(Milestone, workstream, "M"),
        status=MilestoneStatus.OPEN,
    )
    values: dict[str, Any] = {
        "title": answers.title(title),
        "description": description.strip(),
        "first_baseline": answers.day(baseline, "baseline", "Baseline"),
        "current_baseline": baseline,
        "forecast": answers.day(forecast or baseline, "forecast", "Forecast"),
        "is_gate": is_gate,
        "is_critical": is_critical,
        "owner_id": owner_id,
        "disclosure": disclosure,
    }
    changes = apply_all(milestone, values)
    db.session.add(milestone)
    given = {name: both for name, both in changes.items() if both[1] not in (None, "", False)}
    record("milestone.add", milestone, given, actor=actor, at=at)
    keep_in_sight(milestone, actor=actor, at=at)
    return milestone


def edit(
    milestone: Milestone,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what describes it. A baseline can be given once, where there was none."""
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    milestone.must_be(version)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"edit cannot change {', '.join(sorted(unknown))}")
    _must_not_be_withdrawn(milestone)
    plain = {name: value for name, value in values.items() if name != "baseline"}
    if "title" in plain:
        plain["title"] = answers.title(plain["title"])
    plain.update(_first_baseline(milestone, values.get("baseline")))
    if changes := apply_all(milestone, plain):
        record("milestone.edit", milestone, changes, actor=actor, at=at)
        keep_in_sight(milestone, actor=actor, at=at)


def reforecast(
    milestone: Milestone,
    *,
    to: date,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Moves the expected date. The baseline never moves; beyond the tolerance it asks why."""
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    milestone.must_be(version)
    _must_be_open(milestone, "forecast", "given a new forecast")
    answers.day(to, "forecast", "Forecast")
    if not reason.strip() and _is_beyond_tolerance(milestone, to, at):
        raise RuleBroken("reason", "Say why the date moves: it is later than the tolerance allows")
    changes = apply(milestone, forecast=to)
    if not changes:
        return
    before, after = changes["forecast"]
    history = ForecastChange(
        milestone_id=milestone.id,
        before=before,
        after=after,
        reason=reason.strip(),
        changed_by=actor.name,
        changed_at=at,
    )
    db.session.add(history)
    record("milestone.reforecast", milestone, changes, actor=actor, at=at, reason=reason.strip())


def complete(
    milestone: Milestone,
    *,
    on: date,
    evidence: str,
    evidence_link: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Marks it done: on a day that has come, with a sentence of evidence."""
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    milestone.must_be(version)
    _must_be_open(milestone, "completed_on", "completed")
    if on > dates.in_london(at):
        raise RuleBroken("completed_on", "Completion date must be today or in the past")
    answers.day(on, "completed_on", "Completion date")
    proof = answers.reason(evidence, "Say in a sentence how you know that it is done", "evidence")
    changes = apply(
        milestone,
        status=MilestoneStatus.COMPLETE,
        completed_on=on,
        evidence=proof,
        evidence_link=answers.link(evidence_link, "evidence_link"),
    )
    record("milestone.complete", milestone, changes, actor=actor, at=at)


def reopen(
    milestone: Milestone, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """Opens again what was complete or withdrawn. The evidence given stays in the history."""
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    milestone.must_be(version)
    if milestone.status is MilestoneStatus.OPEN:
        raise RuleBroken(None, "This milestone is open already")
    because = answers.reason(reason, "Say why it is open again")
    changes = apply(
        milestone,
        status=MilestoneStatus.OPEN,
        completed_on=None,
        evidence="",
        evidence_link="",
        closing_reason="",
    )
    record("milestone.reopen", milestone, changes, actor=actor, at=at, reason=because)


def withdraw(
    milestone: Milestone,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Takes it out of the plan; it stays in the register, with its reference and its history."""
    actor.must(Permission.EDIT_MILESTONES, milestone.place)
    milestone.must_be(version)
    _must_not_be_withdrawn(milestone)
    because = answers.reason(reason, "Say why it is withdrawn")
    changes = apply(milestone, status=MilestoneStatus.WITHDRAWN, closing_reason=because)
    record("milestone.withdraw", milestone, changes, actor=actor, at=at, reason=because)


def _first_baseline(milestone: Milestone, baseline: date | None) -> dict[str, date]:
    """The baseline that is given for the first time. Once there is one, nobody can move it here."""
    if baseline is None or baseline == milestone.current_baseline:
        return {}
    if milestone.current_baseline is not None:
        raise RuleBroken(
            "baseline", "The baseline is set, and cannot be moved: change the forecast"
        )
    answers.day(baseline, "baseline", "Baseline")
    given = {"first_baseline": baseline, "current_baseline": baseline}
    return given if milestone.forecast else {**given, "forecast": baseline}


def _is_beyond_tolerance(milestone: Milestone, to: date, at: datetime) -> bool:
    thresholds = settings.fill(
        rules.DeliveryThresholds,
        "milestones",
        milestone.workstream.programme_id,
        dates.in_london(at),
    )
    return rules.needs_reason(
        milestone.current_baseline or milestone.forecast,
        to,
        is_key=milestone.is_gate or milestone.is_critical,
        thresholds=thresholds,
    )


def _must_be_open(milestone: Milestone, field: str, done: str) -> None:
    if milestone.status is not MilestoneStatus.OPEN:
        state = milestone.status.value
        raise RuleBroken(field, f"This milestone is {state}: open it again before it is {done}")


def _must_not_be_withdrawn(milestone: Milestone) -> None:
    if milestone.status is MilestoneStatus.WITHDRAWN:
        raise RuleBroken(None, "This milestone is withdrawn: open it again first")
