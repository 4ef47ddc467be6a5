"""Which stored line of the ledger each row of a file is."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.core.financial_year import Month
from app.imports.applying.outcomes import Place
from app.imports.applying.register import fold
from app.savings.models import LedgerLine


class Alike(NamedTuple):
    """What a line is known by, as it is compared: `4100a` is `4100A`, and is not `04100A`."""

    month: Month
    cost_centre: str
    account: str
    ref: str

    @classmethod
    def of(cls, month: Month, cost_centre: str, account: str, ref: str) -> Alike:
        return cls(month, fold(cost_centre), fold(account), fold(ref))

    @property
    def without_zeros(self) -> Alike:
        """As of a file that lost the zeros with which its codes begin."""
        codes = self.cost_centre.lstrip("0"), self.account.lstrip("0")
        return Alike(self.month, *codes, self.ref)


def alike(line: LedgerLine) -> Alike:
    """As rows are compared with it."""
    return Alike.of(line.month, line.cost_centre, line.account, line.scheme_ref)


@dataclass(frozen=True)
class Read:
    """A row of the file; `scheme_id` is that of the scheme which its reference names."""

    place: Place
    alike: Alike
    pence: int
    scheme_id: int | None


OfRow = Callable[[Read], Hashable]
OfLine = Callable[[LedgerLine], Hashable]


def _row_but_for_its_reference(row: Read) -> Hashable:
    """A row with a reference is a line without one, and the other way round."""
    return *row.alike[:3], row.pence, not row.alike.ref


def _line_but_for_its_reference(line: LedgerLine) -> Hashable:
    known = alike(line)
    return *known[:3], line.pence, bool(known.ref)


SAME: tuple[OfRow, OfLine] = (
    lambda row: (row.alike, row.pence),
    lambda line: (alike(line), line.pence),
)
SAME_SCHEME: tuple[OfRow, OfLine] = (
    lambda row: (_row_but_for_its_reference(row), row.scheme_id),
    lambda line: (_line_but_for_its_reference(line), line.scheme_id),
)
SAME_AMOUNT: tuple[OfRow, OfLine] = _row_but_for_its_reference, _line_but_for_its_reference
ALIKE: tuple[OfRow, OfLine] = (lambda row: row.alike), alike


class Pairing:
    """Each line is one row's, and each row one line's: rows that are left over are new lines.

    First those that are the same to the penny. Then those that differ only in that a reference was
    given or left out since. Last, in their order, those of which only the amount differs. What was
    withdrawn comes back for a row that is none of the lines that count.
    """

    def __init__(self, rows: Iterable[Read], lines: Iterable[LedgerLine]) -> None:
        self.found: dict[Place, LedgerLine] = {}
        self._rows = list(rows)
        known = sorted(lines, key=lambda line: (line.occurrence, line.id))
        counting = [line for line in known if not line.is_withdrawn]
        for keys in (SAME, SAME_SCHEME, SAME_AMOUNT, ALIKE):
            counting = self._pair(counting, *keys)
        withdrawn = [line for line in known if line.is_withdrawn]
        for keys in (SAME, ALIKE):
            withdrawn = self._pair(withdrawn, *keys)
        self.rest = counting
        """The lines that count and are no row of the file."""

    def _pair(
        self, lines: Sequence[LedgerLine], of_row: OfRow, of_line: OfLine
    ) -> list[LedgerLine]:
        """Pairs what is left and has the same key, in its order; returns the lines left over."""
        waiting: defaultdict[Hashable, deque[LedgerLine]] = defaultdict(deque)
        for line in lines:
            waiting[of_line(line)].append(line)
        for row in self._rows:
            if alike_lines := waiting.get(of_row(row)):
                self.found[row.place] = alike_lines.popleft()
        taken = {line.id for line in self.found.values()}
        self._rows = [row for row in self._rows if row.place not in self.found]
        return [line for line in lines if line.id not in taken]
