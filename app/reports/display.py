"""How a value of a pack reads: the same words in every format."""

from datetime import date
from decimal import Decimal

from app.core import dates, money
from app.core.rating import Colour
from app.reports.content import Cell, Column, Kind, Link, RatingCell, Scale

UNKNOWN = "–"


def cell_text(value: Cell, column: Column) -> str:
    """The words of one cell; a cell without a value is a dash, never a nought."""
    if value is None:
        return UNKNOWN
    if isinstance(value, RatingCell):
        return rating_text(value)
    if isinstance(value, Link):
        return value.text
    if isinstance(value, date):
        return short_date(value)
    return str(value) if isinstance(value, str) else _figure(value, column)


def _figure(value: int | Decimal, column: Column) -> str:
    if column.kind is Kind.MONEY:
        return _money(int(value), column)
    if column.kind is Kind.PERCENT:
        return f"{value:.1f}%".replace("-", money.MINUS)
    return f"{value:,}".replace("-", money.MINUS)


def _money(amount: int, column: Column) -> str:
    say = {
        Scale.MILLIONS: money.millions,
        Scale.THOUSANDS: money.thousands,
        Scale.PENCE: money.exact,
    }[column.scale]
    words = say(amount)
    return f"+{words}" if column.signed and amount > 0 else words


def rating_text(cell: RatingCell) -> str:
    """The rating in words alone: `R Red (calculated amber; was green)`."""
    words = f"{cell.colour.letter} {cell.colour.label}"
    note = rating_note(cell)
    return f"{words} ({note})" if note else words


def rating_note(cell: RatingCell) -> str:
    """What a reader should know beside the colour, where there is anything."""
    parts = []
    if cell.calculated not in (None, cell.colour):
        parts.append(f"calculated {_word(cell.calculated)}")
    if cell.previous not in (None, cell.colour):
        parts.append(f"was {_word(cell.previous)}")
    if cell.months and cell.months > 1:
        parts.append(f"{cell.months} months")
    return "; ".join(parts)


def _word(colour: Colour | None) -> str:
    return colour.label.lower() if colour else "not known"


def short_date(day: date) -> str:
    """`23 Nov 2026`, which lines up in a table."""
    return f"{day.day} {dates.MONTH_NAMES[day.month - 1][:3]} {day.year}"
