"""Opening next year's plan with what this year's recurrent schemes roll over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.audit.commands import record, together
from app.core import money
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.db.model import apply
from app.programmes.models import Disclosure, Programme
from app.savings.models import Scheme, SchemeMonth
from app.savings.queries import closing
from app.savings.queries import next_year as queries
from app.savings.queries.next_year import OpeningLine


def open_next_year(
    programme: Programme,
    year: FinancialYear,
    *,
    month: Month | None = None,
    expected: Pence | None = None,
    actor: Actor,
    at: datetime,
) -> Sequence[OpeningLine]:
    """Writes the roll-over of `year` as the recurrent plan of the year after it.

    `month`: the last one counted as actual, else March. `expected`: what the page showed; when it
    has changed since, nothing is written. A scheme with any plan there keeps it, so that doing it
    twice does nothing more. The freeze at G5 is of the years that were signed: a year without a
    plan is still to be opened. Returns what was opened.
    """
    actor.must(Permission.EDIT_SAVINGS, programme.place)
    _must_be_ahead(programme, year)
    listed = queries.lines(programme.id, month or year.months[-1], actor)
    opening = [each for each in listed if each.opens]
    total = _total(opening)
    if expected is not None and expected != total:
        raise RuleBroken(
            None,
            f"The roll-over is now {money.exact(total)}, not {money.exact(expected)}: "
            "look at it again before you open the year",
        )
    ids = [each.id for each in opening]
    schemes, stored = queries.schemes(ids), queries.months(ids, year.next)
    with together():
        for line in opening:
            _open(schemes[line.id], line, year.next, stored)
            _tell(schemes[line.id], line, year.next, actor=actor, at=at)
    told = [each for each in opening if schemes[each.id].disclosure is not Disclosure.WORKFORCE]
    if told:
        said = {f"plan {year.next}": (None, _added_up(told))}
        record("programme.open_next_year", programme, said, actor=actor, at=at)
    return opening


def _added_up(told: Sequence[OpeningLine]) -> str:
    """For everybody who reads the programme's trail. A workforce-sensitive scheme has an event of
    its own, seen by fewer: in the sum, what the others leave of it would be that scheme."""
    count = "1 scheme" if len(told) == 1 else f"{len(told)} schemes"
    return f"{money.exact(_total(told))} from {count}"


def _total(opening: Sequence[OpeningLine]) -> Pence:
    return Pence(sum(each.opening.roll_over or 0 for each in opening))


def _must_be_ahead(programme: Programme, year: FinancialYear) -> None:
    last = closing.held_open(programme.id).month
    if last is not None and last >= year.next.months[0]:
        raise RuleBroken(None, f"{year.next} has a closed month: its plan is open already")


def _open(
    scheme: Scheme,
    line: OpeningLine,
    year: FinancialYear,
    stored: Mapping[tuple[int, Month], SchemeMonth],
) -> None:
    for month, pence in zip(year.months, line.opening.months, strict=True):
        row = stored.get((scheme.id, month)) or SchemeMonth(scheme_id=scheme.id, month=month)
        apply(row, plan_recurrent=pence, has_estimated_phasing=True)
        db.session.add(row)
    scheme.version += 1


def _tell(
    scheme: Scheme, line: OpeningLine, year: FinancialYear, *, actor: Actor, at: datetime
) -> None:
    written: dict[str, tuple[Any, Any]] = {
        f"{month} plan, recurrent": (None, money.exact(pence or 0))
        for month, pence in zip(year.months, line.opening.months, strict=True)
    }
    record("scheme.open_next_year", scheme, written, actor=actor, at=at)
