"""One sheet for many schemes: a row a scheme, boxes as the address asks, checked cell by cell.

It is plain parsing, not a form class: a hundred rows of twelve boxes are read in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core import money
from app.core.financial_year import Month
from app.core.money import Pence
from app.savings.models import Scheme, SchemeMonth
from app.savings.rules.closing import Closed
from app.web.forms import Form
from app.web.forms.fields import pence, plain
from app.web.forms.versions import NOTHING, Difference

NOT_MONEY = "{} must be an amount of money, like 1,250 or 1,250.50"
GONE = (
    "A scheme of this sheet was closed or withdrawn while you were working on it, so it is no "
    "longer listed. Check the rows, then save again"
)
LONGEST = 40


@dataclass(frozen=True)
class Column:
    """A month's cell that every row has."""

    month: Month
    cell: str
    label: str

    @property
    def key(self) -> str:
        """What follows the scheme in a box's name."""
        return f"{self.month}-{self.cell}"

    @property
    def measure(self) -> str:
        """Plan, forecast or actual."""
        return self.cell.partition("_")[0]


@dataclass
class Box:
    """One cell of one row: what is stored, what the page showed, and what was typed."""

    name: str
    column: Column
    stored: Pence | None
    is_closed: bool = False
    shown: str = ""
    text: str = ""
    error: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether the person changed it to something that is not stored; 1000 is 1,000."""
        if self.is_closed or _same(self.text, self.shown):
            return False
        return not _same(self.text, _text(self.stored))

    @property
    def amount(self) -> Pence | None:
        """As typed; None for an empty box, and for one that cannot be read."""
        if self.is_closed:
            return self.stored
        return pence(self.text) if self.text else None

    @property
    def yours(self) -> str:
        return _words(pence(self.text), self.text)

    @property
    def theirs(self) -> str:
        return _words(self.stored, "")


@dataclass
class SheetRow:
    """One scheme of the sheet."""

    scheme: Scheme
    boxes: Sequence[Box]
    known: Mapping[Month, SchemeMonth]
    version: int = 0  # as stored: a save that is undone counts the scheme's up meanwhile
    shown_version: int = 0
    error: str = ""
    is_stale: bool = False

    @property
    def typed(self) -> list[Box]:
        return [box for box in self.boxes if box.is_typed]

    @property
    def shown(self) -> str:
        """What the boxes hold now, for the next time it is sent."""
        return "|".join(_text(box.stored) for box in self.boxes)

    def total(self, measure: str) -> int:
        """Recurrent and non-recurrent, or all months, together."""
        return sum(box.amount or 0 for box in self.boxes if box.column.measure == measure)

    def cells(self) -> dict[Month, dict[str, Pence | None]]:
        """What the command takes: what was typed."""
        found: dict[Month, dict[str, Pence | None]] = {}
        for box in self.typed:
            found.setdefault(box.column.month, {})[box.column.cell] = box.amount
        return found


class SheetForm(Form):
    """The token of the sheet, and what is wrong with its rows."""

    rows: Sequence[SheetRow] = ()
    gone = 0

    def fill(self, rows: Sequence[SheetRow], given: Mapping[str, str]) -> None:
        """What was typed, or what is stored."""
        self.rows = rows
        for row in rows:
            _fill(row, given)

    def note_gone(self, given: Mapping[str, str]) -> None:
        """Rows that the page held and that can no longer be changed here are named by number."""
        here = {str(row.scheme.id) for row in self.rows}
        gone = [
            name[1:]
            for name in given
            if name[:1] == "v" and name[1:].isdigit() and name[1:] not in here
        ]
        if gone:
            self.gone = len(gone)

    def check(self) -> bool:
        """Whether every typed cell is an amount, and every typed row still as it was shown."""
        for row in self.rows:
            for box in row.typed:
                if len(box.text) > LONGEST or (box.text and pence(box.text) is None):
                    box.error = NOT_MONEY.format(f"{row.scheme.ref}, {box.column.label}")
            if row.typed and row.shown_version != row.version:
                self.clash(row)
        return not self.has_errors

    def clash(self, row: SheetRow) -> None:
        """Both versions, cell by cell; sending the sheet once more then means it."""
        row.is_stale = True
        self.conflict = [
            *self.conflict,
            *(
                Difference(f"{row.scheme.ref}: {box.column.label}", box.yours, box.theirs)
                for box in row.typed
                if box.amount != box.stored or box.error
            ),
        ]
        refs = ", ".join(each.scheme.ref for each in self.rows if each.is_stale)
        self.conflict_message = f"While you were working, someone else saved {refs}"
        for box in row.boxes:
            if not box.is_typed:
                box.text = _text(box.stored)

    def refuse(self, row: SheetRow, sentence: str) -> None:
        """A rule that the row breaks."""
        row.error = sentence

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each sentence with the box or the row to go to."""
        found = [(box.error, box.name) for row in self.rows for box in row.boxes if box.error]
        rows = [
            (f"{row.scheme.ref}: {row.error}", row.boxes[0].name) for row in self.rows if row.error
        ]
        gone = [(GONE, "sheet")] if self.gone else []
        return [*gone, *found, *rows]

    @property
    def has_errors(self) -> bool:
        """Whether it has to be shown again."""
        return bool(self.problems) or super().has_errors

    def column_totals(self) -> list[int]:
        """Down each column; a box that cannot be read adds nothing."""
        return [
            sum(box.amount or 0 for box in boxes)
            for boxes in zip(*(row.boxes for row in self.rows), strict=True)
        ]


def rows(
    schemes: Sequence[Scheme],
    columns: Sequence[Column],
    stored: Mapping[int, Mapping[Month, SchemeMonth]],
    closed: Closed,
) -> list[SheetRow]:
    """A row for each scheme, as it is stored."""
    return [
        SheetRow(
            scheme,
            list(_boxes(scheme, columns, stored[scheme.id], closed)),
            stored[scheme.id],
            version=scheme.version,
        )
        for scheme in schemes
    ]


def _boxes(
    scheme: Scheme, columns: Sequence[Column], known: Mapping[Month, SchemeMonth], closed: Closed
) -> Iterator[Box]:
    for column in columns:
        row = known.get(column.month)
        amount = getattr(row, column.cell) if row else None
        name = f"s{scheme.id}-{column.key}"
        yield Box(name, column, amount, is_closed=closed.holds(column.month))


def _fill(row: SheetRow, given: Mapping[str, str]) -> None:
    """From the page that was sent where it held the row; `w…` is what that page showed."""
    version = given.get(f"v{row.scheme.id}", "")
    row.shown_version = int(version) if version.isascii() and version.isdigit() else 0
    before = given.get(f"w{row.scheme.id}", "").split("|")
    was_sent = bool(version) and len(before) == len(row.boxes)
    for place, box in enumerate(row.boxes):
        now = _text(box.stored)
        box.shown = before[place] if was_sent else now
        box.text = given.get(box.name, box.shown).strip() if was_sent else now


def _same(one: str, other: str) -> bool:
    return one == other or (
        (bool(one and other) and pence(one) is not None) and (pence(one) == pence(other))
    )


def _text(amount: int | None) -> str:
    return "" if amount is None else plain(amount)


def _words(amount: int | None, otherwise: str) -> str:
    return (otherwise or NOTHING) if amount is None else money.exact(amount)
