"""A page of a register as cells, so that the template has only to write them down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import get_template_attribute, request, url_for

from app.core import money
from app.core.rating import Colour
from app.db.page import Page
from app.web.filters import short_date
from app.web.page import same_page
from app.web.register.columns import Column, Kind
from app.web.register.filters import Filter
from app.web.register.state import SIZES, State

NOTHING = "–"
PLACE_OF_ID = 2_147_483_647


class Head(NamedTuple):
    """A column's heading, and the link that sorts by it."""

    text: str
    numeric: bool
    href: str
    sorted: str


class Cell(NamedTuple):
    """One cell: how its tag begins (alike in a whole column), its text or Markup, and its link."""

    opening: Any
    text: Any
    href: str


class Box(NamedTuple):
    """A filter as the form shows it."""

    key: str
    label: str
    every: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Table:
    """Everything that the register's template writes."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    page: Page[Any]
    state: State
    filters: Sequence[Box]
    csv: str
    xlsx: str
    clear: str

    @classmethod
    def of(
        cls, columns: Sequence[Column], filters: Sequence[Filter], page: Page[Any], state: State
    ) -> Table:
        """The page's rows, with the links that sort, filter and export what is shown."""
        shown = [column for column in columns if column.on_page]
        return cls(
            heads=[_head(column, state) for column in shown],
            rows=_rows(shown, page.rows),
            page=page,
            state=state,
            filters=[_box(each, state) for each in filters],
            csv=same_page(format="csv", page=None),
            xlsx=same_page(format="xlsx", page=None),
            clear=url_for(request.endpoint or "", **(request.view_args or {})),
        )

    @property
    def sizes(self) -> Sequence[int]:
        """How many rows a page may have."""
        return SIZES


def links_to(endpoint: str, name: str) -> Callable[[int], str]:
    """Builds addresses of one endpoint that differ by an id: one look-up instead of one a row."""
    values: dict[str, Any] = {name: PLACE_OF_ID}
    before, _, after = url_for(endpoint, **values).partition(str(PLACE_OF_ID))
    return lambda record_id: f"{before}{record_id}{after}"


def _head(column: Column, state: State) -> Head:
    if column.sort is None:
        return Head(column.heading, column.kind.is_numeric, "", "")
    is_sorted = column.key == state.sort
    turn = "descending" if is_sorted and not state.descending else None
    href = same_page(sort=column.key, direction=turn, page=None, format=None)
    direction = "descending" if state.descending else "ascending"
    return Head(column.heading, column.kind.is_numeric, href, direction if is_sorted else "")


def _box(each: Filter, state: State) -> Box:
    return Box(each.key, each.label, each.every, each.options, state.chosen.get(each.key, ""))


def _rows(columns: Sequence[Column], rows: Sequence[Any]) -> list[list[Cell]]:
    opening = get_template_attribute("components/register.html", "opening")
    makers = [(opening(column), _writer(column), column.href) for column in columns]
    return [
        [Cell(begin, write(row), href(row) if href else "") for begin, write, href in makers]
        for row in rows
    ]


def _writer(column: Column) -> Callable[[Any], Any]:
    """What makes a row's cell: the column's own words, else those of its kind."""
    if column.shown is not None:
        return column.shown
    write, read = WRITERS[column.kind](column), column.value

    def written(row: Any) -> Any:
        value = read(row)
        return NOTHING if value is None or value == "" else write(value)

    return written


def _rating(_column: Column) -> Callable[[Any], Any]:
    tag = get_template_attribute("components/tags.html", "rag_tag")
    return _remembered(lambda colour: tag(Colour(colour), True))


def _tag(column: Column) -> Callable[[Any], Any]:
    tag = get_template_attribute("components/tags.html", "tag")
    return _remembered(lambda text: tag(text, column.colours.get(text, "grey")))


def _remembered(make: Callable[[str], Any]) -> Callable[[Any], Any]:
    """A tag is rendered once for each of its values, not once for each row."""
    made: dict[str, Any] = {}

    def write(value: Any) -> Any:
        text = str(value)
        if text not in made:
            made[text] = make(text)
        return made[text]

    return write


WRITERS: dict[Kind, Callable[[Column], Callable[[Any], Any]]] = {
    Kind.TEXT: lambda _column: str,
    Kind.DATE: lambda _column: short_date,
    Kind.MONEY: lambda _column: money.thousands,
    Kind.NUMBER: lambda _column: lambda value: f"{value:,}",
    Kind.RATING: _rating,
    Kind.TAG: _tag,
}
