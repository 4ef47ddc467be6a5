"""What somebody asked for when they brought a file in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.core import dates
from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.programmes.models import Programme, Workstream


class LeftOutLines(StrEnum):
    """What becomes of ledger lines of the file's months that it no longer has."""

    STAY = "stay"
    ALIKE_GO = "alike"
    ALL_GO = "all"

    def holds(self, *, is_alike: bool) -> bool:
        """Whether a line goes; alike is one of a cost centre, scheme or file that the file has."""
        return self is LeftOutLines.ALL_GO or (self is LeftOutLines.ALIKE_GO and is_alike)


@dataclass(frozen=True)
class Asked:
    """The programme to bring it into, for which month, who asks and when."""

    programme: Programme
    file_name: str
    actor: Actor
    at: datetime
    workstream: Workstream | None = None
    month: Month | None = None
    open_month: Month | None = None
    as_correction: bool = False
    left_out: LeftOutLines = LeftOutLines.STAY

    @property
    def today(self) -> date:
        return dates.in_london(self.at)

    @property
    def stands_at(self) -> Month:
        """The month that the file speaks of: as asked, else the open one, else this one."""
        return self.month or self.open_month or Month.of(self.today)

    @property
    def as_at(self) -> date:
        """The earlier of today and the end of that month."""
        return min(self.today, self.stands_at.last)

    @property
    def year(self) -> FinancialYear:
        return self.stands_at.financial_year

    @property
    def source(self) -> str:
        """How a reason names the file."""
        return f"Stated in {self.file_name}"
