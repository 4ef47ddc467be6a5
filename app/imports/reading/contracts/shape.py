"""How a contract is written: fields, the groups that tell the table, formulas that are checked."""

from dataclasses import dataclass
from enum import StrEnum

TITLE = 300
# (word, value): a word that a person may write, plainly, and the value that it stands for.
Choices = tuple[tuple[str, str], ...]


class FieldType(StrEnum):
    """How a cell of the field is read."""

    LINE = "text"
    PASSAGE = "long text"
    EMAIL = "e-mail address"
    MONEY = "money"
    PERCENTAGE = "percentage"
    NUMBER = "whole number"
    DATE = "date"
    MONTH = "month"
    COLOUR = "rating"
    YES_NO = "yes or no"
    SCORE = "score 1 to 5"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One thing to read. `synonyms` are headings it goes by, the likeliest first.

    A `printed` field is worked out by the file's author: it is compared, never stored, and does not
    make a row one with content.
    """

    name: str
    type: FieldType
    synonyms: tuple[str, ...]
    required: bool = False
    limit: int = TITLE
    choices: Choices = ()
    printed: bool = False


@dataclass(frozen=True)
class Formula:
    """What a printed field ought to be: the sum of some fields less the sum of others."""

    field: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    # The sign of a result that is bad news: −1 for a shortfall below plan, +1 for one unachieved.
    adverse: int = -1


@dataclass(frozen=True)
class Contract:
    """A table is known by having, of each group in `telling`, at least one field."""

    table: str
    kind: str
    sheet: str
    fields: tuple[Field, ...]
    telling: tuple[tuple[str, ...], ...]
    formulas: tuple[Formula, ...] = ()
    # The identity of a row, and what names it to a person.
    key: str = "ref"
    title: str = "title"

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def words(**values: str) -> Choices:
    """Choices: `fully_developed="fully developed|developed"` reads either as `fully_developed`."""
    return tuple(
        (word, value)
        for value, listed in values.items()
        for word in [value.replace("_", " "), *listed.split("|")]
        if word
    )
