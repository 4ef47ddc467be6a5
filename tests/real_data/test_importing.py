"""Files that nobody on the project wrote are brought in, and stand as they were published."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.core.money import MILLION, THOUSAND
from app.db import db
from app.imports.reading import reader
from app.imports.reading.results import Unreadable
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.ratings import queries as ratings
from app.ratings.rules.findings import Check
from app.reporting import commands as reporting
from app.reporting import queries as months
from app.reporting import rules
from app.savings import queries as savings
from app.savings.models import Scheme
from tests import make
from tests.conftest import NOW

MARCH_2022, MONTH_8 = Month(2022, 3), Month(2014, 11)
OFFICE = Actor.system("office")
TODAY = date(2026, 10, 20)


@pytest.fixture
def bring(app):
    """`bring(path, "--programme", "P")`: the command as an operator runs it."""

    def run(path, *given, refused=False):
        result = app.test_cli_runner().invoke(args=["import-file", str(path), *given, "--json"])
        db.session.expire_all()
        assert result.exit_code == (1 if refused else 0), result.output
        return result.stderr if refused else json.loads(result.stdout)

    return run


@pytest.fixture
def programme():
    return make.programme(code="REAL", name="From a file")


def position(code, month):
    found = programmes.by_code(code)
    return rules.position(months.document(found, month, TODAY), version=None, data_hash=None)


def errors(report):
    return [each for each in report["findings"] if each["severity"] == "error"]


def portfolio_2022(find):
    (path,) = find("gmpp/*March_2022.csv")
    return path


def test_a_portfolio_of_235_projects_becomes_235_workstreams(find, bring, programme):
    report = bring(portfolio_2022(find), "--programme", "REAL", "--month", "2022-03")
    expected = json.loads((portfolio_2022(find).parent / "expected_2022.json").read_text())

    assert (report["kind"], report["applied"]) == ("portfolio", True)
    assert (report["rows_read"], report["created"], errors(report)) == (235, 235, [])
    stands = position("REAL", MARCH_2022)
    assert stands["workstreams"] == expected["rows"]
    assert stands["delivery_confidence"] == {"red": 27, "amber": 170, "green": 24, "none": 14}
    assert stands["cost"] == {
        "baseline": round(expected["sum_fy_baseline_m"] * MILLION),
        "forecast": round(expected["sum_fy_forecast_m"] * MILLION),
        "counted": 198,
        "left_out": 37,
    }


def test_the_nineteen_variances_that_do_not_follow_are_flagged(find, bring, programme):
    report = bring(portfolio_2022(find), "--programme", "REAL", "--check-only")
    flagged = [
        each for each in report["findings"] if "own baseline and forecast" in each["message"]
    ]
    assert len(flagged) == 19


def test_the_headings_say_which_year_the_costs_are_of(find, bring, programme):
    bring(portfolio_2022(find), "--programme", "REAL")
    assert position("REAL", Month(2026, 10))["cost"]["counted"] == 0
    assert len(programmes.costs(programme.id, FinancialYear(2021))) > 190


def test_a_start_that_has_come_is_complete_and_says_where_that_is_from(find, bring, programme):
    bring(portfolio_2022(find), "--programme", "REAL", "--month", "2022-03")
    rows = db.session.scalars(select(Milestone).where(Milestone.completed_on.is_not(None))).all()
    assert rows
    assert all(each.completed_on <= MARCH_2022.last for each in rows)
    assert all("March_2022.csv" in each.evidence for each in rows)
    still = select(func.count()).where(Milestone.status == MilestoneStatus.OPEN)
    assert db.session.scalar(still) > 200


def test_the_same_portfolio_twice_changes_nothing_the_second_time(find, bring, programme):
    given = ("--programme", "REAL", "--month", "2022-03")
    bring(portfolio_2022(find), *given)
    again = bring(portfolio_2022(find), *given)
    assert (again["unchanged"], again["created"], again["updated"]) == (235, 0, 0)


def test_into_an_open_month_each_return_is_an_accepted_update_and_the_month_locks(
    find, bring, programme
):
    period = reporting.open_month(programme, MARCH_2022, actor=OFFICE, at=NOW)
    db.session.commit()
    bring(portfolio_2022(find), "--programme", "REAL", "--month", "2022-03")
    period = months.period(programme.id, MARCH_2022)
    assert months.missing(period) == []
    frozen = reporting.lock_month(period, reason="Returned", today=TODAY, actor=OFFICE, at=NOW)
    assert len(json.loads(frozen.document)["workstreams"]) == 235


def test_a_locked_month_is_refused_and_a_correction_is_offered(find, bring, programme):
    period = reporting.open_month(programme, MARCH_2022, actor=OFFICE, at=NOW)
    make.workstream(programme_id=programme.id)
    reporting.lock_month(period, reason="Due", today=TODAY, with_missing=True, actor=OFFICE, at=NOW)
    db.session.commit()
    given = (portfolio_2022(find), "--programme", "REAL", "--month", "2022-03")
    assert "--as-correction" in bring(*given, refused=True)
    assert bring(*given, "--as-correction")["created"] == 235


def test_the_transposed_portfolio_is_refused_with_that_word(find, bring, programme):
    (path,) = find("gmpp/*2015.csv")
    assert "transposed" in bring(path, "--programme", "REAL", refused=True)
    assert db.session.scalar(select(func.count()).select_from(Workstream)) == 0


def test_the_portfolio_of_2024_comes_in_beside_the_other(find, bring, programme):
    make.programme(code="REAL24")
    (path,) = find("gmpp/*2024.csv")
    bring(portfolio_2022(find), "--programme", "REAL", "--month", "2022-03")
    report = bring(path, "--programme", "REAL24", "--month", "2024-03")
    assert (report["created"], report["rejected"]) == (11, 0)
    assert position("REAL24", Month(2024, 3))["workstreams"] == 11
    assert position("REAL", MARCH_2022)["workstreams"] == 235


def test_a_trusts_savings_table_of_month_eight_adds_up_as_published(find, bring, programme):
    (path,) = find("savings/lch*month08.csv")
    report = bring(path, "--programme", "REAL", "--month", "2014-11")
    assert (report["rows_read"], report["created"]) == (15, 15)
    stands = position("REAL", MONTH_8)["savings"]
    assert stands["financial_year"] == "2014/15"
    assert {key: stands[key] // THOUSAND for key in stands if isinstance(stands[key], int)} | {
        "schemes": stands["schemes"]
    } == {
        "schemes": 15,
        "target": 0,
        "plan": 8_032,
        "forecast": 5_523,
        "ytd_plan": 4_825,
        "ytd_actual": 3_897,
        "ytd_variance": -928,
        "forecast_variance": -2_509,
        "recurrent_forecast": stands["recurrent_forecast"] // THOUSAND,
        "risk_adjusted_forecast": stands["risk_adjusted_forecast"] // THOUSAND,
        "unidentified": 0,
        "validated_ytd": 0,
        "held_by_quality_gate": 0,
    }


def test_the_sign_traps_of_the_table_are_computed_and_flagged(find, bring, programme):
    (path,) = find("savings/lch*month08.csv")
    report = bring(path, "--programme", "REAL", "--month", "2014-11")
    said = [each["message"] for each in report["findings"] if each["row"] == 17]
    assert said, "the printed total’s own sign is wrong, and nothing was said"
    by_title = {each.title: each for each in db.session.scalars(select(Scheme))}
    figures = savings.figures(by_title["Increase in Vacancy Factor"].id, FinancialYear(2014))
    remaining = sum(cell or 0 for cell in figures.forecast.months)
    assert remaining == -571 * THOUSAND
    assert by_title["CNS Remodel"].recurrent_full_year == 69 * THOUSAND


def test_a_forecast_that_takes_savings_back_is_found_by_the_x_ray(find, bring, programme):
    (path,) = find("savings/lch*month08.csv")
    bring(path, "--programme", "REAL", "--month", "2014-11")
    (vacancies,) = db.session.scalars(
        select(Scheme).where(Scheme.title == "Increase in Vacancy Factor")
    )
    found = ratings.findings(programme.id, MONTH_8, MONTH_8.last, OFFICE)
    said = {each.rule: each.message for each in found if each.record == vacancies.ref}
    assert said[Check.SCHEME_TAKEN_BACK] == (
        "The forecast takes back £571k of what has been saved to date"
    )


def test_savings_without_a_month_are_refused(find, bring, programme):
    (path,) = find("savings/lch*month08.csv")
    assert "--month" in bring(path, "--programme", "REAL", refused=True)


@pytest.mark.parametrize(
    ("pattern", "month", "unachieved"),
    [("*inyear.csv", "2023-12", 3_976), ("*outturn.csv", "2024-03", 3_945)],
    ids=["in the year", "at its end"],
)
def test_pressures_are_kept_apart_from_what_was_achieved(
    find, bring, programme, pattern, month, unachieved
):
    (path,) = find(f"savings/bhcc{pattern}")
    report = bring(path, "--programme", "REAL", "--month", month)
    assert (report["created"], report["rejected"]) == (7, 0)
    stands = position("REAL", Month.parse(month))["savings"]
    pressed = savings.pressures(programme.id, FinancialYear(2023), OFFICE)
    net = stands["plan"] - stands["ytd_actual"] + sum(pressed.values())
    assert net == unachieved * THOUSAND


def test_the_outturn_after_the_year_gives_the_months_since_by_difference(find, bring, programme):
    (first,), (last,) = find("savings/bhcc*inyear.csv"), find("savings/bhcc*outturn.csv")
    bring(first, "--programme", "REAL", "--month", "2023-12")
    report = bring(last, "--programme", "REAL", "--month", "2024-03")
    assert report["created"] == 0
    assert any("has fallen" in each["message"] for each in report["findings"])
    stands = position("REAL", Month(2024, 3))["savings"]
    assert (stands["schemes"], stands["ytd_actual"]) == (7, 10_837 * THOUSAND)


def test_a_template_that_holds_three_registers_alike_is_refused_with_its_sheets(
    find, bring, programme
):
    for path in find("pmo-templates/*"):
        with pytest.raises(Unreadable) as refused:
            reader.read(path.name, path.read_bytes())
        said = bring(path, "--programme", "REAL", refused=True)
        assert all(sheet.name in said for sheet in refused.value.sheets)


def test_a_risk_register_comes_in_whole_with_scores_that_agree(find, bring, programme):
    for path in find("risk-registers/*.xlsx"):
        report = bring(path, "--programme", "REAL")
        assert (report["kind"], report["rows_read"], report["created"]) == ("risks", 23, 23)
        assert not any("The computed one is used" in f["message"] for f in report["findings"])
        assert any("No owner is given on 23 rows" in f["message"] for f in report["findings"])
        stands = position("REAL", Month(2026, 10))["risks"]
        assert stands["open"] == 23 == sum(stands.values()) - stands["open"]
        again = bring(path, "--programme", "REAL")
        assert (again["unchanged"], again["created"]) == (23, 0)
