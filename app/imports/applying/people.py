"""The people that a file names: by e-mail address, or by a name that only one person has."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from app.accounts.models import Person
from app.db import db
from app.imports.applying.register import fold
from app.imports.reading.results import Finding, Severity


class People:
    """Everybody who can be named, loaded once; names that nobody has are kept to be said."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._by_email: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        self._unknown: dict[str, None] = {}
        rows = db.session.execute(
            select(Person.id, Person.name, Person.email).where(Person.deactivated_at.is_(None))
        )
        for person_id, name, email in rows:
            self.add(person_id, name, email)

    def add(self, person_id: int, name: str, email: str) -> None:
        self._names[person_id] = name
        self._by_email[fold(email)] = person_id
        self._by_name.setdefault(fold(name), set()).add(person_id)

    def by_email(self, email: str) -> int | None:
        return self._by_email.get(fold(email))

    def named(self, text: str) -> int | None:
        """The person's id; None, and a finding, where nobody or more than one is called so."""
        found = self._by_email.get(fold(text))
        same = self._by_name.get(fold(text), set())
        if found is None and len(same) == 1:
            found = next(iter(same))
        if found is None:
            self._unknown[text] = None
        return found

    def name(self, person_id: int) -> str:
        return self._names.get(person_id, "somebody who has left")

    def findings(self) -> Iterator[Finding]:
        """One warning that names everybody who was not found."""
        if self._unknown:
            shown = ", ".join(f"“{text}”" for text in list(self._unknown)[:20])
            said = (
                f"Nobody is known by {shown}, so no owner was set from these names. Add them as "
                "people, or write their e-mail address, and bring the file in again"
            )
            yield Finding(Severity.WARNING, said)
