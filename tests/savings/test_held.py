"""What the quality gate holds, and what finance validated, in the sums."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.core.rating import Colour
from app.db import db
from app.ratings import queries as ratings
from app.savings import queries, rules
from app.savings.models import DevelopmentStatus, Scheme, SchemeStatus, Stage, Validation
from app.savings.queries import held, validated
from app.savings.rules import held as held_rules
from app.savings.rules.validation import Finding
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)
OCTOBER = Month(2026, 10)
DAY = date(2026, 10, 31)
SYSTEM = Actor.system("test")
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
FLAT = {"plan": [10] * 12, "actual": [10] * 7, "forecast": [None] * 7 + [10] * 5}


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


def say(scheme, month, pence, verdict=Finding.VALIDATED, non_recurrent=0):
    return stored(
        Validation(
            scheme_id=scheme.id,
            month=Month(2026, month),
            verdict=verdict,
            recurrent=pence,
            non_recurrent=non_recurrent,
            by="Fin",
            at=AT,
        )
    )


@pytest.mark.parametrize(
    ("is_gated", "status", "is_valid", "is_transacted", "expected"),
    [
        (True, DevelopmentStatus.OPPORTUNITY, False, False, True),
        (True, DevelopmentStatus.OPPORTUNITY, True, False, False),
        (False, DevelopmentStatus.FULLY_DEVELOPED, False, False, True),
        (False, DevelopmentStatus.FULLY_DEVELOPED, True, False, False),
        (False, DevelopmentStatus.PLANS_IN_PROGRESS, False, False, False),
        (True, DevelopmentStatus.FULLY_DEVELOPED, False, True, False),
    ],
    ids=["gated", "gated and cleared", "declared", "cleared", "an older plan", "transacted"],
)
def test_the_gate_holds_what_has_no_approval(is_gated, status, is_valid, is_transacted, expected):
    given = {"status": status, "is_valid": is_valid, "is_transacted": is_transacted}
    assert held_rules.is_held(is_gated=is_gated, **given) is expected


def test_the_database_holds_the_same_schemes_as_the_rule(workstream):
    for stage, status, until, stopped, stands in product(
        (None, Stage.IDEA, Stage.IN_DELIVERY),
        DevelopmentStatus,
        (None, DAY - timedelta(1), DAY, DAY + timedelta(1)),
        ("", "Refused"),
        (SchemeStatus.OPEN, SchemeStatus.COMPLETE),
    ):
        make.scheme(
            workstream_id=workstream.id,
            stage=stage,
            development_status=status,
            quality_cleared_until=until,
            quality_stopped=stopped,
            status=stands,
        )
    rows = db.session.execute(select(Scheme, held.is_held(DAY))).all()
    assert {bool(found) for _, found in rows} == {True, False}
    for scheme, found in rows:
        assert bool(found) is held.holds(scheme, DAY), scheme.id


def test_what_is_held_is_in_the_forecast_but_not_in_what_counts(programme, workstream):
    free = make.scheme(workstream_id=workstream.id)
    waits = make.scheme(workstream_id=workstream.id, stage=Stage.IDEA)
    for scheme in (free, waits):
        make.money(scheme, **FLAT)
    found = queries.totals(programme.id, YEAR, OCTOBER, SYSTEM)
    assert found.forecast == 240 * THOUSAND
    assert found.held == 50 * THOUSAND
    assert found.counted_forecast == 190 * THOUSAND
    assert found.ytd_actual == 140 * THOUSAND
    assert found.risk_adjusted_forecast == 152_5 * THOUSAND // 10  # 140 + 50 x 25%


@pytest.mark.parametrize("status", [SchemeStatus.OPEN, SchemeStatus.COMPLETE])
def test_what_the_months_to_come_take_back_is_not_held(programme, workstream, status):
    waits = make.scheme(workstream_id=workstream.id, stage=Stage.IN_DELIVERY, status=status)
    make.money(waits, plan=[10] * 12, forecast=[10] * 7 + [-20] * 5, actual=[10] * 7)
    found = queries.totals(programme.id, YEAR, OCTOBER, SYSTEM)
    assert (found.forecast, found.held, found.counted_forecast) == (
        -30 * THOUSAND,
        0,
        -30 * THOUSAND,
    )


def test_what_one_scheme_takes_back_does_not_free_what_another_is_held_of(programme, workstream):
    for ahead in (10, -20):
        scheme = make.scheme(workstream_id=workstream.id, stage=Stage.IDEA)
        make.money(scheme, **{**FLAT, "forecast": [10] * 7 + [ahead] * 5})
    statement = queries.listed(YEAR, OCTOBER, SYSTEM, DAY).where(
        Scheme.workstream_id == workstream.id
    )
    summed = queries.summed(statement, OCTOBER, DAY)
    assert (summed.held, summed.counted_forecast) == (50 * THOUSAND, 40 * THOUSAND)
    assert queries.totals(programme.id, YEAR, OCTOBER, SYSTEM, as_at=DAY).held == summed.held


def test_a_refusal_holds_the_forecast_the_same_minute_and_not_the_day_before(programme, workstream):
    scheme = make.scheme(
        workstream_id=workstream.id, stage=Stage.APPROVAL, quality_cleared_until=DAY
    )
    make.money(scheme, **FLAT)

    def on(day):
        return queries.totals(programme.id, YEAR, OCTOBER, SYSTEM, as_at=day).held

    assert (on(DAY), on(DAY + timedelta(1))) == (0, 50 * THOUSAND)
    scheme.quality_stopped = "Refused"
    db.session.commit()
    assert on(DAY) == 50 * THOUSAND


def test_only_the_newest_word_on_a_month_counts_as_validated(programme, workstream):
    scheme = make.money(make.scheme(workstream_id=workstream.id), **FLAT)
    say(scheme, 4, 900, Finding.QUERIED)
    say(scheme, 4, 600, non_recurrent=50)  # nothing of it is claimed as non-recurrent
    say(scheme, 5, 700)
    say(scheme, 5, 700, Finding.REJECTED)
    say(scheme, 10, 7)
    say(scheme, 11, 5_000)
    [row] = queries.totals_by_scheme(programme.id, YEAR, OCTOBER, SYSTEM)
    assert row.validated == 607
    assert row.claimed_not_validated == row.ytd_actual - 607
    assert validated.of_one(scheme.id, YEAR, OCTOBER) == 607
    assert validated.by_month(programme.id, YEAR, SYSTEM) == {
        Month(2026, 4): 600,
        Month(2026, 10): 7,
        Month(2026, 11): 0,  # nothing is claimed yet
    }


def test_a_claim_that_is_lowered_takes_its_validation_with_it(programme, workstream):
    scheme = make.money(make.scheme(workstream_id=workstream.id), **FLAT)
    say(scheme, 4, 10 * THOUSAND)
    cells = queries.cells(scheme.id, YEAR)
    for claimed, counted in ((10, 10), (25, 10), (4, 4), (0, 0), (-3, -3)):
        cells[Month(2026, 4)].actual_recurrent = Pence(claimed * THOUSAND)
        db.session.commit()
        assert validated.of_one(scheme.id, YEAR, OCTOBER) == counted * THOUSAND
        [row] = queries.totals_by_scheme(programme.id, YEAR, OCTOBER, SYSTEM)
        assert row.validated == counted * THOUSAND


def test_every_reading_of_the_sums_says_the_same(programme, workstream):
    for number, stage in enumerate((None, Stage.IDEA, Stage.APPROVAL, Stage.IDEA)):
        taken_back = {"forecast": [*FLAT["forecast"][:7], *[-30] * 5]} if number > 2 else {}
        scheme = make.scheme(workstream_id=workstream.id, stage=stage)
        make.money(scheme, **{**FLAT, **taken_back})
        say(scheme, 4, 100 + number)
        say(scheme, 6, 10)
    elsewhere = make.money(make.scheme(stage=Stage.IDEA), **FLAT)
    say(elsewhere, 4, 1)
    by_scheme = queries.totals(programme.id, YEAR, OCTOBER, SYSTEM, as_at=DAY)
    statement = queries.listed(YEAR, OCTOBER, SYSTEM, DAY).where(
        Scheme.workstream_id == workstream.id
    )
    summed = queries.summed(statement, OCTOBER, DAY)
    standing = rules.added_up(
        [each.sums for each in ratings.scheme_sums(programme.id, OCTOBER, SYSTEM, DAY)]
    )
    assert (summed.held, summed.validated) == (by_scheme.held, by_scheme.validated)
    assert by_scheme.validated == 446
    assert by_scheme.held == 100 * THOUSAND
    assert standing == by_scheme


def test_no_validation_of_another_year_is_counted(programme, workstream):
    scheme = make.money(make.scheme(workstream_id=workstream.id), **FLAT)
    stored(
        Validation(
            scheme_id=scheme.id,
            month=Month(2026, 3),
            verdict=Finding.VALIDATED,
            recurrent=99,
            by="Fin",
            at=AT,
        )
    )
    assert queries.totals(programme.id, YEAR, OCTOBER, SYSTEM).validated == 0


SCHEME = {"ref": "WS01-S01", "title": "Clinic rooms", "plan": Pence(1000), "ytd_plan": Pence(500)}


def test_the_rating_counts_the_forecast_without_what_is_held_and_says_so():
    sums = rules.SchemeSums(
        **SCHEME, ytd_actual=Pence(500), remaining_forecast=Pence(500), held=Pence(500)
    )
    rating = rules.savings_of_sums([sums])
    assert rating.colour is Colour.RED
    assert rating.reasons[-1].rule == "savings.held"
    assert rating.reasons[-1].sentence == "£5 of the forecast is held by the quality gate"


def test_the_rating_rests_on_validated_actuals_only_where_the_trust_says_so():
    sums = rules.SchemeSums(
        **SCHEME, ytd_actual=Pence(500), remaining_forecast=Pence(500), validated=Pence(100)
    )
    assert rules.rate_sums(sums).colour is Colour.GREEN
    strict = rules.SavingsThresholds(rate_on_validated=True)
    rating = rules.rate_sums(sums, strict)
    assert rating.colour is Colour.RED
    assert rating.reasons[0].sentence.startswith("Validated to date: 20.0% of plan")


def test_the_schemes_page_sums_what_is_validated_claimed_counted_and_held(
    client, programme, workstream
):
    made = make.scheme(
        workstream_id=workstream.id, development_status=DevelopmentStatus.FULLY_DEVELOPED
    )
    make.money(made, **FLAT)
    for month in (4, 5, 6):
        say(made, month, 10 * THOUSAND)
    page = client.sign_in(make.finance(programme)).get("/savings").text
    sums = page.split('id="sums"')[1].split("</table>")[0]
    shown = dict(re.findall(r'aria-hidden="true">([^<]*) </span>([^<]*)</td>', sums))
    assert (shown["Validated to date"], shown["Claimed, not validated"]) == ("£30k", "£40k")
    assert (shown["Forecast that counts"], shown["Held by the quality gate"]) == ("£70k", "£50k")
    assert shown["Forecast"] == "£120k"
