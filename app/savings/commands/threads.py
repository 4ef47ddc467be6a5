"""Asking about a claim, answering, and closing the question."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.audit.commands import record
from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.db.model import apply
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.savings.models import ClaimMessage, ClaimQuery, QueryStatus, Scheme, SchemeStatus
from app.savings.queries import threads
from app.savings.rules.validation import Finding

ANSWERED_WITHIN = 12  # months: a question that may wait longer is not about this claim


def open_query(
    scheme: Scheme,
    month: Month,
    *,
    question: str,
    owner_id: int | None,
    due_on: date | None,
    actor: Actor,
    at: datetime,
) -> ClaimQuery:
    """Begins a thread with its question. Finance, or who may edit the scheme, may ask."""
    if not actor.can(Permission.EDIT_SAVINGS, scheme.place):
        actor.must(Permission.VALIDATE_SAVINGS, scheme.place)
    text = _said(question, "reason", "Enter the question, as the owner will read it")
    owner = _owner(owner_id, scheme, at)
    due = _due(due_on, dates.in_london(at))
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: it claims nothing")
    if threads.open_of(scheme.id, month):
        said = f"A query about {month.name} is already open. Write in its thread, or close it"
        raise RuleBroken(None, said)
    made = ClaimQuery(
        scheme_id=scheme.id,
        scheme=scheme,
        month=month,
        owner_id=owner.id,
        owner=owner,
        due_on=due,
        raised_by=actor.name,
        raised_by_id=actor.person_id,
        raised_at=at,
    )
    db.session.add(made)
    db.session.flush()
    _say(made, text, actor=actor, at=at)
    asked = {f"{month} query": (None, f"to {owner.name}, due {dates.long(due)}")}
    record("scheme.open_query", scheme, asked, actor=actor, at=at, reason=text)
    return made


def answer(
    asked: ClaimQuery, *, text: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """A message in the thread: the owner's answers it; finance's and the asker's ask on."""
    scheme = asked.scheme
    _must_be_party(asked, actor)
    asked.must_be(version)
    if asked.status is QueryStatus.CLOSED:
        raise RuleBroken(None, "This query is closed. Ask a new one about the month")
    said = _said(text, "text", "Enter your message")
    asks = _is_asker(asked, actor) or actor.can(Permission.VALIDATE_SAVINGS, scheme.place)
    asks_on = asks and not _is_owner(asked, actor)
    _say(asked, said, actor=actor, at=at)
    apply(asked, status=QueryStatus.OPEN if asks_on else QueryStatus.ANSWERED)
    asked.version += 1
    deed = "scheme.ask_on" if asks_on else "scheme.answer_query"
    record(deed, scheme, _about(asked), actor=actor, at=at, reason=said)


def close_query(
    asked: ClaimQuery, *, note: str = "", version: int | None = None, actor: Actor, at: datetime
) -> None:
    """No answer is wanted any more. The claim itself is still to be decided."""
    if not may_close(asked, actor=actor):
        actor.must(Permission.VALIDATE_SAVINGS, asked.scheme.place)
    asked.must_be(version)
    if asked.status is QueryStatus.CLOSED:
        raise RuleBroken(None, "This query is closed already")
    _close(asked, note.strip(), actor=actor, at=at)
    record("scheme.close_query", asked.scheme, _about(asked), actor=actor, at=at, reason=note)


def close_decided(
    scheme: Scheme, month: Month, *, finding: Finding, actor: Actor, at: datetime
) -> None:
    """What was asked about the month is settled by the verdict on it."""
    actor.must(Permission.VALIDATE_SAVINGS, scheme.place)
    for asked in threads.open_of(scheme.id, month):
        _close(asked, f"The claim was {finding.value}", actor=actor, at=at)


def may_answer(asked: ClaimQuery, *, actor: Actor) -> bool:
    """Whether the person may write in the thread: its owner, finance, or an editor of savings."""
    place = asked.scheme.place
    return (
        _is_owner(asked, actor)
        or actor.can(Permission.EDIT_SAVINGS, place)
        or actor.can(Permission.VALIDATE_SAVINGS, place)
    )


def may_close(asked: ClaimQuery, *, actor: Actor) -> bool:
    """Whether the person may say that no answer is wanted: finance, or whoever asked."""
    place = asked.scheme.place
    if _is_asker(asked, actor):
        return actor.can(Permission.EDIT_SAVINGS, place)
    return actor.can(Permission.VALIDATE_SAVINGS, place)


def _must_be_party(asked: ClaimQuery, actor: Actor) -> None:
    if not may_answer(asked, actor=actor):
        raise NotAllowed("Only its owner, finance and those who edit the scheme may answer")


def _is_owner(asked: ClaimQuery, actor: Actor) -> bool:
    return actor.person_id is not None and asked.owner_id == actor.person_id


def _is_asker(asked: ClaimQuery, actor: Actor) -> bool:
    return actor.person_id is not None and asked.raised_by_id == actor.person_id


def _close(asked: ClaimQuery, note: str, *, actor: Actor, at: datetime) -> None:
    if note:
        _say(asked, note, actor=actor, at=at)
    apply(asked, status=QueryStatus.CLOSED)


def _say(asked: ClaimQuery, text: str, *, actor: Actor, at: datetime) -> None:
    db.session.add(
        ClaimMessage(query_id=asked.id, text=text, person_id=actor.person_id, by=actor.name, at=at)
    )


def _said(text: str, field: str, sentence: str) -> str:
    if not text.strip():
        raise RuleBroken(field, sentence)
    return text.strip()


def _due(due_on: date | None, today: date) -> date:
    last = dates.months_after(today, ANSWERED_WITHIN)
    if due_on is None or not today <= due_on <= last:
        said = f"Enter the day by which it is answered: from today to {dates.long(last)}"
        raise RuleBroken("due_on", said)
    return due_on


def _owner(owner_id: int | None, scheme: Scheme, at: datetime) -> Person:
    """Somebody who can open the query: else nobody would ever answer."""
    try:
        owner = accounts.person(owner_id or 0)
    except NotFound:
        raise RuleBroken("owner_id", "Choose who answers") from None
    if not owner.is_active:
        raise RuleBroken("owner_id", f"{owner.name} has left. Choose who answers")
    theirs = programmes.actor_for(owner, dates.in_london(at))
    named = {scheme.owner_id, *programmes.readers_of("scheme", scheme.id)}
    is_hidden = scheme.disclosure is Disclosure.WORKFORCE and owner.id not in named
    if is_hidden or not theirs.can(Permission.READ_PROGRAMME, scheme.place):
        raise RuleBroken("owner_id", f"{owner.name} cannot open this scheme. Choose who can")
    return owner


def _about(asked: ClaimQuery) -> dict[str, tuple[object, object]]:
    return {f"{asked.month} query": (None, asked.status.value)}
