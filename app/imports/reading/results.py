"""What reading a file gives: typed rows, what each column was taken for, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from app.core.errors import RagstoneError

TypedValue = str | int | bool | date | Decimal | None
NOTHING: Mapping[str, TypedValue] = MappingProxyType({})


class Severity(StrEnum):
    """An error rejects its row; a warning wants a look; a note says what was done."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """Something to say about a cell, a row or a sheet."""

    severity: Severity
    message: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def as_json(self) -> dict[str, str | int | None]:
        """As the import command prints it."""
        return {
            "severity": self.severity.value,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


@dataclass(frozen=True)
class TypedRow:
    """One row as read. `values` holds every mapped field, None where the cell says nothing.

    Money is in pence. `estimated` names the fields that were worked out, not printed.
    """

    table: str
    sheet: str
    row: int
    values: Mapping[str, TypedValue]
    errors: tuple[Finding, ...] = ()
    estimated: tuple[str, ...] = ()

    @property
    def is_rejected(self) -> bool:
        return bool(self.errors)


@dataclass(frozen=True)
class SheetSeen:
    """A sheet of the file and what was made of it. `table` is None where it was not read."""

    name: str
    table: str | None
    reason: str
    hidden: bool = False
    heading_row: int | None = None
    signature: str | None = None


@dataclass(frozen=True)
class ReadFile:
    """A file that was understood. `rows` holds rejected rows too, in file order."""

    kind: str
    rows: tuple[TypedRow, ...]
    mapped: Mapping[str, str]
    unmapped: tuple[str, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[SheetSeen, ...]
    printed_totals: tuple[TypedRow, ...] = field(default=())

    @property
    def rows_read(self) -> int:
        return len(self.rows)

    @property
    def accepted(self) -> tuple[TypedRow, ...]:
        return tuple(row for row in self.rows if not row.is_rejected)

    @property
    def rejected(self) -> tuple[TypedRow, ...]:
        return tuple(row for row in self.rows if row.is_rejected)

    @property
    def signature(self) -> str:
        """What a changed mapping is remembered by: the same headings give the same text."""
        return "-".join(sheet.signature for sheet in self.sheets if sheet.signature)


class Unreadable(RagstoneError):
    """The whole file is refused. The sentence says why; `sheets` what was seen, if it opened."""

    def __init__(self, sentence: str, sheets: tuple[SheetSeen, ...] = ()) -> None:
        super().__init__(sentence)
        self.sheets = sheets
