"""One cell of a known field, read as the field's type."""

from collections.abc import Callable
from typing import Any

from app.core.money import POUND
from app.imports.reading.cells import dates, figures, months, text, words
from app.imports.reading.cells.answers import Mistake, Read, Words
from app.imports.reading.contracts import Field, FieldType
from app.imports.reading.grids import RawCell
from app.imports.reading.tables import Column

Answer = Read[Any] | Words | Mistake | None
Reader = Callable[[RawCell, Field, Column], Answer]

_READERS: dict[FieldType, Reader] = {
    FieldType.LINE: lambda cell, field, column: text.line(cell, field.limit),
    FieldType.PASSAGE: lambda cell, field, column: text.passage(cell),
    FieldType.EMAIL: lambda cell, field, column: text.email(cell),
    FieldType.MONEY: lambda cell, field, column: figures.money(cell, column.unit or POUND),
    FieldType.PERCENTAGE: lambda cell, field, column: figures.percentage(cell),
    FieldType.NUMBER: lambda cell, field, column: figures.whole_number(cell),
    FieldType.DATE: lambda cell, field, column: dates.day(cell),
    FieldType.MONTH: lambda cell, field, column: months.month(cell),
    FieldType.COLOUR: lambda cell, field, column: words.colour(cell),
    FieldType.YES_NO: lambda cell, field, column: words.yes_no(cell),
    FieldType.SCORE: lambda cell, field, column: words.score(cell),
    FieldType.CHOICE: lambda cell, field, column: words.choice(cell, dict(field.choices)),
}


def read(cell: RawCell, field: Field, column: Column) -> Answer:
    """The value that the cell holds for the field, or why it holds none."""
    return _READERS[field.type](cell, field, column)
