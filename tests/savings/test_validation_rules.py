import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Pence
from app.savings.rules import validation as rules
from app.savings.rules.validation import (
    Claim,
    Decided,
    Evidence,
    Finding,
    Standing,
    ValidationTolerances,
)

amounts = st.integers(-(10**13), 10**13)
DEFAULTS = ValidationTolerances()


def claimed(recurrent, non_recurrent=0):
    return Claim(Pence(recurrent), Pence(non_recurrent))


@pytest.mark.parametrize(
    ("claim", "ledger", "expected"),
    [
        (10_000_00, 10_000_00, Standing.AGREES),
        (10_500_00, 10_000_00, Standing.WITHIN),
        (10_500_01, 10_000_00, Standing.DIFFERS),
        (102_000_00, 100_000_00, Standing.WITHIN),
        (102_000_01, 100_000_00, Standing.DIFFERS),
        (98_000_00, 100_000_00, Standing.WITHIN),
        (10_000_00, None, Standing.NO_LEDGER),
        (0, 10_000_00, Standing.NO_CLAIM),
        (-500_00, -500_00, Standing.NEGATIVE),
        (500_00, -500_00, Standing.NEGATIVE),
        (0, 0, Standing.AGREES),
    ],
    ids=[
        "the same",
        "£500 apart",
        "a penny more than £500 apart",
        "2% apart",
        "a penny more than 2% apart",
        "2% below",
        "no line",
        "no claim",
        "a reversal that agrees is looked at too",
        "the ledger reverses",
        "nothing at all",
    ],
)
def test_a_claim_stands_by_its_distance_from_the_ledger(claim, ledger, expected):
    assert rules.standing(claimed(claim), ledger) is expected


def test_a_part_that_is_negative_is_looked_at_although_the_whole_is_not():
    assert rules.standing(claimed(1_500_00, -500_00), Pence(1_000_00)) is Standing.NEGATIVE


@pytest.mark.parametrize(
    ("finding", "claim", "ledger", "expected"),
    [
        (Finding.VALIDATED, claimed(1_000_00), 1_000_00, Standing.VALIDATED),
        (Finding.VALIDATED, claimed(1_000_01), 1_000_00, Standing.CLAIM_MOVED),
        (Finding.VALIDATED, claimed(0, 1_000_00), 1_000_00, Standing.CLAIM_MOVED),
        (Finding.VALIDATED, claimed(1_000_00), 1_400_00, Standing.VALIDATED),
        (Finding.VALIDATED, claimed(1_000_00), 9_000_00, Standing.LEDGER_MOVED),
        (Finding.VALIDATED, claimed(1_000_00), None, Standing.LEDGER_MOVED),
        (Finding.REJECTED, claimed(1_000_00), 1_000_00, Standing.REJECTED),
        (Finding.REJECTED, claimed(900_00), 1_000_00, Standing.CLAIM_MOVED),
        (Finding.QUERIED, claimed(1_000_00), 1_000_00, Standing.QUERIED),
        (Finding.QUERIED, claimed(900_00), 900_00, Standing.QUERIED),
    ],
)
def test_a_decision_holds_until_a_figure_moves(finding, claim, ledger, expected):
    then = Decided(finding, claimed(1_000_00), Pence(1_000_00))
    assert rules.standing(claim, ledger, then) is expected


@pytest.mark.parametrize("claim", [0, 300_00, 400_00])
@pytest.mark.parametrize("ledger", [None, -1, -150_00])
def test_a_ledger_that_left_or_fell_below_nought_is_an_exception_however_small(claim, ledger):
    then = Decided(Finding.VALIDATED, claimed(claim), Pence(claim))
    assert rules.standing(claimed(claim), ledger, then) is Standing.LEDGER_MOVED


@pytest.mark.parametrize("ledger", [None, -150_00])
def test_what_finance_validated_beside_such_a_ledger_holds_while_it_stays(ledger):
    then = Decided(Finding.VALIDATED, claimed(300_00), ledger)
    assert rules.standing(claimed(300_00), ledger, then) is Standing.VALIDATED


def test_an_abbreviation_keeps_its_capitals_in_a_list():
    assert [each.label for each in Evidence] == [
        "Ledger",
        "ESR",
        "Activity model",
        "Self-declared",
    ]


def test_an_actual_that_is_not_given_is_the_same_claim_as_nought():
    then = Decided(Finding.REJECTED, claimed(0), None)
    assert rules.standing(Claim(), None, then) is Standing.REJECTED


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_is_ready_decided_or_an_exception_and_only_one(standing):
    assert [standing.is_ready, standing.is_decided, standing.is_exception].count(True) == 1


@given(ours=amounts, theirs=amounts, pounds=st.integers(0, 10_000), percent=st.integers(0, 100))
def test_within_is_what_the_larger_of_the_two_limits_allows(ours, theirs, pounds, percent):
    allowed = max(pounds * 100 * 100, abs(theirs) * percent)  # hundredths of a penny
    expected = abs(ours - theirs) * 100 <= allowed
    assert rules.is_within(ours, theirs, pounds=pounds, percent=percent) is expected


@given(theirs=amounts, apart=st.integers(0, 10**12), pounds=st.integers(0, 10_000))
def test_a_wider_tolerance_never_refuses_what_a_narrower_one_allows(theirs, apart, pounds):
    for ours in (theirs + apart, theirs - apart):
        if rules.is_within(ours, theirs, pounds=pounds, percent=1):
            assert rules.is_within(ours, theirs, pounds=pounds + 1, percent=1)
            assert rules.is_within(ours, theirs, pounds=pounds, percent=2)


@given(
    ledger=amounts,
    claim=st.builds(Claim, st.none() | amounts, st.none() | amounts),
    plan=st.builds(Claim, st.none() | amounts, st.none() | amounts),
)
def test_the_ledgers_figure_as_the_claim_loses_no_penny(ledger, claim, plan):
    assert rules.in_proportion(Pence(ledger), claim, plan).total == ledger


@given(ledger=st.integers(0, 10**12), parts=st.tuples(*[st.integers(0, 10**10)] * 2))
def test_the_split_follows_the_claims_to_the_penny(ledger, parts):
    made = rules.in_proportion(Pence(ledger), claimed(*parts), Claim())
    if sum(parts):
        assert abs(made.recurrent * sum(parts) - ledger * parts[0]) < sum(parts)
    else:
        assert (made.recurrent, made.non_recurrent) == (ledger, 0)


def test_where_nothing_is_claimed_the_split_follows_the_plan():
    made = rules.in_proportion(Pence(1_000_01), Claim(), claimed(3, 1))
    assert (made.recurrent, made.non_recurrent) == (750_00, 250_01)


@pytest.mark.parametrize(
    ("ours", "theirs", "explained", "agreed", "words"),
    [
        (100, 100, 0, True, "agrees"),
        (1_000_00, 400_00, 600_00, True, "agrees, once explained"),
        (1_000_00, 0, 0, True, "differs by £1,000.00 (more is validated), within tolerance"),
        (0, 1_000_01, 0, False, "differs by £1,000.01 (less is validated)"),
        (10_000_000_00, 10_100_000_00, 0, True, None),
        (10_000_000_00, 10_200_000_00, 0, False, None),
    ],
)
def test_a_month_agrees_when_little_is_unexplained(ours, theirs, explained, agreed, words):
    found = rules.agreement(Pence(ours), Pence(theirs), Pence(explained))
    assert found.is_agreed is agreed
    assert words in (None, found.in_words)


@given(ours=amounts, theirs=amounts, explained=amounts)
def test_explained_and_unexplained_make_the_difference(ours, theirs, explained):
    found = rules.agreement(Pence(ours), Pence(theirs), Pence(explained))
    assert found.explained + found.unexplained == found.difference == ours - theirs


def test_a_figure_that_moved_after_the_signature_is_named():
    then = {"validated": 10, "ledger": None, "paper": 10}
    assert rules.moved(then, {"validated": 11, "ledger": None, "paper": 10}) == ["validated"]


def test_where_nothing_was_claimed_or_planned_the_ledgers_figure_is_recurrent():
    assert rules.in_proportion(Pence(700), Claim(None, None), Claim(None, None)) == Claim(
        Pence(700), Pence(0)
    )
