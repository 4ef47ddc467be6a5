from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.core.rating import Colour
from app.dependencies import rules
from app.dependencies.rules import DateEffect, Link, Move, Party, Standing, Status

TODAY = date(2026, 10, 31)
NEED_BY = date(2027, 1, 12)
GIVER, RECEIVER = Party.GIVER, Party.RECEIVER
BOTH = frozenset(Party)
RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN


def dependency(**given):
    facts = {
        "ref": "WS01-D01",
        "title": "Room booking data for 14 sites",
        "status": Status.AGREED,
        "need_by": NEED_BY,
        "promise": NEED_BY,
    }
    return rules.Facts(**(facts | given))


# Agreement


def moved(*moves):
    standing = Standing(Status.DRAFT)
    for move, by in moves:
        standing = rules.make(move, standing, by)
    return standing


PROPOSED = [(Move.PROPOSE, RECEIVER)]
AGREED = [*PROPOSED, (Move.AGREE, GIVER)]
DELIVERED = [*AGREED, (Move.DELIVER, GIVER)]


def test_a_dependency_is_agreed_only_when_both_owners_have_signed():
    assert moved(*PROPOSED) == Standing(Status.PROPOSED, frozenset({RECEIVER}))
    assert moved(*AGREED) == Standing(Status.AGREED, BOTH)


def test_the_proposer_cannot_agree_for_the_other():
    with pytest.raises(RuleBroken, match="The receiver has agreed already"):
        moved(*PROPOSED, (Move.AGREE, RECEIVER))


def test_an_unsigned_proposal_needs_both():
    standing = rules.make(Move.AGREE, Standing(Status.PROPOSED), GIVER)
    assert standing == Standing(Status.PROPOSED, frozenset({GIVER}))
    assert rules.make(Move.AGREE, standing, RECEIVER).status is Status.AGREED


def test_the_giver_delivers_and_the_receiver_accepts():
    assert moved(*DELIVERED, (Move.ACCEPT, RECEIVER)) == Standing(Status.ACCEPTED, BOTH)
    with pytest.raises(RuleBroken, match="Only the giver can deliver it while it is agreed"):
        moved(*AGREED, (Move.DELIVER, RECEIVER))
    with pytest.raises(RuleBroken, match="Only the receiver can accept"):
        moved(*DELIVERED, (Move.ACCEPT, GIVER))


def test_a_dispute_ends_by_proposing_again():
    disputed = moved(*DELIVERED, (Move.DISPUTE, RECEIVER))
    assert disputed == Standing(Status.DISPUTED)
    assert rules.make(Move.PROPOSE, disputed, GIVER) == Standing(
        Status.PROPOSED, frozenset({GIVER})
    )


def test_what_is_over_cannot_be_moved():
    with pytest.raises(RuleBroken, match="You cannot dispute a dependency that is accepted"):
        moved(*DELIVERED, (Move.ACCEPT, RECEIVER), (Move.DISPUTE, RECEIVER))
    assert rules.allowed_moves(Standing(Status.WITHDRAWN), RECEIVER) == ()


@pytest.mark.parametrize(
    ("moves", "giver", "receiver"),
    [
        ([], [Move.PROPOSE, Move.WITHDRAW], [Move.PROPOSE, Move.WITHDRAW]),
        (PROPOSED, [Move.AGREE, Move.DISPUTE, Move.WITHDRAW], [Move.DISPUTE, Move.WITHDRAW]),
        (AGREED, [Move.DELIVER, Move.DISPUTE], [Move.DISPUTE, Move.WITHDRAW]),
        (DELIVERED, [], [Move.ACCEPT, Move.DISPUTE]),
        ([*AGREED, (Move.DISPUTE, GIVER)], [Move.PROPOSE], [Move.PROPOSE, Move.WITHDRAW]),
    ],
    ids=["draft", "proposed by the receiver", "agreed", "delivered", "disputed"],
)
def test_each_owner_is_offered_only_their_own_moves(moves, giver, receiver):
    standing = moved(*moves)
    assert list(rules.allowed_moves(standing, GIVER)) == giver
    assert list(rules.allowed_moves(standing, RECEIVER)) == receiver


@pytest.mark.parametrize(
    ("promise", "effect", "standing"),
    [
        (NEED_BY, DateEffect.NOTIFIES, Standing(Status.AGREED, BOTH)),
        (date(2026, 12, 1), DateEffect.NOTIFIES, Standing(Status.AGREED, BOTH)),
        (
            date(2027, 1, 13),
            DateEffect.REOPENS,
            Standing(Status.PROPOSED, frozenset({GIVER})),
        ),
        (None, DateEffect.REOPENS, Standing(Status.PROPOSED, frozenset({GIVER}))),
    ],
    ids=["on the day", "earlier", "a day late", "no promise any more"],
)
def test_a_changed_date_that_meets_the_need_notifies_and_any_other_reopens(
    promise, effect, standing
):
    changed = rules.after_date_change(moved(*AGREED), need_by=NEED_BY, promise=promise, by=GIVER)
    assert changed == (standing, effect)


def test_a_changed_proposal_is_signed_by_the_one_who_changed_it():
    changed, effect = rules.after_date_change(
        moved(*PROPOSED), need_by=NEED_BY, promise=NEED_BY, by=GIVER
    )
    assert changed == Standing(Status.PROPOSED, frozenset({GIVER}))
    assert effect is DateEffect.REOPENS


def test_the_dates_of_a_draft_are_free():
    draft = Standing(Status.DRAFT)
    assert rules.after_date_change(draft, need_by=None, promise=None, by=RECEIVER) == (
        draft,
        DateEffect.FREE,
    )


def test_the_dates_of_what_is_delivered_are_history():
    with pytest.raises(RuleBroken, match="delivered, so its dates cannot change"):
        rules.after_date_change(moved(*DELIVERED), need_by=NEED_BY, promise=NEED_BY, by=GIVER)


def test_delivered_counts_as_agreed():
    assert [status for status in Status if status.is_agreed] == [
        Status.AGREED,
        Status.DELIVERED,
        Status.ACCEPTED,
    ]


# Lateness and colour


def test_t15_a_promise_of_26_january_for_12_january_is_14_days_late_and_red():
    late = dependency(promise=date(2027, 1, 26))
    assert rules.gap(NEED_BY, date(2027, 1, 26)) == 14
    [reason] = rules.rate(late, TODAY).reasons
    assert rules.rate(late, TODAY).colour is RED
    assert reason.sentence == "Promised 14 days after it is needed, beyond the float of 0"
    assert reason.figures == (
        ("Needed by", "12 January 2027"),
        ("Promised for", "26 January 2027"),
        ("Float", "0 days"),
        ("Status", "Agreed"),
    )


def test_without_both_dates_there_is_no_gap_and_the_need_is_not_met():
    assert rules.gap(NEED_BY, None) is None
    assert rules.gap(None, NEED_BY) is None
    assert not rules.meets_need(NEED_BY, None)
    assert rules.meets_need(NEED_BY, NEED_BY)
    assert not rules.meets_need(NEED_BY, date(2027, 1, 13))


@pytest.mark.parametrize(
    ("status", "need_by", "promise", "late"),
    [
        (Status.AGREED, NEED_BY, NEED_BY, False),
        (Status.AGREED, NEED_BY, date(2027, 1, 13), True),
        (Status.AGREED, date(2026, 10, 30), date(2026, 10, 30), True),
        (Status.AGREED, TODAY, None, False),
        (Status.PROPOSED, date(2026, 10, 30), None, True),
        (Status.DELIVERED, date(2026, 10, 30), date(2026, 11, 30), False),
        (Status.WITHDRAWN, date(2026, 10, 30), None, False),
        (Status.DRAFT, None, NEED_BY, False),
    ],
    ids=[
        "promised in time",
        "promised a day late",
        "need-by passed",
        "needed today",
        "passed without a promise",
        "delivered",
        "withdrawn",
        "no need-by",
    ],
)
def test_late_is_a_late_promise_or_a_need_that_has_passed(status, need_by, promise, late):
    assert rules.is_late(status, need_by, promise, TODAY) is late


def test_ten_working_days_to_agree_again():
    assert rules.escalates_on(date(2026, 12, 18)) == date(2027, 1, 6)


FAR = date(2027, 6, 1)
EIGHT_WEEKS = TODAY + timedelta(weeks=8)
UNSIGNED = {"status": Status.PROPOSED, "need_by": EIGHT_WEEKS, "promise": None}


@pytest.mark.parametrize(
    ("given_facts", "colour", "rule"),
    [
        ({}, GREEN, "on-time"),
        ({"promise": date(2027, 1, 26), "float_days": 14}, AMBER, "gap"),
        ({"promise": date(2027, 1, 27), "float_days": 14}, RED, "gap"),
        ({"promise": date(2027, 1, 13)}, RED, "gap"),
        ({"status": Status.DISPUTED, "need_by": FAR}, RED, "disputed"),
        ({"need_by": date(2026, 10, 30), "float_days": 99}, RED, "overdue"),
        ({"need_by": TODAY, "promise": None}, GREEN, "on-time"),
        ({**UNSIGNED, "promise": EIGHT_WEEKS + timedelta(3), "float_days": 5}, AMBER, "gap"),
        (UNSIGNED, AMBER, "unagreed"),
        ({**UNSIGNED, "need_by": EIGHT_WEEKS + timedelta(1)}, GREEN, "on-time"),
        ({"need_by": None}, Colour.NOT_REPORTED, "no-need-by"),
        ({"status": Status.DELIVERED, "need_by": date(2026, 1, 1)}, Colour.COMPLETE, "on-time"),
    ],
    ids=[
        "agreed and in time",
        "late inside the float",
        "late beyond the float",
        "a day late without float",
        "disputed",
        "need-by passed",
        "agreed and needed today",
        "unagreed and late inside the float",
        "unagreed within eight weeks",
        "unagreed but further away",
        "no need-by",
        "delivered",
    ],
)
def test_a_dependency_is_rated_for_its_receiver(given_facts, colour, rule):
    rating = rules.rate(dependency(**given_facts), TODAY)
    assert rating.colour is colour
    assert rating.reasons[0].rule == f"dependencies.{rule}"


WITHDRAWN = dependency(status=Status.WITHDRAWN)
DONE = dependency(status=Status.ACCEPTED)
UNKNOWN = dependency(need_by=None)
LATE = dependency(promise=FAR)
SOON = dependency(status=Status.DRAFT, need_by=date(2026, 11, 30), promise=None)


@pytest.mark.parametrize(
    ("received", "colour", "rules_named"),
    [
        ([], Colour.NOT_REPORTED, ["none-recorded"]),
        ([UNKNOWN], Colour.NOT_REPORTED, ["no-need-by"]),
        ([WITHDRAWN], GREEN, ["on-time"]),
        ([DONE, DONE], GREEN, ["on-time"]),
        ([DONE, dependency(), UNKNOWN], GREEN, ["on-time", "no-need-by"]),
        ([SOON, LATE, DONE], RED, ["gap", "unagreed"]),
    ],
    ids=[
        "none recorded",
        "no date",
        "all withdrawn",
        "all delivered",
        "one unknown",
        "the worst decides",
    ],
)
def test_a_workstreams_dependencies(received, colour, rules_named):
    rating = rules.dependencies(received, TODAY)
    assert rating.colour is colour
    assert [reason.rule for reason in rating.reasons] == [
        f"dependencies.{name}" for name in rules_named
    ]


# Knock-on


def days(**landings):
    return {ref: date(2026, 12, day) for ref, day in landings.items()}


def test_a_slip_travels_along_the_chain_with_its_path():
    pushed = rules.knock_on(days(a=20, b=10, c=12), [Link("b", "c", lag_days=5), Link("a", "b")])
    assert [(each.milestone, each.soonest.day, each.path) for each in pushed.values()] == [
        ("b", 20, ("a", "b")),
        ("c", 25, ("a", "b", "c")),
    ]
    assert pushed["c"].forecast == date(2026, 12, 12)


def test_slack_absorbs_the_push():
    assert rules.knock_on(days(a=10, b=10), [Link("a", "b")]) == {}


def test_the_latest_of_several_decides():
    pushed = rules.knock_on(days(a=11, b=15, c=10), [Link("b", "c"), Link("a", "c")])
    assert pushed["c"].path == ("b", "c")


def test_a_link_to_what_has_no_forecast_is_left_out():
    assert rules.knock_on(days(a=11), [Link("a", "b"), Link("c", "a")]) == {}


def test_a_circle_is_refused_by_name():
    with pytest.raises(RuleBroken, match=r"in a circle: (a → b → a|b → a → b)"):
        rules.knock_on(days(a=1, b=2), [Link("a", "b"), Link("b", "a")])


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 90)), max_size=15),
)
def test_nothing_is_ever_pulled_earlier_and_every_link_is_kept(landings, pairs):
    forecasts = {str(place): day for place, day in enumerate(landings)}
    links = [Link(str(min(a, b)), str(max(a, b)), lag) for a, b, lag in pairs if a != b]
    links = [link for link in links if link.then in forecasts]
    pushed = rules.knock_on(forecasts, links)
    lands = forecasts | {ref: each.soonest for ref, each in pushed.items()}
    assert all(each.soonest > each.forecast for each in pushed.values())
    assert all(lands[link.then] >= lands[link.first] + timedelta(link.lag_days) for link in links)
