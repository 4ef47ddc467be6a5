"""Each block of a pack as what goes on the page, with what must stay together kept together."""

from collections.abc import Sequence
from functools import singledispatch

from reportlab.platypus import CondPageBreak, Flowable, Spacer

from app.reports import charts, display, palette
from app.reports.content import (
    Block,
    Boxes,
    Bullets,
    Column,
    Fact,
    Facts,
    Figure,
    Headline,
    KeyFigure,
    KeyFigures,
    Link,
    Paragraph,
    RatingCell,
    ReasonList,
    Subheading,
    Table,
)
from app.reports.pdf import styles, tables
from app.reports.pdf.grid import Grid, Row
from app.reports.pdf.lines import Gap, Line, Words, set_words
from app.reports.pdf.picture import Picture
from app.reports.pdf.styles import BODY_WIDTH, Type

LABEL_WIDTH = 118.0
DIMENSION_WIDTH = 78.0
RATING_WIDTH = 88.0
COLUMN_GAP = 14.0
REASON_GAP = 8.0
TILES = 4
TILE_INSET = 10.0
BOXES = (
    ("Alert", "needs the board now", "#d5281b"),
    ("Advise", "to watch", "#c25e00"),
    ("Assure", "with evidence", "#007f3b"),
)


@singledispatch
def flowables(block: Block) -> list[Flowable]:
    """The block, ready for the page."""
    raise TypeError(f"No page setting for {type(block).__name__}")


@flowables.register
def _headline(block: Headline) -> list[Flowable]:
    return [_text(block.text, styles.HEADLINE, after=10)]


@flowables.register
def _subheading(block: Subheading) -> list[Flowable]:
    return [Spacer(0, 6), CondPageBreak(90), _text(block.text, styles.SUBHEADING, after=4)]


@flowables.register
def _paragraph(block: Paragraph) -> list[Flowable]:
    return [_text(block.text, styles.BODY, after=7)]


def _text(words: str, style: Type, *, after: float) -> Grid:
    row = Row([set_words(words, style, BODY_WIDTH)], flows=True)
    return Grid([row], [BODY_WIDTH], after=after)


@flowables.register
def _bullets(block: Bullets) -> list[Flowable]:
    rows = [
        Row([set_words(item, styles.BODY, BODY_WIDTH, bullet=True)], below=3, flows=True)
        for item in block.items
    ]
    return [Grid(rows, [BODY_WIDTH], after=6)]


@flowables.register
def _key_figures(block: KeyFigures) -> list[Flowable]:
    """Rows of up to four tiles, as even as they can be."""
    figures = block.figures
    if not figures:
        return []
    rows = -(-len(figures) // TILES)
    across = -(-len(figures) // rows)
    width = (BODY_WIDTH - COLUMN_GAP * (across - 1)) / across
    out: list[Flowable] = []
    for start in range(0, len(figures), across):
        tiles = figures[start : start + across]
        cells = [_tile(tile, width - TILE_INSET) for tile in tiles]
        spare = across - len(cells)
        edges = [palette.BLUE] * len(cells) + [""] * spare
        row = Row([*cells, *[()] * spare], edges=edges)
        out.append(Grid([row], [width] * across, gap=COLUMN_GAP, after=10))
    return out


def _tile(tile: KeyFigure, width: float) -> list[Line]:
    return [
        *set_words(tile.label, styles.LABEL, width),
        *set_words(tile.figure, styles.FIGURE, width),
        *set_words(tile.explanation, styles.SMALL, width),
    ]


@flowables.register
def _boxes(boxes: Boxes) -> list[Flowable]:
    """Three rows: what kind of news, then the news."""
    width = BODY_WIDTH - LABEL_WIDTH - COLUMN_GAP
    rows = []
    contents = (boxes.alert, boxes.advise, boxes.assure)
    for (name, meaning, colour), items in zip(BOXES, contents, strict=True):
        label = [
            *set_words(name, styles.SUBHEADING, LABEL_WIDTH),
            *set_words(meaning, styles.SMALL, LABEL_WIDTH),
        ]
        words = _listed(items or ("Nothing this month.",), styles.BODY, width - TILE_INSET)
        rows.append(Row([label, words], above=1, below=7, edges=[colour, ""]))
    return [Grid(rows, [LABEL_WIDTH, width], gap=COLUMN_GAP, after=4)]


def _listed(items: Sequence[Words], style: Type, width: float) -> list[Line]:
    """One sentence as it is; several as bullets."""
    out: list[Line] = []
    for index, item in enumerate(items):
        if index:
            out.append(Gap(2.5))
        out.extend(set_words(item, style, width, bullet=len(items) > 1))
    return out


@flowables.register
def _facts(block: Facts) -> list[Flowable]:
    width = BODY_WIDTH - LABEL_WIDTH - COLUMN_GAP
    rows = [
        Row(
            [set_words(fact.label, styles.STRONG, LABEL_WIDTH), _fact(fact, width)],
            above=2.4,
            below=3,
            rule=palette.HAIRLINE,
        )
        for fact in block.facts
    ]
    return [Grid(rows, [LABEL_WIDTH, width], gap=COLUMN_GAP, after=7)]


def _fact(fact: Fact, width: float) -> list[Line]:
    if isinstance(fact.value, tuple):
        return _listed(fact.value, styles.BODY, width)
    if isinstance(fact.value, RatingCell):
        return tables.rating_lines(fact.value, width)
    if isinstance(fact.value, Link):
        return set_words(fact.value, styles.BODY, width)
    words = display.cell_text(fact.value, fact.column or Column(fact.label))
    return set_words(words, styles.BODY, width)


@flowables.register
def _reasons(block: ReasonList) -> list[Flowable]:
    width = BODY_WIDTH - DIMENSION_WIDTH - RATING_WIDTH - 2 * REASON_GAP
    rows = [
        Row(
            [
                set_words(entry.dimension, styles.STRONG, DIMENSION_WIDTH),
                tables.rating_lines(entry.rating, RATING_WIDTH),
                _listed(entry.sentences, styles.REASON, width),
            ],
            above=2.6,
            below=3,
            rule=palette.HAIRLINE,
        )
        for entry in block.entries
    ]
    return [Grid(rows, [DIMENSION_WIDTH, RATING_WIDTH, width], gap=REASON_GAP, after=6)]


@flowables.register
def _table(content: Table) -> list[Flowable]:
    """Caption, rows and note; the caption never without the first rows."""
    out: list[Flowable] = []
    body = tables.grid(content) if content.rows else _text(content.empty, styles.BODY, after=4)
    if content.caption:
        caption = _text(content.caption, styles.SUBHEADING, after=3)
        out += [Spacer(0, 4), CondPageBreak(_height(caption) + body.minimum + 8), caption]
    out.append(body)
    if content.note:
        out += [Spacer(0, 3), _text(content.note, styles.SMALL, after=4)]
    return [*out, Spacer(0, 8)]


@flowables.register
def _figure(figure: Figure) -> list[Flowable]:
    """Title, sentence and picture on one page; the figures follow."""
    title = _text(figure.title, styles.SUBHEADING, after=2)
    sentence = _text(figure.description, styles.BODY, after=2)
    picture = Picture(charts.draw(figure.picture))
    together = _height(title) + _height(sentence) + picture.height + 18
    return [
        Spacer(0, 4),
        CondPageBreak(min(together, styles.BODY_HEIGHT)),
        title,
        sentence,
        picture,
        *_table(figure.figures),
    ]


def _height(flowable: Grid) -> float:
    return flowable.wrap(BODY_WIDTH, styles.BODY_HEIGHT)[1]
