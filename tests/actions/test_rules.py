"""When an action is overdue or due soon, and what actions leave of a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions import rules
from app.actions.rules import ActionThresholds, Closer
from app.core.money import Pence

TUESDAY = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("due_on", "is_open", "expected"),
    [
        (date(2026, 10, 19), True, True),
        (TUESDAY, True, False),
        (date(2026, 10, 21), True, False),
        (date(2026, 10, 1), False, False),
        (None, True, False),
    ],
    ids=["yesterday", "today", "tomorrow", "done", "no date"],
)
def test_an_open_action_is_overdue_once_its_day_has_passed(due_on, is_open, expected):
    assert rules.is_overdue(due_on, TUESDAY, is_open=is_open) is expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (TUESDAY, True),
        (date(2026, 10, 27), True),
        (date(2026, 10, 28), False),
        (date(2026, 10, 19), False),
        (None, False),
    ],
    ids=["today", "five working days", "six", "overdue already", "no date"],
)
def test_an_action_is_due_soon_within_five_working_days(due_on, expected):
    assert rules.is_due_soon(due_on, TUESDAY) is expected


@given(
    today=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    ahead=st.integers(0, 120),
    days=st.integers(0, 60),
)
def test_the_last_day_due_soon_is_the_last_one_for_which_the_rule_holds(today, ahead, days):
    thresholds = ActionThresholds(due_soon_days=days)
    due = today + timedelta(days=ahead)
    soon = rules.is_due_soon(due, today, thresholds=thresholds)
    assert soon is (due <= rules.last_day_due_soon(today, thresholds))


def test_lateness_is_in_working_days():
    assert rules.days_late(date(2026, 10, 16), TUESDAY) == 2
    assert rules.days_late(date(2026, 12, 1), TUESDAY) == 0
    assert rules.days_late(None, TUESDAY) == 0


def test_open_actions_cover_the_gap_and_what_came_of_the_others_stands_beside():
    closers = [
        Closer(Pence(60_000_00)),
        Closer(Pence(50_000_00)),
        Closer(Pence(80_000_00), Pence(30_000_00), is_open=False),
    ]
    found = rules.cover(Pence(200_000_00), closers)
    assert found.expected_open == 110_000_00
    assert found.uncovered == 90_000_00
    assert (found.expected_done, found.achieved, found.shortfall) == (
        80_000_00,
        30_000_00,
        50_000_00,
    )


def test_a_gap_that_is_covered_twice_leaves_nothing_uncovered():
    assert rules.cover(Pence(10_00), [Closer(Pence(25_00))]).uncovered == 0
    assert rules.cover(Pence(-10_00), []).uncovered == 0


@given(
    gap=st.integers(-(10**12), 10**12),
    expected=st.lists(st.integers(0, 10**10), max_size=8),
)
def test_what_is_covered_and_what_is_not_make_the_gap(gap, expected):
    found = rules.cover(Pence(gap), [Closer(Pence(each)) for each in expected])
    assert found.uncovered == max(0, gap - sum(expected))
    assert found.expected_done == found.achieved == 0
