"""Lines of the ledger: brought in, corrected, matched to a scheme, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.audit.commands import record
from app.core import dates, money
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.programmes.models import Programme
from app.savings.models import LedgerLine, Scheme
from app.savings.queries import ledger as queries
from app.savings.queries import line as owners

MOST_PENCE = 10**15
OWN = (
    "Nobody matches a ledger line of their own scheme, nor of one in whose line they are: another "
    "finance lead does"
)


def add_line(
    programme: Programme,
    month: Month,
    *,
    pence: Pence,
    scheme: Scheme | None = None,
    scheme_ref: str = "",
    cost_centre: str = "",
    account: str = "",
    description: str = "",
    occurrence: int = 1,
    source: str = "",
    actor: Actor,
    at: datetime,
) -> LedgerLine:
    """A line as the file has it; without a scheme it waits to be matched."""
    actor.must(Permission.IMPORT, programme.place)
    _must_be_real(pence)
    made = LedgerLine(
        programme_id=programme.id,
        scheme_id=scheme.id if scheme else None,
        month=month,
        cost_centre=cost_centre,
        account=account,
        description=description,
        scheme_ref=scheme_ref,
        occurrence=occurrence,
        pence=pence,
        source=source[:200],
        is_withdrawn=False,
    )
    db.session.add(made)
    amount: Changes = {"amount": (None, money.exact(pence))}
    record("ledger_line.add", made, amount, actor=actor, at=at)
    return made


def correct_line(
    line: LedgerLine,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """The same line with another amount or description; a withdrawn one comes back."""
    actor.must(Permission.IMPORT, line.place)
    _must_be_real(values.get("pence") or 0)
    changes = apply_all(line, values)
    if changes:
        record("ledger_line.correct", line, _read(changes), actor=actor, at=at, reason=reason)


def withdraw_line(line: LedgerLine, *, reason: str, actor: Actor, at: datetime) -> None:
    """It counts nowhere any more; it stays in the trail."""
    actor.must(Permission.IMPORT, line.place)
    if line.is_withdrawn:
        raise RuleBroken(None, "This ledger line is withdrawn already")
    changes = apply(line, is_withdrawn=True)
    record("ledger_line.withdraw", line, changes, actor=actor, at=at, reason=reason)


def match_line(
    line: LedgerLine,
    scheme: Scheme,
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Says of which scheme the line is; its reference stays as the file has it.

    Nobody in a scheme's line matches a line to it, nor takes one from it: the ledger's figure is
    what its claim is held against.
    """
    actor.must(Permission.VALIDATE_SAVINGS, scheme.place)
    before = queries.scheme_of(line)
    people = owners.acting_as(actor, dates.in_london(at))
    if any(people & owners.named(each) for each in (scheme, before) if each):
        raise NotAllowed(OWN)
    line.must_be(version)
    if scheme.workstream.programme_id != line.programme_id:
        raise RuleBroken("scheme_id", "Choose a scheme of the same programme")
    if line.is_withdrawn:
        raise RuleBroken(None, "This ledger line is withdrawn")
    if apply(line, scheme_id=scheme.id):
        if before is not None:
            lost: Changes = {"ledger line": (line.audit_name, None)}
            record("scheme.lose_ledger_line", before, lost, actor=actor, at=at)
        matched: Changes = {"ledger line": (None, line.audit_name)}
        record("scheme.match_ledger_line", scheme, matched, actor=actor, at=at)


def _must_be_real(pence: int) -> None:
    if abs(pence) > MOST_PENCE:
        raise RuleBroken("amount", "The amount is too large to be real")


def _read(changes: Changes) -> Changes:
    """With the amount as a person reads it."""
    if "pence" not in changes:
        return changes
    before, after = changes["pence"]
    rest = {name: both for name, both in changes.items() if name != "pence"}
    return {"amount": (money.exact(before), money.exact(after)), **rest}
