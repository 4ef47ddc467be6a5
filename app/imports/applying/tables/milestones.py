"""Rows that are milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core import dates
from app.core.errors import RuleBroken
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.values import Attribute
from app.imports.reading.results import TypedRow
from app.milestones import commands
from app.milestones.models import Milestone, MilestoneStatus

BASELINE = Attribute("current_baseline", "baseline", "Baseline", empty=None)
FORECAST = Attribute("forecast", "forecast", "Forecast", empty=None)
COMPLETED = Attribute("completed_on", "completed_on", "Completed on", empty=None)


class Milestones:
    """Adds, edits, reforecasts and completes; a baseline that is set never moves."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._register = bringing.register(Milestone, rows)
        people = bringing.people
        self._described = (
            Attribute("title", "title", "Title"),
            Attribute("is_gate", "is_gate", "Gate", empty=False),
            Attribute("is_critical", "is_critical", "On the critical path", empty=False),
            Attribute("owner_id", "owner", "Owner", None, people.named, people.name),
        )
        self._all = (*self._described, BASELINE, FORECAST, COMPLETED)

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        spot = self._bringing.workstreams.of(row)
        title = str(row.values["title"])
        found = self._register.find(_text(row, "ref"), title, spot.key)
        given = values.given(row, self._all)
        if found is None:
            return Step(
                row,
                title,
                differences=values.differences(None, given, self._all),
                create=lambda: self._add(row, spot.get(), given),
                change=(lambda made: self._complete(made, row, given))
                if given.get("completed_on")
                else None,
            )
        return self._existing(row, found, given)

    def _existing(self, row: TypedRow, found: Milestone, given: Mapping[str, Any]) -> Step:
        changed = self._allowed(row, found, values.changed(found, given))
        shown = values.differences(found, changed, self._all)
        comes_back = _comes_back(self._bringing, found)
        if comes_back:
            shown = (Difference("Status", "Withdrawn", "Open"), *shown)
        must_be_fresh(row, found, self._register.versions[found.id], shown)
        act = None if not shown else lambda record: self._change(record, row, changed)
        return Step(row, found.title, found, shown, change=act)

    def _allowed(self, row: TypedRow, found: Milestone, changed: dict[str, Any]) -> dict[str, Any]:
        """Without what an import may not move, which is said instead."""
        if found.current_baseline and "current_baseline" in changed:
            given = changed.pop("current_baseline")
            said = dates.long(given) if given else "empty"
            self._bringing.warn(
                f"The baseline is {dates.long(found.current_baseline)} and stays so; the file "
                f"says {said}. Only an approved change moves a baseline",
                row,
                "baseline",
            )
        if "forecast" in changed and changed["forecast"] is None:
            del changed["forecast"]
        if found.status is MilestoneStatus.COMPLETE:
            for name in ("forecast", "completed_on"):
                if name in changed:
                    del changed[name]
                    said = "This milestone is complete, so its dates were left as they are"
                    self._bringing.warn(said, row, name)
        return changed

    def _add(self, row: TypedRow, workstream: Any, given: Mapping[str, Any]) -> Milestone:
        plain = {each.name: given[each.name] for each in self._described if each.name in given}
        return commands.add(
            workstream,
            ref=self._register.new_ref(_text(row, "ref"), f"{workstream.ref}-M"),
            baseline=given.get("current_baseline"),
            forecast=given.get("forecast"),
            actor=self._asked.actor,
            at=self._asked.at,
            **plain,
        )

    def _change(self, record: Milestone, row: TypedRow, changed: Mapping[str, Any]) -> None:
        asked, before = self._asked, {name: getattr(record, name) for name in changed}
        if record.status is MilestoneStatus.WITHDRAWN:
            commands.reopen(record, reason=asked.source, actor=asked.actor, at=asked.at)
            before["status"], changed = MilestoneStatus.WITHDRAWN, {**changed, "status": "open"}
        plain = {each.name: changed[each.name] for each in self._described if each.name in changed}
        if changed.get("current_baseline"):
            plain["baseline"] = changed["current_baseline"]
        if plain:
            commands.edit(record, plain, actor=asked.actor, at=asked.at)
        if changed.get("forecast"):
            self._reforecast(record, row, changed["forecast"])
        self._complete(record, row, changed)
        self._bringing.touched.note(record, before=before, after=changed)

    def _reforecast(self, record: Milestone, row: TypedRow, to: date) -> None:
        asked = self._asked
        commands.reforecast(
            record,
            to=to,
            reason=_text(row, "reason") or asked.source,
            actor=asked.actor,
            at=asked.at,
        )

    def _complete(self, record: Milestone, row: TypedRow, changed: Mapping[str, Any]) -> None:
        day, asked = changed.get("completed_on"), self._asked
        if day is None:
            return
        commands.complete(
            record,
            on=day,
            evidence=_text(row, "evidence") or asked.source,
            evidence_link=_text(row, "evidence_link") or "",
            actor=asked.actor,
            at=asked.at,
        )


def _comes_back(bringing: Bringing, found: Milestone) -> bool:
    """Whether an undo withdrew it. Raises RuleBroken for one that a person withdrew."""
    if found.status is not MilestoneStatus.WITHDRAWN:
        return False
    if ("milestone", found.id) in bringing.withdrawn_by_undo:
        return True
    raise RuleBroken(
        "title",
        f"{found.ref} was withdrawn ({found.closing_reason}). Open it again on its page, or take "
        "this row out",
    )


def _text(row: TypedRow, field: str) -> str | None:
    value = row.values.get(field)
    return value if isinstance(value, str) else None
