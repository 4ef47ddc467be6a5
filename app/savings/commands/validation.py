"""Finance's word on what one scheme claims for a month."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.savings.commands import closing, months, threads
from app.savings.models import ClaimQuery, Scheme, SchemeStatus, Validation
from app.savings.queries import claims, line, writers
from app.savings.queries import closing as closing_queries
from app.savings.queries.claim_row import ClaimRow, in_words
from app.savings.rules import validation as rules
from app.savings.rules.validation import Claim, Evidence, Finding

OWN = (
    "Nobody validates their own scheme, nor one in whose line they are: another finance lead "
    "decides this one"
)
WROTE = (
    "You entered this actual, or stand in for who did, and the ledger does not show it: another "
    "finance lead validates it. You can take the ledger’s figure, query or reject it"
)


def validate(
    scheme: Scheme,
    month: Month,
    *,
    evidence: Evidence,
    reason: str = "",
    shown: str | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The claim counts as saved. Where the ledger does not show it, a reason says why.

    `shown` is what the page showed (`ClaimRow.shown`): one whose figures moved, or on which
    somebody else decided or asked meanwhile, is refused.
    """
    row, within = _begun(scheme, month, shown, actor=actor, at=at)
    if not row.claim.is_given:
        raise RuleBroken(None, f"Nothing is claimed for {month.name}, so nothing can be validated")
    if evidence is Evidence.LEDGER and row.ledger is None:
        said = f"The ledger has no line for {month.name}. Choose what the claim rests on"
        raise RuleBroken("evidence", said)
    if not (row.ledger is not None and within.claim(row.claim.total, row.ledger)):
        if writers.of_actual(scheme, month) & line.acting_as(actor, dates.in_london(at)):
            raise NotAllowed(WROTE)
        _must_say(reason, "Say what shows the saving, as the ledger does not")
    _decide(
        row,
        scheme,
        month,
        Finding.VALIDATED,
        evidence=evidence,
        reason=reason,
        actor=actor,
        at=at,
    )


def take_ledger(
    scheme: Scheme,
    month: Month,
    *,
    reason: str = "",
    shown: str | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The ledger's figure becomes the claim, split as the claim was, and is validated."""
    row, _ = _begun(scheme, month, shown, actor=actor, at=at)
    if row.ledger is None:
        raise RuleBroken(None, f"The ledger has no line for {month.name}: there is nothing to take")
    split = rules.in_proportion(row.ledger, row.claim, row.plan)
    _write_claim(scheme, month, split, reason=reason or "The ledger’s figure", actor=actor, at=at)
    _decide(
        claims.of_scheme(scheme, month, rules.DEFAULTS),
        scheme,
        month,
        Finding.VALIDATED,
        evidence=Evidence.LEDGER,
        reason=reason,
        actor=actor,
        at=at,
    )


def reject(
    scheme: Scheme,
    month: Month,
    *,
    reason: str,
    clears_claim: bool = False,
    evidence: Evidence | None = None,
    shown: str | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The claim does not count. With `clears_claim` the actual becomes nought: a budget that was
    cut while the spend did not fall has saved nothing."""
    row, _ = _begun(scheme, month, shown, actor=actor, at=at)
    _must_say(reason, "Say why the claim is rejected, and what would change that")
    if clears_claim:
        nothing = Claim(Pence(0), Pence(0))
        _write_claim(scheme, month, nothing, reason=reason, actor=actor, at=at)
        row = claims.of_scheme(scheme, month, rules.DEFAULTS)
    _decide(
        row,
        scheme,
        month,
        Finding.REJECTED,
        evidence=evidence,
        reason=reason,
        actor=actor,
        at=at,
    )


def query(
    scheme: Scheme,
    month: Month,
    *,
    question: str,
    owner_id: int | None,
    due_on: date | None,
    shown: str | None = None,
    actor: Actor,
    at: datetime,
) -> ClaimQuery:
    """A question with an owner and a day; the claim counts as validated only once decided."""
    row, _ = _begun(scheme, month, shown, actor=actor, at=at)
    made = threads.open_query(
        scheme,
        month,
        question=question,
        owner_id=owner_id,
        due_on=due_on,
        actor=actor,
        at=at,
    )
    _decide(row, scheme, month, Finding.QUERIED, reason=question, actor=actor, at=at)
    return made


def _begun(
    scheme: Scheme, month: Month, shown: str | None, *, actor: Actor, at: datetime
) -> tuple[ClaimRow, rules.ValidationTolerances]:
    """The month as it is now, for one who may decide on it, and who saw these figures."""
    actor.must(Permission.VALIDATE_SAVINGS, scheme.place)
    within = claims.tolerances(scheme.workstream.programme_id, dates.in_london(at))
    row = claims.of_scheme(scheme, month, within)
    if row.is_own(line.acting_as(actor, dates.in_london(at))):
        raise NotAllowed(OWN)
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: it claims nothing")
    if month.first > dates.in_london(at):
        raise RuleBroken(None, f"{month.name} has not begun: there is nothing to validate")
    if shown is not None and (stale := row.moved_since(shown)):
        raise RuleBroken(None, f"Nothing is decided: {stale}")
    return row, within


def _decide(
    row: ClaimRow,
    scheme: Scheme,
    month: Month,
    finding: Finding,
    *,
    evidence: Evidence | None = None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Writes finance's word on the month; a verdict closes what was asked about it."""
    values = row.as_decided(month, finding, evidence=evidence, reason=reason.strip())
    db.session.add(Validation(**values, person_id=actor.person_id, by=actor.name, at=at))
    if finding is not Finding.QUERIED:
        threads.close_decided(scheme, month, finding=finding, actor=actor, at=at)
    said = in_words(finding, row.claim, evidence)
    changes = {f"{month} claim": (row.decided_in_words, said)}
    record(f"scheme.{DEEDS[finding]}", scheme, changes, actor=actor, at=at, reason=reason)


DEEDS = {
    Finding.VALIDATED: "validate_claim",
    Finding.QUERIED: "query_claim",
    Finding.REJECTED: "reject_claim",
}


def _write_claim(
    scheme: Scheme, month: Month, claim: Claim, *, reason: str, actor: Actor, at: datetime
) -> None:
    """The claim becomes that: in a closed month, by an adjustment."""
    closed = closing_queries.closed(scheme.workstream.programme_id)
    if not closed.holds(month):
        cells = {
            "actual_recurrent": claim.recurrent,
            "actual_non_recurrent": claim.non_recurrent,
        }
        months.set_months(scheme, {month: cells}, reason=reason, actor=actor, at=at)
    elif not claim.is_as(was := claims.of_scheme(scheme, month, rules.DEFAULTS).claim):
        closing.adjust(
            scheme,
            month,
            recurrent=Pence((claim.recurrent or 0) - (was.recurrent or 0)),
            non_recurrent=Pence((claim.non_recurrent or 0) - (was.non_recurrent or 0)),
            reason=reason,
            actor=actor,
            at=at,
        )
    db.session.flush()


def _must_say(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise RuleBroken("reason", sentence)
