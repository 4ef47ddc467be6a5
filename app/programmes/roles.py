"""What each role may do (the rights of programme governance, by role)."""

from __future__ import annotations

from enum import StrEnum

from app.core.actor import Actor, Permission, Place
from app.core.errors import NotAllowed


class Role(StrEnum):
    """A role that a person can hold; the names are those of the command line."""

    ADMIN = "admin"
    PMO = "pmo"
    SRO = "sro"
    PROGRAMME_DIRECTOR = "programme-director"
    LEAD = "lead"
    CLINICAL_LEAD = "clinical-lead"
    FINANCE = "finance"
    MEDICAL_DIRECTOR = "medical-director"
    CHIEF_NURSE = "chief-nurse"
    SPONSOR = "sponsor"
    COMPANY_SECRETARY = "company-secretary"
    HR_LEAD = "hr-lead"
    IG_LEAD = "ig-lead"
    EQUALITY_LEAD = "equality-lead"
    BOARD = "board"
    ICB = "icb"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role's name on a page."""
        return LABELS.get(self, self.value.replace("-", " ").capitalize())


LABELS = {
    Role.ADMIN: "Administrator",
    Role.PMO: "Programme office",
    Role.SRO: "Senior responsible owner",
    Role.LEAD: "Workstream lead",
    Role.FINANCE: "Finance lead",
    Role.HR_LEAD: "HR lead",
    Role.IG_LEAD: "IG lead",
    Role.BOARD: "Board member",
    Role.ICB: "ICB reader",
}

_READ = frozenset({Permission.READ_PUBLISHED, Permission.READ_PROGRAMME})
_REGISTERS = frozenset(
    {
        Permission.EDIT_MILESTONES,
        Permission.EDIT_SAVINGS,
        Permission.EDIT_RISKS,
        Permission.EDIT_DEPENDENCIES,
        Permission.EDIT_WORKSTREAM,
        Permission.EDIT_ACTIONS,
    }
)
_OFFICE = (
    _READ
    | _REGISTERS
    | {
        Permission.SUBMIT_UPDATE,
        Permission.REVIEW_UPDATE,
        Permission.GRANT_RATING,
        Permission.IMPORT,
        Permission.SIGN_GATES,
        Permission.ASSESS_QUALITY,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(
        {
            Permission.READ_PUBLISHED,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_PROGRAMME,
            Permission.READ_AUDIT,
        }
    ),
    Role.PMO: _OFFICE
    | {
        Permission.RUN_MONTH,
        Permission.MANAGE_PROGRAMME,
        Permission.MANAGE_SETTINGS,
        Permission.READ_AUDIT,
    },
    Role.SRO: _READ
    | {
        Permission.REVIEW_UPDATE,
        Permission.GRANT_RATING,
        Permission.GIVE_CONFIDENCE,
        Permission.APPROVE_MONTH,
        Permission.READ_AUDIT,
        Permission.SIGN_GATES,
    }
    | {Permission.MANAGE_SETTINGS},
    Role.PROGRAMME_DIRECTOR: _OFFICE | {Permission.READ_AUDIT, Permission.MANAGE_PROGRAMME},
    Role.LEAD: _READ
    | _REGISTERS
    | {Permission.SUBMIT_UPDATE, Permission.SIGN_GATES, Permission.ASSESS_QUALITY},
    Role.CLINICAL_LEAD: _READ
    | {Permission.EDIT_RISKS, Permission.ASSESS_QUALITY, Permission.EDIT_ACTIONS},
    Role.FINANCE: _READ
    | {
        Permission.EDIT_SAVINGS,
        Permission.SIGN_FULL_YEAR_EFFECT,
        Permission.IMPORT,
        Permission.SIGN_GATES,
        Permission.VALIDATE_SAVINGS,
        Permission.EDIT_ACTIONS,
    },
    Role.MEDICAL_DIRECTOR: _READ
    | {Permission.SIGN_GATES, Permission.APPROVE_QUALITY, Permission.EDIT_ACTIONS},
    Role.CHIEF_NURSE: _READ
    | {Permission.SIGN_GATES, Permission.APPROVE_QUALITY, Permission.EDIT_ACTIONS},
    Role.SPONSOR: _READ | {Permission.SIGN_GATES},
    Role.COMPANY_SECRETARY: frozenset({Permission.READ_PUBLISHED}),
    Role.HR_LEAD: _READ | {Permission.MANAGE_DISCLOSURE},
    Role.IG_LEAD: _READ | {Permission.READ_AUDIT},
    Role.EQUALITY_LEAD: _READ | {Permission.ASSESS_QUALITY},
    Role.BOARD: frozenset({Permission.READ_PUBLISHED}),
    Role.ICB: frozenset({Permission.READ_PUBLISHED}),
    Role.AUDITOR: _READ | {Permission.READ_AUDIT},
}


def may_disclose(actor: Actor, place: Place | None = None) -> bool:
    """Whether the actor says who may see a record there, or anywhere: lead, office or HR."""
    return any(
        actor.can(permission, place)
        for permission in (Permission.EDIT_WORKSTREAM, Permission.MANAGE_DISCLOSURE)
    )


def must_disclose(actor: Actor, place: Place) -> None:
    """Raises NotAllowed unless the actor `may_disclose`."""
    if not may_disclose(actor, place):
        raise NotAllowed(
            "Only the workstream lead, the programme office or HR may say who sees a record"
        )
