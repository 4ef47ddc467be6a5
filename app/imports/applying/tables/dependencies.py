"""Rows that are dependencies: who needs what from whom, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.errors import RuleBroken
from app.db import db
from app.dependencies import commands
from app.dependencies.models import DateKind, Dependency, DependencyStatus
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.register import Register
from app.imports.applying.values import Attribute
from app.imports.applying.workstreams import Spot
from app.imports.reading.results import Severity, TypedRow
from app.programmes import queries as programmes

DATES = (
    Attribute("need_by", "need_by", "Needed by", None),
    Attribute("promise", "promise", "Promised for", None),
)


@dataclass(frozen=True)
class Side:
    """A workstream, or a body outside the programme."""

    spot: Spot | None = None
    body: str = ""

    @property
    def key(self) -> object:
        return self.spot.key if self.spot else None


class Dependencies:
    """Adds drafts and moves dates. Only its two owners can agree, deliver or accept it."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        found = db.session.scalars(
            select(Dependency)
            .where(Dependency.programme_id == bringing.asked.programme.id)
            .options(joinedload(Dependency.giver), joinedload(Dependency.receiver))
            .options(joinedload(Dependency.programme))
            .order_by(Dependency.id)
        ).all()
        undone = bringing.withdrawn_by_undo
        gone = {each.id for each in found if ("dependency", each.id) in undone}
        self._register: Register[Dependency] = Register(
            [each for each in found if each.id not in gone],
            title=lambda record: record.title,
            place=lambda record: record.receiver_id or record.giver_id,
            hidden=self._hidden(found),
            wanted=[str(row.values["ref"]) for row in rows if row.values.get("ref")],
            retired=[each.ref for each in found if each.id in gone],
        )
        people = bringing.people
        self._described = (
            Attribute("title", "deliverable", "Deliverable"),
            Attribute("float_days", "float_days", "Float in days", 0),
            Attribute("owner_id", "owner", "Owner", None, people.named, people.name),
        )
        self._say_what_is_for_owners(rows)

    def _hidden(self, found: Any) -> frozenset[int]:
        actor = self._asked.actor
        if actor.is_system:
            return frozenset()
        seen = db.session.scalars(
            select(Dependency.id)
            .where(Dependency.programme_id == self._asked.programme.id)
            .where(programmes.seen_records(actor, Dependency))
        )
        return frozenset(each.id for each in found) - frozenset(seen)

    def _say_what_is_for_owners(self, rows: list[TypedRow]) -> None:
        numbers = [row.row for row in rows if row.values.get("status") not in (None, "draft")]
        if numbers:
            said = (
                "Whether a dependency is agreed or delivered is for its two owners to say on its "
                f"page, so the status was not kept (first on row {numbers[0]})"
            )
            self._bringing.say(Severity.NOTE, said)

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        giver, receiver = self._sides(row)
        ref, title = row.values.get("ref"), str(row.values["deliverable"])
        place = receiver.key or giver.key
        found = self._register.find(str(ref) if ref else None, title, place)
        every = (*self._described, *DATES)
        given = values.given(row, every)
        if found is None:
            return Step(
                row,
                title,
                differences=values.differences(None, given, every),
                create=lambda: self._add(row, giver, receiver, given=given),
            )
        changed = {
            k: v
            for k, v in values.changed(found, given).items()
            if v is not None or k == "owner_id"
        }
        shown = values.differences(found, changed, every)
        if shown and found.status is DependencyStatus.WITHDRAWN:
            raise RuleBroken("deliverable", f"{found.ref} was withdrawn. Take this row out")
        must_be_fresh(row, found, self._register.versions[found.id], shown)
        act = None if not shown else lambda record: self._change(record, changed)
        return Step(row, found.title, found, shown, change=act)

    def _sides(self, row: TypedRow) -> tuple[Side, Side]:
        """Names that are no workstream's are outside bodies; one of the two is a workstream."""
        gives, needs = row.values.get("giver"), row.values.get("receiver")
        if not isinstance(gives, str) or not gives:
            raise RuleBroken("giver", "This row does not say who gives it. Enter who does")
        workstreams = self._bringing.workstreams
        giver = self._side(gives)
        if not isinstance(needs, str) or not needs:
            return giver, Side(workstreams.of(row))
        receiver = self._side(needs)
        if giver.spot is None and receiver.spot is None:
            receiver = Side(workstreams.named(needs, "receiver"))
        return giver, receiver

    def _side(self, text: str) -> Side:
        known = self._bringing.workstreams.known(text)
        if known is None:
            return Side(body=text)
        return Side(self._bringing.workstreams.named(text, "giver"))

    def _add(
        self, row: TypedRow, giver: Side, receiver: Side, *, given: Mapping[str, Any]
    ) -> Dependency:
        ref = row.values.get("ref")
        gives = giver.spot.get() if giver.spot else None
        needs = receiver.spot.get() if receiver.spot else None
        owned = needs or gives
        return commands.add(
            self._asked.programme,
            giver=gives,
            giver_body=giver.body,
            receiver=needs,
            receiver_body=receiver.body,
            ref=self._register.new_ref(
                str(ref) if ref else None, f"{owned.ref}-D" if owned else "D"
            ),
            actor=self._asked.actor,
            at=self._asked.at,
            **given,
        )

    def _change(self, record: Dependency, changed: Mapping[str, Any]) -> None:
        asked, before = self._asked, {name: getattr(record, name) for name in changed}
        plain = {each.name: changed[each.name] for each in self._described if each.name in changed}
        if plain:
            commands.edit(record, plain, actor=asked.actor, at=asked.at)
        for kind in DateKind:
            name = kind.value.replace("-", "_")
            if changed.get(name):
                commands.move_date(
                    record,
                    kind=kind,
                    to=changed[name],
                    reason=asked.source,
                    actor=asked.actor,
                    at=asked.at,
                )
        self._bringing.touched.note(record, before=before, after=changed)
