"""References are counted on and never used again."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries
from tests import make
from tests.make.store import stored


def milestone(workstream, ref, **given):
    return stored(Milestone(workstream_id=workstream.id, ref=ref, title="Rooms booked", **given))


def test_the_first_reference_is_01():
    assert queries.next_ref(Milestone, make.workstream(ref="WS01"), "M") == "WS01-M01"


def test_a_reference_counts_on_from_the_highest_also_of_what_was_withdrawn():
    workstream = make.workstream(ref="WS01")
    milestone(workstream, "WS01-M02")
    milestone(workstream, "WS01-M10", status=MilestoneStatus.WITHDRAWN)
    milestone(workstream, "WS01-Mx99")
    milestone(workstream, "PID-77")
    assert queries.next_ref(Milestone, workstream, "M") == "WS01-M11"


def test_another_workstream_counts_for_itself():
    milestone(make.workstream(ref="WS01"), "WS01-M07")
    assert queries.next_ref(Milestone, make.workstream(ref="WS01"), "M") == "WS01-M01"


def test_a_reference_that_a_file_gave_in_another_workstream_is_not_given_again():
    workstream = make.workstream(ref="WS01")
    other = make.workstream(ref="WS02", programme_id=workstream.programme_id)
    make.milestone(workstream=other, ref="WS01-M01")
    assert queries.next_ref(Milestone, workstream, "M") == "WS01-M02"


def test_one_workstream_cannot_hold_a_reference_twice():
    workstream = make.workstream()
    milestone(workstream, "WS01-M01")
    with pytest.raises(IntegrityError):
        milestone(workstream, "WS01-M01")
    db.session.rollback()
