"""Published sums are reproduced by the product's own rules, and successive months keep them."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes import queries as programmes
from app.ratings import queries as ratings
from app.ratings.rules.findings import Check
from app.reporting import queries as months
from app.reporting import rules
from app.savings import queries as savings
from app.savings.models import Scheme
from app.savings.rules import NOT_GIVEN, Split, YearFigures, figures
from tests import make

OFFICE = Actor.system("office")
TODAY = date(2026, 10, 20)
YEAR = FinancialYear(2014)
PLAN, ACTUAL, OUTTURN = "Year to Date Plan £k", "Year to Date Actual £k", "Forecast Outturn £k"
IN_YEAR = "In Year Annual Plan £k"
STALLS, FALLS, VACANCIES = "Non-Pay Efficiency", "Procurement", "Increase in Vacancy Factor"


def to_date(m, *, plan, recurrent, non_recurrent=0):
    """A year whose figures to month m stand in that month."""

    def cells(amount):
        return (*NOT_GIVEN[: m - 1], Pence(amount), *NOT_GIVEN[m:])

    return YearFigures(
        plan=Split(recurrent=cells(plan)),
        actual=Split(cells(recurrent), cells(non_recurrent)),
    )


def shown(share, places):
    return share.quantize(Decimal(1).scaleb(-places))


@pytest.fixture
def statements(find):
    (path,) = find("savings/published_statements.json")
    return json.loads(path.read_text(), parse_float=Decimal)


def test_a_quarter_that_exceeded_its_plan_by_4_per_cent_with_two_fifths_one_off(statements):
    given = statements[0]
    million = 1000 * THOUSAND
    plan, actual = (int(given[key] * million) for key in ("plan_m", "actual_m"))
    once = int(given["of_which_non_recurrent_m"] * million)
    year = to_date(3, plan=plan, recurrent=actual - once, non_recurrent=once)
    delivered, recurrent = figures.delivery_percent(year, 3), figures.recurrent_percent(year, 3)
    assert f"delivery {shown(delivered, 2)}% of plan" in given["check"]
    assert f"non-recurrent share {shown(100 - recurrent, 1)}%" in given["check"]


def test_a_headline_shortfall_and_the_share_delivered(statements):
    given = statements[1]
    plan, actual = given["plan_k"] * THOUSAND, given["actual_k"] * THOUSAND
    year = to_date(8, plan=plan, recurrent=actual)
    assert figures.ytd_variance(year, 8) == -given["stated_shortfall_k"] * THOUSAND
    assert figures.variance_in_words(figures.ytd_variance(year, 8)) == "−£928k adverse"
    assert f"{shown(figures.delivery_percent(year, 8), 1)}% delivered" in given["check"]


def test_a_first_month_behind_plan_implies_the_plan(statements):
    given = statements[2]
    behind, actual = given["behind_plan_k"] * THOUSAND, given["actual_k"] * THOUSAND
    year = to_date(1, plan=actual + behind, recurrent=actual)
    assert figures.ytd_variance(year, 1) == -behind
    implied = figures.ytd_plan(year, 1) // THOUSAND
    share = shown(figures.delivery_percent(year, 1), 1)
    assert given["check"] == f"implied plan {implied}k; {share}% of plan"


# --- successive months of one cumulative table


@pytest.fixture
def bring(app):
    """`bring(path, "2014-11")`: the table of that month, as an operator brings it in."""

    def run(path, month):
        given = ["import-file", str(path), "--programme", "REAL", "--month", month, "--json"]
        result = app.test_cli_runner().invoke(args=given)
        db.session.expire_all()
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


@pytest.fixture
def programme():
    return make.programme(code="REAL", name="From a file")


def number(text):
    return int(text.replace(",", ""))


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row[ACTUAL] and not row["Projects"].startswith("Total")]


def next_month(rows):
    """A month later: each saves a ninth of its plan, but for those that stall, fall or go back."""
    later = []
    for row in rows:
        saved = {STALLS: 0, FALLS: -7, VACANCIES: 0}.get(row["Projects"], number(row[IN_YEAR]) // 9)
        planned = min(number(row[PLAN]) + number(row[IN_YEAR]) // 12, number(row[IN_YEAR]))
        later.append(row | {PLAN: str(planned), ACTUAL: str(number(row[ACTUAL]) + saved)})
    return later


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        to = csv.DictWriter(file, fieldnames=list(rows[0]))
        to.writeheader()
        to.writerows(rows)
    return path


def in_thousands(title, measure):
    scheme = db.session.scalars(select(Scheme).where(Scheme.title == title)).one()
    found = savings.figures(scheme.id, YEAR)
    return [None if each is None else each / THOUSAND for each in getattr(found, measure).months]


def test_successive_tables_become_months_by_difference_and_nothing_is_lost(
    find, bring, programme, tmp_path
):
    (path,) = find("savings/lch*month08.csv")
    eighth = table(path)
    ninth = next_month(eighth)
    tenth = next_month(ninth)
    bring(path, "2014-11")
    before = {row["Projects"]: in_thousands(row["Projects"], "actual")[:8] for row in eighth}
    reports = [
        bring(write(tmp_path / "month09.csv", ninth), "2014-12"),
        bring(write(tmp_path / "month10.csv", tenth), "2015-01"),
    ]

    assert [report["created"] for report in reports] == [0, 0]
    for first, second, third in zip(eighth, ninth, tenth, strict=True):
        title = first["Projects"]
        actual = in_thousands(title, "actual")
        assert actual[:8] == before[title]
        assert actual[8] == number(second[ACTUAL]) - number(first[ACTUAL])
        assert actual[9] == number(third[ACTUAL]) - number(second[ACTUAL])
        assert sum(actual[:10]) == number(third[ACTUAL])
        assert sum(in_thousands(title, "plan")) == number(third[IN_YEAR])
        remaining = sum(in_thousands(title, "forecast")[10:])
        assert number(third[ACTUAL]) + remaining == number(third[OUTTURN])
    stands = rules.position(
        months.document(programmes.by_code("REAL"), Month(2015, 1), TODAY),
        version=None,
        data_hash=None,
    )["savings"]
    assert stands["ytd_actual"] == sum(number(row[ACTUAL]) for row in tenth) * THOUSAND
    assert stands["plan"] == 8_032 * THOUSAND
    assert stands["forecast"] == 5_523 * THOUSAND


def test_reversals_and_stalls_of_successive_tables_are_found(find, bring, programme, tmp_path):
    (path,) = find("savings/lch*month08.csv")
    ninth = next_month(table(path))
    bring(path, "2014-11")
    report = bring(write(tmp_path / "month09.csv", ninth), "2014-12")
    fallen = [each["message"] for each in report["findings"] if "has fallen" in each["message"]]
    assert len(fallen) == 1
    assert "£67,000.00 at M8 and is £60,000.00 at M9" in fallen[0]
    bring(write(tmp_path / "month10.csv", next_month(ninth)), "2015-01")

    january = Month(2015, 1)
    titles = {each.ref: each.title for each in db.session.scalars(select(Scheme))}
    found = ratings.findings(programme.id, january, january.last, OFFICE)
    named = {
        check: sorted(titles[each.record] for each in found if each.rule is check)
        for check in (Check.SCHEME_FALLS, Check.SCHEME_STALLED, Check.SCHEME_TAKEN_BACK)
    }
    assert named[Check.SCHEME_FALLS] == [FALLS, FALLS]
    assert STALLS in named[Check.SCHEME_STALLED]
    assert VACANCIES in named[Check.SCHEME_TAKEN_BACK]
    falls = [each.message for each in found if each.rule is Check.SCHEME_FALLS]
    assert falls == [
        "Savings to date fall from £67,000.00 to £60,000.00 in December 2014",
        "Savings to date fall from £60,000.00 to £53,000.00 in January 2015",
    ]
