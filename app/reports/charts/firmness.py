"""Development status by delivery risk: pounds and schemes in each place, darker for more pounds."""

from reportlab.graphics.shapes import Drawing

from app.core import money
from app.reports import palette
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, Sheet, fit
from app.reports.content import Firmness

HEAD = 26.0
CELL = 52.0
NAME_WIDTH = 170.0
SHADES = ((40, "#9fc3e6"), (15, palette.PALE_BLUE), (1, palette.WASH))
"""At or above so many per cent of all pounds."""


def draw(picture: Firmness, width: float) -> Drawing:
    if not picture.statuses or not picture.risks:
        return Sheet(width, 90).empty("There are no schemes to show")
    narrow = width <= NARROW
    left = 0.0 if narrow else NAME_WIDTH
    row = CELL + (LINE_HEIGHT + 10 if narrow else 8)
    sheet = Sheet(width, HEAD + row * len(picture.statuses) + 4)
    step = (width - left) / len(picture.risks)
    for place, risk in enumerate(picture.risks):
        middle = (left + step * (place + 0.5), 17)
        sheet.text(middle, fit(risk, step - 4, bold=True), anchor="middle", bold=True)
    whole = sum(abs(pence) for cells in picture.cells for pence, _ in cells)
    for index, (status, cells) in enumerate(zip(picture.statuses, picture.cells, strict=True)):
        top = HEAD + row * index
        if narrow:
            sheet.text((0, top + 14), fit(status, width, bold=True), bold=True)
            top += LINE_HEIGHT + 2
        else:
            sheet.text((0, top + CELL / 2 + 5), fit(status, NAME_WIDTH - 10, bold=True), bold=True)
        for place, (pence, count) in enumerate(cells):
            _cell(sheet, (left + step * place, top), step, (pence, count, whole))
    return sheet.drawing


def _cell(
    sheet: Sheet, corner: tuple[float, float], step: float, given: tuple[int, int, int]
) -> None:
    pence, count, whole = given
    fill = _shade(pence, whole)
    sheet.rect((corner[0] + 2, corner[1]), step - 4, CELL, fill=fill, stroke=palette.RULE)
    x = corner[0] + step / 2
    if not count:
        at = (x, corner[1] + CELL / 2 + 5)
        sheet.text(at, "–", anchor="middle", colour=palette.MUTED)
        return
    pounds = fit(money.pounds(pence), step - 10, bold=True)
    schemes = fit(f"{count:,} {'scheme' if count == 1 else 'schemes'}", step - 8)
    sheet.text((x, corner[1] + 22), pounds, anchor="middle", bold=True)
    sheet.text((x, corner[1] + 41), schemes, anchor="middle")


def _shade(pence: int, whole: int) -> str:
    share = abs(pence) * 100 // whole if whole else 0
    return next((fill for least, fill in SHADES if share >= least), palette.PAPER)
