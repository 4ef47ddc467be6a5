"""Reconciling a month to the ledger and the finance paper, and finance's signature under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.audit.commands import Subject, record
from app.core import dates, money
from app.core.actor import Actor, Permission
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.db.model import Changes, apply
from app.programmes.models import Programme
from app.savings.models import Against, FinancePaper, FinanceSignOff, ReconcilingItem
from app.savings.queries import claims
from app.savings.queries import reconciliation as queries
from app.savings.rules import shown as rules

MOST_PENCE = 10**15


def set_paper(
    programme: Programme,
    month: Month,
    *,
    pence: Pence | None,
    title: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> FinancePaper:
    """What the finance paper prints as saved from April to the month."""
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    if pence is None:
        raise RuleBroken("pence", "Enter what the finance paper prints as saved to date")
    _must_be_real(pence)
    if not title.strip():
        raise RuleBroken("title", "Enter which paper prints it, and where: its title and table")
    found = queries.paper(programme.id, month)
    before = found.pence if found else None
    if found is None:
        found = FinancePaper(programme_id=programme.id, month=month, pence=pence)
        db.session.add(found)
    else:
        found.must_be(version)
    apply(found, pence=pence, title=title.strip(), by=actor.name, at=at)
    changes = {"finance paper": (_pounds(before), money.exact(pence))}
    _record("set_paper", programme, month, changes, actor=actor, at=at, reason=title)
    return found


def explain(
    programme: Programme,
    month: Month,
    *,
    against: Against,
    pence: Pence | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> ReconcilingItem:
    """A part of the difference and what it is; above nought where ours is the larger.

    Refused under a signature, which was given for what is explained, too.
    """
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    _must_be_unsigned(programme, month)
    if not pence:
        raise RuleBroken("explained", "Enter the amount that is explained; it cannot be 0")
    _must_be_real(pence)
    if not reason.strip():
        raise RuleBroken("reason", "Say what makes this part of the difference")
    made = ReconcilingItem(
        programme_id=programme.id,
        month=month,
        against=against,
        pence=pence,
        reason=reason.strip(),
        by=actor.name,
        at=at,
    )
    db.session.add(made)
    changes: Changes = {f"explained to the {against.value}": (None, money.exact(pence))}
    _record("explain", programme, month, changes, actor=actor, at=at, reason=reason)
    return made


def carry_over(
    programme: Programme, month: Month, *, actor: Actor, at: datetime
) -> Sequence[ReconcilingItem]:
    """What explained the last month's difference of the same year explains this month's too.

    What is explained here in the same words and to the same amount is not explained twice.
    """
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    made = [
        explain(
            programme,
            month,
            against=item.against,
            pence=item.pence,
            reason=item.reason,
            actor=actor,
            at=at,
        )
        for item in queries.to_carry_over(programme.id, month)
    ]
    if not made:
        raise RuleBroken(None, f"{month.previous.name} has nothing more to carry over")
    return made


def withdraw_item(
    programme: Programme, item_id: int, *, reason: str = "", actor: Actor, at: datetime
) -> ReconcilingItem:
    """It explains nothing any more; it stays in the trail. Refused while the month is signed."""
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    found = queries.item(programme.id, item_id)
    if found is None:
        raise NotFound("that explanation")
    if found.is_withdrawn:
        raise RuleBroken(None, "This explanation is withdrawn already")
    _must_be_unsigned(programme, found.month)
    apply(found, is_withdrawn=True)
    changes: Changes = {f"explained to the {found.against.value}": (_pounds(found.pence), None)}
    said = reason or found.reason
    _record("withdraw_item", programme, found.month, changes, actor=actor, at=at, reason=said)
    return found


def sign_off(
    programme: Programme,
    month: Month,
    *,
    reason: str = "",
    shown: str | None = None,
    actor: Actor,
    at: datetime,
) -> FinanceSignOff:
    """Finance stands by the month's figures. Refused while more than the tolerance is unexplained.

    Claims that are not decided do not block it: they are claimed, not validated, and named.
    `shown` are the figures that the page showed (`Reconciliation.shown`, given back): where they
    moved, it is a conflict.
    """
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    within = claims.tolerances(programme.id, dates.in_london(at))
    found = queries.of_month(programme.id, month, within)
    if month.first > dates.in_london(at):
        raise RuleBroken(None, f"{month.name} has not begun, so it cannot be signed")
    if found.signed is not None:
        raise RuleBroken(None, f"{month.name} is signed already. Withdraw that signature first")
    if shown is not None:
        _must_be_as_shown(found, shown)
    for refusal in found.blocks:
        raise RuleBroken(None, refusal)
    made = FinanceSignOff(programme_id=programme.id, month=month, by=actor.name, at=at, **found.now)
    db.session.add(made)
    changes: Changes = {name: (None, _pounds(pence)) for name, pence in found.now.items()}
    _record("sign_off", programme, month, changes, actor=actor, at=at, reason=reason)
    return made


def withdraw_sign_off(
    programme: Programme, month: Month, *, reason: str, actor: Actor, at: datetime
) -> FinanceSignOff:
    """Finance no longer stands by it, and says why; it may be signed again."""
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    found = queries.signed(programme.id, month)
    if found is None:
        raise RuleBroken(None, f"{month.name} is not signed")
    if not reason.strip():
        raise RuleBroken("reason", "Say why the signature is withdrawn")
    apply(found, withdrawn_at=at, withdrawn_reason=reason.strip())
    changes: Changes = {"validated": (_pounds(found.validated), None)}
    _record("withdraw_sign_off", programme, month, changes, actor=actor, at=at, reason=reason)
    return found


def _must_be_unsigned(programme: Programme, month: Month) -> None:
    if signed := queries.signed(programme.id, month):
        said = f"{month.name} is signed by {signed.by}. Withdraw the signature first"
        raise RuleBroken(None, f"{said}, then change what is explained")


def _must_be_as_shown(found: queries.Reconciliation, shown: str) -> None:
    moved = rules.moved(shown, found.shown)
    if moved is None:
        raise Conflict("Nothing is signed: read the month’s figures again before you sign")
    if moved:
        raise Conflict(f"Nothing is signed: since you opened the page, {'; '.join(moved)}")


def _must_be_real(pence: int) -> None:
    if abs(pence) > MOST_PENCE:
        raise RuleBroken("pence", "The amount is too large to be real")


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else money.exact(pence)


def _record(
    deed: str,
    programme: Programme,
    month: Month,
    changes: Changes,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    subject = Subject(
        "reconciliation",
        f"{programme.code} {month.label}",
        place=programme.place,
        disclosure=queries.disclosure(programme.id),
    )
    record(f"reconciliation.{deed}", subject, changes, actor=actor, at=at, reason=reason)
