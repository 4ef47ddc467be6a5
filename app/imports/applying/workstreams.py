"""Which workstream a row belongs to: the one it names, the one that was asked for, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from app.core.errors import RuleBroken
from app.db import db
from app.imports.applying.asked import Asked
from app.imports.applying.register import fold
from app.imports.reading.results import Finding, Severity, TypedRow
from app.programmes import commands as programmes
from app.programmes.models import Workstream

UNASSIGNED = "UNASSIGNED"
LIKE = 88


class Spot:
    """A workstream, or one to be made when the first row that needs it is used."""

    def __init__(self, asked: Asked, *, record: Workstream | None = None, name: str = "") -> None:
        self._asked, self.record, self._name = asked, record, name
        self.was_made = False

    @property
    def key(self) -> object:
        """The same for the same workstream, also before it is made."""
        return self.record.id if self.record else f"new {fold(self._name)}"

    def get(self) -> Workstream:
        """The workstream, made now if need be."""
        if self.record is None:
            unassigned = self._name == UNASSIGNED
            self.record = programmes.add_workstream(
                self._asked.programme,
                ref=UNASSIGNED if unassigned else None,
                name="Not assigned to a workstream" if unassigned else self._name,
                is_unassigned=unassigned,
                actor=self._asked.actor,
                at=self._asked.at,
            )
            db.session.flush()
            self.was_made = True
        return self.record


class Workstreams:
    """The programme's workstreams, by reference and by name."""

    def __init__(self, asked: Asked, records: Sequence[Workstream]) -> None:
        self._asked = asked
        self._spots: dict[str, Spot] = {}
        for each in records:
            self.add(each)

    def add(self, record: Workstream) -> None:
        """One more that rows may name."""
        spot = Spot(self._asked, record=record)
        self._spots.setdefault(fold(record.name), spot)
        self._spots[fold(record.ref)] = spot
        self._spots[fold(f"{record.ref} {record.name}")] = spot

    def of(self, row: TypedRow) -> Spot:
        """Where the row belongs. Raises RuleBroken for a name that is almost another's."""
        named = row.values.get("workstream")
        if isinstance(named, str) and named:
            return self.named(named, "workstream")
        if self._asked.workstream is not None:
            return self._spots[fold(self._asked.workstream.ref)]
        return self._spots.setdefault(fold(UNASSIGNED), Spot(self._asked, name=UNASSIGNED))

    def known(self, text: str) -> Workstream | None:
        """The workstream of that reference or name, if there is one."""
        spot = self._spots.get(fold(text))
        return spot.record if spot else None

    def named(self, text: str, field: str) -> Spot:
        """The one of that reference or name, or one to be made."""
        found = self._spots.get(fold(text))
        if found is None:
            near = [
                spot.record.name
                for spot in self._spots.values()
                if spot.record and fuzz.ratio(fold(spot.record.name), fold(text)) >= LIKE
            ]
            if near:
                said = f"There is no workstream “{text}”. If you mean “{near[0]}”, write that"
                raise RuleBroken(field, said)
            found = self._spots[fold(text)] = Spot(self._asked, name=text)
        return found

    def findings(self) -> Iterator[Finding]:
        """A note for each workstream that was made because rows belong to it."""
        for spot in self._spots.values():
            if spot.was_made and spot.record:
                why = (
                    "rows name no workstream"
                    if spot.record.is_unassigned
                    else f"rows name “{spot.record.name}”"
                )
                said = f"Workstream {spot.record.ref} was made, because {why}"
                yield Finding(Severity.NOTE, said)
