"""The records of one kind in a programme: which one a row means, and which references are free."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from app.core.errors import RuleBroken

Record = TypeVar("Record", bound=Any)
LONGEST_REF = 60
ROOM_FOR_NUMBER = 6


def fold(text: str) -> str:
    """Letters that differ only in case, width or space are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Register(Generic[Record]):
    """Found by reference, else by folded title in its place; a record is one row's only."""

    def __init__(
        self,
        records: Iterable[Record],
        *,
        title: Callable[[Record], str],
        place: Callable[[Record], Hashable],
        hidden: frozenset[int] = frozenset(),
        wanted: Iterable[str | None] = (),
        retired: Iterable[str] = (),
    ) -> None:
        """`wanted`: the references of the file's rows. `hidden`: ids that the actor may not see.

        `retired`: references that were used once and name no record now.
        """
        self._by_ref: dict[str, list[Record]] = {}
        self._by_title: dict[tuple[Hashable, str], list[Record]] = {}
        self._title, self._place, self._hidden = title, place, hidden
        self.versions: dict[int, int] = {}
        self._used: set[str] = {fold(ref) for ref in retired}
        for record in records:
            self._add(record)
        self._times = Counter(fold(ref) for ref in wanted if ref)
        self._numbers: dict[str, int] = {}
        self._taken = {
            record.id for ref in self._times if self._is_own(ref) for record in self._refs(ref)
        }
        self._claimed: set[int] = set()
        self._made: set[tuple[Hashable, str]] = set()

    def _add(self, record: Record) -> None:
        self._by_ref.setdefault(fold(record.ref), []).append(record)
        key = self._place(record), fold(self._title(record))
        self._by_title.setdefault(key, []).append(record)
        self.versions[record.id] = getattr(record, "version", 0)
        self._used.add(fold(record.ref))

    def _refs(self, ref: str) -> list[Record]:
        return self._by_ref.get(fold(ref), [])

    def _is_own(self, ref: str | None) -> bool:
        """Whether the reference names one row of the file, so that it can name a record."""
        return bool(ref) and self._times[fold(ref or "")] == 1

    def by_ref(self, ref: str) -> Record | None:
        """The one record with the reference, without claiming it for a row."""
        found = self._refs(ref)
        if len(found) == 1 and found[0].id in self._hidden:
            return None
        return found[0] if len(found) == 1 else None

    def titled(self, title: str, place: Hashable) -> Record | None:
        """The first record of that title in the place, without claiming it for a row."""
        return next(iter(self._by_title.get((place, fold(title)), [])), None)

    def find(self, ref: str | None, title: str, place: Hashable) -> Record | None:
        """The row's record; None when it is new. Raises RuleBroken when two could be meant."""
        if ref and self._is_own(ref) and (same := self._refs(ref)):
            return self._one(same, "ref", f"the reference {ref}")
        key = place, fold(title)
        titled = self._by_title.get(key, [])
        free = [each for each in titled if each.id not in self._taken | self._claimed]
        if free:
            return self._one(free, "title", "this title")
        if not self._is_own(ref) and (titled or key in self._made):
            raise RuleBroken(
                "title",
                "Another row of this file has the same title in the same workstream, so which "
                "record is meant is ambiguous. Give each a reference, or take one out",
            )
        self._made.add(key)
        return None

    def _one(self, found: list[Record], field: str, what: str) -> Record:
        if len(found) > 1:
            refs = ", ".join(each.ref for each in found)
            raise RuleBroken(
                field, f"Which record is meant is ambiguous: {refs} have {what}. Give its reference"
            )
        record = found[0]
        if record.id in self._hidden:
            raise RuleBroken(
                field, f"A record that you may not see has {what}. Ask the person who owns it"
            )
        self._claimed.add(record.id)
        return record

    def new_ref(self, ref: str | None, prefix: str, longest: int = LONGEST_REF) -> str:
        """The row's own reference if it is unique, else the prefix's next; none is used again."""
        if ref and self._is_own(ref) and fold(ref) not in self._used and len(ref) <= longest:
            self._used.add(fold(ref))
            return ref
        prefix = prefix[: LONGEST_REF - ROOM_FOR_NUMBER]
        number = self._numbers.get(prefix, self._highest(prefix)) + 1
        while fold(f"{prefix}{number:02d}") in self._used | self._times.keys():
            number += 1
        self._numbers[prefix] = number
        made = f"{prefix}{number:02d}"
        self._used.add(fold(made))
        return made

    def _highest(self, prefix: str) -> int:
        start = fold(prefix)
        rests = [ref[len(start) :] for ref in self._used if ref.startswith(start)]
        return max((int(rest) for rest in rests if _counts(rest)), default=0)


def _counts(rest: str) -> bool:
    return rest.isascii() and rest.isdigit() and len(rest) <= 9
