"""Lines of the ledger: brought in, corrected, matched to a scheme, withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
OWN_LINE = (
    "Nobody corrects or withdraws a ledger line of their own scheme, nor of one in whose line they "
    "are: somebody else does"
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
    own: Collection[int] | None = None,
    actor: Actor,
    at: datetime,
) -> LedgerLine:
    """A line as the file has it; without a scheme it waits to be matched.

    `own`: ids of the schemes in whose line the actor is, where they are known (`line.schemes_of`).
    """
    actor.must(Permission.IMPORT, programme.place)
    if scheme is not None:
        _must_be_anothers([scheme.id], OWN, programme.id, own=own, actor=actor, at=at)
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
    own: Collection[int] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """The same line with another amount, description or reference; a withdrawn one comes back.

    Not of the actor's own scheme, nor so that it becomes one of it.
    """
    actor.must(Permission.IMPORT, line.place)
    schemes = [line.scheme_id, values.get("scheme_id")]
    _must_be_anothers(schemes, OWN_LINE, line.programme_id, own=own, actor=actor, at=at)
    _must_be_real(values.get("pence") or 0)
    moves = "scheme_id" in values and values["scheme_id"] != line.scheme_id
    before = queries.scheme_of(line) if moves else None
    changes = apply_all(line, values)
    changes.pop("occurrence", None)  # counts lines that are alike, and says nothing to a reader
    if changes:
        record("ledger_line.correct", line, _read(changes), actor=actor, at=at, reason=reason)
    if before is not None:
        _tell_both(line, before, queries.scheme_of(line), actor=actor, at=at)


def withdraw_line(
    line: LedgerLine,
    *,
    reason: str,
    own: Collection[int] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """It counts nowhere any more; it stays in the trail. Not of the actor's own scheme."""
    actor.must(Permission.IMPORT, line.place)
    schemes = [line.scheme_id]
    _must_be_anothers(schemes, OWN_LINE, line.programme_id, own=own, actor=actor, at=at)
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
        _tell_both(line, before, scheme, actor=actor, at=at)


def _tell_both(
    line: LedgerLine, before: Scheme | None, after: Scheme | None, *, actor: Actor, at: datetime
) -> None:
    """In the trail of the scheme that loses the line, and of the one that gets it."""
    if before is not None:
        lost: Changes = {"ledger line": (line.audit_name, None)}
        record("scheme.lose_ledger_line", before, lost, actor=actor, at=at)
    if after is not None:
        matched: Changes = {"ledger line": (None, line.audit_name)}
        record("scheme.match_ledger_line", after, matched, actor=actor, at=at)


def _must_be_anothers(
    scheme_ids: Iterable[int | None],
    why: str,
    programme_id: int,
    *,
    own: Collection[int] | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Raises NotAllowed: the ledger is what the claim of one's own scheme is held against."""
    named = {each for each in scheme_ids if each is not None}
    if named and own is None:
        own = owners.schemes_of(programme_id, actor, dates.in_london(at))
    if not named.isdisjoint(own or ()):
        raise NotAllowed(why)


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
