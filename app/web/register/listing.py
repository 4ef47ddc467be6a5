"""A register's columns and filters together: reads the state, narrows and orders the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_

from app.db import page
from app.db.page import Page
from app.web.register import state as states
from app.web.register.columns import Column
from app.web.register.files import FORMATS
from app.web.register.filters import Filter
from app.web.register.state import State
from app.web.register.table import Table


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A register. `read` turns a database row into what the columns' `value` is given.

    `sort` is the key of the column it is sorted by at first; `last` are the expressions that
    settle equal rows, such as the id. `searched` are the text columns that a search looks in.
    Until somebody chooses a column, `first` goes before its order: what is still open, say.
    """

    name: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    searched: Sequence[Any] = ()
    sort: str
    last: Sequence[Any]
    first: Sequence[Any] = ()
    descending: bool = False
    read: Callable[[Any], Any] = lambda row: row

    def state(self, args: Mapping[str, str]) -> State:
        """What the address says; what it cannot say is as if it had not been said."""
        sort = args.get("sort", "")
        known = any(column.key == sort and column.sort is not None for column in self.columns)
        size = args.get("size", "")
        file = args.get("format", "")
        descending = args.get("direction", "") == "descending" if known else self.descending
        return State(
            search=states.searched(args.get("q", "")),
            chosen={each.key: each.chosen(args.get(each.key, "")) for each in self.filters},
            sort=sort if known else self.sort,
            is_sorted=known,
            descending=descending,
            page=states.number(args.get("page", ""), 1, states.LAST_PAGE),
            size=int(size) if size in map(str, states.SIZES) else states.USUAL_SIZE,
            file=file if file in FORMATS else "",
        )

    def narrow(self, statement: Select[Any], state: State) -> Select[Any]:
        """The statement with only what was searched for and chosen, in the order asked for."""
        conditions = [
            each.condition(state.chosen[each.key]) if state.chosen.get(each.key) else each.otherwise
            for each in self.filters
        ]
        if state.search and self.searched:
            found = [column.icontains(state.search, autoescape=True) for column in self.searched]
            conditions.append(or_(*found))
        kept = [condition for condition in conditions if condition is not None]
        return statement.where(*kept).order_by(None).order_by(*self._order(state))

    def page(self, statement: Select[Any], state: State) -> Page[Any]:
        """The page that was turned to, its rows read."""
        found = page.of_rows(statement, state.page, state.size)
        return Page([self.read(row) for row in found.rows], found.total, found.number, found.size)

    def table(self, statement: Select[Any], state: State) -> Table:
        """The page that was turned to, ready for the template."""
        return self.shown(self.page(statement, state), state)

    def shown(self, found: Page[Any], state: State) -> Table:
        """A page that was read before, ready for the template."""
        return Table.of(self.columns, self.filters, found, state)

    def _order(self, state: State) -> list[Any]:
        found = next(column.sort for column in self.columns if column.key == state.sort)
        expressions = found if isinstance(found, list | tuple) else [found]
        ordered = [each.desc() if state.descending else each.asc() for each in expressions]
        first = [] if state.is_sorted else list(self.first)
        return first + [each.nulls_last() for each in ordered] + list(self.last)
