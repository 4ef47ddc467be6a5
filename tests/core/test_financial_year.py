from datetime import date

import pytest

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month


def test_october_is_the_seventh_month_of_its_year():
    october = Month.parse("2026-10")
    assert (october.number, october.name, october.label) == (
        7,
        "October 2026",
        "October 2026 (M7)",
    )
    assert str(october) == "2026-10"
    assert str(october.financial_year) == "2026/27"


def test_march_closes_the_year_that_began_in_april():
    assert Month(2027, 3).number == 12
    assert Month(2027, 3).financial_year == FinancialYear(2026) == Month(2026, 4).financial_year


def test_months_follow_each_other_across_the_new_year():
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert Month(2026, 10).plus(-10) == Month(2025, 12)
    assert Month(2026, 12) < Month(2027, 1)


def test_a_month_knows_its_days():
    assert Month(2028, 2).first == date(2028, 2, 1)
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert date(2028, 2, 29) in Month(2028, 2)
    assert date(2028, 3, 1) not in Month(2028, 2)
    assert Month.of(date(2026, 11, 23)) == Month(2026, 11)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "October", "", "2026-10-01"])
def test_what_is_not_a_month_is_refused_in_words(text):
    with pytest.raises(RuleBroken, match="month") as refused:
        Month.parse(text)
    assert refused.value.field == "month"


def test_a_financial_year_runs_from_april_to_march():
    year = FinancialYear.parse("2026/27")
    assert (year.first, year.last) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [str(month) for month in year.months][:2] == ["2026-04", "2026-05"]
    assert [month.number for month in year.months] == list(range(1, 13))
    assert year.month(7) == Month(2026, 10)


def test_a_financial_year_contains_its_days_and_follows_the_last():
    year = FinancialYear(2026)
    assert date(2027, 3, 31) in year
    assert date(2027, 4, 1) not in year
    assert FinancialYear.of(date(2027, 4, 1)) == year.next
    assert year.next.previous == year
    assert year < year.next


def test_the_century_turns():
    assert str(FinancialYear(2099)) == "2099/00"
    assert FinancialYear.parse("2099/00") == FinancialYear(2099)


@pytest.mark.parametrize("text", ["2026/28", "2026", "26/27", "2026/2027"])
def test_what_is_not_a_financial_year_is_refused_in_words(text):
    with pytest.raises(RuleBroken, match="financial year"):
        FinancialYear.parse(text)
