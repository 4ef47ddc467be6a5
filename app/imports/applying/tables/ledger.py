"""Rows of a ledger file: an amount of a month, on a cost centre and account, of a scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.core.errors import NotAllowed
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.imports.applying.bringing import Bringing, Step
from app.imports.applying.ledger_lines import Alike, Pairing, Read, alike
from app.imports.applying.left_out import LeftOut
from app.imports.applying.outcomes import Difference
from app.imports.applying.register import fold
from app.imports.applying.values import pounds
from app.imports.reading.cells import months
from app.imports.reading.results import Severity, TypedRow
from app.programmes.models import Programme, Workstream
from app.savings.commands import ledger as commands
from app.savings.models import LedgerLine, Scheme, SchemeStatus
from app.savings.queries import line as owners

CODES = ("cost_centre", "account", "scheme_ref")
SAME_LINE = "This line came before without a scheme reference: it is the same line, now with one"
KEPT = "This line came before with a scheme reference: it is the same line, and keeps it"
MATCHED_ANEW = (
    "Somebody matched this line to another scheme while it had no reference: the file’s holds now"
)
IS_OWN = (
    "This is your own scheme, or you are in its line: what the ledger shows is kept, and somebody "
    "else has to match it"
)
ZEROS = (
    "A line of this month and amount came before, whose codes differ only in leading zeros: if it "
    "is this one, it counts twice until it is withdrawn"
)


class Ledger:
    """Adds and corrects lines. Nobody brings in what their own scheme’s claim is held against."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._schemes = _schemes(bringing.asked.programme)
        self._own = owners.schemes_of(
            self._asked.programme.id, self._asked.actor, self._asked.today
        )
        stored = _stored(bringing.asked.programme, self._months(rows))
        kept = [self._read(row) for row in rows if not row.is_rejected]
        pairing = Pairing(kept, stored)
        self._found = pairing.found
        self._last = Counter[Alike]()
        for line in stored:
            known = alike(line)
            self._last[known] = max(self._last[known], line.occurrence)
        rest = pairing.rest
        self._without_zeros = {(alike(line).without_zeros, line.pence) for line in rest}
        LeftOut(bringing, rows, own=self._own).look_for([each.alike for each in kept], rest)

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        read, found = self._read(row), self._found.get((row.sheet, row.row))
        scheme = self._scheme(row, found)
        given: dict[str, Any] = {
            "pence": Pence(read.pence),
            "description": str(row.values.get("description") or ""),
            "is_withdrawn": False,
        }
        if found is None:
            return self._new(row, read, given=given, scheme=scheme)
        given |= self._reference(row, found, scheme)
        if scheme is not None and found.scheme_id is None:
            given["scheme_id"] = scheme.id
        changed = {name: new for name, new in given.items() if getattr(found, name) != new}
        if found.scheme_id in self._own and changed:
            raise NotAllowed(commands.OWN_LINE)
        act = (lambda line: self._correct(line, changed)) if changed else None
        return Step(row, found.audit_name, found, _shown(found, changed, scheme), change=act)

    def _new(
        self, row: TypedRow, read: Read, *, given: dict[str, Any], scheme: Scheme | None
    ) -> Step:
        if (read.alike.without_zeros, read.pence) in self._without_zeros:
            self._bringing.warn(ZEROS, row, "cost_centre")
        occurrence = self._next(read.alike)
        name = " ".join(part for part in (str(read.alike.month), *_codes(row)) if part)
        return Step(
            row,
            name,
            differences=_shown(None, given, scheme),
            create=lambda: self._add(row, given, occurrence=occurrence, scheme=scheme),
        )

    def _reference(self, row: TypedRow, found: LedgerLine, scheme: Scheme | None) -> dict[str, Any]:
        """What changes where the line had no reference and has one now; said either way round."""
        ref = _codes(row)[-1]
        if bool(ref) is bool(found.scheme_ref):
            return {}
        if not ref:
            self._bringing.say(Severity.NOTE, KEPT, row, "amount")
            return {}
        self._bringing.say(Severity.NOTE, SAME_LINE, row, "scheme_ref")
        if found.scheme_id in self._own:
            return {}  # it counts as it did: whoever else brings the file in writes it down
        given = {"scheme_ref": ref, "occurrence": self._next(self._read(row).alike)}
        if scheme is None or found.scheme_id in (None, scheme.id):
            return given
        self._bringing.warn(MATCHED_ANEW, row, "scheme_ref")
        return {**given, "scheme_id": scheme.id}

    def _next(self, known: Alike) -> int:
        """Alike lines are told apart by which of them it is."""
        self._last[known] += 1
        return self._last[known]

    def _read(self, row: TypedRow) -> Read:
        ref = _codes(row)[-1]
        scheme, _ = self._named(ref)
        return Read(
            (row.sheet, row.row),
            Alike.of(self._month(row), *_codes(row)),
            int(str(row.values["amount"])),
            scheme.id if scheme else None,
        )

    def _month(self, row: TypedRow) -> Month:
        return months.resolved(str(row.values["month"]), self._asked.year)

    def _months(self, rows: Iterable[TypedRow]) -> set[Month]:
        return {self._month(row) for row in rows if not row.is_rejected}

    def _scheme(self, row: TypedRow, found: LedgerLine | None) -> Scheme | None:
        """The scheme that the line names; one that cannot be told is said, and the line kept."""
        ref = _codes(row)[-1]
        scheme, why = self._named(ref)
        if scheme is not None and scheme.id in self._own:
            scheme, why = None, IS_OWN
        if why and (found is None or found.scheme_id is None):
            self._bringing.warn(why, row, "scheme_ref" if ref else "amount")
        return scheme

    def _named(self, ref: str) -> tuple[Scheme | None, str]:
        """The scheme of the reference, or why there is none."""
        if not ref:
            return None, "This line names no scheme: match it to one"
        known = self._schemes.get(fold(ref), [])
        running = [scheme for scheme in known if scheme.status is not SchemeStatus.WITHDRAWN]
        if len(running) == 1:
            return running[0], ""
        if running:
            why = "Two schemes have this reference"
        else:
            why = "This scheme is withdrawn" if known else "No scheme has this reference"
        return None, f"{why}: the line is kept; match it to a scheme"

    def _add(
        self, row: TypedRow, given: dict[str, Any], *, occurrence: int, scheme: Scheme | None
    ) -> LedgerLine:
        cost_centre, account, ref = _codes(row)
        return commands.add_line(
            self._asked.programme,
            self._month(row),
            pence=given["pence"],
            scheme=scheme,
            scheme_ref=ref,
            cost_centre=cost_centre,
            account=account,
            description=given["description"],
            occurrence=occurrence,
            source=self._asked.file_name,
            own=self._own,
            actor=self._asked.actor,
            at=self._asked.at,
        )

    def _correct(self, line: LedgerLine, changed: dict[str, Any]) -> None:
        before = {name: getattr(line, name) for name in changed}
        asked = self._asked
        commands.correct_line(
            line, changed, reason=asked.source, own=self._own, actor=asked.actor, at=asked.at
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
    if "scheme_ref" in given:
        shown.append(Difference("Scheme reference", "", given["scheme_ref"]))
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


def _codes(row: TypedRow) -> tuple[str, str, str]:
    """Cost centre, account and scheme reference as the file has them."""
    cost_centre, account, ref = (str(row.values.get(name) or "") for name in CODES)
    return cost_centre, account, ref


def _stored(programme: Programme, wanted: set[Month]) -> Sequence[LedgerLine]:
    """The lines of those months, withdrawn ones too: the same file brings them back."""
    return db.session.scalars(
        select(LedgerLine)
        .where(LedgerLine.programme_id == programme.id, LedgerLine.month.in_(wanted))
        .order_by(LedgerLine.id)
    ).all()
