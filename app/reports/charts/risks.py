"""The 5×5: each risk where it stands, and an arrow from where it was."""

from collections import Counter
from math import hypot

from reportlab.graphics.shapes import Drawing

from app.reports import palette
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, TEXT_SIZE, Point, Sheet, fit, text_width
from app.reports.content import RiskGrid, RiskPoint

LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
CONSEQUENCES = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
SIZE = range(1, 6)
LEFT = {True: 42.0, False: 136.0}
ROW = {True: 60.0, False: 84.0}
TOP = 4.0
FOOT = {True: 78.0, False: 76.0}
REF_SIZE = 13.0


class _Grid:
    def __init__(self, sheet: Sheet, bands_from: tuple[int, int, int], *, narrow: bool) -> None:
        self.bands_from = bands_from
        self.sheet = sheet
        self.narrow = narrow
        self.left = LEFT[narrow]
        self.row = ROW[narrow]
        self.column = (sheet.width - self.left - 1) / 5

    def band(self, score: int) -> int:
        """0 for low, 3 for extreme."""
        return sum(score >= start for start in self.bands_from)

    def fill(self, score: int) -> str:
        return palette.RISK_BANDS[self.band(score)][1]

    def scores(self, band: int) -> str:
        """The scores that a band can have: 8–12."""
        found = sorted({a * b for a in SIZE for b in SIZE if self.band(a * b) == band})
        return f"{found[0]}–{found[-1]}" if found else "none"

    def corner(self, likelihood: int, consequence: int) -> Point:
        return self.left + (consequence - 1) * self.column, TOP + (5 - likelihood) * self.row

    def stop(self, likelihood: int, consequence: int) -> Point:
        """Where arrows start and end: the lower right, which neither names nor scores use."""
        x, y = self.corner(likelihood, consequence)
        return x + self.column - (20 if self.narrow else 36), y + self.row - 13


def draw(grid: RiskGrid, width: float) -> Drawing:
    narrow = width <= NARROW
    sheet = Sheet(width, TOP + ROW[narrow] * 5 + FOOT[narrow])
    frame = _Grid(sheet, grid.bands_from, narrow=narrow)
    cells: dict[tuple[int, int], list[RiskPoint]] = {}
    for risk in grid.risks:
        cells.setdefault((risk.likelihood, risk.consequence), []).append(risk)
    _ground(frame)
    _scales(frame)
    _moves(frame, grid)
    _scores(frame)
    for place, risks in sorted(cells.items()):
        _names(frame, place, risks)
    _key(frame)
    return sheet.drawing


def _ground(frame: _Grid) -> None:
    for likelihood in SIZE:
        for consequence in SIZE:
            score = likelihood * consequence
            x, y = frame.corner(likelihood, consequence)
            fill = frame.fill(score)
            frame.sheet.rect((x, y), frame.column, frame.row, fill=fill, stroke=palette.PAPER)


def _scores(frame: _Grid) -> None:
    for likelihood in SIZE:
        for consequence in SIZE:
            x, y = frame.corner(likelihood, consequence)
            at = (x + frame.column - 6, y + 15)
            score = str(likelihood * consequence)
            frame.sheet.text(at, score, size=12, colour=palette.INK, anchor="end")


def _scales(frame: _Grid) -> None:
    sheet = frame.sheet
    below = TOP + 5 * frame.row + 17
    for index in SIZE:
        x, y = frame.corner(index, index)
        words = str(index) if frame.narrow else f"{LIKELIHOODS[index - 1]} {index}"
        sheet.text((frame.left - 8, y + frame.row / 2 + 5), words, anchor="end")
        words = str(index) if frame.narrow else f"{index} {CONSEQUENCES[index - 1]}"
        words = fit(words, frame.column - 4)
        sheet.text((x + frame.column / 2, below), words, anchor="middle")
    sheet.text((sheet.width, below + 20), "Consequence →", bold=True, anchor="end")
    sheet.text((0, below + 20), "↑ Likelihood", bold=True)


def _moves(frame: _Grid, grid: RiskGrid) -> None:
    moves = Counter(
        (risk.previous, (risk.likelihood, risk.consequence))
        for risk in grid.risks
        if risk.previous and risk.previous != (risk.likelihood, risk.consequence)
    )
    for (before, now), _ in sorted(moves.items()):
        _arrow(frame.sheet, frame.stop(*before), frame.stop(*now))


def _arrow(sheet: Sheet, start: Point, end: Point) -> None:
    length = hypot(end[0] - start[0], end[1] - start[1])
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    back = (end[0] - along[0] * 11, end[1] - along[1] * 11)
    sheet.dot(start, 2.5, fill=palette.INK, stroke=palette.INK, stroke_width=1)
    sheet.line(start, back, colour=palette.INK, width=1.8)
    side = (-along[1] * 5, along[0] * 5)
    head = (
        end,
        (back[0] + side[0], back[1] + side[1]),
        (back[0] - side[0], back[1] - side[1]),
    )
    sheet.polygon(head, fill=palette.INK)


def _names(frame: _Grid, place: tuple[int, int], risks: list[RiskPoint]) -> None:
    """The references where they fit, else how many; the moved in bold. On a phone, the count."""
    x, y = frame.corner(*place)
    fill = frame.fill(place[0] * place[1])
    if frame.narrow:
        at = (x + 9, y + frame.row / 2 + 9)
        frame.sheet.text(at, str(len(risks)), size=22, bold=True, halo=fill)
        return
    lines = _lines(risks, frame.column - 30, int((frame.row - 22) // LINE_HEIGHT))
    for index, (words, bold) in enumerate(lines):
        at = (x + 8, y + TEXT_SIZE + 4 + index * LINE_HEIGHT)
        frame.sheet.text(at, words, size=REF_SIZE, bold=bold, halo=fill)


def _lines(risks: list[RiskPoint], width: float, most: int) -> list[tuple[str, bool]]:
    """A line a reference, the moved first; the last line counts those without room."""
    moved = [r for r in risks if r.previous and r.previous != (r.likelihood, r.consequence)]
    rest = [risk for risk in risks if risk not in moved]
    named = [*((risk.ref, True) for risk in moved), *((risk.ref, False) for risk in rest)]
    if len(named) > most:
        more = len(named) - most + 1
        named = [*named[: most - 1], (f"and {more} more", False)]
    return [(fit(words, width, REF_SIZE, bold=bold), bold) for words, bold in named]


def _key(frame: _Grid) -> None:
    """The bands with their scores; on a phone in two rows."""
    sheet = frame.sheet
    y = sheet.height - (26 if frame.narrow else 8)
    x = 0.0
    for index, (name, fill) in enumerate(palette.RISK_BANDS):
        if frame.narrow and index == 2:
            x, y = 0.0, y + 20
        sheet.rect((x, y - 12), 15, 15, fill=fill, stroke=palette.MUTED)
        words = f"{name} {frame.scores(index)}"
        sheet.text((x + 21, y), words)
        x += 160 if frame.narrow else text_width(words) + 48
    if not frame.narrow:
        sheet.text((sheet.width, y), "Bold, with an arrow: moved this month", anchor="end")
