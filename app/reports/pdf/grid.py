"""The one flowable that everything but a picture is set in: rows of cells, each a stack of lines.

It breaks across pages between rows (repeating its head), and within a row that is taller than a
page. Heights are worked out once, so a table of thousands of rows costs no more a row than a
short one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.reports.pdf.lines import Line
from app.reports.pdf.styles import BODY_HEIGHT

Cell = Sequence[Line]


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    above: float = 0.0  # padding
    below: float = 0.0
    rule: str = ""  # colour of the line under it
    rule_width: float = 0.5
    ground: str = ""
    edges: Sequence[str] = ()  # a strong line at the left of each cell
    valign: Literal["top", "bottom"] = "top"
    flows: bool = False  # running text, which may break between pages anywhere
    height: float = field(init=False)

    def __post_init__(self) -> None:
        tallest = max((_height(cell) for cell in self.cells), default=0.0)
        object.__setattr__(self, "height", tallest + self.above + self.below)

    def split(self, room: float) -> "tuple[Row, Row] | None":
        """What fits and what is left; nothing if not a line fits, or one line would be alone."""
        room -= self.above + self.below
        heads = [_fitting(cell, room) for cell in self.cells]
        if not any(heads):
            return None
        tails = [cell[len(head) :] for cell, head in zip(self.cells, heads, strict=True)]
        return replace(self, cells=heads, rule=""), replace(self, cells=tails)


class Grid(Flowable):
    """Rows under fixed column widths."""

    def __init__(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        *,
        head: Row | None = None,
        gap: float = 0.0,
        after: float = 0.0,
    ) -> None:
        super().__init__()
        self.rows = rows
        self.widths = widths
        self.head = head
        self.gap = gap
        self.spaceAfter = after

    @property
    def minimum(self) -> float:
        """The height without which it is better begun on the next page."""
        head = self.head.height if self.head else 0.0
        first = [min(row.height, 60.0) if row.flows else row.height for row in self.rows[:2]]
        return min(head + sum(first), BODY_HEIGHT / 2)

    @property
    def opening(self) -> float:
        """The same, and never less than a first row that does not break."""
        head = self.head.height if self.head else 0.0
        first = self.rows[0] if self.rows else None
        if first is None or first.flows or first.height > BODY_HEIGHT - head:
            return self.minimum
        return max(self.minimum, head + first.height)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        head = self.head.height if self.head else 0.0
        self.width = sum(self.widths) + self.gap * (len(self.widths) - 1)
        self.height = head + sum(row.height for row in self.rows)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        room = available_height - (self.head.height if self.head else 0.0)
        fitting, used = 0, 0.0
        while fitting < len(self.rows) and used + self.rows[fitting].height <= room:
            used += self.rows[fitting].height
            fitting += 1
        if fitting == len(self.rows):
            return [self]
        broken = self._broken_row(self.rows[fitting], room - used)
        if broken:
            first = [*self.rows[:fitting], broken[0]]
            return [self._part(first), self._part([broken[1], *self.rows[fitting + 1 :]])]
        fresh = available_height > BODY_HEIGHT - 1
        if fitting == len(self.rows) - 1 and not (fresh and fitting == 1):
            fitting -= 1  # a last row, often the total, is never alone
        if fitting <= 0:
            return []
        return [self._part(self.rows[:fitting]), self._part(self.rows[fitting:])]

    def _broken_row(self, row: Row, room: float) -> tuple[Row, Row] | None:
        head = self.head.height if self.head else 0.0
        if row.flows or row.height > BODY_HEIGHT - head:
            return row.split(room)
        return None

    def _part(self, rows: Sequence[Row]) -> "Grid":
        return Grid(rows, self.widths, head=self.head, gap=self.gap, after=self.spaceAfter)

    def draw(self) -> None:
        top = self.height
        for row in (*((self.head,) if self.head else ()), *self.rows):
            self._draw_row(self.canv, row, top)
            top -= row.height

    def _draw_row(self, canvas: Canvas, row: Row, top: float) -> None:
        bottom = top - row.height
        if row.ground:
            canvas.setFillColor(HexColor(row.ground))
            canvas.rect(0, bottom, self.width, row.height, stroke=0, fill=1)
        x = 0.0
        for index, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
            if row.edges and row.edges[index]:
                canvas.setFillColor(HexColor(row.edges[index]))
                edge_bottom = bottom + row.below
                canvas.rect(x, edge_bottom, 2.5, top - edge_bottom, stroke=0, fill=1)
            self._draw_cell(canvas, row, cell, (x, top, width))
            x += width + self.gap
        if row.rule:
            canvas.setStrokeColor(HexColor(row.rule))
            canvas.setLineWidth(row.rule_width)
            canvas.line(0, bottom, self.width, bottom)

    @staticmethod
    def _draw_cell(canvas: Canvas, row: Row, cell: Cell, place: tuple[float, float, float]) -> None:
        x, top, width = place
        spare = row.height - row.above - row.below - _height(cell)
        y = top - row.above - (spare if row.valign == "bottom" else 0.0)
        inset = 10.0 if row.edges else 0.0
        for line in cell:
            line.draw(canvas, x + inset, y, width - inset)
            y -= line.height


def _height(cell: Cell) -> float:
    return sum(line.height for line in cell)


def _fitting(cell: Cell, room: float) -> Cell:
    """As many lines as fit, but neither the first alone nor all but the last."""
    count, used = 0, 0.0
    while count < len(cell) and used + cell[count].height <= room + 0.01:
        used += cell[count].height
        count += 1
    if count == len(cell):
        return cell
    if count == len(cell) - 1:
        count -= 1
    return cell[: count if count > 1 else 0]
