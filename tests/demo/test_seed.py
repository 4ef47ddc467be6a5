"""The demo: whole, believable, the same everywhere, and told through the same commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from datetime import date

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
from app.programmes.models import Programme
from app.reporting import frozen, queries, rules
from app.reporting.models import PeriodStatus
from app.reporting.queries.document import whole
from app.reporting.rules import outlook
from app.risks.models import Risk
from app.savings.models import Scheme
from app.savings.rules.outturn_range import Range
from config import Config
from tests.conftest import migrate

AS_OF = date(2026, 11, 23)
FIRST = Month(2026, 4)
LOCKED = tuple(FIRST.plus(each) for each in range(7))
NEWEST = LOCKED[-3:]


def told(as_of: date = AS_OF) -> list[str]:
    """Tells the story; gives the data hashes of the locked months."""
    with db.transaction():
        seed.tell(as_of, {})
    programme = programmes.by_code("OPD")
    months = [Month.of(as_of).plus(offset) for offset in range(-7, 0)]
    return [queries.frozen(programme.id, month).data_hash for month in months]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, list[str]]]:
    """A database of its own with the demo, told once for those who only read it, and its hashes."""
    folder = tmp_path_factory.mktemp("demo")
    address = f"sqlite:///{folder / 'demo.db'}"
    migrate(address)
    made = create_app(Config.for_tests(address, folder))
    with made.app_context():
        hashes = told()
    yield made, hashes
    made.extensions["database"]["engine"].dispose()


@pytest.fixture
def demo(seeded: tuple[Flask, list[str]]) -> Iterator[Programme]:
    """The programme of the demo, to be read."""
    with seeded[0].app_context():
        yield programmes.by_code("OPD")


def months_of(programme: Programme, months: Sequence[Month]) -> list[frozen.Document]:
    return [frozen.read(queries.frozen(programme.id, month).document) for month in months]


def test_it_has_as_much_as_a_real_programme(demo):
    counts = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Scheme, Risk, Milestone, Dependency)
    ]
    assert counts == [30, 40, 60, 25]


def test_the_year_is_locked_month_by_month_and_one_is_open(demo):
    found = {each.month: each.status for each in queries.periods(demo.id)}
    assert found == {
        **dict.fromkeys(LOCKED, PeriodStatus.LOCKED),
        Month(2026, 11): PeriodStatus.OPEN,
    }


def test_its_audit_trail_and_its_months_are_whole(demo):
    assert audit.first_break() is None
    assert queries.first_break() is None
    assert audit.head().count > 500


def test_the_story_can_be_read_off_the_locked_months(demo):
    months = months_of(demo, NEWEST)
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


def a_month_ahead(month: frozen.Document) -> dict[str, frozen.Accuracy]:
    return {each.ref: each for each in month.accuracy if each.ahead == 1}


def test_its_history_tells_the_honest_from_the_hopeful_and_from_the_new(demo):
    [october] = months_of(demo, LOCKED[-1:])
    said = a_month_ahead(october)
    assert said["WS06"].bias_permille < -200  # hopeful
    assert abs(said["WS03"].bias_permille) < 20  # honest
    assert (said["WS08"].bias, said["WS08"].observations) == (None, 5)  # not enough history
    schemes = [each for each in october.accuracy if each.subject == "scheme" and each.ahead == 1]
    assert {each.bias is None for each in schemes} == {True, False}
    assert all(each.observations < 6 for each in october.accuracy if each.ahead > 1)


def test_a_range_was_drawn_from_weights_at_first_and_is_drawn_from_history_now(demo):
    months = months_of(demo, LOCKED)
    first, newest = months[0].year_end, months[-1].year_end
    assert (first.observations, first.by_history) == (0, 0)
    assert newest.observations > 100
    assert newest.by_weight == 0
    assert newest.p10 < newest.p50 < newest.p90
    assert newest.p90 - newest.p10 < first.p90 - first.p10
    assert [astuple(outlook.again(each)) for each in months] == [
        tuple(getattr(each.year_end, field.name) for field in fields(Range)) for each in months
    ]


def test_one_scheme_stalls_and_another_takes_savings_back(demo):
    found = {
        month.month: {(each.rule, each.record) for each in month.findings}
        for month in months_of(demo, LOCKED)
    }
    assert ("data.scheme-stalled", "WS05-S01") in found[Month(2026, 6)]
    assert ("data.scheme-stalled", "WS05-S01") not in found[Month(2026, 7)]
    assert ("data.scheme-falls", "WS07-S02") not in found[Month(2026, 6)]
    assert ("data.scheme-falls", "WS07-S02") in found[Month(2026, 7)]


def test_no_early_month_holds_a_scheme_back_or_leaves_anybody_out(demo):
    for month in months_of(demo, LOCKED[:3]):
        assert sum(each.figures.held for each in month.schemes) == 0
        assert Colour.NOT_REPORTED not in {each.shown for each in month.workstreams}


def test_what_changed_is_told_from_a_part_of_the_month_as_from_the_whole(demo):
    month = Month.of(AS_OF)
    before = queries.last_document(demo.id, month)
    part, all_of_it = whole.compared(demo, month, AS_OF), whole.document(demo, month, AS_OF)
    assert rules.between(before, all_of_it)
    assert rules.between(before, part) == rules.between(before, all_of_it)
    before, part, all_of_it = (rules.for_programme(each) for each in (before, part, all_of_it))
    assert rules.between(before, part) == rules.between(before, all_of_it)


def test_two_databases_told_on_the_same_day_freeze_the_same_bytes(seeded):
    assert told() == seeded[1]


@pytest.mark.parametrize("as_of", [date(2026, 4, 15), date(2027, 1, 31), date(2028, 2, 29)])
def test_it_can_be_told_on_any_day(as_of):
    assert len(set(told(as_of))) == 7
    programme = programmes.by_code("OPD")
    live = queries.document(programme, Month.of(as_of), as_of)
    position = rules.position(live, version=None, data_hash=None)
    assert position["savings"]["schemes"] == 30
    assert position["ratings"]["overall"]["red"] + position["ratings"]["overall"]["amber"] > 0


def test_nothing_of_the_demo_could_be_taken_for_a_real_body(demo):
    assert demo.organisation.code.startswith("Z")
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


def test_it_is_refused_where_the_programme_exists(seeded, demo):
    again = seeded[0].test_cli_runner().invoke(args=["seed-demo", "--as-of", "2026-11-23", "--yes"])
    assert again.exit_code == 1
    assert demo.code in again.stderr
