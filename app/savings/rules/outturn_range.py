"""How the year may end: the outturn that one, five and nine in ten of many draws stay below.

What is saved to date stands. What remains is drawn scheme by scheme, out of what the programme's
own schemes delivered of a month's forecast made a month ahead; where that history is short, out of
the weights. Whole numbers and a seeded generator only: the same inputs give the same pence in any
process, on any machine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from app.core import money
from app.core.money import Pence

DRAWS = 2_000
LEAST = 6
"""Observations below which a history is too short to draw from."""
MOST = 200
"""Per cent of its forecast that a past month counts as at most; a reversal counts as nought."""
STEPS = 256
PERCENT = 100
METHOD = (
    "{draws} draws, the same for ever: they are seeded by the programme's code and the month. "
    "What is saved to date stands, and what quality holds adds nothing. In each draw one past "
    "month is picked, by its pounds, and each scheme delivers of its remaining forecast what some "
    "scheme of its development status delivered that month of the forecast made a month before, "
    "between 0% and 200%. Where a status has fewer than six observations, each of its schemes "
    "delivers all that remains with a chance equal to its weight, or nothing."
)

OF_THE_WHOLE = (
    "The range is of the whole programme; it shows to finance and to who may see every scheme."
)

Table = bytes
"""256 shares in per cent, each as likely: a byte at random picks one."""


@dataclass(frozen=True)
class Past:
    """What schemes of a status delivered of one month's forecast, made a month ahead.

    `count` of them delivered so many whole per cent of `pence` together.
    """

    status: str
    month: str
    percent: int
    pence: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """One scheme: what stands, what remains and counts, and its weight in per cent."""

    ref: str
    status: str
    weight: int
    ytd: int
    remaining: int


@dataclass(frozen=True, kw_only=True)
class Range:
    """One in ten draws ends below `p10`, half below `p50`, nine in ten below `p90`; pence."""

    p10: Pence
    p50: Pence
    p90: Pence
    observations: int
    by_history: int
    by_weight: int


def seed(programme: str, month: str) -> str:
    """What a month's draws are seeded with: no database id, which differs between databases."""
    return f"{programme} {month}"


def method() -> str:
    """How the range is made, in words to print beside it."""
    return METHOD.format(draws=f"{DRAWS:,}")


def in_words(p10: int, p50: int, p90: int) -> tuple[str, str, str]:
    """The three as a board reads them; in thousands where a tenth of a million would hide them."""
    say = _say(p10, p90)
    return say(p10), say(p50), say(p90)


def _say(p10: int, p90: int) -> Callable[[int], str]:
    return money.thousands if p90 - p10 < money.MILLION <= abs(p90) else money.pounds


def beside(forecast: int, p10: int, p90: int) -> str:
    """What a reader should know of a forecast outside its own range; else nothing."""
    if p10 <= forecast <= p90:
        return ""
    way = "higher" if forecast > p90 else "lower"
    return f"The forecast that counts, {_say(p10, p90)(forecast)}, is {way} than nine draws in ten."


def drawn_from(observations: int, by_history: int, by_weight: int) -> str:
    """`128 observations of a forecast made a month ahead; all 27 schemes are drawn from them`."""
    seen = "1 observation" if observations == 1 else f"{observations:,} observations"
    told = f"{seen} of a forecast made a month ahead"
    if not by_history:
        return f"{told}; too few to draw from, so schemes are drawn from their weights"
    if not by_weight:
        return f"{told}; every scheme with savings to come is drawn from them ({by_history:,})"
    return (
        f"{told}; {by_history:,} of the schemes with savings to come are drawn from them, "
        f"{by_weight:,} from their weights, as the history of their status is short"
    )


def delivered(forecast: int, actual: int) -> int:
    """What came of a forecast, in whole per cent between 0 and 200."""
    return max(0, min(MOST, money.divided(actual * PERCENT, forecast)))


def gathered(observed: Iterable[tuple[str, str, int, int]]) -> tuple[Past, ...]:
    """Status, month, forecast and actual of each, as a history; what had no forecast is left."""
    pounds: dict[tuple[str, str, int], int] = defaultdict(int)
    counts: dict[tuple[str, str, int], int] = defaultdict(int)
    for status, month, forecast, actual in observed:
        if forecast > 0:
            key = (status, month, delivered(forecast, actual))
            pounds[key] += forecast
            counts[key] += 1
    return tuple(Past(*key, pounds[key], counts[key]) for key in sorted(pounds))


def year_end(seeded: str, schemes: Iterable[Remaining], history: Sequence[Past]) -> Range:
    """The range: draws are made in the order of the schemes' references."""
    listed = sorted(schemes, key=lambda each: each.ref)
    usable = _usable(history)
    to_date = sum(each.ytd for each in listed)
    groups = _groups([each for each in listed if each.remaining], usable)
    ends = sorted(to_date + each for each in _draws(seeded, groups, usable))
    by_history = sum(len(each.amounts) for each in groups if each.status)
    return Range(
        p10=_below(ends, 10),
        p50=_below(ends, 50),
        p90=_below(ends, 90),
        observations=sum(each.count for each in history),
        by_history=by_history,
        by_weight=sum(len(each.amounts) for each in groups) - by_history,
    )


@dataclass
class _Group:
    """Schemes that draw from the same tables: of a status, or (status empty) of a weight."""

    status: str = ""
    weight: int = 0
    amounts: list[int] = field(default_factory=list)


def _usable(history: Sequence[Past]) -> list[Past]:
    counts: dict[str, int] = defaultdict(int)
    for each in history:
        counts[each.status] += each.count
    return sorted(
        (each for each in history if counts[each.status] >= LEAST),
        key=lambda each: (each.month, each.status, each.percent),
    )


def _groups(schemes: Sequence[Remaining], usable: Sequence[Past]) -> list[_Group]:
    known = {each.status for each in usable}
    found: dict[tuple[str, int], _Group] = {}
    for each in schemes:
        key = (each.status, 0) if each.status in known else ("", each.weight)
        found.setdefault(key, _Group(*key)).amounts.append(each.remaining)
    return [found[key] for key in sorted(found)]


def _draws(seeded: str, groups: Sequence[_Group], usable: Sequence[Past]) -> list[int]:
    """What remains, as each draw has it delivered."""
    if not groups:
        return [0] * DRAWS
    random = Random(int(sha256(seeded.encode()).hexdigest(), 16))  # noqa: S311  no secret
    months, tables = _by_month(groups, usable)
    reached = list(_running(months.values()))
    shares = []
    for _ in range(DRAWS):
        of_month = tables[_picked(random, reached)]
        for group, table in zip(groups, of_month, strict=True):
            shares.append(random.randbytes(len(group.amounts)).translate(table))
    amounts = [amount for group in groups for amount in group.amounts]
    return [money.divided(each, PERCENT) for each in _together(amounts, b"".join(shares))]


def _together(amounts: Sequence[int], shares: bytes) -> list[int]:
    """Each draw's sum of amount x share. `shares`: a byte an amount, draw after draw.

    One long number holds a share of every draw, each in a lane of its own that is wide enough for
    the draw's sum: so an amount is multiplied by its share of all draws at once.
    """
    wide = (sum(map(abs, amounts)) * STEPS).bit_length() // 8 + 2  # bytes; one is for the sign
    lanes, total = bytearray(DRAWS * wide), 0
    for place, amount in enumerate(amounts):
        lanes[::wide] = shares[place :: len(amounts)]
        total += amount * int.from_bytes(lanes, "little")
    return _apart(total, wide)


def _apart(total: int, wide: int) -> list[int]:
    """The lanes' numbers, the first draw's first. Above nought by an offset while taken apart."""
    above = 1 << (8 * wide - 2)
    offset = int.from_bytes(above.to_bytes(wide, "little") * DRAWS, "little")
    lanes = (total + offset).to_bytes(DRAWS * wide, "little")
    starts = range(0, DRAWS * wide, wide)
    return [int.from_bytes(lanes[at : at + wide], "little") - above for at in starts]


def _by_month(
    groups: Sequence[_Group], usable: Sequence[Past]
) -> tuple[Mapping[str, int], list[list[Table]]]:
    """The pounds of each past month, and in each the table of each group."""
    months: dict[str, int] = defaultdict(int)
    for each in usable:
        months[each.month] += each.pence
    names: list[str] = list(months) or [""]
    tables = [[_table_of(group, usable, month) for group in groups] for month in names]
    return months or {"": 1}, tables


def _table_of(group: _Group, usable: Sequence[Past], month: str) -> Table:
    if not group.status:
        return _table([(0, PERCENT - group.weight), (PERCENT, group.weight)])
    of_status = [each for each in usable if each.status == group.status]
    then = [each for each in of_status if each.month == month] or of_status
    return _table([(each.percent, each.pence) for each in sorted(then, key=lambda p: p.percent)])


def _table(shares: Sequence[tuple[int, int]]) -> Table:
    """256 equal steps through the shares by their pounds; the steps keep the mean share."""
    whole = sum(pounds for _, pounds in shares)
    queue = iter(shares)
    share, left, area, before, steps = 0, 0, 0, 0, []
    for _ in range(STEPS):
        need = whole  # in 256ths of the pounds, so that no step is rounded
        while need:
            if not left:
                share, pounds = next(queue)
                left = pounds * STEPS
            taken = min(need, left)
            area, need, left = area + taken * share, need - taken, left - taken
        reached = money.divided(area, whole)
        steps.append(reached - before)
        before = reached
    return bytes(steps)


def _running(amounts: Iterable[int]) -> Iterable[int]:
    reached = 0
    for each in amounts:
        reached += each
        yield reached


def _picked(random: Random, reached: Sequence[int]) -> int:
    """One place, with a chance in proportion to its part of the whole."""
    if len(reached) == 1:
        return 0
    return bisect_right(reached, random.getrandbits(64) * reached[-1] >> 64)


def _below(ends: Sequence[int], percent: int) -> Pence:
    return Pence(ends[len(ends) * percent // PERCENT - 1])
