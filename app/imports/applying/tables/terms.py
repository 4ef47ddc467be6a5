"""A project's start and end, kept as two milestones of its workstream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.core import dates
from app.imports.applying.bringing import Bringing
from app.imports.applying.outcomes import Difference
from app.imports.reading.results import TypedRow
from app.milestones import commands
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes.models import Workstream

TITLES = {"start_on": "Project starts", "end_on": "Project ends"}


class Terms:
    """A start that was due by the as-at date is complete: the return says that it has started."""

    def __init__(self, bringing: Bringing, as_at: date) -> None:
        self._bringing, self._asked, self._as_at = bringing, bringing.asked, as_at
        self._register = bringing.register(Milestone, [])

    def differences(self, workstream: Workstream, row: TypedRow) -> Iterator[Difference]:
        """What the row's dates would change; a complete milestone's are left, and it is said."""
        for field, title in TITLES.items():
            day = row.values.get(field)
            found = self._register.titled(title, workstream.id)
            if not isinstance(day, date):
                continue
            if found is None:
                yield Difference(title, "", dates.long(day))
            elif found.status is MilestoneStatus.WITHDRAWN:
                if ("milestone", found.id) in self._bringing.withdrawn_by_undo:
                    yield Difference(title, "Withdrawn", dates.long(day))
            elif found.status is MilestoneStatus.OPEN:
                yield from self._open(found, field, day)
            elif found.completed_on and found.completed_on != day:
                said = f"{title} is complete on {dates.long(found.completed_on)} and stays so"
                self._bringing.warn(said, row, field)

    def _open(self, found: Milestone, field: str, day: date) -> Iterator[Difference]:
        if found.forecast != day:
            before = dates.long(found.forecast) if found.forecast else ""
            yield Difference(found.title, before, dates.long(day))
        if field == "start_on" and day <= self._as_at:
            yield Difference(f"{found.title}, status", "Open", "Complete")

    def bring(self, workstream: Workstream, row: TypedRow) -> None:
        """Adds, reforecasts and completes the two milestones."""
        for field, title in TITLES.items():
            day = row.values.get(field)
            if isinstance(day, date):
                found = self._register.titled(title, workstream.id)
                if found is None:
                    found = self._add(workstream, title, day)
                else:
                    self._move(found, row, day)
                if field == "start_on" and day <= self._as_at:
                    self._complete(found, day)

    def _add(self, workstream: Workstream, title: str, day: date) -> Milestone:
        made = commands.add(
            workstream,
            title=title,
            ref=self._register.new_ref(None, f"{workstream.ref}-M"),
            baseline=day,
            actor=self._asked.actor,
            at=self._asked.at,
        )
        self._bringing.touched.note(made, created=True)
        return made

    def _move(self, found: Milestone, row: TypedRow, day: date) -> None:
        asked, before = self._asked, {"forecast": found.forecast, "status": found.status}
        withdrawn = found.status is MilestoneStatus.WITHDRAWN
        if withdrawn and ("milestone", found.id) in self._bringing.withdrawn_by_undo:
            commands.reopen(found, reason=asked.source, actor=asked.actor, at=asked.at)
        if found.status is not MilestoneStatus.OPEN or (found.forecast == day and not withdrawn):
            return
        narrative = row.values.get("schedule_narrative")
        why = narrative if isinstance(narrative, str) else asked.source
        commands.reforecast(found, to=day, reason=why[:5_000], actor=asked.actor, at=asked.at)
        after = {"forecast": day, "status": found.status}
        self._bringing.touched.note(found, before=before, after=after)

    def _complete(self, found: Milestone, day: date) -> None:
        if found.status is not MilestoneStatus.OPEN:
            return
        asked = self._asked
        before = {"status": found.status, "completed_on": None}
        commands.complete(
            found,
            on=day,
            evidence=f"{asked.source}: the return gives this as its start date",
            actor=asked.actor,
            at=asked.at,
        )
        after = {"status": found.status, "completed_on": day}
        self._bringing.touched.note(found, before=before, after=after)
