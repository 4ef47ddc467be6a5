"""Who gives to whom: a table of workstreams by workstreams, with the worst rating of each pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.rating import Colour, worst
from app.dependencies.display.words import Line

OUTSIDE = "Outside bodies"


@dataclass(frozen=True)
class Party:
    """A workstream, or all outside bodies together (no id)."""

    id: int | None
    ref: str
    name: str


@dataclass(frozen=True)
class Pair:
    """What one party gives another."""

    count: int
    colour: Colour


@dataclass(frozen=True)
class Matrix:
    """Givers down, receivers across."""

    givers: Sequence[Party]
    receivers: Sequence[Party]
    pairs: dict[tuple[int | None, int | None], Pair]

    def pair(self, giver: Party, receiver: Party) -> Pair | None:
        """What the one gives the other; None for nothing."""
        return self.pairs.get((giver.id, receiver.id))


def matrix(lines: Iterable[Line]) -> Matrix:
    """The dependencies as a matrix. Parties are in order of reference; outside bodies come last."""
    found: dict[tuple[int | None, int | None], list[Line]] = defaultdict(list)
    givers: dict[int | None, Party] = {}
    receivers: dict[int | None, Party] = {}
    for line in lines:
        row = line.row
        found[row.giver_id, row.receiver_id].append(line)
        givers[row.giver_id] = _party(row.giver_id, row.giver_ref, row.giver_name)
        receivers[row.receiver_id] = _party(row.receiver_id, row.receiver_ref, row.receiver_name)
    pairs = {
        key: Pair(len(each), worst(line.rating for line in each)) for key, each in found.items()
    }
    return Matrix(_ordered(givers.values()), _ordered(receivers.values()), pairs)


def _party(key: int | None, ref: str | None, name: str | None) -> Party:
    return Party(key, ref or OUTSIDE, name or "")


def _ordered(parties: Iterable[Party]) -> Sequence[Party]:
    return sorted(parties, key=lambda party: (party.id is None, party.ref, party.id or 0))
