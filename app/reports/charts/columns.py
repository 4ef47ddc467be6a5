"""Two series by month: side by side to be compared, or one on top of the other to add up."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from app.reports import palette
from app.reports.charts import scale
from app.reports.charts.sheet import NARROW, Sheet, fit, text_width
from app.reports.content import MonthColumns

HEIGHT = {True: 280.0, False: 300.0}
TOP = 36.0
BOTTOM = 32.0
FILL = {True: 0.72, False: 0.8}
"""How much of a month's room its columns take: stacked, or side by side."""


@dataclass(frozen=True)
class _Column:
    """One column of one month: its series, and where it stands between two amounts."""

    month: int
    series: int
    start: int
    end: int


def draw(picture: MonthColumns, width: float) -> Drawing:
    columns = list(_columns(picture))
    if not columns or not picture.months:
        return Sheet(width, 90).empty("There are no savings figures to show")
    narrow = width <= NARROW
    sheet = Sheet(width, HEIGHT[narrow])
    ends = [value for each in columns for value in (each.start, each.end)]
    ticks = scale.ticks(min(0, *ends), max(0, *ends), 4)
    words = scale.axis_money(ticks)
    left = max(text_width(word) for word in words) + 10
    y = scale.Scale(ticks[0], ticks[-1], sheet.height - BOTTOM, TOP)
    for tick, word in zip(ticks, words, strict=True):
        sheet.line((left, y.at(tick)), (width, y.at(tick)), colour=palette.HAIRLINE)
        sheet.text((left - 8, y.at(tick) + 5), word, colour=palette.MUTED, anchor="end")
    step = (width - left - 6) / len(picture.months)
    for each in columns:
        _draw(sheet, each, y, _place(picture, each, left, step))
    sheet.line((left, y.at(0)), (width, y.at(0)), colour=palette.INK)
    _names(sheet, picture, left, step)
    _key(sheet, picture)
    return sheet.drawing


def _columns(picture: MonthColumns) -> Iterator[_Column]:
    """Stacked, what is below zero goes down from nought, so that nothing hides anything."""
    for month in range(len(picture.months)):
        up = down = 0
        for series, values in enumerate((picture.first, picture.second)):
            value = values[month] if month < len(values) else None
            if value is None:
                continue
            start = (up if value >= 0 else down) if picture.is_stacked else 0
            yield _Column(month, series, start, start + value)
            up, down = up + max(value, 0), down + min(value, 0)


def _place(picture: MonthColumns, column: _Column, left: float, step: float) -> tuple[float, float]:
    """Where the column begins, and how wide it is."""
    room = step * FILL[picture.is_stacked]
    start = left + step * column.month + (step - room) / 2
    if picture.is_stacked:
        return start, room
    return start + column.series * room / 2, room / 2


def _draw(sheet: Sheet, column: _Column, y: scale.Scale, place: tuple[float, float]) -> None:
    top, bottom = sorted((y.at(column.start), y.at(column.end)))
    if bottom - top < 0.5:
        return
    _swatch(sheet, column.series, (place[0], top), (place[1], bottom - top))


def _swatch(
    sheet: Sheet, series: int, corner: tuple[float, float], size: tuple[float, float]
) -> None:
    """The first is solid, the second pale with an edge: told apart in grey as well."""
    if series == 0:
        sheet.rect(corner, *size, fill=palette.BLUE)
    else:
        sheet.rect(corner, *size, fill=palette.PALE_BLUE, stroke=palette.DARK_BLUE)


def _names(sheet: Sheet, picture: MonthColumns, left: float, step: float) -> None:
    widest = max(text_width(name) for name in picture.months) + 6
    every = max(1, -(-int(widest) // max(int(step), 1)))
    for place in range(len(picture.months) - 1, -1, -every):
        at = (left + step * (place + 0.5), sheet.height - 10)
        sheet.text(at, picture.months[place], colour=palette.MUTED, anchor="middle")


def _key(sheet: Sheet, picture: MonthColumns) -> None:
    x, room = 0.0, sheet.width / 2 - 30
    for series, name in enumerate(picture.names):
        words = fit(name, room, bold=True)
        _swatch(sheet, series, (x + 1, 6), (14, 12))
        sheet.text((x + 21, 17), words, bold=True)
        x += 21 + text_width(words, bold=True) + 18
