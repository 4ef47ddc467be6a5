"""Two people save one record over and over on a real file: nothing is lost, nothing is doubled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.db import db
from app.programmes.models import Organisation, OrganisationKind, Programme, Workstream
from app.programmes.roles import Role
from app.savings import commands, queries
from app.savings.commands import lifecycle
from app.savings.models import DeliveryRisk, GateDecision, Scheme
from app.savings.rules.lifecycle import Gate, Stage
from config import Config
from tests.conftest import PATIENCE, migrate
from tests.make.mandates import whole_mandate

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
TIMES = 50
ANN, BOB = Actor.system("Ann"), Actor.system("Bob")


@pytest.fixture
def real(tmp_path: Path) -> Flask:
    """An app on a database file of its own, outside the tests' transaction."""
    address = f"sqlite:///{tmp_path / 'real.db'}"
    migrate(address)
    made = create_app(Config.for_tests(address, tmp_path))
    yield made
    made.extensions["database"]["engine"].dispose()


def a_scheme() -> int:
    with db.transaction() as session:
        trust = Organisation(name="Trust", code="ZZ1", kind=OrganisationKind.TRUST)
        programme = Programme(code="P", name="Programme", organisation=trust)
        workstream = Workstream(ref="WS01", name="Clinics", programme=programme)
        session.add(workstream)
        session.flush()
        return commands.add(workstream, title="One", actor=ANN, at=AT).id


def add_a_penny(scheme_id: int, actor: Actor) -> bool:
    """Opens the page, adds a penny to what it shows, and saves; False when it had gone stale."""
    db.session.rollback()
    shown = queries.get(scheme_id, actor)
    version = shown.version
    row = queries.cells(scheme_id, FinancialYear(2026)).get(OCTOBER)
    amount = (row.actual_recurrent if row else None) or 0
    try:
        with db.transaction():
            commands.set_months(
                queries.get(scheme_id, actor),
                {OCTOBER: {"actual_recurrent": Pence(amount + 1)}},
                version=version,
                actor=actor,
                at=AT,
            )
    except (Conflict, StaleDataError):
        return False
    return True


def save_over_and_over(app: Flask, scheme_id: int, actor: Actor) -> int:
    """Saves TIMES times, opening the page again after each conflict; how many there were."""
    conflicts = 0
    with app.app_context():
        for _ in range(TIMES):
            while not add_a_penny(scheme_id, actor):
                conflicts += 1
    return conflicts


def test_two_people_saving_one_scheme_a_hundred_times_lose_nothing(real):
    with real.app_context():
        scheme_id = a_scheme()
    with ThreadPoolExecutor(2) as both:
        people = [both.submit(save_over_and_over, real, scheme_id, actor) for actor in (ANN, BOB)]
        assert sum(each.result(timeout=PATIENCE) for each in people) >= 0
    with real.app_context():
        row = queries.cells(scheme_id, FinancialYear(2026))[OCTOBER]
        assert row.actual_recurrent == 2 * TIMES
        scheme = db.session.scalars(select(Scheme)).one()
        assert scheme.version == 1 + 2 * TIMES
        saves = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "scheme.set_months")
        ).all()
        assert len(saves) == 2 * TIMES
        assert {event.actor_name for event in saves} == {"Ann", "Bob"}
        assert audit.first_break() is None


def test_a_page_opened_before_the_others_save_is_a_conflict_on_a_real_file(real):
    with real.app_context():
        scheme_id = a_scheme()
        shown = queries.get(scheme_id, ANN).version
        assert add_a_penny(scheme_id, BOB)
        scheme = queries.get(scheme_id, ANN)
        with pytest.raises(Conflict):
            commands.set_months(scheme, {}, version=shown, actor=ANN, at=AT)


def sign_g2(app: Flask, scheme_id: int, role: Role, ready: Barrier) -> None:
    """Signs, looking again after each time that the other was first."""
    with app.app_context():
        ready.wait(timeout=PATIENCE)
        for _ in range(50):
            db.session.rollback()
            try:
                with db.transaction():
                    scheme = queries.get(scheme_id, ANN)
                    lifecycle.sign(scheme, Gate.G2, role=role, actor=ANN, at=AT)
            except (Conflict, StaleDataError):
                continue
            return


def test_two_signatures_at_once_do_not_miss_each_other(real):
    for time in range(5):
        with real.app_context():
            scheme_id = another() if time else a_scheme()
            stand_at_g2(scheme_id)
            whole_mandate(queries.get(scheme_id, ANN))
        ready = Barrier(2)
        with ThreadPoolExecutor(2) as both:
            signing = [
                both.submit(sign_g2, real, scheme_id, role, ready) for role in (Role.SRO, Role.PMO)
            ]
            for each in signing:
                each.result(timeout=PATIENCE)
        with real.app_context():
            assert queries.get(scheme_id, ANN).stage is Stage.ASSURANCE
            rows = select(GateDecision.role).where(GateDecision.scheme_id == scheme_id)
            assert sorted(db.session.scalars(rows)) == ["pmo", "sro"]


def another() -> int:
    with db.transaction() as session:
        workstream = session.scalars(select(Workstream)).one()
        return commands.add(workstream, title="Another", actor=ANN, at=AT).id


def stand_at_g2(scheme_id: int) -> None:
    with db.transaction():
        scheme = queries.get(scheme_id, ANN)
        scheme.stage, scheme.costs_nothing = Stage.DESIGN, True
        scheme.delivery_risk = DeliveryRisk.LOW
        months = FinancialYear(2026).months
        plan = {month: {"plan_recurrent": Pence(100)} for month in months}
        commands.set_months(scheme, plan, actor=ANN, at=AT)
