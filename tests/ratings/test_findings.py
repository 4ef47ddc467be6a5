"""What counts as wrong with the data, and how a workstream's data score."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.dependencies.rules import Status
from app.ratings.rules import findings as rules
from app.ratings.rules.findings import Check, Fall, Record, Severity
from app.savings.rules.honesty import YearShape

AS_AT = date(2026, 10, 20)
YEAR = FinancialYear(2026)
WORKSTREAM = "WS01"


def record(kind, ref="WS01-X01"):
    return Record(WORKSTREAM, kind, ref, 7)


def milestone(**given):
    usual = {"baseline": date(2026, 11, 2), "forecast": date(2026, 11, 2)}
    return rules.MilestoneFacts(record=record("milestone"), **{**usual, **given})


def scheme(**given):
    usual = {"plan": 1200_00, "second_half_plan": 600_00}
    return rules.SchemeFacts(record=record("scheme"), year=YEAR, **{**usual, **given})


def risk(**given):
    usual = {"inherent": 16, "current": 12, "target": 6, "next_review": date(2026, 11, 1)}
    return rules.RiskFacts(record=record("risk"), **{**usual, **given})


def dependency(**given):
    usual = {"status": Status.AGREED, "need_by": date(2026, 12, 1), "promise": date(2026, 12, 1)}
    return rules.DependencyFacts(record=record("dependency"), **{**usual, **given})


def written(**given):
    usual = {"colour": Colour.AMBER, "has_update": True, **PATH}
    return rules.Written(workstream=WORKSTREAM, **{**usual, **given})


PATH = {
    "action": "Book the rooms",
    "owner": "Ada",
    "turns_on": date(2026, 11, 30),
    "decision": "None",
}


def named(findings):
    return [each.rule for each in findings]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"baseline": None}, [Check.MILESTONE_NO_BASELINE]),
        ({"forecast": None}, [Check.MILESTONE_NO_FORECAST]),
        ({"forecast": date(2026, 10, 19)}, [Check.MILESTONE_OVERDUE]),
        ({"forecast": AS_AT}, []),
        ({"moves": 2}, []),
        ({"moves": 3}, [Check.MILESTONE_MOVED]),
        ({"has_owner": False}, [Check.MILESTONE_NO_OWNER]),
        ({"completed_on": date(2026, 10, 1)}, [Check.MILESTONE_NO_EVIDENCE]),
        (
            {"completed_on": date(2026, 10, 1), "has_evidence": True, "forecast": None, "moves": 9},
            [],
        ),
        (
            {"completed_on": date(2026, 10, 25), "forecast": date(2026, 10, 1)},
            [Check.MILESTONE_OVERDUE],
        ),
    ],
)
def test_a_milestone_is_checked(given, expected):
    assert named(rules.of_milestone(milestone(**given), AS_AT)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"plan": 0, "second_half_plan": 0}, [Check.SCHEME_NO_PLAN]),
        ({"second_half_plan": 720_00}, []),
        ({"second_half_plan": 720_01}, [Check.SCHEME_BACK_LOADED]),
        ({"no_actual": [Month(2026, 9)]}, [Check.SCHEME_NO_ACTUAL]),
        ({"no_forecast": [Month(2026, 12)]}, [Check.SCHEME_NO_FORECAST]),
        ({"falls": [Fall(Month(2026, 9), 10_00, 7_00)]}, [Check.SCHEME_FALLS]),
        ({"recurrent_plan": 500_00, "recurrent_full_year": 500_00}, []),
        (
            {"recurrent_plan": 500_01, "recurrent_full_year": 500_00},
            [Check.SCHEME_OVER_FULL_YEAR],
        ),
        ({"estimated_months": 3}, [Check.SCHEME_ESTIMATED]),
        ({"has_estimated_split": True}, [Check.SCHEME_ESTIMATED]),
        ({"has_delivery_risk": False}, [Check.SCHEME_NO_RISK]),
        ({"has_owner": False}, [Check.SCHEME_NO_OWNER]),
        ({"has_category": False}, [Check.SCHEME_NO_CATEGORY]),
        ({"is_transacted": True, "plan": 0, "has_owner": False}, []),
        ({"is_transacted": True, "no_actual": [Month(2026, 9)]}, [Check.SCHEME_NO_ACTUAL]),
        ({"is_transacted": True, "no_forecast": [Month(2026, 12)]}, [Check.SCHEME_NO_FORECAST]),
    ],
)
def test_a_scheme_is_checked(given, expected):
    assert named(rules.of_scheme(scheme(**given))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"remaining_forecast": -1}, [Check.SCHEME_TAKEN_BACK]),
        ({"still_months": 2, "window_plan": 200_00}, [Check.SCHEME_STALLED]),
        ({"last_quarter_plan": 420_01}, [Check.SCHEME_QUARTER_LOADED]),
        ({"last_actual": 66_66}, [Check.SCHEME_RUN_RATE]),
        (
            {"recurrent_forecast": 500_00, "remaining_forecast": 600_00},
            [Check.SCHEME_SUBSTITUTED],
        ),
        ({"falls": 1, "second_half_plan": 1200_00}, []),
    ],
    ids=["taken back", "stalls", "late", "too much needed", "substituted", "found by their own"],
)
def test_the_doubts_about_a_scheme_are_findings(given, expected):
    usual = {"plan": 1200_00, "ytd_plan": 600_00, "ytd_actual": 600_00, "recurrent_plan": 600_00}
    shape = YearShape(
        year=YEAR, m=6, **{"last_actual": 100_00, "recurrent_forecast": 600_00, **usual, **given}
    )
    found = list(rules.of_scheme(scheme(shape=shape)))
    assert named(found) == expected
    of_what_is_saved = {Check.SCHEME_TAKEN_BACK, Check.SCHEME_STALLED}
    left = [each for each in expected if each in of_what_is_saved]
    assert named(rules.of_scheme(scheme(shape=shape, is_transacted=True))) == left


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([9], "September 2026"),
        ([9, 5], "May 2026 and September 2026"),
        ([4, 5, 6], "April 2026, May 2026 and June 2026"),
        ([4, 5, 6, 7], "April 2026 to July 2026"),
        ([4, 5, 6, 8], "April 2026, May 2026, June 2026 and August 2026"),
    ],
)
def test_the_months_without_an_actual_are_named(months, words):
    given = scheme(no_actual=[Month(2026, number) for number in months])
    (finding,) = rules.of_scheme(given)
    assert finding.message == f"There is a plan but no actual for {words}"


def test_a_fall_names_both_figures():
    (finding,) = rules.of_scheme(scheme(falls=[Fall(Month(2026, 9), 10_000_00, 7_000_50)]))
    assert finding.message == "Savings to date fall from £10,000.00 to £7,000.50 in September 2026"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"has_owner": False}, [Check.RISK_NO_OWNER]),
        ({"current": None}, [Check.RISK_NO_SCORE]),
        ({"inherent": None}, [Check.RISK_SCORES_MISSING]),
        ({"target": None}, [Check.RISK_SCORES_MISSING]),
        ({"inherent": 9}, [Check.RISK_OUT_OF_ORDER]),
        ({"target": 15}, [Check.RISK_OUT_OF_ORDER]),
        ({"target": 12}, [Check.RISK_TARGET_NOT_BELOW]),
        ({"target": 12, "is_tolerated": True}, []),
        ({"next_review": None}, [Check.RISK_NO_REVIEW]),
        ({"next_review": AS_AT}, []),
        ({"next_review": date(2026, 10, 19)}, [Check.RISK_REVIEW_OVERDUE]),
        ({"target_date": AS_AT}, []),
        ({"target_date": date(2026, 10, 19)}, [Check.RISK_TARGET_PASSED]),
        ({"has_statement": False}, [Check.RISK_STATEMENT]),
        ({"has_response": False}, [Check.RISK_NO_RESPONSE]),
    ],
)
def test_a_risk_is_checked(given, expected):
    assert named(rules.of_risk(risk(**given), AS_AT)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"need_by": None}, [Check.DEPENDENCY_NO_NEED_BY]),
        ({"promise": None}, [Check.DEPENDENCY_NO_PROMISE]),
        ({"status": Status.PROPOSED, "need_by": date(2026, 12, 15)}, [Check.DEPENDENCY_UNAGREED]),
        ({"status": Status.PROPOSED, "need_by": date(2026, 12, 16)}, []),
        ({"status": Status.DELIVERED, "promise": None, "need_by": None}, []),
    ],
)
def test_a_dependency_is_checked(given, expected):
    assert named(rules.of_dependency(dependency(**given), AS_AT)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"records": 1}, []),
        ({"records": 1, "has_lead": False}, [Check.WORKSTREAM_NO_LEAD]),
        ({"records": 0, "is_empty": True}, [Check.WORKSTREAM_EMPTY]),
        ({"records": 2, "is_unassigned": True, "has_lead": False}, [Check.UNASSIGNED]),
        ({"records": 0, "is_unassigned": True, "is_empty": True}, []),
    ],
)
def test_a_workstream_is_checked(given, expected):
    assert named(rules.of_workstream(rules.WorkstreamFacts(ref="WS01", **given))) == expected


TEXT = "The new clinic opened on Monday and the first forty patients were seen in it"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"action": ""}, [Check.NO_PATH]),
        ({"action": "", "colour": Colour.GREEN}, []),
        ({"action": "", "has_update": False}, []),
        ({"turns_on": AS_AT}, []),
        ({"turns_on": date(2026, 10, 19)}, [Check.PATH_OVERDUE]),
        ({"happened": TEXT, "happened_before": TEXT.upper() + "."}, [Check.COPIED]),
        ({"colour": Colour.RED, "previous": Colour.GREEN}, [Check.TURNED_RED]),
        ({"colour": Colour.RED, "previous": Colour.AMBER}, []),
    ],
)
def test_an_update_is_checked(given, expected):
    assert named(rules.of_written(written(**given), AS_AT)) == expected


@pytest.mark.parametrize(
    ("now", "before", "copied"),
    [
        (TEXT, TEXT, True),
        (TEXT.replace("forty", "fifty"), TEXT, True),
        (TEXT, "Nothing was done about the clinic because the lease was not signed", False),
        ("", "", False),
        ("", TEXT, False),
        ("No change", "No change", True),
        ("No change", "No news", False),
    ],
    ids=["same", "one word", "another", "both empty", "now empty", "short same", "short other"],
)
def test_words_that_are_last_months_are_noticed(now, before, copied):
    assert rules.is_copied(now, before) is copied


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ([Colour.GREEN] * 3, [Check.ALL_GREEN]),
        ([Colour.GREEN, Colour.GREEN, Colour.COMPLETE], [Check.ALL_GREEN]),
        ([Colour.GREEN] * 2, []),
        ([Colour.GREEN] * 3 + [Colour.AMBER], []),
        ([Colour.GREEN] * 3 + [Colour.NOT_REPORTED], []),
        ([], []),
    ],
)
def test_an_all_green_programme_is_itself_a_warning(colours, expected):
    assert named(rules.of_portfolio(colours)) == expected


def finding(check, ref="WS01-M01", workstream=WORKSTREAM):
    return Record(workstream, "milestone", ref).finding(check, "…")


def test_a_score_is_100_less_what_the_records_lose_on_average():
    found = [
        finding(Check.MILESTONE_NO_BASELINE),  # an error: 50
        finding(Check.MILESTONE_MOVED, ref="WS01-M02"),  # a warning: 20
    ]
    assert rules.scores(found, {"WS01": 9, "WS02": 4}) == {"WS01": 93, "WS02": 100}


def test_a_record_loses_100_points_at_most():
    found = [finding(Check.MILESTONE_NO_BASELINE)] * 5
    assert rules.scores(found, {"WS01": 1}) == {"WS01": 50}


def test_only_a_workstream_without_findings_scores_100():
    found = [finding(Check.SCHEME_NO_CATEGORY)]
    assert rules.scores(found, {"WS01": 999}) == {"WS01": 99}


def test_the_worst_comes_first_then_by_place():
    note = finding(Check.SCHEME_NO_CATEGORY, ref="WS01-A")
    error = finding(Check.MILESTONE_NO_FORECAST, ref="WS01-Z")
    warning = finding(Check.MILESTONE_MOVED, workstream="WS02")
    earlier = finding(Check.MILESTONE_MOVED, workstream="WS01")
    assert rules.in_order([note, warning, earlier, error]) == [error, earlier, warning, note]
    assert [each.severity for each in rules.in_order([note, error])] == [
        Severity.ERROR,
        Severity.NOTE,
    ]
