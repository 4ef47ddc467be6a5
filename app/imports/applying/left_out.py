"""Lines of the ledger that a later file leaves out of months which it covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from app.core.financial_year import Month
from app.imports.applying.bringing import Bringing
from app.imports.applying.values import pounds
from app.imports.reading.results import Severity, TypedRow
from app.savings.commands import ledger as commands
from app.savings.models import LedgerLine

Key = tuple[Month, str, str, str, int]
Covered = tuple[Month, str, str]
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
        self, bringing: Bringing, rows: Collection[TypedRow], stored: Mapping[Key, LedgerLine]
    ) -> None:
        self._bringing, self._rows, self._stored = bringing, rows, stored

    def look_for(self, kept: Iterable[Key]) -> None:
        """Names them, and withdraws those for which that was asked."""
        keys = set(kept)
        covers = {each for key in keys for each in _covered(key)}
        gone = {
            key: line
            for key, line in self._stored.items()
            if key not in keys and not line.is_withdrawn and (key[0], "month", "") in covers
        }
        if gone and any(row.is_rejected for row in self._rows):
            self._bringing.say(Severity.WARNING, UNKNOWN)
        elif gone:
            self._tell({line: self._is_alike(key, line, covers) for key, line in gone.items()})

    def _tell(self, gone: Mapping[LedgerLine, bool]) -> None:
        asked = self._bringing.asked
        goes = [line for line, alike in gone.items() if asked.left_out.holds(is_alike=alike)]
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

    def _is_alike(self, key: Key, line: LedgerLine, covers: Collection[Covered]) -> bool:
        month, cost_centre, _, ref, _ = key
        return (
            line.source == self._bringing.asked.file_name[:200]
            or (month, "cost centre", cost_centre) in covers
            or (month, "scheme", ref) in covers
        )

    def _withdraw(self, line: LedgerLine) -> None:
        asked = self._bringing.asked
        why = f"Left out of {asked.file_name}"
        commands.withdraw_line(line, reason=why, actor=asked.actor, at=asked.at)
        self._bringing.touched.note(
            line, before={"is_withdrawn": False}, after={"is_withdrawn": True}
        )


def _covered(key: Key) -> Iterator[Covered]:
    month, cost_centre, _, ref, _ = key
    yield month, "month", ""
    yield month, "cost centre", cost_centre
    if ref:
        yield month, "scheme", ref


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
