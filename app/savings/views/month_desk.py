"""Which programme and month a page of finance is about, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.savings.queries import claims, line, reconciliation
from app.savings.rules.validation import ValidationTolerances
from app.savings.views.blueprint import counted
from app.web.access import current_actor
from app.web.clock import today


@dataclass(frozen=True)
class Desk:
    """The programme and month that are chosen, for the person who asks."""

    programmes: list[Programme]
    programme: Programme
    month: Month
    actor: Actor

    @cached_property
    def within(self) -> ValidationTolerances:
        """The tolerances that hold today."""
        return claims.tolerances(self.programme.id, today())

    @cached_property
    def people(self) -> frozenset[int]:
        """The reader, and those for whom they stand in today."""
        return line.acting_as(self.actor, today())

    @property
    def place(self) -> dict[str, Any]:
        """What the address of each of its pages holds."""
        return {"programme": self.programme.code, "month": str(self.month)}

    @property
    def months(self) -> list[Month]:
        """What may be chosen: a year back from this month, newest first."""
        last = max(Month.of(today()), self.month)
        found = [last.plus(-back) for back in range(13)]
        return found if self.month in found else [*found, self.month]

    @property
    def reads_all(self) -> bool:
        """Whether the reader reads the whole programme, and so may learn its sums."""
        return self.actor.can(Permission.READ_PROGRAMME, self.programme.place)

    @cached_property
    def sees_whole(self) -> bool:
        """Whether the reader may learn sums that hold schemes which are withheld from them."""
        return reconciliation.sees_whole(self.programme, self.actor)

    @property
    def may_sign(self) -> bool:
        """Whether the reader validates in the whole programme, and so may sign its month."""
        return self.actor.can(Permission.VALIDATE_SAVINGS, self.programme.place)

    @property
    def may_validate(self) -> bool:
        """Whether the reader validates anywhere."""
        return self.actor.can(Permission.VALIDATE_SAVINGS)


def chosen() -> Desk:
    """From the address: the first programme, and its newest month with claims, if it is silent."""
    actor = current_actor()
    found = programmes.readable(actor)
    code = request.values.get("programme", "").upper()
    programme = next((each for each in found if not code or each.code == code), None)
    if programme is None:
        raise NotFound("that programme")
    return Desk(found, programme, _month(programme), actor)


def month_of(text: str) -> Month:
    """The month of an address. Raises NotFound for what is none."""
    try:
        return Month.parse(text)
    except RuleBroken:
        raise NotFound("that month") from None


def _month(programme: Programme) -> Month:
    text = request.values.get("month", "")
    return month_of(text) if text else claims.newest_month(programme.id, counted(programme))
