"""What a new threshold would have done to the last months, before it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Colour, Rating
from app.programmes import queries as programmes
from app.ratings import queries as ratings
from app.ratings.queries import WorkstreamStanding
from app.settings import queries
from app.settings.queries import Values
from app.settings.rules import Declared

if TYPE_CHECKING:
    from app.programmes.models import Programme

MONTHS_BACK = 3
OVERALL = "Overall"

Colours = Mapping[tuple[str, str], Colour]


class Turn(NamedTuple):
    """A rating that would have been another."""

    month: Month
    workstream: str
    dimension: str
    was: Colour
    would_be: Colour


@dataclass(frozen=True)
class Trial:
    """A value that is tried in a programme, by somebody who may see its workstreams."""

    programme: Programme
    setting: Declared
    value: Any
    visible_to: Actor

    @cached_property
    def everybody(self) -> frozenset[int]:
        """Every workstream, as if each had its update."""
        return frozenset(each.id for each in programmes.of_programme(self.programme.id))

    def turned(self, today: date) -> list[Turn]:
        """By month, newest first. From today's registers, looked at as at each month's end."""
        months = (Month.of(today).plus(-back) for back in range(1, MONTHS_BACK + 1))
        return [turn for month in months for turn in self._in(month)]

    def _in(self, month: Month) -> list[Turn]:
        holds = queries.as_at(self.programme.id, month.last)
        was = self._colours(month, holds)
        would_be = self._colours(month, queries.trying(holds, self.setting, self.value))
        return [
            Turn(month, *place, colour, would_be[place])
            for place, colour in was.items()
            if would_be[place] is not colour
        ]

    def _colours(self, month: Month, values: Values) -> Colours:
        """Each workstream's ratings, by its name and the dimension's."""
        found = ratings.standing(
            self.programme,
            month,
            month.last,
            visible_to=self.visible_to,
            updated=self.everybody,
            limits=ratings.thresholds_of(values),
        )
        return {
            (f"{each.workstream.ref} {each.workstream.name}", name): rating.colour
            for each in found.workstreams
            for name, rating in _named(each)
        }


def _named(each: WorkstreamStanding) -> Iterator[tuple[str, Rating]]:
    yield OVERALL, each.overall
    for dimension, rating in each.dimensions.items():
        yield dimension.label, rating
