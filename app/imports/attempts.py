"""Reads, checks and applies a file, each step in the transaction that it needs and no longer.

A file is parsed while no transaction is open: other people save meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.imports import commands, queries
from app.imports.applying.asked import LeftOutLines
from app.imports.applying.bringing import Refusal
from app.imports.applying.outcomes import Place, Report
from app.imports.commands import Asking
from app.imports.models import Import
from app.imports.reading import reader
from app.imports.reading.results import ReadFile
from app.programmes import queries as programmes

MOST = 6
Run = Callable[[Mapping[Place, Refusal]], Report]
NO_MAPPING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Wanted:
    """A file as it came, and where it is to go: ids only, so that it outlives a transaction."""

    programme_id: int
    name: str
    content: bytes
    kind: str | None = None
    workstream_id: int | None = None
    month: Month | None = None
    as_correction: bool = False
    left_out: LeftOutLines = LeftOutLines.STAY

    def asking(self, file: ReadFile) -> Asking:
        """With its records, in the transaction of now."""
        chosen = None
        if self.workstream_id is not None:
            listed = programmes.of_programme(self.programme_id)
            chosen = next((each for each in listed if each.id == self.workstream_id), None)
        return Asking(
            file=file,
            name=self.name,
            content=self.content,
            workstream=chosen,
            month=self.month,
            as_correction=self.as_correction,
            left_out=self.left_out,
        )


def read(wanted: Wanted, chosen: Mapping[str, str] = NO_MAPPING) -> ReadFile:
    """The file, with the mapping chosen now, else the one that was chosen for such headings.

    Raises Unreadable. Ends the transaction.
    """
    db.session.rollback()
    file = reader.read(wanted.name, wanted.content, kind=wanted.kind, mapping=chosen)
    if chosen:
        return file
    remembered = queries.remembered_for(wanted.programme_id, file.signature)
    db.session.rollback()
    if not remembered:
        return file
    return reader.read(wanted.name, wanted.content, kind=wanted.kind, mapping=remembered)


def check(wanted: Wanted, file: ReadFile, *, actor: Actor, at: datetime) -> Report:
    """What would happen: everything is done, and then undone."""
    db.session.rollback()
    try:
        return apply(wanted, file, actor=actor, at=at)
    finally:
        db.session.rollback()


def apply(
    wanted: Wanted, file: ReadFile, *, import_id: int | None = None, actor: Actor, at: datetime
) -> Report:
    """The open transaction holds what was done; `import_id` is the file where it waits."""

    def run(refused: Mapping[Place, Refusal]) -> Report:
        programme = programmes.programme(wanted.programme_id)
        waiting: Import | None = queries.get(import_id, actor) if import_id else None
        return commands.bring_in(
            programme, wanted.asking(file), refused=refused, brought=waiting, actor=actor, at=at
        )

    return _settled(run)


def _settled(run: Run) -> Report:
    """The report of a run that refused nothing half-way.

    A row may be refused after some of it was written: then everything is rolled back, and run again
    without that row.
    """
    refused: dict[Place, Refusal] = {}
    for _ in range(MOST):
        report = run(refused)
        if not report.refused:
            return report
        db.session.rollback()
        refused.update(report.refused)
    raise RuleBroken(None, "The rows of this file refuse each other. Bring it in in parts")
