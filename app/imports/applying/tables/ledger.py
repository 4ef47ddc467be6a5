"""Rows of a ledger file: an amount of a month, on a cost centre and account, of a scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.imports.applying.bringing import Bringing, Step
from app.imports.applying.left_out import LeftOut
from app.imports.applying.outcomes import Difference
from app.imports.applying.register import fold
from app.imports.applying.values import pounds
from app.imports.reading.cells import months
from app.imports.reading.results import TypedRow
from app.programmes.models import Programme, Workstream
from app.savings.commands import ledger as commands
from app.savings.models import LedgerLine, Scheme, SchemeStatus

Key = tuple[Month, str, str, str, int]
CODES = ("cost_centre", "account", "scheme_ref")


class Ledger:
    """Adds and corrects lines. Alike lines of one file are told apart by which of them it is."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._schemes = _schemes(bringing.asked.programme)
        self._stored = _stored(bringing.asked.programme, self._months(rows))
        self._times: Counter[tuple[Any, ...]] = Counter()
        kept = [self._key(row) for row in rows if not row.is_rejected]
        self._times.clear()
        LeftOut(bringing, rows, self._stored).look_for(kept)

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        key = self._key(row)
        scheme = self._scheme(row)
        given: dict[str, Any] = {
            "pence": Pence(int(str(row.values["amount"]))),
            "description": str(row.values.get("description") or ""),
            "is_withdrawn": False,
        }
        found = self._stored.get(key)
        if found is None:
            name = " ".join(part for part in (str(key[0]), *key[1:4]) if part)
            return Step(
                row,
                name,
                differences=_shown(None, given, scheme),
                create=lambda: self._add(key, given, scheme),
            )
        if scheme is not None and found.scheme_id is None:
            given["scheme_id"] = scheme.id
        changed = {name: new for name, new in given.items() if getattr(found, name) != new}
        act = (lambda line: self._correct(line, changed)) if changed else None
        return Step(row, found.audit_name, found, _shown(found, changed, scheme), change=act)

    def _key(self, row: TypedRow) -> Key:
        """By which a line is known again: the last part counts lines that are otherwise alike."""
        cost_centre, account, ref = (str(row.values.get(name) or "") for name in CODES)
        alike = self._month(row), cost_centre, account, ref
        self._times[alike] += 1
        return (*alike, self._times[alike])

    def _month(self, row: TypedRow) -> Month:
        return months.resolved(str(row.values["month"]), self._asked.year)

    def _months(self, rows: Iterable[TypedRow]) -> set[Month]:
        return {self._month(row) for row in rows if not row.is_rejected}

    def _scheme(self, row: TypedRow) -> Scheme | None:
        """The scheme that the line names; one that cannot be told is said, and the line kept."""
        ref = row.values.get("scheme_ref")
        if not ref:
            self._bringing.warn("This line names no scheme: match it to one", row, "amount")
            return None
        known = self._schemes.get(fold(str(ref)), [])
        running = [scheme for scheme in known if scheme.status is not SchemeStatus.WITHDRAWN]
        if len(running) == 1:
            return running[0]
        if running:
            why = "Two schemes have this reference"
        elif known:
            why = "This scheme is withdrawn"
        else:
            why = "No scheme has this reference"
        self._bringing.warn(f"{why}: the line is kept; match it to a scheme", row, "scheme_ref")
        return None

    def _add(self, key: Key, given: dict[str, Any], scheme: Scheme | None) -> LedgerLine:
        month, cost_centre, account, ref, occurrence = key
        return commands.add_line(
            self._asked.programme,
            month,
            pence=given["pence"],
            scheme=scheme,
            scheme_ref=ref,
            cost_centre=cost_centre,
            account=account,
            description=given["description"],
            occurrence=occurrence,
            source=self._asked.file_name,
            actor=self._asked.actor,
            at=self._asked.at,
        )

    def _correct(self, line: LedgerLine, changed: dict[str, Any]) -> None:
        before = {name: getattr(line, name) for name in changed}
        commands.correct_line(
            line, changed, reason=self._asked.source, actor=self._asked.actor, at=self._asked.at
        )
        self._bringing.touched.note(line, before=before, after=changed)


def _shown(
    found: LedgerLine | None, given: dict[str, Any], scheme: Scheme | None
) -> tuple[Difference, ...]:
    """What a person reads of the row's changes."""
    shown = []
    if "pence" in given:
        before = pounds(found.pence) if found else ""
        shown.append(Difference("Amount", before, pounds(given["pence"])))
    if given.get("description"):
        before = found.description if found else ""
        shown.append(Difference("Description", before, given["description"]))
    if scheme is not None and (found is None or "scheme_id" in given):
        shown.append(Difference("Scheme", "", scheme.ref))
    if found is not None and found.is_withdrawn:
        shown.append(Difference("Line", "Withdrawn", "Counts again"))
    return tuple(shown)


def _schemes(programme: Programme) -> dict[str, list[Scheme]]:
    """By folded reference, whoever brings the file in: a line shows nothing of its scheme."""
    found: dict[str, list[Scheme]] = {}
    for scheme in db.session.scalars(
        select(Scheme)
        .join(Scheme.workstream)
        .where(Workstream.programme_id == programme.id)
        .order_by(Scheme.id)
    ):
        found.setdefault(fold(scheme.ref), []).append(scheme)
    return found


def _stored(programme: Programme, wanted: set[Month]) -> dict[Key, LedgerLine]:
    """The lines of those months, withdrawn ones too: the same file brings them back."""
    rows = db.session.scalars(
        select(LedgerLine)
        .where(LedgerLine.programme_id == programme.id, LedgerLine.month.in_(wanted))
        .order_by(LedgerLine.id)
    )
    return {
        (row.month, row.cost_centre, row.account, row.scheme_ref, row.occurrence): row
        for row in rows
    }
