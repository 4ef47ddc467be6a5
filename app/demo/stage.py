"""What the telling carries along: the days, the people, and the records by what they are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from app.accounts.models import Person
from app.actions.models import Action
from app.core import working_days
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Colour
from app.dependencies.models import Dependency
from app.mandates.models import Kpi
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.risks.models import Risk
from app.savings.models import Scheme

Day = tuple[int, int]
TELLER = Actor.system("the demo")


@dataclass
class Stage:
    """The open month, and everything made so far."""

    open: Month
    programme: Programme | None = None
    people: dict[str, Person] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    workstreams: dict[str, Workstream] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    schemes: list[Scheme] = field(default_factory=list)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    dependencies: dict[str, Dependency] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    calculated: dict[Month, dict[int, Colour]] = field(default_factory=dict)

    def month(self, offset: int) -> Month:
        """The month that many from the open one."""
        return self.open.plus(offset)

    def day(self, told: Day) -> date:
        """A working day: the one told, else the next."""
        offset, number = told
        month = self.month(offset)
        day = date(month.year, month.month, min(number, month.last.day))
        return day if working_days.is_working_day(day) else working_days.after(day, 1)

    def moment(self, day: date, hour: int = 10) -> datetime:
        """That day, at that hour."""
        return datetime.combine(day, time(hour), tzinfo=UTC)

    def begins(self) -> date:
        """The day before the first month told, when the registers were set up."""
        return self.month(-8).last

    def actor(self, key: str) -> Actor:
        """The person as commands know them; roles do not change in the story."""
        if key not in self.actors:
            self.actors[key] = programmes.actor_for(self.people[key], self.open.last)
        return self.actors[key]

    def lead(self, ref: str) -> Actor:
        """The lead of the workstream."""
        return self.actor(self.leads[ref])
