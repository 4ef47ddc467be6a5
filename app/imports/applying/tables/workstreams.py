"""Rows of the workbook's sheet of workstreams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.money import Pence
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.register import Register
from app.imports.applying.values import Attribute
from app.imports.reading.results import TypedRow
from app.programmes import commands
from app.programmes import queries as programmes
from app.programmes.models import Workstream

ROLES = {
    "sponsor": "Sponsor",
    "lead": "Lead",
    "clinical_lead": "Clinical lead",
    "finance_lead": "Finance lead",
}
COSTS = (
    Attribute("baseline", "cost_baseline", "Cost baseline", None, words=values.pounds),
    Attribute("forecast", "cost_forecast", "Cost forecast", None, words=values.pounds),
)


class Workstreams:
    """Adds and edits workstreams, and the cost of the year that the import is for."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        records = programmes.of_programme(bringing.asked.programme.id)
        self._costs = programmes.costs(bringing.asked.programme.id, self._asked.year)
        self._register: Register[Workstream] = Register(
            records,
            title=lambda record: record.name,
            place=lambda record: None,
            wanted=[str(row.values["ref"]) for row in rows if row.values.get("ref")],
        )
        people = bringing.people
        self._described = (
            Attribute("name", "name", "Name"),
            Attribute("purpose", "purpose", "Purpose"),
            *(
                Attribute(f"{field}_id", field, label, None, people.named, people.name)
                for field, label in ROLES.items()
            ),
        )

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        ref = row.values.get("ref")
        found = self._register.find(str(ref) if ref else None, str(row.values["name"]), None)
        given = values.given(row, self._described)
        costs = values.given(row, COSTS)
        if found is None:
            shown = (*values.differences(None, given, self._described), *_costs(None, costs))
            return Step(
                row,
                given["name"],
                differences=shown,
                create=lambda: self._add(row, given),
                change=(lambda made: self._set_cost(made, costs)) if costs else None,
            )
        cost = self._costs.get(found.id)
        given = values.changed(found, given)
        costs = {k: v for k, v in costs.items() if getattr(cost, k, None) != v}
        shown = (*values.differences(found, given, self._described), *_costs(cost, costs))
        must_be_fresh(row, found, found.version + (cost.version if cost else 0), shown)
        act = None if not shown else lambda record: self._change(record, given, costs)
        return Step(row, found.name, found, shown, change=act)

    def _add(self, row: TypedRow, given: Mapping[str, Any]) -> Workstream:
        ref = row.values.get("ref")
        made = commands.add_workstream(
            self._asked.programme,
            ref=self._register.new_ref(str(ref) if ref else None, "WS"),
            actor=self._asked.actor,
            at=self._asked.at,
            **given,
        )
        self._bringing.workstreams.add(made)
        return made

    def _change(
        self, record: Workstream, given: Mapping[str, Any], costs: Mapping[str, Any]
    ) -> None:
        asked = self._asked
        if given:
            before = {name: getattr(record, name) for name in given}
            commands.edit_workstream(record, given, actor=asked.actor, at=asked.at)
            self._bringing.touched.note(record, before=before, after=given)
        if costs:
            self._set_cost(record, costs)

    def _set_cost(self, record: Workstream, costs: Mapping[str, Any]) -> None:
        asked, cost = self._asked, self._costs.get(record.id)
        before = [getattr(cost, "baseline", None), getattr(cost, "forecast", None)]
        after: list[Pence | None] = [
            costs.get("baseline", before[0]),
            costs.get("forecast", before[1]),
        ]
        commands.set_cost(
            record,
            year=asked.year,
            baseline=after[0],
            forecast=after[1],
            reason=asked.source,
            actor=asked.actor,
            at=asked.at,
        )
        key = f"cost {asked.year}"
        self._bringing.touched.note(record, before={key: before}, after={key: after})


def _costs(cost: Any, given: Mapping[str, Any]) -> tuple[Difference, ...]:
    return values.differences(cost, given, COSTS)
