"""Each block of a pack as what goes on the page, with what must stay together kept together."""

from collections.abc import Sequence
from dataclasses import replace
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
from app.reports.pdf.lines import Gap, Line, TextLine, Words, set_words
from app.reports.pdf.picture import Picture
from app.reports.pdf.styles import BODY_WIDTH, Setting, Type

LABEL_WIDTH = 118.0
DIMENSION_WIDTH = 78.0
RATING_WIDTH = 88.0
SHORT_TABLE = 270.0  # a year of months, with head and total
COLUMN_GAP = 14.0
REASON_GAP = 8.0
TILES = 4
TILE_INSET = 10.0
UNKNOWN_PAGE = "888"  # as wide as any page number that takes its place
BOXES = (
    ("Alert", "needs the board now", "#d5281b"),
    ("Advise", "to watch", "#c25e00"),
    ("Assure", "with evidence", "#007f3b"),
)


@singledispatch
def flowables(block: Block, setting: Setting) -> list[Flowable]:
    """The block, ready for the page."""
    raise TypeError(f"No page setting for {type(block).__name__}")


@flowables.register
def _headline(block: Headline, setting: Setting) -> list[Flowable]:
    return [_text(block.text, setting.of(styles.HEADLINE), after=10 * setting.space)]


@flowables.register
def _subheading(block: Subheading, _: Setting) -> list[Flowable]:
    return [Spacer(0, 6), CondPageBreak(90), _text(block.text, styles.SUBHEADING, after=4)]


@flowables.register
def _paragraph(block: Paragraph, _: Setting) -> list[Flowable]:
    return [_text(block.text, styles.BODY, after=7)]


def _text(words: str, style: Type, *, after: float) -> Grid:
    row = Row([set_words(words, style, BODY_WIDTH)], flows=True)
    return Grid([row], [BODY_WIDTH], after=after)


@flowables.register
def _bullets(block: Bullets, setting: Setting) -> list[Flowable]:
    rows = [
        Row([_worded(item, styles.BODY, BODY_WIDTH, setting, bullet=True)], below=3, flows=True)
        for item in block.items
    ]
    return [Grid(rows, [BODY_WIDTH], after=6)]


@flowables.register
def _key_figures(block: KeyFigures, setting: Setting) -> list[Flowable]:
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
        cells = [_tile(tile, width - TILE_INSET, setting) for tile in tiles]
        spare = across - len(cells)
        edges = [palette.BLUE] * len(cells) + [""] * spare
        row = Row([*cells, *[()] * spare], edges=edges)
        out.append(Grid([row], [width] * across, gap=COLUMN_GAP, after=10 * setting.space))
    return out


def _tile(tile: KeyFigure, width: float, setting: Setting) -> list[Line]:
    return [
        *set_words(tile.label, setting.of(styles.LABEL), width),
        *set_words(tile.figure, setting.of(styles.FIGURE), width),
        *set_words(tile.explanation, setting.of(styles.SMALL), width),
    ]


@flowables.register
def _boxes(boxes: Boxes, setting: Setting) -> list[Flowable]:
    """Three rows: what kind of news, then the news."""
    width = BODY_WIDTH - LABEL_WIDTH - COLUMN_GAP
    rows = []
    contents = (boxes.alert, boxes.advise, boxes.assure)
    for (name, meaning, colour), items in zip(BOXES, contents, strict=True):
        label = [
            *set_words(name, setting.of(styles.SUBHEADING), LABEL_WIDTH),
            *set_words(meaning, setting.of(styles.SMALL), LABEL_WIDTH),
        ]
        told = items or ("Nothing this month.",)
        words = _listed(told, styles.BODY, width - TILE_INSET, setting)
        below = 7 * setting.space
        rows.append(Row([label, words], above=1, below=below, edges=[colour, ""]))
    return [Grid(rows, [LABEL_WIDTH, width], gap=COLUMN_GAP, after=4)]


def _listed(items: Sequence[Words], style: Type, width: float, setting: Setting) -> list[Line]:
    """One sentence as it is; several as bullets."""
    out: list[Line] = []
    for index, item in enumerate(items):
        if index:
            out.append(Gap(2.5 * setting.space))
        out.extend(_worded(item, style, width, setting, bullet=len(items) > 1))
    return out


def _worded(
    item: Words, style: Type, width: float, setting: Setting, *, bullet: bool = False
) -> list[Line]:
    """Words as lines; those that say their page break alike before it is known and after."""
    style = setting.of(style)
    if not isinstance(item, Link) or not item.numbered:
        return set_words(item, style, width, bullet=bullet)
    text = f"{item.text.rstrip('.')}, page {UNKNOWN_PAGE}."
    *lines, last = set_words(Link(text, item.to), style, width, bullet=bullet)
    page = str(setting.pages.get(item.to[1:], UNKNOWN_PAGE))
    if isinstance(last, TextLine):
        last = replace(last, words=page.join(last.words.rsplit(UNKNOWN_PAGE, 1)))
    return [*lines, last]


@flowables.register
def _facts(block: Facts, setting: Setting) -> list[Flowable]:
    width = BODY_WIDTH - LABEL_WIDTH - COLUMN_GAP
    rows = [
        Row(
            [
                set_words(fact.label, setting.of(styles.STRONG), LABEL_WIDTH),
                _fact(fact, width, setting),
            ],
            above=2.4 * setting.space,
            below=3 * setting.space,
            rule=palette.HAIRLINE,
        )
        for fact in block.facts
    ]
    return [Grid(rows, [LABEL_WIDTH, width], gap=COLUMN_GAP, after=7)]


def _fact(fact: Fact, width: float, setting: Setting) -> list[Line]:
    if isinstance(fact.value, tuple):
        return _listed(fact.value, styles.BODY, width, setting)
    if isinstance(fact.value, RatingCell):
        return tables.rating_lines(fact.value, width)
    if isinstance(fact.value, Link):
        return _worded(fact.value, styles.BODY, width, setting)
    words = display.cell_text(fact.value, fact.column or Column(fact.label))
    return set_words(words, setting.of(styles.BODY), width)


@flowables.register
def _reasons(block: ReasonList, setting: Setting) -> list[Flowable]:
    width = BODY_WIDTH - DIMENSION_WIDTH - RATING_WIDTH - 2 * REASON_GAP
    rows = [
        Row(
            [
                set_words(entry.dimension, styles.STRONG, DIMENSION_WIDTH),
                tables.rating_lines(entry.rating, RATING_WIDTH),
                _listed(entry.sentences, styles.REASON, width, setting),
            ],
            above=2.6,
            below=3,
            rule=palette.HAIRLINE,
        )
        for entry in block.entries
    ]
    return [Grid(rows, [DIMENSION_WIDTH, RATING_WIDTH, width], gap=REASON_GAP, after=6)]


@flowables.register
def _table(content: Table, setting: Setting) -> list[Flowable]:
    """Caption, rows and note; the caption never without the first rows."""
    out: list[Flowable] = []
    body = tables.grid(content) if content.rows else _text(content.empty, styles.BODY, after=4)
    if content.caption:
        caption = _text(content.caption, styles.SUBHEADING, after=3)
        needed = _kept_together(body, setting)
        out += [Spacer(0, 4), CondPageBreak(_height(caption) + needed + 8), caption]
    out.append(body)
    if content.note:
        out += [Spacer(0, 3), _text(content.note, styles.SMALL, after=4)]
    return [*out, Spacer(0, 8)]


@flowables.register
def _figure(figure: Figure, setting: Setting) -> list[Flowable]:
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
        *_table(figure.figures, setting),
    ]


def _kept_together(body: Grid, setting: Setting) -> float:
    """All of a short table, where the edition keeps it whole; else its head and first rows."""
    if not setting.keeps_tables:
        return body.minimum
    whole = _height(body)
    return whole if whole <= SHORT_TABLE else body.opening


def _height(flowable: Grid) -> float:
    return flowable.wrap(BODY_WIDTH, styles.BODY_HEIGHT)[1]
