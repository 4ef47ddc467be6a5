"""Invented programmes of a given size, the same each time, put straight into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import THOUSAND
from app.db import db
from app.db.model import Model
from app.dependencies.models import Dependency, DependencyStatus
from app.milestones.models import ForecastChange, Milestone
from app.programmes.models import (
    Organisation,
    OrganisationKind,
    Programme,
    ProgrammeTarget,
    RoleAssignment,
    Workstream,
    WorkstreamCost,
)
from app.programmes.roles import Role
from app.reporting import commands as months
from app.reporting.models import Update, UpdateStatus
from app.risks.models import Response, Risk, RiskScore, ScoreKind
from app.savings.models import DeliveryRisk, DevelopmentStatus, Scheme, SchemeMonth

OFFICE = Actor.system("the benchmark")
WORDS = (
    *("clinic", "rooms", "booking", "letters", "follow-up", "advice", "guidance", "virtual"),
    *("missed", "appointments", "staff", "space", "pathway", "referral", "triage", "waiting"),
    *("list", "template", "slot", "utilisation", "evening"),
)


@dataclass(frozen=True)
class Size:
    """How many of each a programme has."""

    workstreams: int
    schemes: int
    risks: int
    milestones: int
    dependencies: int


USUAL = Size(workstreams=20, schemes=300, risks=500, milestones=500, dependencies=60)
TENFOLD = Size(workstreams=20, schemes=3000, risks=5000, milestones=5000, dependencies=600)
MANY_SCHEMES = Size(workstreams=20, schemes=2000, risks=5000, milestones=5000, dependencies=600)
ONE = Size(workstreams=1, schemes=1, risks=1, milestones=1, dependencies=1)
FIFTY = Size(workstreams=50, schemes=50, risks=50, milestones=50, dependencies=50)
PACK = Size(workstreams=12, schemes=150, risks=80, milestones=200, dependencies=25)
EXPORT = Size(workstreams=1, schemes=0, risks=0, milestones=2000, dependencies=0)
SHEET = Size(workstreams=1, schemes=40, risks=0, milestones=0, dependencies=0)


def programme(code: str, size: Size, today: date) -> int:
    """A programme with two years of use behind it: the last month locked, this one open."""
    made = _Making(code, size, today)
    made.people_and_places()
    made.schemes()
    made.milestones()
    made.risks()
    made.dependencies()
    db.session.commit()
    if size.schemes:
        made.months()
    return made.programme_id


class _Making:
    def __init__(self, code: str, size: Size, today: date) -> None:
        self.code, self.size, self.today = code, size, today
        self.random = Random(code)
        self.at = datetime(today.year, today.month, today.day, 9, tzinfo=UTC) - timedelta(days=40)
        self.month = Month.of(today)
        self.programme_id = 0
        self.owners: list[int] = []
        self.places: list[int] = []

    def people_and_places(self) -> None:
        """The trust, the programme, a lead for each workstream, and somebody of the office."""
        office = self._one(Person, email=f"office@{self.code.lower()}.test", name="The office")
        trust = self._one(
            Organisation, name=f"Trust {self.code}", code=self.code, kind=OrganisationKind.TRUST
        )
        self.programme_id = self._one(
            Programme,
            organisation_id=trust,
            code=self.code,
            name=f"Programme {self.code}",
            sro_id=office,
        )
        for role in (Role.ADMIN, Role.PMO):
            self._one(RoleAssignment, person_id=office, role=role, starts_on=date(2020, 4, 1))
        year = self.month.financial_year
        target = self.size.schemes * 500 * THOUSAND
        self._one(
            ProgrammeTarget, programme_id=self.programme_id, financial_year=year, pence=target
        )
        for number in range(1, self.size.workstreams + 1):
            self._workstream(number)

    def _workstream(self, number: int) -> None:
        email = f"lead{number}@{self.code.lower()}.test"
        lead = self._one(Person, email=email, name=f"Lead {number}")
        place = self._one(
            Workstream,
            programme_id=self.programme_id,
            ref=f"WS{number:02d}",
            name=f"Workstream {number}: {self._words(3)}",
            lead_id=lead,
            purpose=self._words(20),
        )
        self._one(
            WorkstreamCost,
            workstream_id=place,
            financial_year=self.month.financial_year,
            baseline=200 * THOUSAND,
            forecast=self.random.randint(190, 230) * THOUSAND,
        )
        self.owners.append(lead)
        self.places.append(place)

    def schemes(self) -> None:
        """Each with twelve months of plan, actuals to last month and forecasts after it."""
        rows = [
            {
                **self._placed(number, "S"),
                "development_status": self.random.choice(list(DevelopmentStatus)[:3]),
                "delivery_risk": self.random.choice(list(DeliveryRisk)),
                "category": "Service redesign",
            }
            for number in range(self.size.schemes)
        ]
        self._insert(Scheme, rows)
        keys = self._keys(Scheme)
        self._insert(SchemeMonth, (cell for key in keys for cell in self._cells(key)))

    def _cells(self, scheme_id: int) -> Iterable[dict[str, Any]]:
        monthly = self.random.randint(5, 90) * THOUSAND
        for month in self.month.financial_year.months:
            saved = monthly * self.random.randint(60, 115) // 100
            yield {
                "scheme_id": scheme_id,
                "month": month,
                "plan_recurrent": monthly,
                "plan_non_recurrent": monthly // 10,
                "forecast_recurrent": saved,
                "forecast_non_recurrent": monthly // 10,
                "actual_recurrent": saved if month < self.month else None,
                "actual_non_recurrent": monthly // 10 if month < self.month else None,
            }

    def milestones(self) -> None:
        """A third of them done, a fifth moved."""
        self._insert(Milestone, [self._milestone(each) for each in range(self.size.milestones)])
        moved = [
            {
                "milestone_id": key,
                "before": self.today,
                "after": self.today + timedelta(days=30),
                "reason": self._words(6),
                "changed_by": "Lead 1",
                "changed_at": self.at,
            }
            for key in self._keys(Milestone)[::5]
        ]
        self._insert(ForecastChange, moved)

    def _milestone(self, number: int) -> dict[str, Any]:
        baseline = self.today + timedelta(days=self.random.randint(-200, 300))
        done = baseline < self.today and number % 2 == 0
        slip = self.random.choice([0, 0, 0, 4, 12, 40])
        return {
            **self._placed(number, "M"),
            "description": self._words(15),
            "first_baseline": baseline,
            "current_baseline": baseline,
            "forecast": max(baseline, self.today) + timedelta(days=slip),
            "completed_on": baseline if done else None,
            "status": "complete" if done else "open",
            "evidence": self._words(6) if done else "",
            "is_gate": number % 11 == 0,
            "is_critical": number % 7 == 0,
        }

    def risks(self) -> None:
        """Open, with three scores, and two scorings behind each."""
        self._insert(Risk, [self._risk(each) for each in range(self.size.risks)])
        scored = [
            {
                "risk_id": key,
                "kind": ScoreKind.CURRENT,
                "consequence": 3,
                "likelihood": likelihood,
                "scored_on": self.today - timedelta(days=days),
                "scored_by": "Lead 1",
                "scored_at": self.at,
            }
            for key in self._keys(Risk)
            for days, likelihood in ((120, 2), (50, 3))
        ]
        self._insert(RiskScore, scored)

    def _risk(self, number: int) -> dict[str, Any]:
        current = self.random.choice([1, 2, 2, 2, 3, 3, 3, 4, 4])
        return {
            **self._placed(number, "R"),
            "cause": self._words(8),
            "event": self._words(8),
            "effect": self._words(8),
            "controls": self._words(20),
            "response": Response.TREAT,
            "inherent_consequence": 4,
            "inherent_likelihood": 4,
            "current_consequence": current,
            "current_likelihood": self.random.choice([1, 2, 3, 4]),
            "target_consequence": 2,
            "target_likelihood": 2,
            "target_date": self.today + timedelta(days=90),
            "last_reviewed_on": self.today - timedelta(days=20),
            "next_review_on": self.today + timedelta(days=self.random.randint(-5, 60)),
        }

    def dependencies(self) -> None:
        """Between neighbours; a lone workstream has one with an outside body."""
        alone = len(self.places) == 1
        self._insert(
            Dependency,
            [
                {
                    "programme_id": self.programme_id,
                    "ref": f"{self._ref(number)}-D{number:04d}",
                    "title": self._words(5),
                    "giver_id": None if alone else self._place(number),
                    "giver_body": "Estates company" if alone else "",
                    "receiver_id": self._place(number + 1),
                    "need_by": self.today + timedelta(days=self.random.randint(5, 200)),
                    "promise": self.today + timedelta(days=self.random.randint(5, 200)),
                    "float_days": 10,
                    "status": self.random.choice(
                        [DependencyStatus.AGREED, DependencyStatus.PROPOSED]
                    ),
                }
                for number in range(self.size.dependencies)
            ],
        )

    def months(self) -> None:
        """Last month locked with every update accepted; this one open with some drafts."""
        programme = db.session.get_one(Programme, self.programme_id)
        db.session.refresh(programme, ["organisation", "sro"])
        last = months.open_month(programme, self.month.previous, actor=OFFICE, at=self.at)
        self._updates(last.id, self.places, UpdateStatus.ACCEPTED)
        months.lock_month(
            last,
            reason="Month end",
            today=self.today,
            with_missing=True,
            actor=OFFICE,
            at=self.at,
        )
        period = months.open_month(programme, self.month, actor=OFFICE, at=self.at)
        self._updates(period.id, self.places[::2], UpdateStatus.SUBMITTED)
        db.session.commit()

    def _updates(self, period_id: int, places: list[int], status: UpdateStatus) -> None:
        rows = [
            {
                "period_id": period_id,
                "workstream_id": place,
                "status": status,
                "happened": self._words(60),
                "needed": self._words(20),
                "path_action": self._words(8),
                "path_owner": "Lead 1",
                "path_date": self.today + timedelta(days=60),
                "path_decision": "None",
                "submitted_by": "Lead 1",
                "submitted_at": self.at,
            }
            for place in places
        ]
        self._insert(Update, rows)

    def _placed(self, number: int, letter: str) -> dict[str, Any]:
        return {
            "workstream_id": self._place(number),
            "ref": f"{self._ref(number)}-{letter}{number:04d}",
            "title": self._words(6).capitalize(),
            "owner_id": self.owners[number % len(self.owners)],
        }

    def _place(self, number: int) -> int:
        return self.places[number % len(self.places)]

    def _ref(self, number: int) -> str:
        return f"WS{number % len(self.places) + 1:02d}"

    def _words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def _one(self, model: type[Model], **values: Any) -> int:
        row = model(**values)
        db.session.add(row)
        db.session.flush()
        return row.id

    def _insert(self, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
        for chunk in _chunks(rows):
            db.session.execute(model.__table__.insert(), chunk)  # type: ignore[attr-defined]  # not in the stubs

    def _keys(self, model: Any) -> list[int]:
        table = model.__table__
        statement = table.select().with_only_columns(table.c.id)
        mine = statement.where(table.c.workstream_id.in_(self.places)).order_by(table.c.id)
        return list(db.session.scalars(mine))


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == 500:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
