"""Rows of a portfolio file: a project is a workstream, with a confidence, dates and costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.core.rating import Colour
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.register import Register, fold
from app.imports.applying.tables.returned import ReturnedUpdates
from app.imports.applying.tables.terms import Terms
from app.imports.applying.values import Attribute
from app.imports.reading.results import Severity, TypedRow
from app.programmes import commands
from app.programmes import queries as programmes
from app.programmes.models import Workstream, WorkstreamStatus

LONGEST_PROSE = 5_000
LONGEST_REF = 50  # its milestones' references are longer
_YEAR = re.compile(r"\b(20[0-9]{2})\s*[/-]\s*(?:20)?([0-9]{2})\b")
_NOT_KEPT = ("whole_life_cost", "benefits_baseline")

DESCRIBED = (
    Attribute("name", "name", "Name"),
    Attribute("purpose", "purpose", "Purpose", read=lambda text: shortened(text)),
    Attribute("category", "category", "Category"),
)
COSTS = (
    Attribute("baseline", "cost_baseline", "Cost baseline", None, words=values.pounds),
    Attribute("forecast", "cost_forecast", "Cost forecast", None, words=values.pounds),
)


@dataclass(frozen=True)
class Project:
    """What a row says, in the words of a workstream."""

    described: dict[str, Any]
    confidence: Colour | None
    narrative: str
    costs: dict[str, Any]


class Portfolio:
    """Adds and edits workstreams; what the return says of each goes through its own command."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        records = programmes.of_programme(bringing.asked.programme.id)
        self._register: Register[Workstream] = Register(
            [each for each in records if not each.is_unassigned],
            title=lambda record: record.name,
            place=lambda record: None,
            wanted=[_ref(row) for row in rows],
        )
        self.year = self._year_of_headings() or self._asked.year
        self._costs = programmes.costs(bringing.asked.programme.id, self.year)
        as_at = min(self._asked.as_at, self.year.last)
        self._terms = Terms(bringing, as_at)
        self._updates = ReturnedUpdates(bringing, self._month())
        self._say_what_is_not_kept(rows)

    def _year_of_headings(self) -> FinancialYear | None:
        """The financial year that the file's own headings name; it wins over the month asked."""
        for heading in self._bringing.file.mapped:
            found = _YEAR.search(heading)
            if found and (int(found[1]) + 1) % 100 == int(found[2]):
                year = FinancialYear(int(found[1]))
                if self._asked.month and self._asked.month not in year.months:
                    self._bringing.say(
                        Severity.WARNING,
                        f"The headings speak of {year}, so the costs were taken as that year’s; "
                        f"{self._asked.month.label} is not in it",
                    )
                return year
        return None

    def _month(self) -> Month:
        """The month that the return speaks of: one of its year, not after this one."""
        stands_at = self._asked.stands_at
        if stands_at in self.year.months:
            return stands_at
        return min(self.year.months[-1], Month.of(self._asked.today))

    def _say_what_is_not_kept(self, rows: list[TypedRow]) -> None:
        kept = {field for field in _NOT_KEPT for row in rows if row.values.get(field) is not None}
        if kept:
            columns = " and ".join(field.replace("_", " ") for field in _NOT_KEPT if field in kept)
            said = f"A workstream has no place for {columns}, so they were read and not kept"
            self._bringing.say(Severity.NOTE, said)

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        found = self._register.find(_ref(row), str(row.values["name"]), None)
        project = _project(row, self._asked.source)
        if found is None:
            return Step(
                row,
                project.described["name"],
                differences=self._shown(None, project),
                create=lambda: self._add(row, project),
                change=lambda made: self._state(made, row, project),
            )
        shown = (*_comes_back(self._bringing, found), *self._shown(found, project))
        shown = (*shown, *self._terms.differences(found, row))
        shown = (*shown, *self._updates.differences(found, row))
        must_be_fresh(row, found, self._register.versions[found.id], shown)
        act = None if not shown else lambda record: self._change(record, row, project)
        return Step(row, project.described["name"], found, shown, change=act)

    def _shown(self, record: Workstream | None, project: Project) -> tuple[Difference, ...]:
        described = project.described
        cost = self._costs.get(record.id) if record else None
        costs = dict(project.costs)
        given = _confidence(project)
        if record is not None:
            described = values.changed(record, described)
            costs = {k: v for k, v in costs.items() if getattr(cost, k, None) != v}
            given = values.changed(record, given)
        return (
            *values.differences(record, described, DESCRIBED),
            *values.differences(record, given, CONFIDENCE),
            *values.differences(cost, costs, COSTS),
        )

    def _add(self, row: TypedRow, project: Project) -> Workstream:
        made = commands.add_workstream(
            self._asked.programme,
            ref=self._register.new_ref(_own_ref(row), "WS", LONGEST_REF),
            actor=self._asked.actor,
            at=self._asked.at,
            **project.described,
        )
        self._bringing.workstreams.add(made)
        return made

    def _change(self, record: Workstream, row: TypedRow, project: Project) -> None:
        changed = values.changed(record, project.described)
        if list(_comes_back(self._bringing, record)):
            changed["status"] = WorkstreamStatus.OPEN
        if changed:
            before = {name: getattr(record, name) for name in changed}
            self._bringing.touched.note(record, before=before, after=changed)
            commands.edit_workstream(record, changed, actor=self._asked.actor, at=self._asked.at)
        self._state(record, row, project)

    def _state(self, record: Workstream, row: TypedRow, project: Project) -> None:
        self._give_confidence(record, project)
        self._set_cost(record, project)
        self._terms.bring(record, row)
        self._updates.bring(record, row)

    def _give_confidence(self, record: Workstream, project: Project) -> None:
        asked, after = self._asked, _confidence(project)
        before = {name: getattr(record, name) for name in after}
        if before == after or not after:
            return
        commands.give_confidence(
            record,
            colour=project.confidence,
            reason=project.narrative,
            stated_in=asked.file_name,
            actor=asked.actor,
            at=asked.at,
        )
        self._bringing.touched.note(record, before=before, after=after)

    def _set_cost(self, record: Workstream, project: Project) -> None:
        found, asked = self._costs.get(record.id), self._asked
        before = [getattr(found, "baseline", None), getattr(found, "forecast", None)]
        after = [project.costs.get("baseline", before[0]), project.costs.get("forecast", before[1])]
        if before == after:
            return
        commands.set_cost(
            record,
            year=self.year,
            baseline=_pence(after[0]),
            forecast=_pence(after[1]),
            reason=asked.source,
            actor=asked.actor,
            at=asked.at,
        )
        key = f"cost {self.year}"
        self._bringing.touched.note(record, before={key: before}, after={key: after})


CONFIDENCE = (
    Attribute("delivery_confidence", "delivery_confidence", "Delivery confidence", None),
    Attribute("confidence_reason", "confidence_narrative", "Confidence, reason"),
)


def _confidence(project: Project) -> dict[str, Any]:
    if project.confidence is None:
        return {}
    return {
        "delivery_confidence": project.confidence,
        "confidence_reason": project.narrative,
    }


def _project(row: TypedRow, source: str) -> Project:
    described = values.given(row, DESCRIBED)
    parts = (row.values.get("organisation"), row.values.get("category"))
    category = " · ".join(str(part) for part in parts if part)
    if category:
        described["category"] = category[:200]
    colour = row.values.get("delivery_confidence")
    return Project(
        described=described,
        confidence=Colour(colour) if isinstance(colour, str) else None,
        narrative=shortened(str(row.values.get("confidence_narrative") or source)),
        costs=values.given(row, COSTS),
    )


def _comes_back(bringing: Bringing, found: Workstream) -> Iterator[Difference]:
    closed = found.status is WorkstreamStatus.CLOSED
    if closed and ("workstream", found.id) in bringing.withdrawn_by_undo:
        yield Difference("Status", "Closed", "Open")


def shortened(text: str) -> str:
    """A text that its field can hold; the rest is cut, and shows that it was."""
    return text if len(text) <= LONGEST_PROSE else f"{text[: LONGEST_PROSE - 1]}…"


def _pence(value: Any) -> Pence | None:
    return Pence(value) if isinstance(value, int) else None


def _ref(row: TypedRow) -> str | None:
    ref = row.values.get("ref")
    return ref if isinstance(ref, str) and not row.is_rejected else None


def _own_ref(row: TypedRow) -> str | None:
    """The file's id, where an address can hold it."""
    ref = _ref(row)
    return None if ref is None or re.search(r"[/\\]", ref) or fold(ref) == "new" else ref
