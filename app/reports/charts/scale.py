"""Axes that suit their figures: round ticks, money said alike, labels that do not collide."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import money

STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Turns a value into a position between `start` and `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: int) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: int, high: int, wanted: int = 5) -> list[int]:
    """Round values from at or below `low` to at or above `high`; always two or more."""
    if high <= low:
        high = low + max(abs(low), 100_00)
    raw = max((high - low) // wanted, 1)
    magnitude = 10 ** (len(str(raw)) - 1)
    step = next(each * magnitude for each in STEPS if each * magnitude >= raw)
    first = low // step
    last = -(-high // step)
    return [index * step for index in range(first, last + 1)]


def axis_money(ticks: Sequence[int]) -> list[str]:
    """All ticks in one unit, with no more decimals than they need: £0, £2.5m, £5m."""
    largest = max(abs(tick) for tick in ticks)
    unit, suffix = (
        (money.MILLION, "m")
        if largest >= money.MILLION
        else (money.THOUSAND, "k")
        if largest >= money.THOUSAND
        else (money.POUND, "")
    )
    return [_tick(tick, unit, suffix) for tick in ticks]


def _tick(tick: int, unit: int, suffix: str) -> str:
    if tick == 0:
        return "£0"
    whole, part = divmod(abs(tick), unit)
    decimals = f".{part * 100 // unit:02d}".rstrip("0").rstrip(".")
    return f"{money.MINUS if tick < 0 else ''}£{whole:,}{decimals}{suffix}"


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The positions pushed apart to `gap`, in their order, kept between `low` and `high`."""
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    out = list(positions)
    floor = low
    for index in order:
        out[index] = max(out[index], floor)
        floor = out[index] + gap
    ceiling = high
    for index in reversed(order):
        out[index] = min(out[index], ceiling)
        ceiling = out[index] - gap
    return out
