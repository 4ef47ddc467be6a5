"""Runs a file into its programme, table by table, through the features' commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from app.audit.commands import together
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.imports.applying.asked import Asked
from app.imports.applying.bringing import Bringing, Refusal, Step
from app.imports.applying.outcomes import Outcome, Place, Report, RowResult
from app.imports.applying.tables import TABLES
from app.imports.applying.touched import Touched
from app.imports.reading.results import ReadFile, TypedRow

NONE: Mapping[Place, Refusal] = {}


class Table(Protocol):
    """Knows what a kind of row leads to."""

    def step(self, row: TypedRow) -> Step:
        """What the row leads to. Raises RuleBroken or NotAllowed where it is refused."""


def run(
    asked: Asked, file: ReadFile, refused: Mapping[Place, Refusal] = NONE
) -> tuple[Report, Touched]:
    """Every row of the file through the commands, in one transaction that the caller ends.

    Where the report has `refused`, some command refused its row half-way: roll back, and run again
    with those rows refused from the start.
    """
    bringing = Bringing(asked, file, refused, findings=list(file.findings))
    report = Report(file)
    for name, made in TABLES.items():
        if rows := bringing.rows(name):
            report.results.extend(_table(made(bringing, rows), rows, bringing, report))
    for row, act in bringing.later:
        _attempt(row, act, report)
    db.session.flush()
    _settle(bringing, report)
    return report, bringing.touched


def _table(
    table: Table, rows: list[TypedRow], bringing: Bringing, report: Report
) -> list[RowResult]:
    """First what each row means, then the new records, then the changes."""
    results: list[RowResult] = []
    steps: list[Step] = []
    for row in rows:
        found = _step(table, row, bringing)
        if isinstance(found, Step):
            steps.append(found)
        else:
            results.append(found)
    with together():
        for step in steps:
            _attempt(step.row, partial(_create, step, bringing), report)
    with together():
        for step in steps:
            if step.change and step.record is not None:
                _attempt(step.row, partial(step.change, step.record), report)
    results.extend(_result(step) for step in steps)
    return results


def _step(table: Table, row: TypedRow, bringing: Bringing) -> Step | RowResult:
    if row.is_rejected:
        return RowResult(row, Outcome.REJECTED, errors=row.errors)
    refusal = bringing.refused.get((row.sheet, row.row))
    if refusal is not None:
        return bringing.rejected(row, refusal)
    try:
        return table.step(row)
    except (RuleBroken, NotAllowed) as raised:
        return bringing.rejected(row, raised)


def _create(step: Step, bringing: Bringing) -> None:
    if step.create:
        step.record = step.create()
        bringing.touched.note(step.record, created=True)


def _attempt(row: TypedRow, act: Callable[[], None], report: Report) -> None:
    try:
        act()
    except (RuleBroken, NotAllowed) as raised:
        report.refused.setdefault((row.sheet, row.row), raised)
    except Conflict as raised:
        report.refused.setdefault((row.sheet, row.row), RuleBroken("version", raised.message))


def _result(step: Step) -> RowResult:
    name = str(getattr(step.record, "audit_name", "")) or step.name
    known = None
    if step.record is not None and not step.create:
        known = step.record.__tablename__, step.record.id
    return RowResult(step.row, step.outcome, name, step.differences, record=known)


def _settle(bringing: Bringing, report: Report) -> None:
    """Results in file order, and what was said of the file as a whole."""
    order = {(row.sheet, row.row): place for place, row in enumerate(bringing.file.rows)}
    report.results.sort(key=lambda each: order[each.place])
    report.left_out = bringing.left_out
    report.findings = [
        *bringing.findings,
        *bringing.workstreams.findings(),
        *bringing.people.findings(),
    ]
