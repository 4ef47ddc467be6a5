"""What is missing: everything at first, nothing at last, and each gap by its own step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.rules import completeness
from app.quality.rules.completeness import Facts, Step
from app.quality.rules.people import People
from app.quality.rules.scoring import DEFAULTS, DOMAINS, Direction, Effect

SCORES = sorted({one * other for one in range(1, 6) for other in range(1, 6)})


@st.composite
def whole(draw):
    """Facts to which nothing is missing."""
    effects = {}
    for domain in DOMAINS:
        direction = draw(st.sampled_from(Direction))
        before = draw(st.sampled_from(SCORES)) if direction is Direction.NEGATIVE else None
        after = min(before, 6) if before and before > 8 else None
        effects[domain] = Effect(domain=domain, direction=direction, before=before, after=after)
    harmed = {domain for domain, effect in effects.items() if effect.is_negative}
    equality = {people: draw(st.sampled_from(Direction)) for people in People}
    return Facts(
        summary="Two clinics become one",
        has_clinical_lead=True,
        effects=effects,
        explained=set(DOMAINS),
        planned={d for d in harmed if effects[d].before > DEFAULTS.stage_two_above},
        equality=equality,
        equality_explained={each for each, way in equality.items() if way is Direction.NEGATIVE},
        measured=harmed,
    )


def steps(facts):
    return {each.step for each in completeness.missing(facts, DEFAULTS)}


def test_of_an_empty_one_every_domain_and_every_group_is_missing():
    lacks = completeness.missing(Facts(), DEFAULTS)
    found = [each.step for each in lacks]
    assert found.count(Step.ABOUT) == 2
    assert found.count(Step.STAGE_ONE) == len(DOMAINS)
    assert found.count(Step.EQUALITY) == len(People) == 11
    assert len([each for each in People if each.is_protected]) == 9


@given(whole())
def test_nothing_is_missing_once_everything_is_answered(facts):
    assert completeness.missing(facts, DEFAULTS) == []


@given(whole(), st.data())
def test_whatever_is_taken_away_is_missed_in_its_own_step(facts, data):
    domain = data.draw(st.sampled_from(DOMAINS))
    people = data.draw(st.sampled_from(People))
    without = {key: each for key, each in facts.effects.items() if key != domain}
    assert Step.STAGE_ONE in steps(replace(facts, effects=without))
    assert steps(replace(facts, explained=set(DOMAINS) - {domain})) == {Step.STAGE_ONE}
    answered = {key: each for key, each in facts.equality.items() if key != people}
    assert steps(replace(facts, equality=answered)) == {Step.EQUALITY}
    for harmed in facts.measured:
        assert steps(replace(facts, measured=facts.measured - {harmed})) == {Step.MEASURES}
    for planned in facts.planned:
        assert steps(replace(facts, planned=facts.planned - {planned})) == {Step.STAGE_TWO}
    assert steps(replace(facts, summary=" ", has_clinical_lead=False)) == {Step.ABOUT}


@pytest.mark.parametrize(("after", "expected"), [(None, {Step.STAGE_TWO}), (6, set())])
def test_stage_two_needs_the_score_after_mitigation(after, expected):
    effect = Effect(domain=DOMAINS[0], direction=Direction.NEGATIVE, before=9, after=after)
    others = {domain: Effect(domain=domain, direction=Direction.NEUTRAL) for domain in DOMAINS[1:]}
    facts = Facts(
        summary="x",
        has_clinical_lead=True,
        effects={DOMAINS[0]: effect, **others},
        explained=DOMAINS,
        planned={DOMAINS[0]},
        equality=dict.fromkeys(People, Direction.NEUTRAL),
        measured={DOMAINS[0]},
    )
    assert steps(facts) == expected


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (People.AGE, f"Say how {People.AGE.label} lose, and why"),
        (People.CARERS, f"Say how {People.CARERS.value} lose, and why"),
    ],
    ids=["protected", "not protected"],
)
def test_a_group_that_loses_is_explained(people, sentence):
    answered = dict.fromkeys(People, Direction.NEUTRAL) | {people: Direction.NEGATIVE}
    found = completeness.missing(Facts(equality=answered), DEFAULTS)
    (lack,) = (each for each in found if each.step is Step.EQUALITY)
    assert (lack.sentence, lack.part) == (sentence, people)


def test_a_negative_effect_without_a_score_is_missing_its_score():
    domain = DOMAINS[0]
    unscored = Effect(domain=domain, direction=Direction.NEGATIVE, before=None, after=None)
    facts = Facts(effects={domain: unscored}, explained=DOMAINS)
    found = [each for each in completeness.missing(facts, DEFAULTS) if each.part == domain]
    assert found[0].sentence == f"Score {domain}: it is negative"


def test_an_answer_without_words_is_missing_its_reason():
    domain = DOMAINS[0]
    silent = Effect(domain=domain, direction=Direction.NEUTRAL, before=None, after=None)
    facts = Facts(effects={domain: silent})
    (lack,) = (each for each in completeness.missing(facts, DEFAULTS) if each.part == domain)
    assert lack.sentence == f"Say why for {domain}"
