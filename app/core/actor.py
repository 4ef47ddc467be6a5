"""Who is acting, and what they may do where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.errors import NotAllowed


class Permission(StrEnum):
    """What a person may be allowed to do. Roles grant these; pages and commands ask for them."""

    READ_PUBLISHED = "read published reports"
    READ_PROGRAMME = "read the live registers"
    READ_AUDIT = "read the audit trail"
    EDIT_MILESTONES = "edit milestones"
    EDIT_SAVINGS = "edit savings"
    EDIT_RISKS = "edit risks"
    EDIT_DEPENDENCIES = "edit dependencies"
    EDIT_WORKSTREAM = "edit a workstream"
    SUBMIT_UPDATE = "submit an update"
    REVIEW_UPDATE = "accept or return an update"
    SIGN_FULL_YEAR_EFFECT = "sign a full-year effect"
    SIGN_GATES = "sign a scheme's gate"
    VALIDATE_SAVINGS = "validate savings"
    ASSESS_QUALITY = "assess the effect on quality"
    APPROVE_QUALITY = "approve an assessment of quality"
    EDIT_ACTIONS = "edit actions"
    GRANT_RATING = "grant a better rating"
    GIVE_CONFIDENCE = "give delivery confidence"
    APPROVE_MONTH = "approve the month"
    RUN_MONTH = "open, lock and publish the month"
    IMPORT = "import a file"
    MANAGE_PROGRAMME = "set up a programme"
    MANAGE_SETTINGS = "change settings"
    MANAGE_PEOPLE = "manage people and roles"
    MANAGE_DISCLOSURE = "release or withhold a record"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record belongs. A permission held in a programme holds in its workstreams."""

    programme_id: int | None = None
    workstream_id: int | None = None


EVERYWHERE = Place()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system, with the permissions held in each place."""

    name: str
    person_id: int | None = None
    email: str | None = None
    granted: Mapping[Place, frozenset[Permission]] = field(default_factory=dict)
    deputising_for: tuple[str, ...] = ()
    is_system: bool = False

    @classmethod
    def system(cls, name: str) -> Actor:
        """A named process, such as the command line. It skips role checks, never state checks."""
        return cls(name=name, is_system=True)

    def can(self, permission: Permission, place: Place | None = None) -> bool:
        """Whether the permission is held in the place; with no place, whether it is held at all."""
        if self.is_system:
            return True
        if place is None:
            return any(permission in held for held in self.granted.values())
        around = (place, Place(place.programme_id), EVERYWHERE)
        return any(permission in self.granted.get(where, ()) for where in around)

    def must(self, permission: Permission, place: Place | None = None) -> None:
        """Raises NotAllowed unless the actor `can`."""
        if not self.can(permission, place):
            raise NotAllowed(f"You do not have permission to {permission.value} here")

    def programmes(self, permission: Permission) -> frozenset[int] | None:
        """Programmes in which the permission is held as a whole; None means every programme."""
        if self.is_system or permission in self.granted.get(EVERYWHERE, ()):
            return None
        return frozenset(
            place.programme_id
            for place, held in self.granted.items()
            if permission in held and place.programme_id and not place.workstream_id
        )

    def workstreams(self, permission: Permission) -> frozenset[int]:
        """Workstreams in which the permission is held by name, not through the programme."""
        return frozenset(
            place.workstream_id
            for place, held in self.granted.items()
            if permission in held and place.workstream_id
        )
