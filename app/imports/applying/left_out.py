"""Lines of the ledger that a later file leaves out of months which it covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from app.core.financial_year import Month
from app.imports.applying.bringing import Bringing
from app.imports.applying.ledger_lines import Alike, alike
from app.imports.applying.values import pounds
from app.imports.reading.results import Severity, TypedRow
from app.savings.commands import ledger as commands
from app.savings.models import LedgerLine

Covered = tuple[Month, str, str]
OWN = (
    "What the ledger shows of your own scheme, or of one in whose line you are, stays: somebody "
    "else has to withdraw it"
)
UNKNOWN = (
    "Rows of this file are refused, so it cannot be told which lines of its months it leaves out. "
    "Put the rows right and bring the file in again"
)


class LeftOut:
    """Of the months that the file covers: the lines which it no longer has. They stay, unless
    whoever brings it in says that they go: all, or those alike what the file has.

    Alike is a line of a cost centre, scheme or file that this one has: a file of one site says
    nothing of another's.
    """

    def __init__(
        self, bringing: Bringing, rows: Collection[TypedRow], *, own: Collection[int]
    ) -> None:
        """`own`: ids of the schemes of which somebody else withdraws what the ledger shows."""
        self._bringing, self._rows, self._own = bringing, rows, own

    def look_for(self, kept: Iterable[Alike], rest: Iterable[LedgerLine]) -> None:
        """Names those of the lines that no row is, and withdraws those for which that was asked."""
        covers = {each for known in kept for each in _covered(known)}
        gone = [line for line in rest if (line.month, "month", "") in covers]
        if gone and any(row.is_rejected for row in self._rows):
            self._bringing.say(Severity.WARNING, UNKNOWN)
        elif gone:
            self._tell({line: self._is_alike(line, covers) for line in gone})

    def _tell(self, gone: Mapping[LedgerLine, bool]) -> None:
        asked = self._bringing.asked
        wanted = [line for line, alike in gone.items() if asked.left_out.holds(is_alike=alike)]
        goes = [line for line in wanted if line.scheme_id not in self._own]
        if len(goes) < len(wanted):
            self._bringing.say(Severity.WARNING, OWN)
        going = {line.id for line in goes}
        self._bringing.left_out = [
            {**_named(line), "is_alike": alike, "goes": line.id in going}
            for line, alike in gone.items()
        ]
        some = "1 line" if len(gone) == 1 else f"{len(gone)} lines"
        said = f"{some} of the months in this file, from an earlier one, are not in it"
        self._bringing.say(Severity.WARNING, f"{said}; withdrawn: {len(goes) or 'none'}")
        row = next(iter(self._rows))
        self._bringing.later += [(row, partial(self._withdraw, line)) for line in goes]

    def _is_alike(self, line: LedgerLine, covers: Collection[Covered]) -> bool:
        known = alike(line)
        return (
            line.source == self._bringing.asked.file_name[:200]
            or (known.month, "cost centre", known.cost_centre) in covers
            or (known.month, "scheme", known.ref) in covers
        )

    def _withdraw(self, line: LedgerLine) -> None:
        asked = self._bringing.asked
        why = f"Left out of {asked.file_name}"
        commands.withdraw_line(line, reason=why, own=self._own, actor=asked.actor, at=asked.at)
        self._bringing.touched.note(
            line, before={"is_withdrawn": False}, after={"is_withdrawn": True}
        )


def _covered(known: Alike) -> Iterator[Covered]:
    yield known.month, "month", ""
    yield known.month, "cost centre", known.cost_centre
    if known.ref:
        yield known.month, "scheme", known.ref


def _named(line: LedgerLine) -> dict[str, Any]:
    """As a report keeps it."""
    return {
        "id": line.id,
        "scheme_id": line.scheme_id,
        "month": line.month.label,
        "cost_centre": line.cost_centre,
        "account": line.account,
        "scheme_ref": line.scheme_ref,
        "description": line.description,
        "amount": pounds(line.pence),
        "source": line.source,
    }
