"""A sheet as a grid of raw cells, whatever kind of file it came from."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

RawCell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Limits:
    """How big a file may be. The defaults are far above any tracker seen, far below harm."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 200_000_000
    compression: int = 200
    parts: int = 2_000
    sheets: int = 80
    rows: int = 20_000
    columns: int = 600
    cells: int = 1_000_000


@dataclass(frozen=True)
class Grid:
    """Cells by row. The first row of `rows` is row 1, as the person sees it in a spreadsheet."""

    name: str
    rows: tuple[tuple[RawCell, ...], ...]
    hidden: bool = False


def is_blank(cell: RawCell) -> bool:
    """Nothing to read: no value, or only space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_printed(cell: RawCell) -> str:
    """The cell as a person would read it back."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
