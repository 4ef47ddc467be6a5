"""Tables of a pack: typed columns, so that each format can line up what belongs together."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.rating import Colour


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    MONEY = "money"  # integer pence
    NUMBER = "number"
    DATE = "date"
    RATING = "rating"
    PERCENT = "percent"  # 95 is 95%


class Scale(StrEnum):
    """How finely money is said: a board hears millions, a scheme thousands."""

    MILLIONS = "millions"
    THOUSANDS = "thousands"
    PENCE = "pence"


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: "#anchor" in this pack, or an https address."""

    text: str
    to: str
    numbered: bool = False  # on paper, the page that it leads to is said after it

    def __post_init__(self) -> None:
        if not self.to.startswith(("#", "https://")):
            raise ValueError(f"A link leads to an anchor or an https address, not to {self.to!r}")


@dataclass(frozen=True)
class RatingCell:
    """A colour as reported, what it was, for how long, and what the rules had made of it."""

    colour: Colour
    previous: Colour | None = None
    months: int | None = None  # at this colour, this month included
    calculated: Colour | None = None  # None: as reported


Cell = str | int | Decimal | date | RatingCell | Link | None


@dataclass(frozen=True)
class Column:
    heading: str
    kind: Kind = Kind.TEXT
    scale: Scale = Scale.THOUSANDS
    signed: bool = False  # a variance says + or −
    weight: float = 1.0  # a text column's share of the width that is left


@dataclass(frozen=True)
class Table:
    """Rows under typed columns. `None` in a cell means not known, and is shown as such."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: tuple[Cell, ...] | None = None
    note: str = ""
    empty: str = "Nothing to show."
    anchor: str = ""  # where a link of another page leads to

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) != width for row in (*self.rows, *((self.total,) if self.total else ()))):
            raise ValueError(f"Every row of {self.caption!r} needs {width} cells")
