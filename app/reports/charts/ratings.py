"""Each workstream's overall rating, month by month: shape, letter and colour."""

from reportlab.graphics.shapes import Drawing

from app.core.rating import Colour
from app.reports import palette
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, TEXT_SIZE, Sheet, text_width, wrap
from app.reports.content import RatingsRow, RatingsStrip

MOST_ROWS = 30
MOST_MONTHS = {True: 3, False: 12}
HEAD = 32.0
NARROWEST_CELL = 46.0
NAME_WIDTH = {True: 180.0, False: 300.0}


def draw(strip: RatingsStrip, width: float) -> Drawing:
    narrow = width <= NARROW
    months = strip.months[-MOST_MONTHS[narrow] :]
    shown = strip.rows[:MOST_ROWS]
    if not shown or not months:
        return Sheet(width, 90).empty("There are no ratings to show")
    name_width = NAME_WIDTH[narrow]
    names = [wrap(row.name, name_width - 8, 2) for row in shown]
    heights = [max(len(name) * LINE_HEIGHT, 18) + 12 for name in names]
    left_out = len(strip.rows) - len(shown)
    sheet = Sheet(width, HEAD + sum(heights) + (24 if left_out else 2))
    cell = min(max((width - name_width) / len(months), NARROWEST_CELL), 84)
    left = width - cell * len(months)
    _heads(sheet, months, left, cell)
    y = HEAD
    for row, name, height in zip(shown, names, heights, strict=True):
        for index, line in enumerate(name):
            sheet.text((0, y + TEXT_SIZE + 6 + index * LINE_HEIGHT), line)
        _marks(sheet, row, len(months), (left, cell, y))
        sheet.line((0, y + height), (width, y + height))
        y += height
    if left_out:
        words = f"and {left_out:,} more, in the table"
        sheet.text((0, y + 18), words, colour=palette.MUTED)
    return sheet.drawing


def _heads(sheet: Sheet, months: tuple[str, ...], left: float, cell: float) -> None:
    newest = len(months) - 1
    for index, month in enumerate(months):
        middle = left + (index + 0.5) * cell
        sheet.text((middle, 18), month, anchor="middle", bold=index == newest)
    sheet.line((0, HEAD), (sheet.width, HEAD), colour=palette.RULE)


def _marks(sheet: Sheet, row: RatingsRow, months: int, place: tuple[float, float, float]) -> None:
    left, cell, y = place
    for index, colour in enumerate(row.colours[-months:]):
        if colour is None:
            continue
        centre = left + (index + 0.5) * cell
        look = palette.RATINGS[colour]
        if index == months - 1:
            wide = min(cell - 6, 46)
            sheet.rect((centre - wide / 2, y + 5), wide, 20, fill=look.tint)
        if colour is Colour.NOT_APPLICABLE:
            sheet.text((centre, y + 20), "n/a", anchor="middle")
            continue
        sheet.rating((centre - 8, y + 15), colour)
        sheet.text((centre + 4, y + 20), colour.letter, bold=True)
    if not any(row.colours[-months:]):
        right = sheet.width - text_width("No ratings") - 4
        sheet.text((right, y + 20), "No ratings", colour=palette.MUTED)
