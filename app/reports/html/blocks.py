"""What the block macros ask of Python: which macro, which cell, and the drawings."""

from markupsafe import Markup

from app.reports import charts, display, svg
from app.reports.content import Block, Cell, Column, Fact, Figure, Kind, Link, RatingCell, Table

DENSE_COLUMNS = 7
PHONE_CHARACTERS = 38
WORDS_WRAP_AT = 14
UNBROKEN = 12
COLUMN_GAP = 1
NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)


def kind(value: Block | Cell) -> str:
    """What a macro must show: the name of a block, or of what a cell holds."""
    if isinstance(value, RatingCell):
        return "rating"
    if isinstance(value, Link):
        return "link"
    return type(value).__name__


def cell_class(table: Table, index: int) -> str:
    """Figures line up at the right; dates and references do not break."""
    column = table.columns[index]
    if column.kind in NUMBERS:
        return "report-table__number"
    short = all(len(display.cell_text(row[index], column)) <= UNBROKEN for row in table.rows)
    return "report-table__whole" if column.kind is Kind.DATE or short else ""


def is_dense(table: Table) -> bool:
    """Columns enough to need smaller type, and to scroll where the window is small."""
    return len(table.columns) >= DENSE_COLUMNS


def is_wide(table: Table) -> bool:
    """Too wide for a phone, so that each row is better a card."""
    return sum(_characters(table, index) for index in range(len(table.columns))) > PHONE_CHARACTERS


def _characters(table: Table, index: int) -> int:
    """How many a column needs: figures and ratings do not wrap, words do."""
    column = table.columns[index]
    rows = (*table.rows, *((table.total,) if table.total else ()))
    cells = [display.cell_text(row[index], column) for row in rows]
    if column.kind is Kind.TEXT:
        cells = [cell[:WORDS_WRAP_AT] for cell in cells]
    heads = column.heading.split()
    return max((len(each) for each in (*cells, *heads)), default=0) + COLUMN_GAP


def fact_column(fact: Fact) -> Column:
    return fact.column or Column(fact.label)


def picture(figure: Figure, prefix: str) -> Markup:
    """The drawing twice, for wide and for narrow screens; styles show one of them."""
    return Markup("").join(
        Markup('<div class="report-picture report-picture--{}">{}</div>').format(
            name,
            svg.write(
                charts.draw(figure.picture, width=width),
                prefix=f"{prefix}-{name}",
                title=figure.title,
                description=figure.description,
            ),
        )
        for name, width in (("wide", charts.WIDE), ("narrow", charts.NARROW))
    )
