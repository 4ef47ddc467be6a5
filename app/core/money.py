"""Money as whole pence: it adds up, and it prints as a board expects.

Display rounds a half away from zero, as an accountant does (£1.25m is £1.3m, −£1.25m is −£1.3m).
Only display rounds: totals are made from unrounded pence. There are no floats anywhere.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import NewType

Pence = NewType("Pence", int)

MINUS = "−"
POUND = 100
THOUSAND = 1_000 * POUND
MILLION = 1_000 * THOUSAND
NOT_AVAILABLE = "n/a"


def total(amounts: Iterable[int]) -> Pence:
    """The sum, in pence."""
    return Pence(sum(amounts))


def spread(amount: Pence, weights: Sequence[int]) -> list[Pence]:
    """Share out the amount by weight; the parts always add up to it.

    Each part is the difference of two rounded-down running totals, so that none is more than a
    penny from its exact share, a weight of 0 gets nothing, and a negative amount is shared as the
    positive one would be. Weights that sum to 0 share equally. Weights may be negative.
    """
    if not weights:
        if amount:
            raise ValueError("There is nothing to share the amount among")
        return []
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    sign = -1 if amount < 0 else 1
    running = [abs(amount) * reached // whole for reached in accumulate(weights)]
    return [
        Pence(sign * (reached - before))
        for reached, before in zip(running, [0, *running], strict=False)
    ]


def divided(amount: int, by: int) -> int:
    """The nearest whole number to amount ÷ by (which is above 0), a half going away from zero."""
    nearest = (abs(amount) * 2 + by) // (2 * by)
    return -nearest if amount < 0 else nearest


def exact(amount: int) -> str:
    """Pounds and pence: `£1,234.50`."""
    pounds_part, pence_part = divmod(abs(amount), POUND)
    return _signed(amount, f"£{pounds_part:,}.{pence_part:02d}")


def whole_pounds(amount: int) -> str:
    """Rounded to the pound: `£1,235`."""
    rounded = divided(amount, POUND)
    return _signed(rounded, f"£{abs(rounded):,}")


def thousands(amount: int) -> str:
    """Rounded to the thousand, as scheme tables are: `£1,234k`."""
    rounded = divided(amount, THOUSAND)
    return _signed(rounded, f"£{abs(rounded):,}k")


def millions(amount: int) -> str:
    """Rounded to a tenth of a million, as boards read: `£1.2m`."""
    tenths = divided(amount, MILLION // 10)
    return _signed(tenths, f"£{abs(tenths) // 10:,}.{abs(tenths) % 10}m")


def pounds(amount: int) -> str:
    """The form that a board reads at this size: `£950`, then `£74k`, then `£1.2m`."""
    if abs(divided(amount, POUND)) < 1_000:
        return whole_pounds(amount)
    if abs(divided(amount, THOUSAND)) < 1_000:
        return thousands(amount)
    return millions(amount)


def pounds_apart(amount: int, other: int) -> tuple[str, str]:
    """Two sums as a board reads them, finely enough that they do not read alike: `£4,534k`."""
    said = pounds(amount), pounds(other)
    if said[0] != said[1] or amount == other:
        return said
    finer = thousands(amount), thousands(other)
    return finer if finer[0] != finer[1] else (whole_pounds(amount), whole_pounds(other))


def percentage(part: int, whole: int) -> Decimal | None:
    """The part as a percentage of the whole, unrounded; None when the whole is 0."""
    return None if whole == 0 else Decimal(part) * 100 / Decimal(whole)


def share_in_words(part: int, whole: int, places: int = 1, rounding: str = ROUND_HALF_UP) -> str:
    """The percentage to print: `58.0%`; `n/a` when the whole is 0, never 0% or infinity."""
    share = percentage(part, whole)
    if share is None:
        return NOT_AVAILABLE
    rounded = share.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    return _signed(-1 if rounded < 0 else 0, f"{abs(rounded):f}%")


def _signed(amount: int, text: str) -> str:
    """A true minus sign before a negative amount; none before one that rounds to 0."""
    return f"{MINUS}{text}" if amount < 0 else text
