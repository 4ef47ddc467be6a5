"""The blocks a section is made of. Text is plain: each renderer escapes it."""

from dataclasses import dataclass

from app.reports.content.pictures import Picture
from app.reports.content.tables import Cell, Column, Link, RatingCell, Table

Words = str | Link


@dataclass(frozen=True)
class Headline:
    """The one sentence to remember."""

    text: str


@dataclass(frozen=True)
class Subheading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: tuple[Words, ...]


@dataclass(frozen=True)
class KeyFigure:
    label: str
    figure: str
    explanation: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Boxes:
    """What needs the board (and what is asked of it), what to watch, what is assured."""

    alert: tuple[Words, ...] = ()
    advise: tuple[Words, ...] = ()
    assure: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Fact:
    label: str
    value: Cell | tuple[Words, ...]  # several are a list
    column: Column | None = None  # how to say the value; text unless given


@dataclass(frozen=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ReasonEntry:
    """One dimension of a rating: its colour, and every reason as a sentence."""

    dimension: str
    rating: RatingCell
    sentences: tuple[Words, ...]


@dataclass(frozen=True)
class ReasonList:
    entries: tuple[ReasonEntry, ...]


@dataclass(frozen=True)
class Figure:
    """A picture, one sentence that says what it shows, and its figures as a table."""

    title: str
    picture: Picture
    description: str
    figures: Table


Block = (
    Headline
    | Subheading
    | Paragraph
    | Bullets
    | KeyFigures
    | Boxes
    | Table
    | Facts
    | ReasonList
    | Figure
)
