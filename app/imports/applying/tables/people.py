"""Rows of the workbook's sheet of people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core.errors import RuleBroken
from app.db import db
from app.imports.applying.bringing import Bringing, Step
from app.imports.applying.outcomes import Difference
from app.imports.applying.register import fold
from app.imports.reading.results import TypedRow
from app.programmes import commands as programmes
from app.programmes.models import RoleAssignment, Workstream
from app.programmes.roles import Role


class People:
    """Adds people and gives them roles; never takes a role away, never renames anybody."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._known = bringing.people
        self._held = _held(bringing.asked.programme.id, self._asked.today)
        emails = {fold(str(row.values.get("email"))) for row in rows}
        found = db.session.scalars(select(Person).where(Person.email.in_(emails)))
        self._people: dict[str, Person] = {fold(each.email): each for each in found}
        self._seen: set[str] = set()

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        email, name = str(row.values["email"]), str(row.values["name"])
        role = _role(row)
        key = f"{fold(email)} {role} {row.values.get('workstream')}"
        if key in self._seen:
            raise RuleBroken("email", "This person has the same role on an earlier row")
        self._seen.add(key)
        person = self._people.get(fold(email))
        shown = Difference("Role", "", role.label) if role else None
        if person is None:
            made = (Difference("Name", "", name), Difference("E-mail", "", email))
            return Step(
                row,
                name,
                differences=(*made, *([shown] if shown else [])),
                create=lambda: self._add(email, name),
                change=(lambda person: self._give_later(row, person, role)) if role else None,
            )
        if role is None or self._holds(row, person.id, role):
            return Step(row, person.name, person)
        return Step(
            row,
            person.name,
            person,
            (shown,) if shown else (),
            change=lambda person: self._give_later(row, person, role),
        )

    def _holds(self, row: TypedRow, person_id: int, role: Role) -> bool:
        place = self._workstream(row)
        return (person_id, role, place.id if place else None) in self._held

    def _workstream(self, row: TypedRow) -> Workstream | None:
        named = row.values.get("workstream")
        return self._bringing.workstreams.known(named) if isinstance(named, str) else None

    def _add(self, email: str, name: str) -> Person:
        """A person who is new and has two rows is made by the first."""
        if made := self._people.get(fold(email)):
            return made
        made = accounts.create_person(
            email=email, name=name, actor=self._asked.actor, at=self._asked.at
        )
        self._known.add(made.id, made.name, made.email)
        self._people[fold(email)] = made
        return made

    def _give_later(self, row: TypedRow, person: Person, role: Role | None) -> None:
        """After the workstreams of the same file exist."""
        if role is not None:
            self._bringing.later.append((row, lambda: self._give(row, person, role)))

    def _give(self, row: TypedRow, person: Person, role: Role) -> None:
        asked, named = self._asked, row.values.get("workstream")
        workstream = self._workstream(row)
        if named and workstream is None:
            raise RuleBroken("workstream", f"There is no workstream “{named}”. Add it first")
        programmes.assign_role(
            person,
            role=role,
            programme=None if workstream else asked.programme,
            workstream=workstream,
            starts_on=asked.today,
            actor=asked.actor,
            at=asked.at,
        )
        self._bringing.touched.note(person, after={f"role {role}": str(named or "")})


def _held(programme_id: int, on: date) -> set[tuple[int, Role, int | None]]:
    """Who holds which role in the programme or in which of its workstreams, on the day."""
    rows = db.session.execute(
        select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.workstream_id)
        .outerjoin(Workstream, Workstream.id == RoleAssignment.workstream_id)
        .where(
            or_(
                RoleAssignment.programme_id == programme_id,
                Workstream.programme_id == programme_id,
            )
        )
        .where(or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on))
    )
    return {(person_id, role, workstream_id) for person_id, role, workstream_id in rows}


def _role(row: TypedRow) -> Role | None:
    text = row.values.get("role")
    if not isinstance(text, str) or not text:
        return None
    for role in Role:
        if fold(text) in (fold(role.label), role.value):
            return role
    listed = ", ".join(role.label for role in Role)
    raise RuleBroken("role", f"“{text}” is not a role. Write one of: {listed}")
