"""What a month says that the one before it did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.reporting import frozen, rules
from app.reporting.rules import Direction, Kind

OCTOBER = Month(2026, 10)
RED = frozen.Rated(colour=Colour.RED)
GREEN = frozen.Rated(colour=Colour.GREEN)


def a_document(**given):
    values = {
        "schema": frozen.SCHEMA,
        "programme": frozen.Programme(
            code="OPD", name="Outpatients", organisation="A trust", organisation_code="ZZ1"
        ),
        "month": OCTOBER,
        "as_at": OCTOBER.last,
        "financial_year": OCTOBER.financial_year,
        "target": 1_000_000_00,
        "overall": GREEN,
        "savings": frozen.Savings(forecast=900_000_00),
        "months": frozen.Months(),
    }
    return frozen.Document(**{**values, **given})


def a_workstream(shown=Colour.GREEN, ref="WS01", **given):
    return frozen.Workstream(
        ref=ref, name="Virtual clinics", overall=GREEN, dimensions={}, shown=shown, **given
    )


def a_milestone(**given):
    values = {"ref": "WS01-M01", "title": "Rooms booked", "workstream": "WS01", "rated": GREEN}
    return frozen.Milestone(**{**values, **given})


def a_risk(consequence=4, likelihood=4, rated=RED, **given):
    values = {"ref": "WS01-R01", "title": "Nobody to staff it", "workstream": "WS01"}
    scores = {"consequence": consequence, "likelihood": likelihood, "rated": rated}
    return frozen.Risk(**{**values, **scores, **given})


def a_scheme(forecast, **given):
    values = {"ref": "WS01-S01", "title": "Fewer letters", "workstream": "WS01"}
    return frozen.Scheme(
        rated=GREEN,
        development_status="plans in progress",
        figures=frozen.Savings(forecast=forecast),
        **{**values, **given},
    )


def a_dependency(**given):
    values = {"ref": "WS01-D01", "title": "Rooms", "giver": "Estates", "receiver": "WS01"}
    return frozen.Dependency(rated=GREEN, status="agreed", **{**values, **given})


def told(before, after):
    return [
        (each.kind, each.direction, each.sentence)
        for each in rules.between(a_document(**before), a_document(**after))
    ]


def test_two_equal_months_have_nothing_to_tell():
    same = {
        "workstreams": (a_workstream(),),
        "milestones": (a_milestone(),),
        "risks": (a_risk(),),
        "schemes": (a_scheme(5_000_00),),
        "dependencies": (a_dependency(),),
    }
    assert told(same, same) == []


def test_a_worse_colour_of_the_programme_and_of_a_workstream_is_told():
    assert told(
        {"overall": GREEN, "workstreams": (a_workstream(Colour.GREEN),)},
        {"overall": RED, "workstreams": (a_workstream(Colour.RED),)},
    ) == [
        (Kind.RATING, Direction.WORSE, "The programme is red, was green"),
        (Kind.RATING, Direction.WORSE, "Now red, was green"),
    ]


def test_not_reported_is_for_the_worse_and_coming_back_from_it_is_only_a_change():
    silent, rated = (a_workstream(Colour.NOT_REPORTED),), (a_workstream(Colour.AMBER),)
    assert told({"workstreams": rated}, {"workstreams": silent})[0][1:] == (
        Direction.WORSE,
        "Now not reported, was amber",
    )
    assert told({"workstreams": silent}, {"workstreams": rated})[0][1] is Direction.NEITHER


def test_a_programme_is_not_called_better_because_somebody_fell_silent():
    loud = (a_workstream(Colour.RED), a_workstream(Colour.AMBER, ref="WS02"))
    silent = (a_workstream(Colour.NOT_REPORTED), a_workstream(Colour.AMBER, ref="WS02"))
    amber = frozen.Rated(colour=Colour.AMBER)
    first = told({"overall": RED, "workstreams": loud}, {"overall": amber, "workstreams": silent})
    assert first[0] == (
        Kind.RATING,
        Direction.NEITHER,
        "The programme is amber, was red, but 1 workstream not reported could be worse",
    )
    heard = (a_workstream(Colour.GREEN), a_workstream(Colour.AMBER, ref="WS02"))
    better = told({"overall": RED, "workstreams": loud}, {"overall": amber, "workstreams": heard})
    assert better[0][1:] == (Direction.BETTER, "The programme is amber, was red")


def test_a_new_workstream_is_told_and_the_unassigned_one_never_is():
    later = (a_workstream(), a_workstream(ref="UNASSIGNED", is_unassigned=True))
    assert told({}, {"workstreams": later}) == [
        (Kind.RATING, Direction.NEITHER, "New in this month, rated green")
    ]


def test_the_forecast_and_the_target_are_told_in_thousands():
    assert told(
        {"savings": frozen.Savings(forecast=900_000_00), "target": None},
        {"savings": frozen.Savings(forecast=850_000_00), "target": 1_000_000_00},
    ) == [
        (Kind.SAVINGS, Direction.WORSE, "Forecast for the year is down £50k to £850k"),
        (Kind.SAVINGS, Direction.NEITHER, "The target for the year is £1,000k, was none"),
    ]


def test_a_scheme_tells_its_arrival_its_movement_and_its_end():
    one = a_scheme(10_000_00)
    assert told({}, {"schemes": (one,)})[0][2] == "New in this report, forecast £10k this year"
    more = replace(one, figures=frozen.Savings(forecast=14_000_00))
    assert told({"schemes": (one,)}, {"schemes": (more,)}) == [
        (Kind.SAVINGS, Direction.BETTER, "Forecast is up £4k to £14k")
    ]
    assert told({"schemes": (one,)}, {"schemes": (replace(one, status="complete"),)}) == [
        (Kind.SAVINGS, Direction.NEITHER, "Now complete, was open")
    ]


def without_an_actual(forecast, *, in_the_month):
    """A scheme of this forecast for the year, with so much of it in the month and no actual."""
    place = OCTOBER.number - 1
    cells = (None,) * place + (in_the_month,)
    return replace(a_scheme(forecast), months=frozen.SchemeMonths(forecast_recurrent=cells))


def test_a_fall_that_is_only_an_actual_not_given_is_not_for_the_worse():
    silent = without_an_actual(8_000_00, in_the_month=2_000_00)
    assert told({"schemes": (a_scheme(10_000_00),)}, {"schemes": (silent,)}) == [
        (
            Kind.SAVINGS,
            Direction.NEITHER,
            "Forecast is down £2k to £8k: £2k was forecast for October 2026, without an actual yet",
        )
    ]


def test_a_fall_beyond_the_actual_not_given_is_for_the_worse_and_names_its_part():
    silent = without_an_actual(5_000_00, in_the_month=2_000_00)
    before = {"schemes": (a_scheme(10_000_00),), "savings": frozen.Savings(forecast=10_000_00)}
    after = {"schemes": (silent,), "savings": frozen.Savings(forecast=5_000_00)}
    ending = "down £5k to £5k: £2k was forecast for October 2026, without an actual yet"
    assert told(before, after) == [
        (Kind.SAVINGS, Direction.WORSE, f"Forecast for the year is {ending}"),
        (Kind.SAVINGS, Direction.WORSE, f"Forecast is {ending}"),
    ]


def test_an_actual_of_nought_is_given():
    silent = without_an_actual(8_000_00, in_the_month=2_000_00)
    cells = replace(silent.months, actual_non_recurrent=(None,) * 6 + (0,))
    given = replace(silent, months=cells)
    assert told({"schemes": (a_scheme(10_000_00),)}, {"schemes": (given,)})[0][1:] == (
        Direction.WORSE,
        "Forecast is down £2k to £8k",
    )


def test_a_movement_that_prints_as_nothing_is_not_told():
    assert told({"schemes": (a_scheme(10_000_00),)}, {"schemes": (a_scheme(10_400_00),)}) == []


def test_another_financial_year_is_said_instead_of_compared():
    assert told({"schemes": (a_scheme(1_00),)}, {"financial_year": FinancialYear(2027)}) == [
        (Kind.SAVINGS, Direction.NEITHER, "A new financial year: savings are now those of 2027/28")
    ]


def test_a_milestone_that_moves_says_from_when_to_when_and_by_how_much():
    was, now = a_milestone(forecast=date(2026, 11, 2)), a_milestone(forecast=date(2026, 11, 9))
    assert told({"milestones": (was,)}, {"milestones": (now,)}) == [
        (
            Kind.MILESTONE,
            Direction.WORSE,
            "Forecast moved from 2 November 2026 to 9 November 2026, 5 working days later",
        )
    ]
    back = told({"milestones": (now,)}, {"milestones": (was,)})
    assert back[0][1] is Direction.BETTER
    assert back[0][2].endswith("5 working days earlier")


def test_a_forecast_given_for_the_first_time_is_only_a_change():
    was, now = a_milestone(forecast=None), a_milestone(forecast=date(2026, 11, 9))
    assert told({"milestones": (was,)}, {"milestones": (now,)}) == [
        (Kind.MILESTONE, Direction.NEITHER, "Forecast is 9 November 2026, was no date")
    ]


def test_a_milestone_is_completed_opened_again_or_becomes_late():
    was = a_milestone(forecast=date(2026, 10, 5))
    done, late = replace(was, completed_on=date(2026, 10, 4)), replace(was, is_late=True)
    assert told({"milestones": (was,)}, {"milestones": (done,)})[0][1:] == (
        Direction.BETTER,
        "Completed on 4 October 2026",
    )
    assert told({"milestones": (done,)}, {"milestones": (was,)})[0][1] is Direction.WORSE
    assert told({"milestones": (done,)}, {"milestones": (done,)}) == []
    assert told({"milestones": (was,)}, {"milestones": (late,)})[0][2].startswith("Now late")


def test_only_a_key_milestone_is_told_when_it_is_new():
    key = a_milestone(is_gate=True, forecast=date(2026, 12, 1))
    assert told({}, {"milestones": (key,)})[0][2] == "New key milestone, due 1 December 2026"
    assert told({}, {"milestones": (a_milestone(),)}) == []


def test_red_risks_are_told_when_they_are_new_gone_or_moved():
    red, low = a_risk(5, 4), a_risk(2, 2, GREEN)
    assert told({}, {"risks": (red,)})[0][1:] == (Direction.WORSE, "New red risk, scoring 20")
    assert told({}, {"risks": (low,)}) == []
    assert told({"risks": (red,)}, {})[0][1] is Direction.BETTER
    assert told({"risks": (low,)}, {}) == []
    assert told({"risks": (red,)}, {"risks": (low,)})[0][2] == "Score down from 20 to 4"
    assert told({"risks": (low,)}, {"risks": (red,)})[0][2] == "Score up from 4 to 20"


def test_a_risk_whose_colour_moves_without_its_score_is_told():
    managed = a_risk(4, 4, frozen.Rated(colour=Colour.AMBER))
    assert told({"risks": (a_risk(4, 4),)}, {"risks": (managed,)}) == [
        (Kind.RISK, Direction.BETTER, "Now amber, was red")
    ]


def test_a_dependency_tells_lateness_and_agreement_both_ways():
    plain = a_dependency()
    late = a_dependency(
        is_late=True, need_by=date(2026, 11, 2), promise=date(2026, 12, 1), is_agreed=True
    )
    assert {each[1] for each in told({"dependencies": (plain,)}, {"dependencies": (late,)})} == {
        Direction.WORSE,
        Direction.BETTER,
    }
    back = [each[2] for each in told({"dependencies": (late,)}, {"dependencies": (plain,)})]
    assert back == ["No longer agreed by both sides", "No longer late"]
    assert told({}, {"dependencies": (late,)}) == []


def test_the_foremost_take_the_worst_of_each_kind_before_a_second_of_any():
    before = a_document(
        workstreams=tuple(a_workstream(ref=f"WS0{n}") for n in range(1, 6)),
        milestones=(a_milestone(forecast=date(2026, 11, 2)),),
    )
    after = a_document(
        workstreams=tuple(a_workstream(Colour.RED, ref=f"WS0{n}") for n in range(1, 6)),
        milestones=(a_milestone(forecast=date(2026, 12, 2)),),
    )
    told_first = rules.foremost(rules.between(before, after), most=2)
    assert [each.kind for each in told_first] == [Kind.RATING, Kind.MILESTONE]
    assert len(rules.foremost(rules.between(before, after))) == 6


def test_what_is_newly_held_is_told_as_a_change_for_the_worse():
    before, after = (a_document(savings=frozen.Savings(held=held)) for held in (0, 700_000_00))
    told = [each for each in rules.between(before, after) if "Held" in each.sentence]
    assert [(each.sentence, each.direction) for each in told] == [
        ("Held by the quality gate: up £700k to £700k", Direction.WORSE)
    ]


def test_a_month_from_before_money_was_kept_is_not_compared_in_what_it_does_not_keep():
    now = frozen.Savings(forecast=900_000_00, validated=300_000_00, held=700_000_00)
    old = a_document(schema=1)
    assert rules.between(old, a_document(savings=now, schema=1)) == ()
    assert rules.between(old, a_document(savings=now)) == ()
    assert len(rules.between(a_document(), a_document(savings=now))) == 2
