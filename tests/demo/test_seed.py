"""The demo: whole, believable, the same everywhere, and told through the same commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.audit import queries as audit
from app.core.financial_year import Month
from app.core.rating import Colour
from app.db import db
from app.demo import seed
from app.dependencies.models import Dependency
from app.milestones.models import Milestone
from app.programmes import queries as programmes
from app.reporting import frozen, queries, rules
from app.reporting.models import PeriodStatus
from app.risks.models import Risk
from app.savings.models import Scheme
from config import Config
from tests.conftest import migrate

AS_OF = date(2026, 11, 23)
LOCKED = (Month(2026, 8), Month(2026, 9), Month(2026, 10))


def told(as_of: date = AS_OF) -> list[str]:
    """Tells the story; gives the data hashes of the three locked months."""
    with db.transaction():
        seed.tell(as_of, {})
    programme = programmes.by_code("OPD")
    months = [Month.of(as_of).plus(offset) for offset in (-3, -2, -1)]
    return [queries.frozen(programme.id, month).data_hash for month in months]


def test_it_has_as_much_as_a_real_programme():
    told()
    counts = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Scheme, Risk, Milestone, Dependency)
    ]
    assert counts == [30, 40, 60, 25]


def test_three_months_are_locked_and_one_is_open():
    told()
    programme = programmes.by_code("OPD")
    found = {each.month: each.status for each in queries.periods(programme.id)}
    assert found == {
        **dict.fromkeys(LOCKED, PeriodStatus.LOCKED),
        Month(2026, 11): PeriodStatus.OPEN,
    }


def test_its_audit_trail_and_its_months_are_whole():
    told()
    assert audit.first_break() is None
    assert queries.first_break() is None
    assert audit.head().count > 500


def test_the_story_can_be_read_off_the_locked_months():
    told()
    programme = programmes.by_code("OPD")
    months = [frozen.read(queries.frozen(programme.id, month).document) for month in LOCKED]
    shift = [next(w for w in each.workstreams if w.ref == "WS06") for each in months]
    october = months[-1]

    wing = next(m for m in october.milestones if m.title.startswith("East wing"))
    assert wing.is_late
    assert shift[-1].overall.colour is Colour.RED
    assert any(each.declared and each.declared.is_better for each in shift)
    assert shift[1].declared.granted_by == "David Lindqvist"
    assert next(w for w in october.workstreams if w.ref == "WS08").shown is Colour.NOT_REPORTED
    lease = next(s for s in october.schemes if s.title.startswith("Give back the east wing"))
    assert lease.figures.ytd_actual < lease.figures.ytd_plan
    assert {colour.value for w in october.workstreams for colour in [w.shown]} >= {
        "red",
        "amber",
        "green",
        "not_reported",
    }


def test_two_databases_told_on_the_same_day_freeze_the_same_bytes(tmp_path: Path):
    here = told()
    address = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(address)
    other = create_app(Config.for_tests(address, tmp_path))
    with other.app_context():
        there = told()
        db.engine.dispose()
    assert here == there


@pytest.mark.parametrize("as_of", [date(2026, 4, 15), date(2027, 1, 31), date(2028, 2, 29)])
def test_it_can_be_told_on_any_day(as_of):
    assert len(set(told(as_of))) == 3
    programme = programmes.by_code("OPD")
    live = queries.document(programme, Month.of(as_of), as_of)
    position = rules.position(live, version=None, data_hash=None)
    assert position["savings"]["schemes"] == 30
    assert position["ratings"]["overall"]["red"] + position["ratings"]["overall"]["amber"] > 0


def test_nothing_of_the_demo_could_be_taken_for_a_real_body():
    told()
    organisation = programmes.by_code("OPD").organisation
    assert organisation.code.startswith("Z")
    assert all(address.endswith(".example") for address in addresses())


def addresses() -> list[str]:
    return [line.split()[0] for line in seed.sign_ins(seed.new_passwords()).splitlines()[1:]]


@pytest.fixture
def run(app: Flask):
    runner = app.test_cli_runner()

    def ran(*words: str):
        with app.app_context():
            return runner.invoke(args=list(words))

    return ran


def test_the_command_prints_the_sign_ins_and_keeps_them_for_the_owner_only(app, run):
    done = run("seed-demo", "--as-of", "2026-11-23", "--yes")
    assert done.exit_code == 0, done.stderr
    kept = app.config["INSTANCE"] / "demo-sign-ins.txt"
    assert kept.read_text().strip() in done.stdout
    assert kept.stat().st_mode & 0o777 == 0o600


def test_it_is_refused_where_the_programme_exists(run):
    run("seed-demo", "--as-of", "2026-11-23", "--yes")
    again = run("seed-demo", "--as-of", "2026-11-23", "--yes")
    assert again.exit_code == 1
    assert "OPD" in again.stderr
