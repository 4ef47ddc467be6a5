"""What is waiting for a person, by what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.actions import queries as actions
from app.actions import rules
from app.actions.models import Action
from app.core.actor import Actor, Permission
from app.db import db
from app.dependencies import queries as dependencies
from app.overview.queries import quality_tasks
from app.overview.queries.task import Task
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream, WorkstreamStatus
from app.reporting.models import Period, PeriodStatus, Update, UpdateStatus
from app.savings.models import ClaimQuery
from app.savings.queries import claims, reconciliation
from app.savings.queries import threads as claim_queries
from app.savings.queries import waiting as gates
from app.savings.queries.waiting import Waiting
from app.settings import queries as settings

ACTIONS_NAMED = GATES_NAMED = QUERIES_NAMED = 5
WITH_THE_OFFICE = (UpdateStatus.SUBMITTED, UpdateStatus.ACCEPTED)


def tasks(actor: Actor, today: date) -> list[Task]:
    """Updates to give first, the office's and finance's; own actions last."""
    found: list[Task] = []
    for period in _open_periods(actor):
        found += _updates_due(period, actor)
        found += _office(period, actor)
        found += _finance(period, actor)
    found += quality_tasks.of_person(actor, today)
    found += _agreements(actor) + _gates(actor, today)
    return found + _claims(actor, today) + _actions(actor, today)


def _open_periods(actor: Actor) -> list[Period]:
    mine = [each.id for each in programmes.readable(actor)]
    return list(
        db.session.scalars(
            select(Period)
            .where(Period.programme_id.in_(mine), Period.status == PeriodStatus.OPEN)
            .options(joinedload(Period.programme))
            .order_by(Period.cut_off, Period.id)
        )
    )


def _updates_due(period: Period, actor: Actor) -> list[Task]:
    mine = actor.workstreams(Permission.SUBMIT_UPDATE)
    if not mine:
        return []
    rows = db.session.execute(
        select(Workstream.ref, Workstream.name, Update.status)
        .outerjoin(
            Update, (Update.workstream_id == Workstream.id) & (Update.period_id == period.id)
        )
        .where(Workstream.programme_id == period.programme_id, Workstream.id.in_(mine))
        .where(Workstream.status == WorkstreamStatus.OPEN)
        .order_by(Workstream.ref)
    )
    return [
        Task(
            kind="update",
            programme=period.programme.code,
            month=str(period.month),
            title=f"{period.month.label} update: {name}",
            detail=_detail(status),
            due=period.cut_off,
            workstream=ref,
        )
        for ref, name, status in rows
        if status not in WITH_THE_OFFICE
    ]


def _detail(status: UpdateStatus | None) -> str:
    if status is UpdateStatus.RETURNED:
        return "The office has sent it back with a comment"
    if status is UpdateStatus.DRAFT:
        return "You have begun it; it opens where you stopped"
    return "About 5 minutes"


def _office(period: Period, actor: Actor) -> list[Task]:
    found = []
    programme: Programme = period.programme
    if actor.can(Permission.REVIEW_UPDATE, programme.place) and (waiting := _submitted(period)):
        some = "1 update waits" if waiting == 1 else f"{waiting} updates wait"
        found.append(_month_task("challenge", period, f"{some} for you to accept or return"))
    if actor.can(Permission.APPROVE_MONTH, programme.place) and not period.approved_at:
        found.append(_month_task("approve", period, "Approve it once the updates are accepted"))
    if actor.can(Permission.RUN_MONTH, programme.place):
        found.append(_month_task("lock", period, "Open for updates; lock it when all are in"))
    return found


def _finance(period: Period, actor: Actor) -> list[Task]:
    """Finance's own month: the claims first, then its signature, until it is signed."""
    programme: Programme = period.programme
    if not actor.can(Permission.VALIDATE_SAVINGS, programme.place):
        return []
    if reconciliation.signed(programme.id, period.month):
        return []
    if count := claims.without_a_word(programme.id, period.month, actor):
        some = "1 claim waits" if count == 1 else f"{count} claims wait"
        title = f"{period.month.label}: {some} for finance"
        detail = f"{programme.name}: decide on them, then reconcile the month and sign it"
        return [_month_task("claims", period, detail, title)]
    title = f"{period.month.label}: reconcile and sign for finance"
    detail = f"{programme.name}: beside the ledger and the finance paper"
    return [_month_task("sign", period, detail, title)]


def _agreements(actor: Actor) -> list[Task]:
    """Dependencies that the reader's own side has to sign, and dates that the other side moved."""
    if not actor.can(Permission.EDIT_DEPENDENCIES):
        return []
    found = []
    if unsigned := dependencies.count_waiting(actor):
        some = "1 dependency waits" if unsigned == 1 else f"{unsigned} dependencies wait"
        detail = "Read what each side promises, then sign or dispute it"
        found.append(Task("signature", "", "", f"{some} for your signature", detail))
    if moved := len(dependencies.unnoted(actor)):
        some = "A date was moved" if moved == 1 else f"{moved} dates were moved"
        detail = "Say that you have seen it, or sign anew where the agreement is open again"
        found.append(Task("notice", "", "", f"{some} by the other side of a dependency", detail))
    return found


def _gates(actor: Actor, today: date) -> list[Task]:
    """Gates of schemes that wait for the reader's signature: by name, or how many they are."""
    found = gates.waiting_for(actor, today)
    if len(found) <= GATES_NAMED:
        return [_gate(each) for each in found]
    detail = "Each has what its gate asks for; read it, then sign or reject it"
    if again := len({each.scheme.id for each in found if each.again}):
        detail = f"Read each, then sign or reject it; {again} of them to be signed again"
    count = len({each.scheme.id for each in found})
    return [Task("gates", "", "", f"{count} schemes wait for your signature", detail)]


def _gate(waits: Waiting) -> Task:
    gate, name = waits.gate.value, f"{waits.scheme.ref} {waits.scheme.title}"
    title = f"Sign {gate} of {name}"
    detail = "As " + " or ".join(role.label.lower() for role in waits.roles)
    if waits.again:
        title, detail = f"Sign {gate} again: {name}", f"{detail}: {waits.why}"
    return Task("gate", "", "", title, detail, record_id=waits.scheme.id)


def _claims(actor: Actor, today: date) -> list[Task]:
    """Queries to answer, by name or how many they are; and answers that wait to be read."""
    waiting, found = claim_queries.waiting(actor, today), []
    if waiting.to_answer > QUERIES_NAMED:
        late = f"{waiting.overdue} overdue" if waiting.overdue else "Each asks what shows a claim"
        title = f"{waiting.to_answer} queries about claims wait for your answer"
        found.append(Task("query", "", "", title, late, due=waiting.due))
    elif waiting.to_answer:
        found += [_query(each, today) for each in claim_queries.to_answer(actor)]
    if count := waiting.to_decide:
        some = "1 answer to a query waits" if count == 1 else f"{count} answers to queries wait"
        detail = "Read it, then decide on the claim"
        if not actor.can(Permission.VALIDATE_SAVINGS):
            detail = "Read it, then agree with the figure or change yours"
        found.append(Task("query", "", "", f"{some} for you", detail))
    return found


def _query(asked: ClaimQuery, today: date) -> Task:
    late = "Your answer is overdue" if asked.due_on < today else f"{asked.raised_by} asks"
    title = f"Answer the query on {asked.scheme.ref} {asked.scheme.title}, {asked.month.name}"
    return Task("query", "", "", title, late, due=asked.due_on, record_id=asked.id)


def _actions(actor: Actor, today: date) -> list[Task]:
    """The reader's own actions that are overdue or due soon: the first by name, then how many."""
    if actor.person_id is None:
        return []
    mine = actions.mine(actor.person_id, actor)
    ids = {each.workstream.programme_id for each in mine}
    limits = settings.filled(rules.ActionThresholds, "actions", ids, today) if ids else {}
    due = [each for each in mine if _is_due(each, today, limits)]
    found = [_action(each, today) for each in due[:ACTIONS_NAMED]]
    if more := len(due) - len(found):
        some = "1 more action" if more == 1 else f"{more} more actions"
        found.append(Task("actions", "", "", f"{some} of yours due", "See all of your actions"))
    return found


def _is_due(action: Action, today: date, limits: Mapping[int, rules.ActionThresholds]) -> bool:
    thresholds = limits[action.workstream.programme_id]
    soon = rules.is_due_soon(action.due_on, today, thresholds=thresholds)
    return soon or rules.is_overdue(action.due_on, today)


def _action(action: Action, today: date) -> Task:
    late = rules.is_overdue(action.due_on, today)
    return Task(
        kind="action",
        programme="",
        month="",
        title=f"{action.ref} {action.title}",
        detail="Your action is overdue" if late else "Your action is due soon",
        due=action.due_on,
        record_id=action.id,
    )


def _month_task(kind: str, period: Period, detail: str, title: str = "") -> Task:
    return Task(
        kind=kind,
        programme=period.programme.code,
        month=str(period.month),
        title=title or f"{period.programme.name}: {period.month.label}",
        detail=detail,
        due=period.cut_off if kind == "challenge" else None,
    )


def _submitted(period: Period) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Update)
            .where(Update.period_id == period.id, Update.status == UpdateStatus.SUBMITTED)
        )
        or 0
    )
