"""The people through whose hands a scheme goes from an idea to delivered."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts import passwords
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.programmes.models import ProgrammeTarget, RoleAssignment
from app.programmes.roles import Role
from tests import make
from tests.browser.visitor import PASSWORD, Visitor
from tests.make.store import stored

SINCE = date(2026, 4, 1)
TARGET = Pence(1_000_000_00)


class Cast:
    """A programme with a workstream, and everybody whose signature a scheme needs."""

    def __init__(self) -> None:
        self.sro = self._person("Sarah Okafor", Role.SRO)
        self.office = self._person("Omar Khalid", Role.PMO)
        self.director = self._person("Ruth Abara", Role.PROGRAMME_DIRECTOR)
        self.finance = self._person("Colin Mbeki", Role.FINANCE)
        self.medical = self._person("Helen Carrow", Role.MEDICAL_DIRECTOR)
        self.nursing = self._person("Grace Nwosu", Role.CHIEF_NURSE)
        self.clinical = self._person("Imran Sheikh", Role.CLINICAL_LEAD)
        self.lead = self._person("Priya Raman")
        self.author = self._person("Amy Lowe")
        self.programme = make.programme(
            code="OPD", name="Outpatients improvement", sro_id=self.sro.id
        )
        year = FinancialYear(2026)
        stored(ProgrammeTarget(programme_id=self.programme.id, financial_year=year, pence=TARGET))
        make.period(programme_id=self.programme.id, month=Month(2026, 10))
        self.clinics = make.workstream(
            programme_id=self.programme.id,
            ref="WS01",
            name="Clinic utilisation",
            lead_id=self.lead.id,
            clinical_lead_id=self.clinical.id,
        )
        make.milestone(workstream_id=self.clinics.id, title="Rooms handed back")
        make.risk(workstream_id=self.clinics.id, title="The landlord wants a year’s notice")
        for person in (self.lead, self.author):
            stored(
                RoleAssignment(
                    person_id=person.id,
                    role=Role.LEAD,
                    workstream_id=self.clinics.id,
                    starts_on=SINCE,
                )
            )

    def _person(self, name: str, role: Role | None = None) -> Any:
        made = make.person(name=name, password_hash=passwords.hashed(PASSWORD))
        if role is not None:
            stored(RoleAssignment(person_id=made.id, role=role, starts_on=SINCE))
        return made


def choose(visitor: Visitor, question: str, answer: str) -> None:
    """A radio of a question."""
    asked = visitor.page.get_by_role("group", name=question)
    asked.get_by_role("radio", name=answer).first.check()


def fill(visitor: Visitor, **answers: str) -> None:
    """Boxes by the name of their field."""
    for name, text in answers.items():
        visitor.page.locator(f"[name={name}]").first.fill(text)


def day(visitor: Visitor, question: str, number: str, month: str, year: str) -> None:
    """The three boxes of a date."""
    asked = visitor.page.get_by_role("group", name=question)
    for label, text in (("Day", number), ("Month", month), ("Year", year)):
        asked.get_by_label(label).fill(text)


def sign(visitor: Visitor, gates: str, gate: str) -> None:
    """One signature, from the page of the gates."""
    visitor.go(gates)
    visitor.check()
    visitor.press(f"Sign {gate}")
    visitor.check()
    visitor.press("Sign", exact=True)
    assert visitor.reads(f"You signed {gate}")
