"""Reads of milestones: what is seen, in which order, and the register's conditions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.milestones import display, queries, rules
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes.models import Disclosure
from tests import make

TODAY = date(2026, 10, 20)
SYSTEM = Actor.system("test")


def test_the_registers_late_filter_is_the_rule_of_lateness():
    days = [None, *(TODAY + timedelta(days=days) for days in (-1, 0, 1))]
    workstream = make.workstream()
    for baseline, forecast, done in product(days, days, (None, TODAY)):
        status = MilestoneStatus.COMPLETE if done else MilestoneStatus.OPEN
        make.milestone(
            workstream=workstream,
            baseline=baseline,
            forecast=forecast,
            completed_on=done,
            status=status,
        )
    every = db.session.scalars(select(Milestone)).all()
    by_rule = {
        each.id
        for each in every
        if rules.is_late(each.current_baseline, each.forecast, each.completed_on, TODAY)
    }
    found = db.session.scalars(select(Milestone.id).where(display.is_late(TODAY))).all()
    assert len(every) == 32
    assert set(found) == by_rule
    assert by_rule


def test_a_workstreams_milestones_come_earliest_first_without_those_withdrawn():
    workstream = make.workstream()
    for title, day in (("Second", 9), ("First", 3)):
        make.milestone(workstream=workstream, title=title, baseline=date(2026, 12, day))
    make.milestone(workstream=workstream, title="Unknown", baseline=None)
    make.milestone(workstream=workstream, status=MilestoneStatus.WITHDRAWN)
    make.milestone()
    found = queries.of_workstream(workstream.id, SYSTEM)
    assert [each.title for each in found] == ["First", "Second", "Unknown"]


def test_what_may_not_be_seen_is_not_found():
    workstream = make.workstream()
    hidden = make.milestone(workstream=workstream, disclosure=Disclosure.WORKFORCE)
    elsewhere = make.milestone()
    reader = make.actor(make.lead(workstream))
    for milestone in (hidden, elsewhere):
        with pytest.raises(NotFound):
            queries.get(milestone.id, reader)
    assert queries.of_workstream(workstream.id, reader) == []
    assert queries.get(hidden.id, SYSTEM).title == hidden.title
