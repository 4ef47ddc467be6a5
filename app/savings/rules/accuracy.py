"""How forecasts came out: what was forecast for a month so many months ahead, and what then came.

A bias is the mean of actual less forecast: below zero, forecasts were too high. The spread is the
standard deviation of the same differences (Bessel's n − 1), to the penny below. Per cent are of
the mean forecast, so that a month forecast at pennies does not outweigh the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import NamedTuple

from app.core import money
from app.core.money import Pence

AHEAD = (1, 3, 6)
"""Months ahead for which a record is kept."""
LEAST = 6
"""Observations below which there is not enough history."""
PERMILLE = 1_000
NOT_ENOUGH = "not enough history"
NUMBERS = {1: "one month", 3: "three months", 6: "six months"}


class Observation(NamedTuple):
    """One month: what was forecast for it, and what then came; pence."""

    forecast: int
    actual: int


@dataclass(frozen=True, kw_only=True)
class Record:
    """How forecasts of so many months ahead came out; None where the history is short."""

    ahead: int
    observations: int
    bias: Pence | None = None
    bias_permille: int | None = None
    spread: Pence | None = None
    spread_permille: int | None = None


def record(ahead: int, observed: Sequence[Observation]) -> Record:
    """Bias and spread. A month with neither a forecast nor an actual says nothing, and is left."""
    told = [each for each in observed if each.forecast or each.actual]
    count = len(told)
    if count < LEAST:
        return Record(ahead=ahead, observations=count)
    errors = [each.actual - each.forecast for each in told]
    forecast = abs(sum(each.forecast for each in told))
    spread = _deviation(errors)
    return Record(
        ahead=ahead,
        observations=count,
        bias=Pence(money.divided(sum(errors), count)),
        bias_permille=money.divided(sum(errors) * PERMILLE, forecast) if forecast else None,
        spread=spread,
        spread_permille=money.divided(spread * count * PERMILLE, forecast) if forecast else None,
    )


def _deviation(errors: Sequence[int]) -> Pence:
    """The sample's standard deviation, in whole pence: no floats, so the same everywhere."""
    count = len(errors)
    squares = count * sum(each * each for each in errors) - sum(errors) ** 2
    return Pence(isqrt(squares // (count * (count - 1))))


def in_words(ahead: int, observations: int, bias: int | None, permille: int | None) -> str:
    """`Forecasts one month ahead were 12.0% too high on average, on 9 occasions`."""
    when = f"Forecasts {NUMBERS.get(ahead, f'{ahead} months')} ahead"
    times = "1 occasion" if observations == 1 else f"{observations} occasions"
    if bias is None:
        return f"{when}: {NOT_ENOUGH}, {times} of the {LEAST} needed"
    if bias == 0:
        return f"{when} were right on average, on {times}"
    way = "too high" if bias < 0 else "too low"
    much = (
        money.pounds(abs(bias))
        if permille is None
        else f"{abs(permille) // 10}.{abs(permille) % 10}%"
    )
    return f"{when} were {much} {way} on average, on {times}"
