import random
from datetime import UTC, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Disclosure, RecordReader, Workstream
from app.savings import commands, queries, rules
from app.savings.models import CELLS, DeliveryRisk, DevelopmentStatus, Scheme, SchemeStatus
from app.savings.queries import held
from tests import make
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


def totals(programme, month=OCTOBER, year=YEAR, actor=SYSTEM):
    return queries.totals_by_scheme(programme.id, year, month, actor)


def details(programme, month=OCTOBER, year=YEAR):
    statement = queries.listed(year, month, SYSTEM).where(Workstream.programme_id == programme.id)
    return queries.rows(queries.with_details(statement, year, month).order_by(Scheme.ref))


def fill_at_random(workstream, dice):
    """A scheme with any cell given, empty, positive or negative."""
    scheme = commands.add(
        workstream,
        title="Any",
        development_status=dice.choice(list(DevelopmentStatus)),
        delivery_risk=dice.choice([None, *DeliveryRisk]),
        **NOW,
    )
    months = {
        month: {cell: dice.choice([None, Pence(dice.randrange(-9_999, 99_999))]) for cell in CELLS}
        for month in (*YEAR.previous.months, *YEAR.months)
    }
    commands.set_months(scheme, months, actor=SYSTEM, at=datetime(2027, 4, 1, tzinfo=UTC))
    return scheme


@pytest.mark.parametrize("number", [1, 7, 12])
def test_the_database_adds_up_as_the_rules_do(programme, workstream, number):
    dice = random.Random(number)
    schemes = [fill_at_random(workstream, dice) for _ in range(6)]
    db.session.commit()
    figures = queries.figures_by_scheme(programme.id, YEAR, SYSTEM)
    facts = [
        rules.Facts(
            ref=scheme.ref,
            title=scheme.title,
            figures=figures[scheme.id],
            status=scheme.development_status,
            risk=scheme.delivery_risk,
            is_held=held.holds(scheme, AT.date()),
        )
        for scheme in schemes
    ]
    found = details(programme, YEAR.month(number))
    assert [row.plan for row in totals(programme, YEAR.month(number))] == [
        row.plan for row in found
    ]
    for fact, row in zip(facts, found, strict=True):
        by_rule = rules.sums(fact, number)
        assert all(getattr(row, name) == getattr(by_rule, name) for name in vars(by_rule))
        assert row.full_year_effect == rules.fye(rules.outturn(fact.figures, number))
        assert row.missing_actuals == len(rules.missing_actuals(fact.figures, number))
        assert row.missing_forecasts == len(rules.missing_forecasts(fact.figures, number))
    assert queries.totals(programme.id, YEAR, YEAR.month(number), SYSTEM) == rules.roll_up(
        facts, number
    )


def test_a_year_without_months_adds_up_to_nothing(programme, workstream):
    make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12)
    [row] = details(programme, year=YEAR.next)
    assert (row.plan, row.forecast, row.full_year_effect) == (0, 0, None)


def test_a_signed_full_year_effect_stands_in_its_place(programme, workstream):
    scheme = make.scheme(workstream_id=workstream.id, signed_full_year_effect=Pence(99))
    make.money(scheme, plan=[10] * 12, forecast=[10] * 12)
    [row] = details(programme)
    assert (row.full_year_effect, row.march_recurrent) == (99, 10 * THOUSAND)


def test_withdrawn_schemes_count_nowhere(programme, workstream):
    gone = make.scheme(workstream_id=workstream.id, status=SchemeStatus.WITHDRAWN)
    make.money(gone, plan=[10] * 12, actual=[10] * 12)
    assert totals(programme) == []
    assert queries.totals(programme.id, YEAR, OCTOBER, SYSTEM).plan == 0
    assert [scheme.id for scheme in queries.of_workstream(workstream.id, SYSTEM)] == [gone.id]


def test_a_complete_scheme_still_counts(programme, workstream):
    done = make.scheme(workstream_id=workstream.id, status=SchemeStatus.COMPLETE)
    make.money(done, plan=[10] * 12)
    [row] = totals(programme)
    assert row.is_transacted
    assert row.plan == 120 * THOUSAND


def test_other_programmes_are_not_added(programme, workstream):
    make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12)
    make.money(make.scheme(), plan=[99] * 12)
    assert queries.totals(programme.id, YEAR, OCTOBER, SYSTEM).plan == 120 * THOUSAND


def test_pressures_are_kept_by_year(programme, workstream):
    scheme = commands.add(workstream, title="One", **NOW)
    commands.set_pressure(scheme, year=YEAR, pence=Pence(500), **NOW)
    assert queries.pressures(programme.id, YEAR, SYSTEM) == {scheme.id: 500}
    assert queries.pressures(programme.id, YEAR.next, SYSTEM) == {}


def test_a_scheme_of_another_programme_cannot_be_found(programme, workstream):
    scheme = make.scheme(workstream_id=workstream.id)
    outsider = make.actor(make.pmo(make.programme()))
    with pytest.raises(NotFound):
        queries.get(scheme.id, outsider)
    assert queries.get(scheme.id, make.actor(make.pmo(programme))).id == scheme.id


def test_a_workforce_sensitive_scheme_shows_only_to_those_named_on_it(programme, workstream):
    owner, reader, office = (make.pmo(programme) for _ in range(3))
    hidden = make.scheme(
        workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE, owner_id=owner.id
    )
    make.money(hidden, plan=[10] * 12, actual=[3])
    stored(RecordReader(record_kind="scheme", record_id=hidden.id, person_id=reader.id))
    for person, sees in ((owner, True), (reader, True), (office, False)):
        actor = make.actor(person)
        assert bool(totals(programme, actor=actor)) is sees
        assert bool(queries.of_workstream(workstream.id, actor)) is sees
        assert bool(queries.totals(programme.id, YEAR, OCTOBER, actor).plan) is sees
        assert bool(queries.figures_by_scheme(programme.id, YEAR, actor)) is sees
    with pytest.raises(NotFound):
        queries.get(hidden.id, make.actor(office))


def test_adding_up_takes_one_query_however_many_schemes(programme, workstream, queries_sent):
    programme_id = programme.id

    def counted():
        db.session.expire_all()
        queries_sent.clear()
        queries.totals_by_scheme(programme_id, YEAR, OCTOBER, SYSTEM)
        return len(queries_sent)

    make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12)
    one = counted()
    for _ in range(20):
        make.money(make.scheme(workstream_id=workstream.id), plan=[10] * 12)
    assert counted() == one == 1


@pytest.fixture
def queries_sent(request):
    """The conftest's counter, under a name that does not hide the module."""
    return request.getfixturevalue("queries")


def test_the_registers_sums_are_those_of_its_rows(programme, workstream):
    dice = random.Random(5)
    for _ in range(5):
        fill_at_random(workstream, dice)
    commands.add(workstream, title="Without months", **NOW)
    db.session.commit()
    statement = queries.listed(YEAR, OCTOBER, SYSTEM).where(Scheme.title != "Nothing")
    summed = queries.summed(statement, OCTOBER)
    listed = queries.rows(statement)
    assert summed.schemes == len(listed) == 6
    for name in ("plan", "ytd_plan", "ytd_actual", "forecast", "recurrent_forecast"):
        assert getattr(summed, name) == sum(getattr(row, name) for row in listed)
    assert queries.summed(statement.where(Scheme.title == "Nothing"), OCTOBER).schemes == 0
