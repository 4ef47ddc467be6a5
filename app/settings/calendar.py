"""The month's calendar: on which working day of the following month each step falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core import working_days
from app.core.financial_year import Month
from app.core.setting import said


@dataclass(frozen=True)
class MonthlyCalendar:
    """Working days of the month after the reported one: October is due in November."""

    opens: int = said(1, "A month opens on working day", limits=(1, 30), order="step")
    cut_off: int = said(8, "Leads submit by working day", limits=(1, 30), order="step")
    review_by: int = said(
        10, "The office has challenged by working day", limits=(1, 30), order="step"
    )
    approve_by: int = said(11, "The SRO approves by working day", limits=(1, 30), order="step")
    lock_by: int = said(12, "A month is locked by working day", limits=(1, 30), order="step")
    publish_by: int = said(20, "Reports are published by working day", limits=(1, 30), order="step")

    def cut_off_of(self, month: Month) -> date:
        """The day by which the month's updates are due."""
        return self.day(month, self.cut_off)

    def day(self, month: Month, number: int) -> date:
        """That working day of the month after the reported one."""
        return working_days.nth_of_month(month.next, number)
