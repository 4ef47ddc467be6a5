"""Lines of a PDF: words broken to a measure, and ratings drawn as shape, letter and word.

Text is set as it stands, never parsed: no markup in it can mean anything.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from app.core.rating import Colour
from app.reports import palette
from app.reports.content import Link
from app.reports.pdf import fonts
from app.reports.pdf.styles import CELL, CELL_STRONG, CONTENTS, Type

Align = Literal["left", "right"]
Words = str | Link

MARK = 8.0
PILL_PADDING = 4.0
PILL_HEIGHT = 13.0
LETTER_GAP = 3.5


class Line(Protocol):
    """Something with a height that draws itself from its top left corner."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None: ...


def measure(words: str, style: Type) -> float:
    return float(stringWidth(words, style.font, style.size))


@lru_cache(maxsize=8192)
def broken(words: str, style: Type, width: float) -> tuple[str, ...]:
    """The words on lines no wider than the measure; a word too long is broken."""
    out: list[str] = []
    for paragraph in _printable(words).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if measure(longer, style) <= width:
                line = longer
                continue
            if line:
                out.append(line)
            *whole, line = _pieces(word, style, width)
            out.extend(whole)
        out.append(line)
    return tuple(out)


def _printable(words: str) -> str:
    return "".join(each if each.isprintable() or each == "\n" else " " for each in words)


def _pieces(word: str, style: Type, width: float) -> list[str]:
    if measure(word, style) <= width:
        return [word]
    pieces, start = [], 0
    while start < len(word):
        end = start + 1
        while end < len(word) and measure(word[start : end + 1], style) <= width:
            end += 1
        pieces.append(word[start:end])
        start = end
    return pieces


@dataclass(frozen=True)
class TextLine:
    words: str
    style: Type
    align: Align = "left"
    indent: float = 0
    bullet: bool = False
    to: str = ""  # where a click leads

    @property
    def height(self) -> float:
        return self.style.leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        baseline = top - (self.style.leading + self.style.size * 0.66) / 2
        canvas.setFont(self.style.font, self.style.size)
        canvas.setFillColor(HexColor(self.style.colour))
        if self.bullet:
            canvas.circle(x + 3, baseline + self.style.size * 0.26, 1.5, stroke=0, fill=1)
        if self.align == "right":
            canvas.drawRightString(x + width, baseline, self.words)
        else:
            canvas.drawString(x + self.indent, baseline, self.words)
        if self.to:
            self._link(canvas, x + self.indent, baseline)

    def _link(self, canvas: Canvas, x: float, baseline: float) -> None:
        right = x + measure(self.words, self.style)
        area = (x, baseline - 3, right, baseline + self.style.size)
        if self.to.startswith("#"):
            canvas.linkAbsolute(self.words, self.to[1:], area, Border="[0 0 0]")
        else:
            canvas.setStrokeColor(HexColor(self.style.colour))
            canvas.setLineWidth(0.5)
            canvas.line(x, baseline - 1.6, right, baseline - 1.6)
            canvas.linkURL(self.to, area, relative=0)


@dataclass(frozen=True)
class EntryLine:
    """A line of the contents: words that lead there, and the page at the right."""

    words: str
    to: str
    page: str

    @property
    def height(self) -> float:
        return CONTENTS.leading

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        TextLine(self.words, CONTENTS, to=self.to).draw(canvas, x, top, width)
        number = TextLine(self.page, CONTENTS.in_colour(palette.INK), "right")
        number.draw(canvas, x, top, width)


@dataclass(frozen=True)
class Gap:
    height: float

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """White space draws nothing."""


@dataclass(frozen=True)
class RatingLine:
    """◆ R Red on its tint. Stacked, the word goes on a line of its own below."""

    colour: Colour
    stacked: bool = False

    @property
    def height(self) -> float:
        return PILL_HEIGHT + 1.5

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        look = palette.RATINGS[self.colour]
        middle = top - PILL_HEIGHT / 2
        pill = rating_width(self.colour, stacked=self.stacked)
        canvas.setFillColor(HexColor(look.tint))
        canvas.roundRect(x, top - PILL_HEIGHT, min(pill, width), PILL_HEIGHT, 2, stroke=0, fill=1)
        at = x + PILL_PADDING
        if self.colour is not Colour.NOT_APPLICABLE:  # its dash is mark enough
            draw_mark(canvas, self.colour, at + MARK / 2, middle)
            at += MARK + LETTER_GAP
        canvas.setFillColor(HexColor(palette.INK))
        canvas.setFont(fonts.BOLD, CELL.size)
        canvas.drawString(at, middle - 2.9, self.colour.letter)
        if not self.stacked:
            at += measure(self.colour.letter, CELL_STRONG) + LETTER_GAP
            canvas.setFont(CELL.font, CELL.size)
            canvas.drawString(at, middle - 2.9, self.colour.label)


def rating_width(colour: Colour, *, stacked: bool = False) -> float:
    mark = 0.0 if colour is Colour.NOT_APPLICABLE else MARK + LETTER_GAP
    width = 2 * PILL_PADDING + mark + measure(colour.letter, CELL_STRONG)
    return width if stacked else width + LETTER_GAP + measure(colour.label, CELL)


def draw_mark(canvas: Canvas, colour: Colour, x: float, y: float) -> None:
    """The shape of a rating about a point."""
    look = palette.RATINGS[colour]
    canvas.setFillColor(HexColor(look.solid))
    points = palette.corners(look.mark, MARK)
    if points:
        path = canvas.beginPath()
        path.moveTo(x + points[0][0], y + points[0][1])
        for dx, dy in points[1:]:
            path.lineTo(x + dx, y + dy)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        return
    if look.mark is palette.Mark.RING:
        canvas.setFillColor(HexColor(palette.PAPER))
    canvas.setStrokeColor(HexColor(look.solid))
    canvas.setLineWidth(1.1)
    canvas.circle(x, y, MARK / 2 - 0.6, stroke=1, fill=1)


def set_words(
    words: Words, style: Type, width: float, *, align: Align = "left", bullet: bool = False
) -> list[Line]:
    """Plain words or a link, as lines; a bullet hangs before the first."""
    to = words.to if isinstance(words, Link) else ""
    text = words.text if isinstance(words, Link) else words
    style = style.in_colour(palette.DARK_BLUE) if to else style
    indent = 11.0 if bullet else 0.0
    return [
        TextLine(line, style, align, indent, bullet and index == 0, to)
        for index, line in enumerate(broken(text, style, width - indent))
    ]


def fitted(words: str, style: Type, width: float) -> str:
    """As much of the words as fits on one line."""
    first, *more = broken(words, style, width)
    return f"{first} …" if more else first
