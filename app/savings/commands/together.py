"""Validating together the claims of a month that agree with the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from app.audit.commands import Subject, record
from app.core import dates, money
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Disclosure, Programme
from app.savings.models import Validation
from app.savings.queries import claims, line
from app.savings.queries.claim_row import ClaimRow, in_words
from app.savings.rules.validation import Evidence, Finding


@dataclass(frozen=True)
class Together:
    """One decision on many claims, and those of the page that it left out, with the reason."""

    decision: str
    validated: Sequence[ClaimRow]
    left_out: Sequence[tuple[ClaimRow, str]]

    @property
    def total(self) -> Pence:
        return money.total(row.claim.total for row in self.validated)


def validate_together(
    programme: Programme,
    month: Month,
    *,
    seen: Mapping[int, str],
    evidence: Evidence = Evidence.LEDGER,
    actor: Actor,
    at: datetime,
) -> Together:
    """Validates the claims that the page showed as agreeing with the ledger, as one decision.

    `seen` is what the page showed of them, by the scheme's id (`ClaimRow.shown`): a claim that
    moved or was decided since, or in whose line the actor is, is left out and named.
    """
    if not actor.can(Permission.VALIDATE_SAVINGS):
        actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    within = claims.tolerances(programme.id, dates.in_london(at))
    rows = claims.of_month(programme.id, month, within, actor)
    asked = [row for row in rows if row.scheme_id in seen]
    people = line.acting_as(actor, dates.in_london(at))
    refused = [(row, _refusal(row, seen[row.scheme_id], actor, people)) for row in asked]
    done = Together(
        decision=secrets.token_hex(8),
        validated=[row for row, why in refused if not why],
        left_out=[(row, why) for row, why in refused if why],
    )
    if not done.validated:
        raise RuleBroken(None, _nothing(done))
    _write_together(done, month, evidence=evidence, actor=actor, at=at)
    _record_together(done, programme, month, evidence=evidence, actor=actor, at=at)
    return done


def _refusal(row: ClaimRow, shown: str, actor: Actor, people: frozenset[int]) -> str:
    """Why the claim is not validated with the others; empty where it is."""
    if not actor.can(Permission.VALIDATE_SAVINGS, row.place):
        return "you do not validate in its workstream"
    if row.is_own(people):
        return "you are in its line: another finance lead decides it"
    stale = row.moved_since(shown)
    if row.standing.is_ready:
        return stale
    now = f"it is now {row.standing.value}"
    return f"{now}; {stale}" if stale else now


def _nothing(done: Together) -> str:
    if not done.left_out:
        return "No claim of this month agrees with the ledger and waits to be validated"
    named = "; ".join(f"{row.ref}: {why}" for row, why in done.left_out[:5])
    return f"Nothing was validated. {named}"


def _write_together(
    done: Together, month: Month, *, evidence: Evidence, actor: Actor, at: datetime
) -> None:
    whose = {"person_id": actor.person_id, "by": actor.name, "at": at, "decision": done.decision}
    db.session.execute(
        insert(Validation),
        [
            {**row.as_decided(month, Finding.VALIDATED, evidence=evidence), **whose}
            for row in done.validated
        ],
    )


def _record_together(
    done: Together,
    programme: Programme,
    month: Month,
    *,
    evidence: Evidence,
    actor: Actor,
    at: datetime,
) -> None:
    """One event that names them all; a workforce-sensitive scheme has its own, seen by fewer.

    Its claim is not in the total either: what the others leave of it would be that claim.
    """
    named = [row for row in done.validated if row.disclosure is not Disclosure.WORKFORCE]
    count = len(named)
    claims_said = "1 claim" if count == 1 else f"{count} claims"
    subject = Subject(
        "validation", f"{programme.code} {month.label}: {claims_said}", place=programme.place
    )
    changes = {
        "validated together": (None, ", ".join(row.ref for row in named)),
        "total": (None, money.exact(money.total(row.claim.total for row in named))),
    }
    record("validation.validate_together", subject, changes, actor=actor, at=at)
    for row in done.validated:
        if row.disclosure is Disclosure.WORKFORCE:
            said = (row.decided_in_words, in_words(Finding.VALIDATED, row.claim, evidence))
            about = Subject("scheme", row.name, row.scheme_id, row.place, str(row.disclosure))
            record("scheme.validate_claim", about, {f"{month} claim": said}, actor=actor, at=at)
