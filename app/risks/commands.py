"""Adding, editing, scoring, reviewing and closing a risk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.commands import keep_in_sight
from app.programmes.models import Disclosure, Workstream, WorkstreamStatus
from app.risks import rules
from app.risks.models import ClosingReason, Risk, RiskScore, RiskStatus, ScoreKind
from app.settings import queries as settings

Cell = tuple[int, int]
"""Consequence and likelihood, each 1 to 5."""

EDITABLE = frozenset(
    {
        "title",
        "cause",
        "event",
        "effect",
        "category",
        "controls",
        "response",
        "proximity",
        "raised_on",
        "target_date",
        "last_reviewed_on",
        "next_review_on",
        "owner_id",
        "disclosure",
    }
)
NO_OWNER = "Choose an owner: an open risk needs a person who answers for it"


def add(
    workstream: Workstream,
    *,
    title: str,
    ref: str | None = None,
    current: Cell | None = None,
    inherent: Cell | None = None,
    target: Cell | None = None,
    require_owner: bool = True,
    reason: str = "",
    actor: Actor,
    at: datetime,
    **fields: Any,
) -> Risk:
    """A new open risk, with what scores are known. An import may leave the owner empty.

    On a page (`require_owner`) scores out of order need a reason. The next review follows from the
    current score, unless it is given.
    """
    actor.must(Permission.EDIT_RISKS, workstream.place)
    if workstream.status is WorkstreamStatus.CLOSED:
        raise RuleBroken("workstream_id", "This workstream is closed: choose another")
    if require_owner and fields.get("owner_id") is None:
        raise RuleBroken("owner_id", NO_OWNER)
    cells = {ScoreKind.INHERENT: inherent, ScoreKind.CURRENT: current, ScoreKind.TARGET: target}
    if require_owner:
        _must_explain(cells, reason)
    risk = Risk(workstream=workstream, status=RiskStatus.OPEN, disclosure=Disclosure.PRIVATE)
    usual = {"raised_on": dates.in_london(at)} if require_owner else {}
    values = {**usual, **fields, "title": answers.title(title)}
    _check(risk, values, actor)
    risk.ref = ref or programmes.next_ref(Risk, workstream, "R")
    changes = {"ref": (None, risk.ref), **apply_all(risk, values)}
    changes |= _place(risk, {kind: cell for kind, cell in cells.items() if cell})
    if current and risk.next_review_on is None:
        changes |= apply(risk, next_review_on=_next_review(risk, at))
    db.session.add(risk)
    given = {name: both for name, both in changes.items() if both[1] not in (None, "")}
    record("risk.add", risk, given, actor=actor, at=at, reason=reason.strip())
    for kind, cell in cells.items():
        if cell:
            _remember(risk, kind, cell, reason, actor=actor, at=at)
    keep_in_sight(risk, actor=actor, at=at)
    return risk


def edit(
    risk: Risk,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Changes what describes it. Its scores are changed by `score` and `review`."""
    actor.must(Permission.EDIT_RISKS, risk.place)
    _must_be_open(risk)
    risk.must_be(version)
    _check(risk, values, actor)
    if "owner_id" in values and values["owner_id"] is None and risk.owner_id is not None:
        raise RuleBroken("owner_id", NO_OWNER)
    plain = dict(values)
    if "title" in plain:
        plain["title"] = answers.title(plain["title"])
    changes = apply_all(risk, plain)
    if changes:
        record("risk.edit", risk, changes, actor=actor, at=at)
    if "disclosure" in changes or "owner_id" in changes:
        keep_in_sight(risk, actor=actor, at=at)


def score(
    risk: Risk,
    *,
    kind: ScoreKind,
    consequence: int,
    likelihood: int,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Gives one of the three scores. Out of order (target ≤ current ≤ inherent) it asks why."""
    actor.must(Permission.EDIT_RISKS, risk.place)
    _must_be_open(risk)
    risk.must_be(version)
    rules.score(consequence, likelihood)
    cell = {kind: (consequence, likelihood)}
    _must_explain({**_cells(risk), **cell}, reason)
    changes = _place(risk, cell)
    if not changes:
        return
    if kind is ScoreKind.CURRENT:
        changes |= apply(risk, next_review_on=_next_review(risk, at))
    record("risk.score", risk, changes, actor=actor, at=at, reason=reason.strip())
    _remember(risk, kind, cell[kind], reason, actor=actor, at=at)


def review(
    risk: Risk,
    *,
    consequence: int,
    likelihood: int,
    note: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Looked at today: the current score stays or moves; the next review follows from it."""
    actor.must(Permission.EDIT_RISKS, risk.place)
    _must_be_open(risk)
    risk.must_be(version)
    rules.score(consequence, likelihood)
    moved = _cells(risk)[ScoreKind.CURRENT] != (consequence, likelihood)
    if moved and not note.strip():
        raise RuleBroken("note", "Say in one line why the score moves")
    changes = _place(risk, {ScoreKind.CURRENT: (consequence, likelihood)})
    changes |= apply(
        risk, last_reviewed_on=dates.in_london(at), next_review_on=_next_review(risk, at)
    )
    record("risk.review", risk, changes, actor=actor, at=at, reason=note.strip())
    _remember(risk, ScoreKind.CURRENT, (consequence, likelihood), note, actor=actor, at=at)


def close(
    risk: Risk,
    *,
    because: ClosingReason,
    note: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Closes it with a reason; it stays in the register."""
    actor.must(Permission.EDIT_RISKS, risk.place)
    _must_be_open(risk)
    risk.must_be(version)
    note = answers.reason(note, "Say in a sentence why it is closed", "note")
    current, target = risk.score(ScoreKind.CURRENT), risk.score(ScoreKind.TARGET)
    if because is ClosingReason.TOLERATED and current and target and current > target:
        sentence = f"It stands at {current}, above its target {target}: review it first"
        raise RuleBroken("because", sentence)
    changes = apply(
        risk,
        status=RiskStatus.CLOSED,
        closing_reason=because,
        closing_note=note,
        closed_on=dates.in_london(at),
    )
    record("risk.close", risk, changes, actor=actor, at=at, reason=note)


def reopen(
    risk: Risk, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """Open again: it is reviewed as one that was scored today."""
    actor.must(Permission.EDIT_RISKS, risk.place)
    if risk.status is RiskStatus.OPEN:
        raise RuleBroken(None, "This risk is open already")
    risk.must_be(version)
    reason = answers.reason(reason, "Say why it is open again")
    changes = apply(
        risk,
        status=RiskStatus.OPEN,
        closing_reason=None,
        closing_note="",
        closed_on=None,
        next_review_on=_next_review(risk, at),
    )
    record("risk.reopen", risk, changes, actor=actor, at=at, reason=reason)


def _check(risk: Risk, values: Mapping[str, Any], actor: Actor) -> None:
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A risk has no {', '.join(sorted(unknown))} to set")
    for name in ("raised_on", "target_date", "last_reviewed_on", "next_review_on"):
        answers.day(values.get(name), name)
    if values.get("disclosure", risk.disclosure) != risk.disclosure:
        roles.must_disclose(actor, risk.place)


def _must_be_open(risk: Risk) -> None:
    if risk.status is not RiskStatus.OPEN:
        raise RuleBroken(None, "This risk is closed: open it again to change it")


def _must_explain(cells: Mapping[ScoreKind, Cell | None], reason: str) -> None:
    """Scores out of order are allowed, and asked about."""
    kinds = (ScoreKind.INHERENT, ScoreKind.CURRENT, ScoreKind.TARGET)
    broken = rules.out_of_order(*(_score(cells[kind]) for kind in kinds))
    if broken and not reason.strip():
        raise RuleBroken("reason", ". ".join(broken))


def _place(risk: Risk, cells: Mapping[ScoreKind, Cell]) -> Changes:
    changes: Changes = {}
    for kind, (consequence, likelihood) in cells.items():
        rules.score(consequence, likelihood)
        axes = {f"{kind.value}_consequence": consequence, f"{kind.value}_likelihood": likelihood}
        changes |= apply_all(risk, axes)
    return changes


def _remember(
    risk: Risk, kind: ScoreKind, cell: Cell, reason: str, *, actor: Actor, at: datetime
) -> None:
    """A row of the score history: also when a review leaves the score as it was."""
    db.session.add(
        RiskScore(
            risk=risk,
            kind=kind,
            consequence=cell[0],
            likelihood=cell[1],
            scored_on=dates.in_london(at),
            scored_by=actor.name,
            scored_at=at,
            reason=reason.strip(),
        )
    )


def _cells(risk: Risk) -> dict[ScoreKind, Cell | None]:
    return {kind: risk.cell(kind) for kind in ScoreKind}


def _score(cell: Cell | None) -> int | None:
    return rules.score(*cell) if cell else None


def _next_review(risk: Risk, at: datetime) -> date | None:
    value = risk.score(ScoreKind.CURRENT)
    if value is None:
        return None
    today = dates.in_london(at)
    place = risk.workstream.programme_id
    thresholds = settings.fill(rules.RiskThresholds, "risks", place, today)
    return rules.next_review(today, value, thresholds)
