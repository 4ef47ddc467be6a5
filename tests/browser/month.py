"""A programme in its October: what the walks of the month begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts import passwords
from app.core.financial_year import Month
from app.programmes.models import RoleAssignment
from app.programmes.roles import Role
from tests import make
from tests.browser.visitor import PASSWORD
from tests.make.store import stored

OCTOBER = Month(2026, 10)
SINCE = date(2026, 4, 1)
SCHEMES = ("Fewer letters", "Shorter clinics", "Advice before referral", "Locum spend")


class Walk:
    """A programme with people; a workstream with 2 milestones due, 4 schemes, 3 risks to review."""

    def __init__(self, *, with_actuals: bool = False) -> None:
        self.office = self.person("Omar Khalid", Role.PMO)
        self.sro = self.person("Sarah Okafor", Role.SRO)
        self.board = self.person("Bill Nash", Role.BOARD)
        self.lead = self.person("Priya Raman")
        self.programme = make.programme(
            code="OPD", name="Outpatients improvement", sro_id=self.sro.id
        )
        self.clinics = self.workstream("WS01", "Clinic utilisation", lead_id=self.lead.id)
        self.virtual = self.workstream("WS02", "Virtual clinics")
        stored(
            RoleAssignment(
                person_id=self.lead.id,
                role=Role.LEAD,
                workstream_id=self.clinics.id,
                starts_on=SINCE,
            )
        )
        self._records(with_actuals=with_actuals)
        self.period = make.period(programme_id=self.programme.id, month=OCTOBER)

    def person(self, name: str, role: Role | None = None) -> Any:
        """Somebody with a password, and a role everywhere if one is given."""
        made = make.person(name=name, password_hash=passwords.hashed(PASSWORD))
        if role is not None:
            stored(RoleAssignment(person_id=made.id, role=role, starts_on=SINCE))
        return made

    def workstream(self, ref: str, name: str, **given: Any) -> Any:
        """A workstream of the programme."""
        return make.workstream(programme_id=self.programme.id, ref=ref, name=name, **given)

    def _records(self, *, with_actuals: bool) -> None:
        place = {"workstream_id": self.clinics.id}
        make.milestone(
            ref="WS01-M01", title="Rooms booked at all sites", baseline=date(2026, 10, 15), **place
        )
        make.milestone(
            ref="WS01-M02", title="New templates live", baseline=date(2026, 10, 30), **place
        )
        make.milestone(ref="WS01-M03", title="Review of year", baseline=date(2027, 3, 1), **place)
        months = 7 if with_actuals else 6
        for number, title in enumerate(SCHEMES, start=1):
            scheme = make.scheme(ref=f"WS01-S0{number}", title=title, **place)
            make.money(scheme, plan=[10] * 12, forecast=[10] * 12, actual=[9] * months)
        for number, title in enumerate(("Nobody to staff it", "Late kit", "Low uptake"), start=1):
            make.risk(
                ref=f"WS01-R0{number}",
                title=title,
                current=(3, number + 1),
                next_review_on=date(2026, 10, 20),
                owner_id=self.lead.id,
                **place,
            )
        make.milestone(
            ref="WS02-M01",
            title="Pilot agreed",
            baseline=date(2027, 1, 15),
            workstream_id=self.virtual.id,
        )
