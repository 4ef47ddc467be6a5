"""A locked month keeps how the year may end and how forecasts came out, the same for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.money import THOUSAND
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.reporting import commands, frozen, queries, rules
from app.reporting.queries import forecasts
from app.reporting.rules import outlook, past
from app.reporting.rules.past import Line, Stood
from app.savings.commands import set_months
from app.savings.models import DeliveryRisk, Scheme
from tests import make

AT = datetime(2027, 3, 20, 9, 30, tzinfo=UTC)
OFFICE = Actor.system("the office")
ROOT = Path(__file__).resolve().parents[2]
YEAR = Month(2026, 4).financial_year

AGAIN = """
import json, sys
from dataclasses import astuple, fields
from app.reporting import frozen
from app.reporting.frozen import Savings
from app.reporting.rules import outlook
document = frozen.read(sys.stdin.read())
added = {f.name: sum(getattr(s.figures, f.name) for s in document.schemes) for f in fields(Savings)}
print(json.dumps([astuple(outlook.again(document)), added]))
"""


def a_programme(schemes: int = 4):
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id, ref="WS01")
    for number in range(schemes):
        scheme = make.scheme(
            workstream_id=workstream.id,
            ref=f"WS01-S{number:02d}",
            delivery_risk=list(DeliveryRisk)[number % 3],
        )
        make.money(scheme, plan=[20 + number] * 12, forecast=[20 + number] * 12)
    return programme, workstream


def lock(programme, month: Month, *, actual: int) -> frozen.Document:
    """The month with an actual in every scheme, opened and locked."""
    found = select(Scheme).options(joinedload(Scheme.workstream)).order_by(Scheme.ref)
    for scheme in db.session.scalars(found):
        cells = {month: {"actual_recurrent": actual * THOUSAND}}
        set_months(scheme, cells, reason="the month", actor=OFFICE, at=AT)
    period = commands.open_month(programme, month, actor=OFFICE, at=AT)
    made = commands.lock_month(
        period, reason="The month", today=month.last, with_missing=True, actor=OFFICE, at=AT
    )
    db.session.commit()
    return frozen.read(made.document)


@pytest.fixture
def locked() -> list[frozen.Document]:
    """Eight locked months, in which schemes of £20k to £23k a month brought £15k."""
    make_programme, _ = a_programme()
    programme = programmes.by_code(make_programme.code)
    return [lock(programme, month, actual=15) for month in YEAR.months[:8]]


def test_a_fresh_process_draws_the_same_range_and_adds_the_same_totals(locked):
    """Whatever its hash seed and its database: from nothing but the frozen text."""
    document = locked[-1]
    for hash_seed in ("0", "77"):
        found = subprocess.run(
            [sys.executable, "-c", AGAIN],
            input=frozen.write(document),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        drawn, added = json.loads(found.stdout)
        kept = document.year_end
        assert drawn[:3] == [kept.p10, kept.p50, kept.p90]
        assert drawn[3:] == [kept.observations, kept.by_history, kept.by_weight]
        assert added == vars(document.savings)


def test_the_first_month_draws_from_weights_and_later_ones_from_history(locked):
    assert (locked[0].year_end.observations, locked[0].year_end.by_weight) == (0, 4)
    kept = locked[-1].year_end
    assert (kept.observations, kept.by_history, kept.by_weight) == (28, 4, 0)
    assert kept.p10 <= kept.p50 <= kept.p90 < locked[-1].savings.counted
    assert kept.seed == "OPD 2026-11"


def test_forecasts_that_were_too_high_are_said_so_by_scheme_workstream_and_programme(locked):
    records = {(each.subject, each.ref, each.ahead): each for each in locked[-1].accuracy}
    scheme = records["scheme", "WS01-S00", 1]
    assert (scheme.observations, scheme.bias, scheme.bias_permille) == (7, -5 * THOUSAND, -250)
    assert records["workstream", "WS01", 1].bias == -26 * THOUSAND
    assert records["programme", "", 1].bias == -26 * THOUSAND
    assert records["scheme", "WS01-S00", 3].observations == 5
    assert records["scheme", "WS01-S00", 3].bias is None  # not enough history
    assert records["scheme", "WS01-S00", 6].observations == 2


def test_the_range_of_a_locked_month_stays_when_an_earlier_one_is_corrected(locked):
    programme = programmes.by_code("OPD")
    period = queries.period(programme.id, YEAR.month(2))
    commands.restate(period, reason="A wrong cell", today=AT.date(), actor=OFFICE, at=AT)
    db.session.commit()
    kept = frozen.read(queries.frozen(programme.id, YEAR.month(8)).document)
    again = outlook.again(kept)
    assert (again.p10, again.p50, again.p90) == (
        kept.year_end.p10,
        kept.year_end.p50,
        kept.year_end.p90,
    )
    assert len(forecasts.stood(programme.id)) == 8  # the newest version of each, not nine


def test_what_the_quality_gate_holds_adds_nothing_to_the_range():
    programme, workstream = a_programme(1)
    scheme = make.scheme(
        workstream_id=workstream.id, ref="WS01-S09", development_status="fully developed"
    )
    make.money(scheme, plan=[50] * 12, forecast=[50] * 12)
    document = queries.document(
        programmes.by_code(programme.code), YEAR.month(7), YEAR.month(7).last
    )
    assert document.savings.held == 250 * THOUSAND
    held = next(each for each in document.schemes if each.ref == "WS01-S09")
    assert outlook.remaining(held).remaining == 0
    assert document.year_end.p90 <= document.savings.counted


def test_a_programme_without_schemes_has_no_range():
    programme = make.programme(code="NEW")
    document = queries.document(
        programmes.by_code(programme.code), YEAR.month(7), date(2026, 11, 1)
    )
    assert (document.year_end, document.accuracy) == (None, ())


def test_the_boards_copy_does_not_show_how_a_hidden_schemes_forecasts_came_out(locked):
    document = locked[-1]
    schemes = (
        frozen.Scheme(**{**vars(document.schemes[0]), "disclosure": Disclosure.WORKFORCE.value}),
        *document.schemes[1:],
    )
    copy = rules.for_programme(frozen.Document(**{**vars(document), "schemes": schemes}))
    assert copy.year_end.p50 == document.year_end.p50
    assert copy.year_end.history == ()
    shown = {(each.subject, each.ref) for each in copy.accuracy}
    assert ("scheme", "WS01-S01") in shown
    assert ("scheme", "WS01-S00") not in shown
    assert ("workstream", "WS01") not in shown  # the difference would tell


def a_month(number: int, forecast=(), actual=(), *, to_date: int = 0) -> Stood:
    line = Line("S1", "WS01", "opportunity", tuple(forecast), tuple(actual), to_date)
    return Stood(YEAR.month(number), Line("", "", "", (), ()), {"S1": line})


def test_a_month_without_cells_gives_its_actual_by_difference():
    months = past.with_differences(
        [a_month(11, [None] * 11 + [7], to_date=10), a_month(12, to_date=15)]
    )
    told = past.told(months, 1)
    assert [(each.forecast, each.actual) for each in told] == [(7, 5)]


def test_what_came_is_the_newest_word_on_the_month():
    months = [
        a_month(1, [9] * 12, [9]),
        a_month(2, [9] * 12, [9, 4]),
        a_month(3, [9] * 12, [9, 6, 9]),
    ]
    assert [each.actual for each in past.told(months, 1)] == [6, 9]


def test_a_scheme_that_was_withdrawn_brought_nothing():
    gone = Stood(YEAR.month(2), Line("", "", "", (), ()), {})
    assert [each.actual for each in past.told([a_month(1, [9] * 12, [9]), gone], 1)] == [0]


def test_forecasts_do_not_reach_into_the_next_year():
    april = Stood(YEAR.months[-1].next, Line("", "", "", (), ()), {})
    assert past.told([a_month(12, [9] * 12, [9] * 12), april], 1) == []


def test_a_frozen_month_without_schemes_draws_no_range_again():
    programme = make.programme(code="NEW")
    document = queries.document(
        programmes.by_code(programme.code), YEAR.month(7), date(2026, 11, 1)
    )
    assert outlook.again(document) is None


def test_a_scheme_that_the_month_before_did_not_know_has_no_difference_to_tell():
    newcomer = Line("S2", "WS01", "opportunity", (), (), 40)
    march = a_month(12, to_date=15)
    march = Stood(march.month, march.whole, {**march.schemes, "S2": newcomer})
    _february, found = past.with_differences([a_month(11, to_date=10), march])
    assert found.schemes["S2"].actual == ()
    assert found.schemes["S1"].actual[-1] == 5


def test_a_month_in_which_the_programme_forecast_nothing_is_no_observation():
    forecast = Line("", "", "", (None, 9, None, *[9] * 9), (9, 4, 7))
    months = [Stood(YEAR.month(number), forecast, {}) for number in (1, 2, 3)]
    record = past.of_programme(months, 1)
    assert (record.observations, record.ahead) == (1, 1)


def test_a_month_that_tells_of_itself_alone_says_nothing_of_the_months_before():
    months = [a_month(1, [9] * 12, [9]), a_month(2, [9] * 12, [None, 4])]
    assert past.newest(months)[YEAR.month(1)] == {"S1": 9}
    assert past.newest(months)[YEAR.month(2)] == {"S1": 4}
