"""A sheet to draw a chart on: pixels from the top left, text with a halo, ratings as shapes."""

from collections.abc import Sequence
from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.core.rating import Colour
from app.reports import palette

FONT = "SourceSans3"
BOLD = "SourceSans3-Bold"
TEXT_SIZE = 14.0
LINE_HEIGHT = 17.0
WIDE = 760.0
NARROW = 343.0

# Arial follows in a browser and is wider than Source Sans: what fits in it fits in both.
_MEASURE = {False: "Helvetica", True: "Helvetica-Bold"}

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


def text_width(words: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    return float(stringWidth(words, _MEASURE[bold], size))


def fit(words: str, width: float, size: float = TEXT_SIZE, *, bold: bool = False) -> str:
    """The words, cut with an ellipsis where they are wider than the space."""
    words = " ".join(words.split())
    if text_width(words, size, bold=bold) <= width:
        return words
    low, high = 0, len(words)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        if text_width(words[:middle].rstrip() + "…", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + "…"


def wrap(words: str, width: float, lines: int, size: float = TEXT_SIZE) -> list[str]:
    """The words on at most so many lines; the last is cut with an ellipsis."""
    rest = words.split()
    out: list[str] = []
    while rest and len(out) < lines - 1:
        taken = 1
        while taken < len(rest) and text_width(" ".join(rest[: taken + 1]), size) <= width:
            taken += 1
        out.append(fit(" ".join(rest[:taken]), width, size))
        rest = rest[taken:]
    return [*out, fit(" ".join(rest), width, size)] if rest else out


class Sheet:
    """Adds shapes to a Drawing, whose own y axis goes up, from coordinates that go down."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.drawing = Drawing(width, height)

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = TEXT_SIZE,
        colour: str = palette.INK,
        anchor: Anchor = "start",
        bold: bool = False,
        halo: str | None = None,
    ) -> None:
        """Words on the baseline at a point; `halo` is the colour that clears what is behind."""
        x, y = at
        if halo:
            width = text_width(words, size, bold=bold)
            left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            self.rect((left - 3, y - size * 0.86), width + 6, size * 1.14, fill=halo)
        self.drawing.add(
            String(
                x,
                self.height - y,
                words,
                fontName=BOLD if bold else FONT,
                fontSize=size,
                fillColor=HexColor(colour),
                textAnchor=anchor,
            )
        )

    def line(
        self,
        start: Point,
        end: Point,
        *,
        colour: str = palette.HAIRLINE,
        width: float = 1,
        dash: Sequence[float] = (),
    ) -> None:
        self.drawing.add(
            Line(
                start[0],
                self.height - start[1],
                end[0],
                self.height - end[1],
                strokeColor=HexColor(colour),
                strokeWidth=width,
                strokeDashArray=dash,
            )
        )

    def path(
        self,
        points: Sequence[Point],
        *,
        colour: str,
        width: float = 2,
        dash: Sequence[float] = (),
    ) -> None:
        self.drawing.add(
            PolyLine(
                [part for x, y in points for part in (x, self.height - y)],
                strokeColor=HexColor(colour),
                strokeWidth=width,
                strokeDashArray=dash,
            )
        )

    def polygon(
        self,
        points: Sequence[Point],
        *,
        fill: str,
        stroke: str | None = None,
        stroke_width: float = 1.5,
    ) -> None:
        self.drawing.add(
            Polygon(
                [part for x, y in points for part in (x, self.height - y)],
                fillColor=HexColor(fill),
                strokeColor=HexColor(stroke) if stroke else None,
                strokeWidth=stroke_width,
            )
        )

    def rect(
        self,
        corner: Point,
        width: float,
        height: float,
        *,
        fill: str,
        stroke: str | None = None,
    ) -> None:
        shape = Rect(corner[0], self.height - corner[1] - height, width, height)
        shape.fillColor = HexColor(fill)
        shape.strokeColor = HexColor(stroke) if stroke else None
        shape.strokeWidth = 1
        self.drawing.add(shape)

    def dot(
        self, centre: Point, radius: float, *, fill: str, stroke: str, stroke_width: float = 2
    ) -> None:
        self.drawing.add(
            Circle(
                centre[0],
                self.height - centre[1],
                radius,
                fillColor=HexColor(fill),
                strokeColor=HexColor(stroke),
                strokeWidth=stroke_width,
            )
        )

    def diamond(self, centre: Point, size: float, *, fill: str, stroke: str) -> None:
        x, y = centre
        points = [(x + dx, y - dy) for dx, dy in palette.corners(palette.Mark.DIAMOND, size)]
        self.polygon(points, fill=fill, stroke=stroke)

    def rating(self, centre: Point, colour: Colour, size: float = 13) -> None:
        """The shape of a rating, without its letter."""
        look = palette.RATINGS[colour]
        x, y = centre
        points = [(x + dx, y - dy) for dx, dy in palette.corners(look.mark, size)]
        if points:
            self.polygon(points, fill=look.solid)
        else:
            fill = palette.PAPER if look.mark is palette.Mark.RING else look.solid
            self.dot(centre, size / 2 - 1, fill=fill, stroke=look.solid, stroke_width=1.6)

    def empty(self, words: str) -> Drawing:
        """A picture without data says so."""
        self.rect((0, 0), self.width, self.height, fill=palette.WASH)
        self.text(
            (self.width / 2, self.height / 2 + 5),
            fit(words, self.width - 24),
            anchor="middle",
            colour=palette.MUTED,
        )
        return self.drawing
