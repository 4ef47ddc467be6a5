"""The highest domain decides; only negative ones are scored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.quality.rules import scoring
from app.quality.rules.scoring import Band, Direction, Effect, QualityThresholds, Rule

SAFETY, EFFECTIVENESS, EXPERIENCE, STAFF, ACCESS, PARTNERS = scoring.DOMAINS
CLINIC_CLOSES = {
    SAFETY: (2, 2),
    EFFECTIVENESS: (2, 2),
    EXPERIENCE: (3, 4),
    ACCESS: (4, 3),
    STAFF: (3, 3),
    PARTNERS: (2, 3),
}
POSSIBLE = {one * other for one in range(1, 6) for other in range(1, 6)}


def harm(domain, before, after=None):
    return Effect(domain=domain, direction=Direction.NEGATIVE, before=before, after=after)


def a_peripheral_clinic_closes(after=None):
    return [
        harm(domain, scoring.score(*cell), after if scoring.score(*cell) > 8 else None)
        for domain, cell in CLINIC_CLOSES.items()
    ]


def test_the_highest_domain_decides_and_stage_two_is_asked_of_each_above_eight():
    outcome = scoring.outcome(a_peripheral_clinic_closes())
    assert outcome.highest == 12
    assert outcome.highest_in == (EXPERIENCE, ACCESS)
    assert set(outcome.stage_two) == {EXPERIENCE, ACCESS, STAFF}
    assert outcome.rule is Rule.STAGE_TWO


def test_after_mitigation_six_is_left_and_the_board_need_not_be_told():
    outcome = scoring.outcome(a_peripheral_clinic_closes(after=6))
    assert (outcome.highest, outcome.residual) == (12, 6)
    assert not outcome.goes_to_board


def test_a_low_mean_does_not_hide_one_high_score():
    outcome = scoring.outcome([harm(ACCESS, 12), *(harm(d, 1) for d in scoring.DOMAINS[:3])])
    assert outcome.needs_stage_two


def test_eight_is_not_above_eight():
    assert not scoring.outcome([harm(SAFETY, 8)]).needs_stage_two


@pytest.mark.parametrize(("after", "told"), [(12, False), (15, True), (None, True)])
def test_the_board_is_told_of_fifteen_and_more_that_is_left(after, told):
    outcome = scoring.outcome([harm(SAFETY, 20, after)])
    assert outcome.goes_to_board is told
    assert outcome.highest == 20, "both scores are kept"


@pytest.mark.parametrize("direction", [Direction.POSITIVE, Direction.NEUTRAL])
def test_what_is_not_negative_is_not_scored(direction):
    outcome = scoring.outcome([Effect(domain=SAFETY, direction=direction, before=25)])
    assert outcome.highest == 0
    assert outcome.rule is Rule.NO_HARM


def test_the_twenty_five_cells_fall_into_the_four_bands():
    cells = [scoring.score(c, likelihood) for c in range(1, 6) for likelihood in range(1, 6)]
    bands = [scoring.band(each) for each in cells]
    assert [bands.count(band) for band in Band] == [5, 7, 7, 6]
    assert set(cells) == POSSIBLE


@pytest.mark.parametrize(("cell", "field"), [((0, 3), "consequence"), ((3, 6), "likelihood")])
def test_a_score_outside_one_to_five_is_refused_beside_its_question(cell, field):
    with pytest.raises(RuleBroken) as refused:
        scoring.score(*cell)
    assert refused.value.field == field


effects = st.lists(
    st.builds(
        Effect,
        domain=st.sampled_from(scoring.DOMAINS),
        direction=st.sampled_from(Direction),
        before=st.none() | st.sampled_from(sorted(POSSIBLE)),
        after=st.none() | st.sampled_from(sorted(POSSIBLE)),
    ),
    max_size=6,
)


@given(effects, st.integers(1, 25), st.integers(0, 24), st.integers(1, 25))
def test_a_domain_more_never_lowers_the_outcome(given_effects, more, trigger, board):
    limits = QualityThresholds(stage_two_above=trigger, board_from=board)
    before = scoring.outcome(given_effects, limits)
    after = scoring.outcome([*given_effects, harm("Sustainability", more)], limits)
    assert after.highest >= before.highest
    assert after.residual >= before.residual
    assert set(after.stage_two) >= set(before.stage_two)
    assert set(after.for_board) >= set(before.for_board)


@given(effects)
def test_the_outcome_is_that_of_the_worst_domain_alone(given_effects):
    outcome = scoring.outcome(given_effects)
    alone = [scoring.outcome([each]) for each in given_effects]
    assert outcome.highest == max((each.highest for each in alone), default=0)
    assert outcome.needs_stage_two == any(each.needs_stage_two for each in alone)


def test_domains_are_asked_once_each_and_an_emptied_list_is_the_usual_one():
    twice = QualityThresholds(domains=("Safety", "  Safety ", "Staff"))
    assert twice.asked == ("Safety", "Staff")
    assert QualityThresholds(domains=()).asked == scoring.DOMAINS
