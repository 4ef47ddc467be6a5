"""What may still be changed by month: closed months are corrected, a frozen plan is approved anew.

A saving's month is closed when the programme's month is locked (nhs-domain 1.6). From then on a
figure moves only by a dated adjustment, so that it is always the first value and what was added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.core.financial_year import Month
from app.core.money import Pence
from app.savings.rules.lifecycle import Stage

FROZEN_FROM = (Stage.IN_DELIVERY, Stage.DELIVERED, Stage.CLOSED)
PLAN_IS_FROZEN = "The plan is frozen since G5: an approved change is needed to alter it"
PLAN_IS_TRANSACTED = (
    "The scheme is complete, and its plan stays as it was transacted: open it again to alter it"
)


class Closed(NamedTuple):
    """The last closed month of a programme; None while none is closed."""

    month: Month | None = None

    def holds(self, month: Month) -> bool:
        """Whether the month is closed: it is the last closed one, or an earlier one."""
        return self.month is not None and month <= self.month

    @property
    def sentence(self) -> str:
        """Why a month cannot be changed, and what to do instead."""
        if self.month is None:
            return ""
        return (
            f"Months up to {self.month.label} are closed. To change one, use "
            "Correct a closed month on the scheme: it asks for the difference and a reason"
        )


def later(closed: Month | None, month: Month) -> Month:
    """The last closed month after a month is closed: it never moves back."""
    return month if closed is None else max(closed, month)


def is_plan_frozen(stage: Stage | None) -> bool:
    """Whether G5 is signed. A scheme from before the gates is not frozen."""
    return stage in FROZEN_FROM


def frozen_plan(stage: Stage | None, *, is_complete: bool) -> str:
    """Why the plan of a year that has one cannot be altered; empty while it can."""
    if is_plan_frozen(stage):
        return PLAN_IS_FROZEN
    return PLAN_IS_TRANSACTED if is_complete else ""


def corrected(first: Pence | None, adjustments: Iterable[Pence]) -> Pence | None:
    """What a cell holds: its first value and every adjustment; not given while there is neither."""
    added = [each for each in adjustments if each]
    return first if not added else Pence((first or 0) + sum(added))


def still_saves(months: Sequence[Month]) -> str:
    """Why a scheme with savings in these closed or validated months is not withdrawn."""
    named = ", ".join(month.label for month in months)
    return (
        f"This scheme has saved something in months that are closed or validated: {named}. "
        "Withdrawn, it would take that out of the totals. Set its forecast to 0 and leave it open, "
        "or have those months corrected to 0 and finance reject them first"
    )
