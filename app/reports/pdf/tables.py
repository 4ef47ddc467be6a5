"""Tables of a pack: columns as wide as their figures, text in what is left, ratings as shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.reports import display, palette
from app.reports.content import Cell, Column, Kind, Link, RatingCell, Table
from app.reports.pdf import lines
from app.reports.pdf.grid import Grid, Row
from app.reports.pdf.lines import Align, Line
from app.reports.pdf.styles import BODY_WIDTH, CELL, CELL_NOTE, CELL_STRONG, Type

GAP = 11.0
MOST_HEAD_LINES = 5  # a head comes back on every page
NARROWEST_TEXT = 62.0
LONGEST_WORD = 92.0  # what is longer may be broken
WIDEST_TEXT = 300.0
WIDEST_NOTE = 84.0  # what is said under a rating, on a line, and stacked
NARROWEST_NOTE = 58.0
RIGHT = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)
SMALLER = (1.0, 0.92, 0.84, 0.76)  # tried in turn until the columns fit the page


@dataclass(frozen=True)
class _Setting:
    """How this table is set: its types, and whether a rating's word goes below its letter."""

    cell: Type
    strong: Type
    stacked: bool


def grid(table: Table) -> Grid:
    """The table over the full measure, its head repeated on each page."""
    setting, widths = _layout(table)
    body = [_row(table.columns, row, widths, setting) for row in table.rows]
    if table.total:
        last = replace(body[-1], rule=palette.INK, rule_width=0.8) if body else None
        body[-1:] = [last] if last else []
        strong = replace(setting, cell=setting.strong)
        body.append(_row(table.columns, table.total, widths, strong))
    return Grid(body, widths, head=_head(table.columns, widths, setting), gap=GAP)


def _layout(table: Table) -> tuple[_Setting, list[float]]:
    """The largest type and the fullest ratings whose columns fit."""
    settings = [
        _Setting(_sized(CELL, factor), _sized(CELL_STRONG, factor), stacked)
        for factor in SMALLER
        for stacked in (False, True)
    ]
    room = BODY_WIDTH - GAP * (len(table.columns) - 1)
    for setting in settings:
        fixed = [_fixed_width(table, index, setting) for index in range(len(table.columns))]
        if sum(width or NARROWEST_TEXT for width in fixed) <= room:
            return setting, _shared(table, fixed, room, setting)
    squeeze = room / sum(width or NARROWEST_TEXT for width in fixed)
    return setting, [(width or NARROWEST_TEXT) * squeeze for width in fixed]


def _sized(style: Type, factor: float) -> Type:
    return replace(style, size=style.size * factor, leading=style.leading * factor)


def _fixed_width(table: Table, index: int, setting: _Setting) -> float | None:
    """The width that a column's figures need; None for text, which wraps."""
    column = table.columns[index]
    if column.kind is Kind.TEXT:
        return None
    words = max(lines.measure(word, setting.strong) for word in [*column.heading.split(), ""])
    cells = [row[index] for row in (*table.rows, *((table.total,) if table.total else ()))]
    return max([min(words, LONGEST_WORD), *(_natural(cell, column, setting) for cell in cells)])


def _natural(cell: Cell, column: Column, setting: _Setting) -> float:
    if isinstance(cell, RatingCell):
        width = lines.rating_width(cell.colour, stacked=setting.stacked)
        words = display.rating_note(cell)
        if not setting.stacked:
            return max(width, min(lines.measure(words, CELL_NOTE), WIDEST_NOTE))
        each = f"{cell.colour.label} {words}".split()
        least = NARROWEST_NOTE if words else 0.0
        return max([width, least, *(lines.measure(word, CELL_NOTE) for word in each)])
    return lines.measure(display.cell_text(cell, column), setting.strong)


def _shared(
    table: Table, fixed: Sequence[float | None], room: float, setting: _Setting
) -> list[float]:
    """Text that asks for less than its share gets what it asks; the rest share what is left."""
    widths = [width or 0.0 for width in fixed]
    texts = [index for index, width in enumerate(fixed) if width is None]
    wants = {index: _wanted(table, index, setting) for index in texts}
    least = {
        index: min(_longest_word(table, index, setting), want) for index, want in wants.items()
    }
    left = room - sum(widths)
    while wants:
        each = left / sum(table.columns[index].weight for index in wants)
        shares = {index: each * table.columns[index].weight for index in wants}
        settled = {index: wants[index] for index in wants if wants[index] <= shares[index]}
        settled = settled or {i: least[i] for i in wants if least[i] > shares[i]}
        for index, width in (settled or shares).items():
            widths[index] = width
            left -= width
            del wants[index]
    return [width + max(left, 0.0) / len(widths) for width in widths]


def _longest_word(table: Table, index: int, setting: _Setting) -> float:
    """A column breaks between words while there is any room for it."""
    column = table.columns[index]
    cells = (display.cell_text(row[index], column)[:400] for row in table.rows)
    longest = max((lines.measure(w, setting.strong) for c in cells for w in c.split()), default=0.0)
    return min(longest + 1, LONGEST_WORD)


def _wanted(table: Table, index: int, setting: _Setting) -> float:
    column = table.columns[index]
    words = [column.heading, *(display.cell_text(row[index], column)[:120] for row in table.rows)]
    return min(max(lines.measure(each, setting.strong) for each in words) + 1, WIDEST_TEXT)


def _head(columns: Sequence[Column], widths: Sequence[float], setting: _Setting) -> Row:
    cells = [
        lines.set_words(
            column.heading,
            setting.strong.in_colour(palette.MUTED),
            width,
            align=_align(column),
        )[:MOST_HEAD_LINES]
        for column, width in zip(columns, widths, strict=True)
    ]
    return Row(cells, above=2, below=3.5, rule=palette.INK, rule_width=0.9, valign="bottom")


def _row(
    columns: Sequence[Column], cells: Sequence[Cell], widths: Sequence[float], setting: _Setting
) -> Row:
    return Row(
        [
            _cell(cell, column, width, setting)
            for cell, column, width in zip(cells, columns, widths, strict=True)
        ],
        above=3.0,
        below=3.2,
        rule=palette.HAIRLINE,
    )


def _cell(cell: Cell, column: Column, width: float, setting: _Setting) -> list[Line]:
    if isinstance(cell, RatingCell):
        return rating_lines(cell, width, stacked=setting.stacked)
    words = cell if isinstance(cell, Link) else display.cell_text(cell, column)
    return lines.set_words(words, setting.cell, width, align=_align(column))


def _align(column: Column) -> Align:
    return "right" if column.kind in RIGHT else "left"


def rating_lines(cell: RatingCell, width: float, *, stacked: bool = False) -> list[Line]:
    """A rating, and under it what a reader should know beside the colour."""
    out: list[Line] = [lines.RatingLine(cell.colour, stacked)]
    if stacked:
        out.extend(lines.set_words(cell.colour.label, CELL_NOTE, width))
    if note := display.rating_note(cell):
        out.extend(lines.set_words(note, CELL_NOTE, width))
    return out
