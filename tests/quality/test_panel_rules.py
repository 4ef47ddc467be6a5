"""What the panel's words come to, what a reading means, and how quality colours a workstream."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.rating import Colour
from app.quality.rules import approval, cumulative, measures, rating
from app.quality.rules.approval import Outcome, PanelVerdict, Seat, Word
from app.quality.rules.cumulative import Landing
from app.quality.rules.measures import Standing
from app.quality.rules.rating import Facts, Rule
from app.quality.rules.thresholds import PanelThresholds
from app.ratings.rules.findings import Check, QualityFacts, Record, of_quality

DAY = date(2026, 10, 20)
MD, CN = Seat.MEDICAL, Seat.NURSING
APPROVE, CONDITIONS, PAUSE, REFUSE = PanelVerdict


def word(seat, verdict, on=DAY, by=""):
    return Word(seat=seat, verdict=verdict, given_on=on, by=by)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Outcome.WAITING),
        ([(MD, APPROVE)], Outcome.WAITING),
        ([(CN, CONDITIONS)], Outcome.WAITING),
        ([(MD, APPROVE), (CN, APPROVE)], Outcome.APPROVED),
        ([(CN, CONDITIONS), (MD, APPROVE)], Outcome.APPROVED),
        ([(MD, APPROVE), (CN, REFUSE)], Outcome.REFUSED),
        ([(MD, PAUSE), (CN, REFUSE)], Outcome.REFUSED),
        ([(MD, APPROVE), (CN, PAUSE)], Outcome.PAUSED),
        ([(MD, APPROVE), (CN, APPROVE), (MD, PAUSE)], Outcome.PAUSED),
        ([(MD, PAUSE), (CN, APPROVE), (MD, APPROVE)], Outcome.APPROVED),
        ([(MD, APPROVE), (MD, CONDITIONS)], Outcome.WAITING),
    ],
)
def test_the_words_of_both_seats_come_to_an_outcome(words, expected):
    assert approval.outcome([word(*each) for each in words]) is expected


@given(st.lists(st.tuples(st.sampled_from(Seat), st.sampled_from(PanelVerdict)), max_size=12))
def test_no_sequence_of_words_approves_unless_the_newest_of_both_seats_approves(said):
    last = {seat: [verdict for each, verdict in said if each is seat][-1:] for seat in Seat}
    both = all(held and held[0] in (APPROVE, CONDITIONS) for held in last.values())

    words = [word(*each) for each in said]

    assert (approval.outcome(words) is Outcome.APPROVED) == both
    assert (approval.approved_on(words) is not None) == both


def test_a_yes_of_the_medical_director_and_a_blank_is_not_approved_and_says_who_is_missing():
    sentence = approval.in_words([word(MD, APPROVE, by="Dr Ada Okoro")])

    assert sentence == (
        "Not approved yet; the medical director (Dr Ada Okoro) approved; "
        "it waits for the chief nurse"
    )


def test_the_sentence_of_a_refusal_does_not_say_that_it_waits():
    sentence = approval.in_words([word(CN, REFUSE, by="Jo Bell")])
    assert sentence == "Refused; the chief nurse (Jo Bell) refused"


def test_an_approval_with_conditions_is_said_as_one():
    assert "approved with conditions" in approval.in_words([word(CN, CONDITIONS)])


def test_an_approval_holds_twelve_months_from_the_later_of_the_two():
    words = [word(MD, APPROVE, date(2026, 10, 1)), word(CN, APPROVE, date(2026, 9, 1))]

    approved = approval.approved_on(words)

    assert approved == date(2026, 10, 1)
    assert approval.valid_until(approved) == date(2027, 10, 1)


def test_an_approval_of_a_leap_day_ends_on_the_last_of_february():
    assert approval.valid_until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_months_that_an_approval_holds_are_a_setting():
    assert approval.valid_until(DAY, PanelThresholds(valid_months=6)) == date(2027, 4, 20)


@pytest.mark.parametrize(
    ("until", "soon"),
    [
        (date(2026, 10, 19), False),
        (date(2026, 10, 20), True),
        (date(2026, 11, 19), True),
        (date(2026, 11, 20), False),
    ],
    ids=["run out", "today", "in thirty days", "later"],
)
def test_the_end_of_an_approval_is_announced_thirty_days_before(until, soon):
    assert approval.expires_soon(until, DAY) is soon


def test_a_change_of_scope_after_the_assessment_takes_it_out_of_scope():
    assert approval.is_out_of_scope(1, 2)
    assert not approval.is_out_of_scope(2, 2)


@pytest.mark.parametrize(
    ("value", "worse_above", "expected"),
    [
        (10_000, True, Standing.WITHIN),
        (10_001, True, Standing.BEYOND),
        (15_000, True, Standing.BEYOND),
        (15_001, True, Standing.BREACHED),
    ],
)
def test_a_reading_that_equals_a_limit_is_not_beyond_it(value, worse_above, expected):
    found = measures.standing(
        value, threshold=10_000, stop_trigger=15_000, is_worse_above=worse_above
    )
    assert found is expected


def test_a_measure_that_is_worse_below_stops_below_its_trigger():
    found = measures.standing(79_999, threshold=90_000, stop_trigger=80_000, is_worse_above=False)
    assert found is Standing.BREACHED


def test_a_reading_is_due_after_three_months_from_the_approval_or_the_last_one():
    approved = date(2026, 7, 20)
    assert not measures.is_reading_due(None, approved, date(2026, 10, 20))
    assert measures.is_reading_due(None, approved, date(2026, 10, 21))
    assert not measures.is_reading_due(date(2026, 9, 1), approved, date(2026, 10, 21))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(12_500, "%", "12.5%"), (4_000, "days", "4 days"), (-250, "", "-0.25"), (0, "%", "0%")],
)
def test_a_value_is_said_with_its_unit_and_no_noughts_behind(value, unit, said):
    assert measures.in_words(value, unit) == said


def facts(**given):
    return Facts(**{"ref": "WS01-S01", "title": "Fewer clinics", **given})


VALID = {"has_assessment": True, "cleared_until": date(2027, 4, 1)}


@pytest.mark.parametrize(
    ("given", "colour", "rule"),
    [
        ({}, Colour.NOT_APPLICABLE, Rule.NONE_NEEDED),
        ({"has_assessment": True}, Colour.NOT_REPORTED, Rule.BEING_ASSESSED),
        ({"needs_one": True}, Colour.RED, Rule.HELD),
        ({"needs_one": True, **VALID}, Colour.GREEN, Rule.VALID),
        (VALID, Colour.GREEN, Rule.VALID),
        ({"needs_one": True, "cleared_until": date(2026, 10, 19)}, Colour.RED, Rule.HELD),
        ({"needs_one": True, **VALID, "stopped": "Stopped"}, Colour.RED, Rule.HELD),
        ({"refused": True, "has_assessment": True}, Colour.RED, Rule.REFUSED),
        ({**VALID, "breached": ("Falls",)}, Colour.RED, Rule.BREACHED),
        ({**VALID, "beyond": ("Falls",)}, Colour.AMBER, Rule.BEYOND),
        ({**VALID, "overdue_conditions": 1}, Colour.AMBER, Rule.CONDITIONS),
        ({**VALID, "cleared_until": date(2026, 11, 1)}, Colour.AMBER, Rule.EXPIRES),
        ({"has_assessment": True, "paused": True}, Colour.AMBER, Rule.PAUSED),
        (
            {"has_assessment": True, "with_panel_since": date(2026, 10, 5)},
            Colour.AMBER,
            Rule.WAITING,
        ),
        (
            {"has_assessment": True, "with_panel_since": date(2026, 10, 6)},
            Colour.NOT_REPORTED,
            Rule.BEING_ASSESSED,
        ),
    ],
)
def test_a_workstream_is_coloured_by_its_scheme(given, colour, rule):
    found = rating.quality([facts(**given)], DAY)
    assert (found.colour, found.reasons[0].rule) == (colour, rule)


def test_the_worst_scheme_sets_the_colour_and_its_reason_comes_first():
    late = facts(ref="WS01-S02", **VALID, beyond=("Falls",))
    red = facts(ref="WS01-S03", needs_one=True)

    found = rating.quality([facts(**VALID), late, red], DAY)

    assert found.colour is Colour.RED
    assert [reason.record.ref for reason in found.reasons if reason.record] == [
        "WS01-S03",
        "WS01-S02",
    ]


def test_schemes_that_need_none_do_not_take_the_green_from_one_that_is_valid():
    assert rating.quality([facts(), facts(**VALID)], DAY).colour is Colour.GREEN


def test_a_workstream_without_schemes_is_not_applicable():
    assert rating.quality([], DAY).colour is Colour.NOT_APPLICABLE


def landing(number, **scores):
    return Landing(scheme_id=number, ref=f"S{number}", title="", scores=scores, pence=100)


def test_three_moderate_schemes_that_meet_on_one_place_are_flagged_and_said_in_words():
    landings = [("Clinic 4", landing(number, Access=6)) for number in (1, 2, 3)]

    (picture,) = cumulative.pictures(landings)

    assert picture.is_flagged
    assert picture.pence == 300
    access = picture.of("Access")
    assert (access.highest, access.total, access.schemes) == (6, 18, 3)
    assert cumulative.in_words(access, "Clinic 4") == (
        "Three schemes each scored 6 on access land on Clinic 4"
    )


def test_a_scheme_that_is_alone_on_a_place_is_said_in_words():
    (picture,) = cumulative.pictures([("Clinic 4", landing(1, Access=6))])
    assert not picture.meets
    assert cumulative.in_words(picture.of("Access"), "Clinic 4") == (
        "1 scheme scored 6 on access lands on Clinic 4"
    )


def test_two_moderate_schemes_and_a_low_one_are_not_flagged():
    landings = [("Clinic 4", landing(n, Access=score)) for n, score in ((1, 6), (2, 6), (3, 2))]
    (picture,) = cumulative.pictures(landings)
    assert not picture.is_flagged
    assert cumulative.in_words(picture.of("Access"), "Clinic 4") == (
        "Three schemes scored on access land on Clinic 4: 2 at 6, 1 at 2; the highest is 6"
    )


def test_a_scheme_named_twice_on_one_place_counts_once():
    twice = [("Clinic 4", landing(1, Access=6)), ("Clinic 4", landing(1, Access=6))]
    (picture,) = cumulative.pictures(twice)
    assert (picture.pence, picture.of("Access").schemes) == (100, 1)


def test_the_places_that_are_flagged_come_first():
    landings = [
        ("Ward 1", landing(1, Safety=12)),
        *(("Ward 2", landing(number, Safety=4)) for number in (2, 3, 4)),
    ]
    assert [each.place for each in cumulative.pictures(landings)] == ["Ward 2", "Ward 1"]


RECORD = Record("WS01", "scheme", "WS01-S01", 1)


@pytest.mark.parametrize(
    ("given", "check", "said"),
    [
        ({"held": 12_345_00}, Check.QUALITY_HELD, "£12,345.00 of its forecast is held"),
        ({"cleared_until": date(2026, 10, 19)}, Check.QUALITY_EXPIRED, "ran out on 19 October"),
        ({"cleared_until": date(2026, 11, 1)}, Check.QUALITY_EXPIRES, "ends on 1 November"),
        ({"saved": 4_000_00}, Check.QUALITY_UNKNOWN, "saved £4,000.00, and no assessment"),
        ({"unread": ["Falls"]}, Check.QUALITY_UNREAD, "“Falls” had no reading for 3 months"),
    ],
)
def test_what_is_wrong_with_a_schemes_quality_is_a_finding(given, check, said):
    (found,) = of_quality(QualityFacts(record=RECORD, **given), DAY)
    assert found.rule is check
    assert said in found.message


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"cleared_until": date(2027, 10, 1), "saved": 4_000_00},
        {"cleared_until": DAY, "is_stopped": True, "saved": 4_000_00},
        {"saved": -1},
    ],
    ids=[
        "nothing known",
        "valid",
        "stopped, which is a finding of its own when held",
        "nothing is saved",
    ],
)
def test_what_is_right_is_no_finding(given):
    assert not list(of_quality(QualityFacts(record=RECORD, **given), DAY))
