"""What left a budget: recorded with its journal, and taken back only by a reversal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core import answers, dates, money
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.db.model import apply
from app.savings.models import BudgetTransfer, Scheme, SchemeStatus
from app.savings.queries import given, line
from app.savings.queries import transfers as queries
from app.savings.rules import transfers as rules

NOTHING = Pence(0)


def transact(
    scheme: Scheme,
    *,
    year: FinancialYear,
    recurrent: Pence = NOTHING,
    non_recurrent: Pence = NOTHING,
    journal_ref: str,
    cost_centre: str = "",
    account: str = "",
    made_on: date,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> BudgetTransfer:
    """The journal took the money out of the budget line in the year.

    More than the year's plan is recorded only with a reason. Complete schemes too: their journals
    are often entered afterwards.
    """
    _may_record(scheme, version, actor)
    made = BudgetTransfer(
        scheme_id=scheme.id,
        financial_year=year,
        recurrent=recurrent,
        non_recurrent=non_recurrent,
        journal_ref=journal_ref.strip(),
        cost_centre=cost_centre.strip(),
        account=account.strip(),
        made_on=made_on,
        reason=reason.strip(),
    )
    _must_be_sound(made, dates.in_london(at))
    rules.must_be_positive(recurrent, non_recurrent)
    _must_be_within_plan(made)
    return _recorded("scheme.transact", scheme, made, actor=actor, at=at)


def reverse(
    scheme: Scheme,
    transfer: BudgetTransfer,
    *,
    journal_ref: str,
    made_on: date,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> BudgetTransfer:
    """Another journal put the money back: a negative row that names the one it reverses."""
    _may_record(scheme, version, actor)
    if transfer.reverses_id is not None:
        raise RuleBroken("journal_ref", "This is a reversal itself: record the journal again")
    if queries.is_reversed(transfer.id):
        raise RuleBroken("journal_ref", f"Journal {transfer.journal_ref} is already reversed")
    made = BudgetTransfer(
        scheme_id=scheme.id,
        financial_year=transfer.financial_year,
        recurrent=-transfer.recurrent,
        non_recurrent=-transfer.non_recurrent,
        journal_ref=journal_ref.strip(),
        cost_centre=transfer.cost_centre,
        account=transfer.account,
        made_on=made_on,
        reason=answers.reason(reason, "Say why the journal is reversed"),
        reverses_id=transfer.id,
    )
    _must_be_sound(made, dates.in_london(at))
    if made_on < transfer.made_on:
        raise RuleBroken("made_on", "A reversal cannot be made before the journal it reverses")
    return _recorded("scheme.reverse_transfer", scheme, made, actor=actor, at=at)


def _may_record(scheme: Scheme, version: int | None, actor: Actor) -> None:
    actor.must(Permission.VALIDATE_SAVINGS, scheme.place)
    if actor.person_id in line.own(scheme):
        raise NotAllowed("Nobody records what their own scheme took out: another finance lead does")
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: reopen it to record a journal")
    scheme.must_be(version)


def _must_be_sound(made: BudgetTransfer, today: date) -> None:
    rules.must_have_a_journal(made.journal_ref, made.cost_centre, made.account)
    answers.day(made.made_on, "made_on", "Date of the journal")
    if made.made_on > today:
        raise RuleBroken("made_on", "Enter the day on which the journal was made, not one to come")
    known = queries.same_line(made)
    if known is not None:
        day = dates.long(known.made_on)
        sentence = f"Journal {known.journal_ref} is already recorded for this budget line, on {day}"
        raise RuleBroken("journal_ref", sentence)


def _must_be_within_plan(made: BudgetTransfer) -> None:
    plan = queries.plan(made.scheme_id, made.financial_year)
    so_far = queries.transacted(made.scheme_id, made.financial_year)
    after = Pence(so_far + made.recurrent + made.non_recurrent)
    if after > plan and not made.reason:
        raise RuleBroken(
            "reason",
            f"This makes {money.exact(after)} transacted in {made.financial_year} against a plan "
            f"of {money.exact(plan)}: say why it is more",
        )


def _recorded(
    action: str, scheme: Scheme, made: BudgetTransfer, *, actor: Actor, at: datetime
) -> BudgetTransfer:
    made.by, made.at = actor.name, at
    db.session.add(made)
    db.session.flush()  # whether all has left budgets is read from what is stored
    is_reversal = made.reverses_id is not None
    status = given.status_after_reversal(scheme) if is_reversal else given.status(scheme)
    scheme.version += 1
    changes = _said(made) | apply(scheme, status=status)
    record(action, scheme, changes, actor=actor, at=at, reason=made.reason)
    return made


def _said(made: BudgetTransfer) -> dict[str, tuple[Any, Any]]:
    line = " ".join(each for each in (made.cost_centre, made.account) if each)
    said = {
        "journal_ref": made.journal_ref,
        "financial_year": str(made.financial_year),
        "recurrent": money.exact(made.recurrent),
        "non_recurrent": money.exact(made.non_recurrent),
        "budget_line": line,
    }
    return {name: (None, value) for name, value in said.items() if value}
