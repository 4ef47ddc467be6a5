"""The findings of stored records, for those who may see them, in a fixed number of reads."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.dependencies.models import Dependency
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes.models import Disclosure
from app.programmes.roles import Role
from app.ratings import queries as ratings
from app.ratings.rules.findings import Check
from app.risks.models import Risk, RiskStatus
from app.savings.models import SchemeStatus
from tests import make
from tests.conftest import NOW
from tests.make.people import TODAY
from tests.make.store import numbers, stored

OCTOBER = Month(2026, 10)
EVERYBODY = Actor.system("test")


def milestone(workstream, **given):
    usual = {"ref": f"M{next(numbers)}", "title": "Rooms booked"}
    return stored(Milestone(workstream_id=workstream.id, **{**usual, **given}))


def risk(workstream, **given):
    usual = {"ref": f"R{next(numbers)}", "title": "Rooms are not free"}
    return stored(Risk(workstream_id=workstream.id, **{**usual, **given}))


def dependency(workstream, **given):
    usual = {"ref": f"D{next(numbers)}", "title": "Keys", "giver_body": "Estates company"}
    return stored(
        Dependency(
            programme_id=workstream.programme_id,
            receiver_id=workstream.id,
            **{**usual, **given},
        )
    )


def xray(workstream, visible_to=EVERYBODY):
    return ratings.xray(workstream.programme_id, OCTOBER, TODAY, visible_to)


def rules_of(found, record):
    return {each.rule for each in found if each.record == record.ref}


@pytest.fixture
def workstream():
    programme = make.programme()
    return make.workstream(programme_id=programme.id, lead_id=make.person().id)


def test_a_milestones_history_and_evidence_are_read(workstream):
    moved = milestone(workstream, current_baseline=TODAY, forecast=date(2026, 12, 1))
    for day in (1, 2, 3):
        stored(
            ForecastChange(
                milestone_id=moved.id,
                before=date(2026, 11, day),
                after=date(2026, 11, day + 1),
                changed_by="Ada",
                changed_at=NOW,
            )
        )
    done = milestone(
        workstream,
        current_baseline=TODAY,
        completed_on=date(2026, 10, 1),
        evidence_link="https://example.test/minutes",
        status=MilestoneStatus.COMPLETE,
    )
    found = xray(workstream).findings
    assert rules_of(found, moved) == {Check.MILESTONE_MOVED, Check.MILESTONE_NO_OWNER}
    assert rules_of(found, done) == set()


def test_a_schemes_odd_months_are_named(workstream):
    scheme = make.money(
        make.scheme(workstream=workstream, ref="S1"),
        plan=[10] * 12,
        actual=[10, 10, None, -5, 10, 10, 10],
        forecast=[10] * 11,
    )
    found = {each.rule: each.message for each in xray(workstream).of(workstream.ref, scheme.ref)}
    assert found[Check.SCHEME_NO_ACTUAL].endswith("June 2026")
    assert found[Check.SCHEME_NO_FORECAST].endswith("March 2027")
    assert found[Check.SCHEME_FALLS].endswith("from £20,000.00 to £15,000.00 in July 2026")
    assert Check.SCHEME_NO_PLAN not in found


def test_what_is_closed_or_withdrawn_is_not_looked_at(workstream):
    risk(workstream, status=RiskStatus.CLOSED)
    milestone(workstream, status=MilestoneStatus.WITHDRAWN)
    make.scheme(workstream=workstream, status=SchemeStatus.WITHDRAWN)
    assert list(xray(workstream).findings) == []
    assert xray(workstream).scores == {workstream.ref: 100}


def test_a_risk_without_owner_and_a_dependency_without_promise_are_found(workstream):
    bare, asked = risk(workstream), dependency(workstream, need_by=date(2026, 11, 1))
    found = xray(workstream)
    assert {Check.RISK_NO_OWNER, Check.RISK_NO_SCORE} <= rules_of(found.findings, bare)
    assert rules_of(found.findings, asked) == {
        Check.DEPENDENCY_NO_PROMISE,
        Check.DEPENDENCY_UNAGREED,
    }
    assert found.scores[workstream.ref] < 100


def test_a_sensitive_record_is_left_out_for_those_not_named_on_it(workstream):
    owner = make.lead(workstream)
    hidden = risk(workstream, disclosure=Disclosure.WORKFORCE, owner_id=owner.id)
    other = make.actor(make.with_role(Role.PMO))
    assert rules_of(xray(workstream, make.actor(owner)).findings, hidden)
    assert not xray(workstream, other).findings
    assert xray(workstream, other).scores == {workstream.ref: 100}


def test_a_lead_sees_the_findings_of_their_own_workstream_only(workstream):
    elsewhere = make.workstream(programme_id=workstream.programme_id)
    risk(workstream)
    risk(elsewhere)
    dependency(elsewhere)
    found = xray(workstream, make.actor(make.lead(workstream)))
    assert {each.workstream for each in found.findings} == {workstream.ref}
    assert set(found.scores) == {workstream.ref}


def test_the_number_of_reads_does_not_grow_with_the_records(workstream, queries):
    programme_id = workstream.programme_id

    def reads():
        queries.clear()
        ratings.xray(programme_id, OCTOBER, TODAY, EVERYBODY)
        return len(queries)

    def fill(count):
        for _ in range(count):
            milestone(workstream)
            risk(workstream)
            dependency(workstream)
            make.scheme(workstream=workstream)

    fill(1)
    few = reads()
    fill(50)
    assert few == reads() <= 16
    assert len(xray(workstream).findings) > 200
