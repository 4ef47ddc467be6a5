"""Where one saving may be counted twice (nhs-domain 1.6): found from facts, never from guesses.

Each has a key that holds what the schemes share: when that changes, so does the key, and what was
decided of it lapses.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise

from app.core.financial_year import Month

WHOLE = 10_000
"""A whole scheme in hundredths of a per cent."""
ALIKE = 90
"""Titles are very alike from this likeness on, of 100; figures in them must be the same."""
LARGEST_BLOCK = 120
"""A word in more titles than this says nothing of them: only equal titles are then compared."""
SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "in", "into", "of", "on", "the", "to", "with"}
)

Likeness = Callable[[str, str], float]


class Kind(StrEnum):
    """How a saving may be counted twice."""

    LINE = "one budget line"
    SHARES = "shares that are not 100%"
    TWIN = "the same saving in two workstreams"


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line that a scheme takes money from; without an account, the whole cost centre."""

    scheme_id: int
    cost_centre: str
    account: str
    first: Month
    last: Month | None = None

    @property
    def words(self) -> str:
        """`Cost centre 4711, account 5200, from April 2026 to March 2027`."""
        account = f", account {self.account}" if self.account else ", every account"
        until = f" to {self.last.name}" if self.last else " on"
        return f"cost centre {self.cost_centre}{account}, from {self.first.name}{until}"


@dataclass(frozen=True, slots=True)
class Named:
    """A scheme as twins are found by: its title, workstream, start and what it plans in all."""

    scheme_id: int
    workstream_id: int
    title: str
    starts_on: date | None = None
    plan: int = 0


@dataclass(frozen=True, slots=True)
class Overlap:
    """One scheme or two, what they share in a sentence, and the key of a decision on it."""

    kind: Kind
    schemes: tuple[int, ...]
    shared: str
    key: str


def on_one_line(lines: Iterable[Line]) -> list[Overlap]:
    """Pairs of schemes that take money from one budget line in the same months."""
    by_centre: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_centre[folded(line.cost_centre)].append(line)
    met: dict[tuple[int, int], set[tuple[Line, Line]]] = defaultdict(set)
    for group in by_centre.values():
        for one, other in _meeting(group):
            low, high = sorted((one, other), key=lambda each: each.scheme_id)
            met[low.scheme_id, high.scheme_id].add((low, high))
    return [_line_overlap(pair, both) for pair, both in sorted(met.items())]


def not_whole(shares: Mapping[int, Sequence[tuple[int, int]]]) -> list[Overlap]:
    """Cross-cutting schemes, by id, whose (workstream, share) do not add up to the whole."""
    found = []
    for scheme_id, given in sorted(shares.items()):
        total = sum(share for _, share in given)
        if total != WHOLE:
            said = f"Its shares add up to {percent(total)}, not 100%"
            key = _key("shares", (scheme_id,), [f"{place}:{share}" for place, share in given])
            found.append(Overlap(Kind.SHARES, (scheme_id,), said, key))
    return found


def alike(schemes: Sequence[Named], likeness: Likeness) -> list[tuple[Named, Named]]:
    """Pairs in two workstreams whose titles are equal, or very alike with the same figures."""
    titles = {each: words_of(each.title) for each in schemes}
    pairs = {
        (one, other)
        for block in _blocks(titles)
        for one, other in combinations(block, 2)
        if one.workstream_id != other.workstream_id
        and (
            titles[one] == titles[other]
            or likeness(" ".join(titles[one]), " ".join(titles[other])) >= ALIKE
        )
    }
    ordered = {
        (one, other) if one.scheme_id < other.scheme_id else (other, one) for one, other in pairs
    }
    return sorted(ordered, key=lambda pair: (pair[0].scheme_id, pair[1].scheme_id))


def twins(pairs: Iterable[tuple[Named, Named]]) -> list[Overlap]:
    """Of pairs with like titles, those that also start on the same day or plan the same amount."""
    return [found for one, other in pairs if (found := _twin(one, other))]


def percent(share: int) -> str:
    """Hundredths of a per cent as people write them: `33.34%`."""
    whole, rest = divmod(abs(share), 100)
    part = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{'−' if share < 0 else ''}{whole}{part}%"


def folded(text: str) -> str:
    """Codes that differ only in case, space or punctuation are one code."""
    return re.sub(r"[\W_]+", "", text.casefold())


def words_of(title: str) -> tuple[str, ...]:
    """The words of a title that say something, in the order of the alphabet."""
    return tuple(sorted(set(re.findall(r"\w+", title.casefold())) - SMALL_WORDS))


def _meeting(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines of two schemes that share an account and a month, each pair once."""
    running: list[Line] = []
    for line in sorted(lines, key=lambda each: (each.first, each.scheme_id)):
        running = [each for each in running if each.last is None or each.last >= line.first]
        for other in running:
            accounts = {folded(line.account), folded(other.account)}
            if other.scheme_id != line.scheme_id and (len(accounts) == 1 or "" in accounts):
                yield other, line
        running.append(line)


def _line_overlap(pair: tuple[int, int], both: set[tuple[Line, Line]]) -> Overlap:
    shared = sorted(f"{one.words}; {other.words}" for one, other in both)
    one, other = min(both, key=lambda each: (each[0].first, each[0].cost_centre, each[0].account))
    first = max(one.first, other.first)
    ends = [each.last for each in (one, other) if each.last]
    until = f" to {min(ends).name}" if ends else " on"
    account = one.account or other.account
    where = f"cost centre {one.cost_centre}" + (f", account {account}," if account else "")
    more = f", and {len(both) - 1} more" if len(both) > 1 else ""
    said = f"Both take from {where} from {first.name}{until}{more}"
    return Overlap(Kind.LINE, pair, said, _key("line", pair, shared))


def _blocks(titles: Mapping[Named, tuple[str, ...]]) -> Iterator[list[Named]]:
    """Schemes with the same title, and those that share a telling word and every figure."""
    same: dict[tuple[str, ...], list[Named]] = defaultdict(list)
    near: dict[tuple[str, ...], list[Named]] = defaultdict(list)
    for scheme, words in titles.items():
        if not words:
            continue
        same[words].append(scheme)
        figures = tuple(word for word in words if any(letter.isdigit() for letter in word))
        for word in words:
            near[word[:5], *figures].append(scheme)
    for block in same.values():
        if len(block) <= LARGEST_BLOCK:
            yield block
        else:  # each with the next: every pair of so many would be found for ever
            yield from (list(pair) for pair in pairwise(block))
    yield from (block for block in near.values() if 1 < len(block) <= LARGEST_BLOCK)


def _twin(one: Named, other: Named) -> Overlap | None:
    facts = []
    if one.starts_on and one.starts_on == other.starts_on:
        facts.append("start on the same day")
    if one.plan and one.plan == other.plan:
        facts.append("plan the same amount")
    if not facts:
        return None
    pair = (one.scheme_id, other.scheme_id)
    said = f"Their titles are alike, and they {' and '.join(facts)}"
    values = [*words_of(one.title), "|", *words_of(other.title), str(one.starts_on), *facts]
    return Overlap(Kind.TWIN, pair, said, _key("twin", pair, values))


def _key(kind: str, schemes: Iterable[int], shared: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(shared).encode()).hexdigest()[:24]
    return "-".join([kind, *(str(each) for each in schemes), digest])
