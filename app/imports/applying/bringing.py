"""One run of a file into a programme: what every kind of row needs at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.imports.applying.asked import Asked
from app.imports.applying.outcomes import (
    Difference,
    Outcome,
    Place,
    RowResult,
    Stale,
)
from app.imports.applying.people import People
from app.imports.applying.register import Register
from app.imports.applying.touched import Touched
from app.imports.applying.workstreams import Workstreams
from app.imports.models import Import, ImportedChange, ImportStatus
from app.imports.reading.results import Finding, ReadFile, Severity, TypedRow
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.queries import closing
from app.savings.rules.closing import Closed

Refusal = RuleBroken | NotAllowed


@dataclass
class Step:
    """What a row leads to: `create` makes its record, `change` alters it once it has an id."""

    row: TypedRow
    name: str
    record: Any = None
    differences: tuple[Difference, ...] = ()
    create: Callable[[], Any] | None = None
    change: Callable[[Any], None] | None = None

    @property
    def outcome(self) -> Outcome:
        if self.create:
            return Outcome.CREATED
        return Outcome.UPDATED if self.change else Outcome.UNCHANGED


@dataclass
class Bringing:
    """The file, what was asked, and what has been found and done so far."""

    asked: Asked
    file: ReadFile
    refused: Mapping[Place, Refusal] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)
    later: list[tuple[TypedRow, Callable[[], None]]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    """Ledger lines of the file's months that it no longer has."""
    _first_seen: dict[Any, dict[int, int]] = field(default_factory=dict)

    def rows(self, table: str) -> list[TypedRow]:
        """The table's rows, in file order, rejected ones too."""
        return [row for row in self.file.rows if row.table == table]

    @cached_property
    def people(self) -> People:
        return People()

    @cached_property
    def closed(self) -> Closed:
        """The last month whose savings are closed; no other is closed while the file comes in."""
        return closing.held_open(self.asked.programme.id)

    @cached_property
    def workstreams(self) -> Workstreams:
        return Workstreams(self.asked, programmes.of_programme(self.asked.programme.id))

    @cached_property
    def withdrawn_by_undo(self) -> frozenset[tuple[str, int]]:
        """Records that an import made and its undo withdrew: the same file brings them back."""
        rows = db.session.execute(
            select(ImportedChange.record_kind, ImportedChange.record_id)
            .join(Import, Import.id == ImportedChange.import_id)
            .where(Import.programme_id == self.asked.programme.id)
            .where(Import.status == ImportStatus.UNDONE, ImportedChange.created)
        )
        return frozenset((kind, record_id) for kind, record_id in rows)

    def register(self, model: Any, rows: Sequence[TypedRow], *extra: Any) -> Register[Any]:
        """The programme's records of a kind that belong to workstreams, loaded once."""
        statement = (
            select(model)
            .join(model.workstream)
            .where(Workstream.programme_id == self.asked.programme.id)
            .options(joinedload(model.workstream), *extra)
            .order_by(model.id)
        )
        found: Register[Any] = Register(
            db.session.scalars(statement).unique(),
            title=lambda record: record.title,
            place=lambda record: record.workstream_id,
            hidden=self._hidden(model),
            wanted=[_ref(row) for row in rows],
        )
        self._first_seen.setdefault(model, dict(found.versions))
        return found

    def versions_at_start(self, model: Any, register: Register[Any]) -> dict[int, int]:
        """The versions before this file changed anything: another sheet may have been first."""
        return {**register.versions, **self._first_seen[model]}

    def _hidden(self, model: Any) -> frozenset[int]:
        """Ids of the programme's records that the actor may not see."""
        actor = self.asked.actor
        if actor.is_system:
            return frozenset()
        return frozenset(
            db.session.scalars(
                select(model.id)
                .join(model.workstream)
                .where(Workstream.programme_id == self.asked.programme.id)
                .where(
                    ~(programmes.seen_workstreams(actor) & programmes.seen_records(actor, model))
                )
            )
        )

    def say(
        self,
        severity: Severity,
        message: str,
        row: TypedRow | None = None,
        field: str | None = None,
    ) -> None:
        """Adds a finding, on a row's cell where they are given."""
        self.findings.append(self._finding(severity, message, row, field=field))

    def warn(self, message: str, row: TypedRow, field: str) -> None:
        self.say(Severity.WARNING, message, row, field)

    def rejected(self, row: TypedRow, refusal: Refusal, name: str = "") -> RowResult:
        """The row as refused, with a finding that names its cell."""
        named = getattr(refusal, "field", None)
        error = self._finding(Severity.ERROR, refusal.message, row, field=named)
        self.findings.append(error)
        if isinstance(refusal, Stale):
            return RowResult(
                row, Outcome.REJECTED, refusal.name, refusal.differences, (error,), refusal.record
            )
        return RowResult(row, Outcome.REJECTED, name, errors=(error,))

    def _finding(
        self, severity: Severity, message: str, row: TypedRow | None, *, field: str | None
    ) -> Finding:
        if row is None:
            return Finding(severity, message)
        value = row.values.get(field or "")
        heading = self.heading(row, field) or self.heading(row, "title") or "Row"
        return Finding(
            severity,
            message,
            row.sheet,
            row.row,
            heading,
            None if value is None else str(value)[:120],
        )

    def heading(self, row: TypedRow, field: str | None) -> str | None:
        """The heading under which the row gives the field."""
        return self._headings.get((row.sheet, field)) or self._headings.get(("", field))

    @cached_property
    def _headings(self) -> dict[tuple[str, str | None], str]:
        sheets = {row.sheet for row in self.file.rows}
        found: dict[tuple[str, str | None], str] = {}
        for heading, name in self.file.mapped.items():
            sheet, mark, rest = heading.partition("!")
            known = mark and sheet in sheets
            found[(sheet if known else "", name)] = rest if known else heading
        return found


def must_be_fresh(
    row: TypedRow, found: Any, version: int, differences: tuple[Difference, ...]
) -> None:
    """Raises Stale where the row was downloaded before a later save and would overwrite it."""
    downloaded = row.values.get("version")
    if differences and downloaded is not None and downloaded != version:
        raise Stale(differences, found.audit_name, (found.__tablename__, found.id))


def _ref(row: TypedRow) -> str | None:
    ref = row.values.get("ref")
    return ref if isinstance(ref, str) and not row.is_rejected else None
