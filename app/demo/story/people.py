"""The people of the demo: none of them exists."""

from __future__ import annotations

from dataclasses import dataclass

from app.programmes.roles import Role


@dataclass(frozen=True)
class PersonTold:
    """Someone with a role, in the programme or in one workstream."""

    key: str
    name: str
    job: str
    role: Role
    workstream: str = ""


PEOPLE = (
    PersonTold("amara", "Amara Osei", "Head of the programme office", Role.PMO),
    PersonTold("david", "David Lindqvist", "Chief operating officer and SRO", Role.SRO),
    PersonTold("ruth", "Ruth Abara", "Programme director", Role.PROGRAMME_DIRECTOR),
    PersonTold("colin", "Colin Mbeki", "Deputy chief finance officer", Role.FINANCE),
    PersonTold("helen", "Helen Carrow", "Medical director", Role.MEDICAL_DIRECTOR),
    PersonTold("grace", "Grace Nwosu", "Chief nurse", Role.CHIEF_NURSE),
    PersonTold("nora", "Nora Whitlock", "Director of strategy", Role.SPONSOR),
    PersonTold("imran", "Imran Sheikh", "Consultant and clinical lead", Role.CLINICAL_LEAD),
    PersonTold("board", "Margaret Ellwood", "Non-executive director", Role.BOARD),
    PersonTold("icb", "Tomasz Zielinski", "Elective care lead, ICB", Role.ICB),
    PersonTold("audit", "Beatrice Holm", "Internal auditor", Role.AUDITOR),
    PersonTold("hr", "Olu Fashola", "Head of workforce", Role.HR_LEAD),
    PersonTold("admin", "Sanjay Pillai", "System administrator", Role.ADMIN),
    PersonTold("priya", "Priya Raman", "Outpatient manager", Role.LEAD, "WS01"),
    PersonTold("ben", "Ben Holloway", "Deputy director of operations", Role.LEAD, "WS02"),
    PersonTold("farah", "Farah Siddiqui", "Referral manager", Role.LEAD, "WS03"),
    PersonTold("leo", "Leo Marchetti", "Patient access manager", Role.LEAD, "WS04"),
    PersonTold("nadia", "Nadia Kowal", "Digital outpatients lead", Role.LEAD, "WS05"),
    PersonTold("james", "James Adeyemi", "Community services director", Role.LEAD, "WS06"),
    PersonTold("sian", "Siân Prosser", "Head of administration", Role.LEAD, "WS07"),
    PersonTold("marcus", "Marcus Bell", "Workforce transformation lead", Role.LEAD, "WS08"),
    # sponsors no workstream, so that she may sign above the limit of G4
    PersonTold("petra", "Petra Vance", "Director of estates", Role.SPONSOR),
)
