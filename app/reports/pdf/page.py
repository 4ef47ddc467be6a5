"""The page around the text: running head and foot, bookmarks, and where each section begins."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from app.reports import palette
from app.reports.content import Pack, Section
from app.reports.pdf import fonts, styles
from app.reports.pdf.lines import fitted
from app.reports.pdf.styles import PAGE_HEIGHT, PAGE_WIDTH, SIDE, Type

HEAD_RULE = 46.0
FOOT_RULE = 40.0
BAND = 5.0


@dataclass
class Numbers:
    """What only a finished document knows: the page of each section, and how many pages."""

    total: int = 0
    sections: dict[str, int] = field(default_factory=dict)


class Place(Flowable):
    """Marks where a table begins: a destination, and its page number."""

    def __init__(self, name: str, numbers: Numbers) -> None:
        super().__init__()
        self.name = name
        self.numbers = numbers

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.name, 0, 24)
        self.numbers.sections[self.name] = self.canv.getPageNumber()


class Anchor(Flowable):
    """Marks where a section begins: a destination, a bookmark, and its page number."""

    def __init__(self, section: Section, numbers: Numbers) -> None:
        super().__init__()
        self.section = section
        self.numbers = numbers

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        name = self.section.anchor
        self.canv.bookmarkHorizontal(name, 0, 24)
        level = self.section.level - 1
        self.canv.addOutlineEntry(self.section.heading, name, level, closed=False)
        self.numbers.sections[name] = self.canv.getPageNumber()


def build(pack: Pack, story: list[Flowable], *, total: int, found: Numbers) -> bytes:
    """One pass: the story on pages that say they are of so many."""
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=f"{pack.title}: {pack.programme}, {pack.month}",
        author=pack.organisation,
        subject=f"{pack.marking}. Data hash {pack.data_hash}",
        creator="Ragstone",
        lang="en-GB",
        invariant=1,
        initialFontName=fonts.REGULAR,
    )
    frame = Frame(
        SIDE,
        styles.FOOT,
        styles.BODY_WIDTH,
        styles.BODY_HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    around = _around(pack, total)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=around))
    document.build(story)
    found.total = document.page
    return target.getvalue()


def _around(pack: Pack, total: int) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFillColor(HexColor(palette.BLUE))
        canvas.rect(0, PAGE_HEIGHT - BAND, PAGE_WIDTH, BAND, stroke=0, fill=1)
        y = PAGE_HEIGHT - HEAD_RULE + 7
        _left(canvas, y, f"{pack.programme} · {pack.month}", styles.RUNNING)
        _right(canvas, y, pack.marking, styles.RUNNING_STRONG)
        _rule(canvas, PAGE_HEIGHT - HEAD_RULE)
        _rule(canvas, FOOT_RULE)
        _left(canvas, FOOT_RULE - 13, f"Data hash {pack.data_hash}", styles.HASH)
        words = f"Page {canvas.getPageNumber()} of {total or 1}"
        _right(canvas, FOOT_RULE - 13, words, styles.RUNNING)
        canvas.restoreState()

    return draw


def _left(canvas: Canvas, y: float, words: str, style: Type) -> None:
    _set(canvas, style)
    canvas.drawString(SIDE, y, fitted(words, style, styles.BODY_WIDTH * 0.62))


def _right(canvas: Canvas, y: float, words: str, style: Type) -> None:
    _set(canvas, style)
    canvas.drawRightString(PAGE_WIDTH - SIDE, y, fitted(words, style, styles.BODY_WIDTH * 0.62))


def _set(canvas: Canvas, style: Type) -> None:
    canvas.setFont(style.font, style.size)
    canvas.setFillColor(HexColor(style.colour))


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColor(HexColor(palette.HAIRLINE))
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, y, PAGE_WIDTH - SIDE, y)
