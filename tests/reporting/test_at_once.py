"""Two people act on one month at the same moment: one after the other, and nothing slips in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.audit import commands as trail
from app.audit import queries as audit
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Organisation, OrganisationKind, Programme, Workstream
from app.reporting import commands, frozen, queries
from app.reporting.models import FrozenMonth, Period, Publication, Update, UpdateStatus
from app.savings import commands as savings
from app.savings.commands import sheet
from app.savings.models import Scheme, SchemeMonth
from config import Config, database_url
from tests.conftest import PATIENCE, migrate, own_database

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OCTOBER = Month(2026, 10)
AMARA, GRACE = Actor.system("Amara"), Actor.system("Grace")
POUND = Pence(100)
CELLS = {month: {"forecast_recurrent": POUND} for month in (OCTOBER, OCTOBER.next)}
A_MOMENT = 0.4  # seconds: long enough for the other to reach what it must wait for


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own, outside the tests' transaction, with one sent update."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given:
        yield from on(f"sqlite:///{tmp_path / 'real.db'}", tmp_path)
        return
    for address in own_database(database_url(given), f"at_once_{os.getpid()}"):
        yield from on(address, tmp_path)


def on(address: str, folder: Path) -> Iterator[Flask]:
    migrate(address)
    made = create_app(Config.for_tests(address, folder))
    with made.app_context(), db.transaction() as session:
        trust = Organisation(name="Trust", code="ZZ1", kind=OrganisationKind.TRUST)
        programme = Programme(code="OPD", name="Outpatients", organisation=trust)
        session.add(Workstream(ref="WS01", name="Clinics", programme=programme))
        session.flush()
        period = commands.open_month(programme, OCTOBER, actor=AMARA, at=AT)
        workstream = session.scalars(select(Workstream)).one()
        update = commands.begin_update(period, workstream, actor=AMARA, at=AT)
        update.status = UpdateStatus.SUBMITTED
        savings.add(workstream, title="Fewer letters", actor=AMARA, at=AT)
    yield made
    made.extensions["database"]["engine"].dispose()


def month() -> Period:
    found = queries.period(programmes.by_code("OPD").id, OCTOBER)
    assert found
    return found


def accept(actor: Actor) -> None:
    update_id = db.session.scalar(select(Update.id))
    assert update_id
    commands.accept(queries.update(update_id, actor), actor=actor, at=AT)


def lock(actor: Actor) -> None:
    commands.lock_month(
        month(),
        reason="Month end",
        today=date(2026, 11, 12),
        with_missing=True,
        actor=actor,
        at=AT,
    )


def publish(actor: Actor) -> None:
    found = queries.frozen(month().programme_id, OCTOBER)
    assert found
    commands.publish(found, audience="programme", actor=actor, at=AT)


def save_cells(actor: Actor) -> None:
    scheme = db.session.scalars(select(Scheme).options(joinedload("*"))).unique().one()
    savings.set_months(scheme, CELLS, actor=actor, at=AT)


def save_a_sheet(actor: Actor) -> None:
    scheme = db.session.scalars(select(Scheme).options(joinedload("*"))).unique().one()
    row = sheet.Row(scheme, CELLS, scheme.version, {})
    refused = sheet.set_sheet([row], actor=actor, at=AT)
    for problem in refused.values():
        raise problem


Deed = Callable[[Actor], None]


def one_while_the_other(app: Flask, first: Deed, second: Deed) -> BaseException | None:
    """Does the first but saves it only after the second has begun; what the second ended with."""
    done = Event()

    def slowly() -> None:
        with app.app_context(), db.transaction():
            first(AMARA)
            db.session.flush()
            done.set()
            sleep(A_MOMENT)

    def meanwhile() -> None:
        with app.app_context(), db.transaction():
            month()
            assert done.wait(PATIENCE)
            second(GRACE)

    def on_sqlite() -> None:  # which lets nobody else begin to write
        assert done.wait(PATIENCE)
        with app.app_context(), db.transaction():
            second(GRACE)

    with app.app_context():
        waits = on_sqlite if db.engine.dialect.name == "sqlite" else meanwhile
    with ThreadPoolExecutor(2) as both:
        slow, other = both.submit(slowly), both.submit(waits)
        slow.result(timeout=PATIENCE)
        return other.exception(timeout=PATIENCE)


def test_what_is_accepted_while_the_month_is_being_locked_is_in_the_locked_month(real):
    assert one_while_the_other(real, accept, lock) is None
    with real.app_context():
        made = db.session.scalars(select(FrozenMonth)).one()
        (workstream,) = frozen.read(made.document).workstreams
        assert workstream.commentary
        assert workstream.commentary.status == "accepted"
        assert audit.first_break() is None
        assert queries.first_break() is None


def test_an_update_cannot_be_accepted_once_the_lock_came_first(real):
    ended = one_while_the_other(real, lock, accept)
    assert isinstance(ended, RuleBroken)
    assert "is locked" in str(ended)
    with real.app_context():
        assert db.session.scalar(select(Update.status)) == UpdateStatus.SUBMITTED


@pytest.mark.parametrize("deed", [lock, accept])
def test_what_two_people_do_at_once_is_done_once(real, deed):
    ended = one_while_the_other(real, deed, deed)
    assert isinstance(ended, RuleBroken | StaleDataError)
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(FrozenMonth)) == (deed is lock)
        assert audit.first_break() is None


@pytest.mark.parametrize("save", [save_cells, save_a_sheet])
def test_what_is_forecast_while_the_month_is_being_locked_is_in_the_locked_month(real, save):
    assert one_while_the_other(real, save, lock) is None
    with real.app_context():
        made = db.session.scalars(select(FrozenMonth)).one()
        assert frozen.read(made.document).savings.forecast == POUND


@pytest.mark.parametrize("save", [save_cells, save_a_sheet])
def test_a_closed_month_is_not_written_by_who_began_before_the_lock(real, save):
    ended = one_while_the_other(real, lock, save)
    assert isinstance(ended, RuleBroken)
    assert "are closed" in str(ended)
    with real.app_context():
        assert db.session.scalars(select(SchemeMonth)).all() == []


def test_a_month_is_published_once_when_two_publish_it(real):
    with real.app_context(), db.transaction():
        lock(AMARA)
    ended = one_while_the_other(real, publish, publish)
    assert isinstance(ended, RuleBroken)
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(Publication)) == 1


def test_the_trail_neither_forks_nor_skips_when_four_save_at_once(real):
    def save(name: str) -> None:
        with real.app_context():
            for _ in range(15):
                with db.transaction():
                    audit.head()
                    programme = programmes.by_code("OPD")
                    trail.record("programme.look", programme, actor=Actor.system(name), at=AT)

    with real.app_context():
        before = audit.head().count
    with ThreadPoolExecutor(4) as all_four:
        for each in [all_four.submit(save, name) for name in ("Ann", "Bob", "Cat", "Dov")]:
            each.result(timeout=PATIENCE)
    with real.app_context():
        assert audit.head().count == before + 60
        assert audit.first_break() is None
