"""What commands do to milestones, and what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.milestones import commands, queries
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, WorkstreamStatus
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")
BASELINE = date(2026, 12, 1)


def milestone_with(**given: Any) -> Milestone:
    """A stored milestone, loaded as a page loads it."""
    return queries.get(make.milestone(**given).id, SYSTEM)


def actions() -> list[str]:
    db.session.commit()
    return [
        event.action for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    ]


def test_the_first_baseline_the_current_one_and_the_forecast_start_together():
    made = commands.add(
        make.workstream(ref="WS04"),
        title="  Rooms \n booked ",
        baseline=BASELINE,
        actor=SYSTEM,
        at=AT,
    )
    assert (made.ref, made.title) == ("WS04-M01", "Rooms booked")
    assert {made.first_baseline, made.current_baseline, made.forecast} == {BASELINE}
    assert actions() == ["milestone.add"]


def test_a_reference_of_a_withdrawn_milestone_is_not_given_again():
    workstream = make.workstream(ref="WS04")
    first = commands.add(workstream, title="First", actor=SYSTEM, at=AT)
    commands.withdraw(first, reason="A mistake", actor=SYSTEM, at=AT)
    assert commands.add(workstream, title="Second", actor=SYSTEM, at=AT).ref == "WS04-M02"


def test_nothing_is_added_to_a_closed_workstream():
    closed = make.workstream(status=WorkstreamStatus.CLOSED)
    with pytest.raises(RuleBroken, match="closed"):
        commands.add(closed, title="Late idea", actor=SYSTEM, at=AT)


def test_only_those_who_may_edit_here_add():
    elsewhere = make.actor(make.lead(make.workstream()))
    with pytest.raises(NotAllowed):
        commands.add(make.workstream(), title="Rooms booked", actor=elsewhere, at=AT)


def test_nobody_can_move_the_baseline():
    milestone = milestone_with(baseline=BASELINE)
    with pytest.raises(RuleBroken, match="cannot be moved"):
        commands.edit(milestone, {"baseline": date(2027, 1, 4)}, actor=SYSTEM, at=AT)
    with pytest.raises(TypeError):
        commands.edit(milestone, {"current_baseline": date(2027, 1, 4)}, actor=SYSTEM, at=AT)
    assert milestone.first_baseline == milestone.current_baseline == BASELINE


def test_a_baseline_is_given_once_where_there_was_none():
    milestone = milestone_with(baseline=None)
    commands.edit(milestone, {"baseline": BASELINE}, actor=SYSTEM, at=AT)
    assert {milestone.first_baseline, milestone.current_baseline, milestone.forecast} == {BASELINE}


def test_saving_what_is_already_there_leaves_no_event():
    milestone = milestone_with(title="Rooms booked")
    commands.edit(milestone, {"title": "Rooms booked"}, actor=SYSTEM, at=AT)
    commands.reforecast(milestone, to=milestone.forecast, actor=SYSTEM, at=AT)
    assert actions() == []
    assert milestone.version == 1


@pytest.mark.parametrize(
    ("to", "is_gate", "needs"),
    [
        (date(2026, 12, 8), False, False),
        (date(2026, 12, 9), False, True),
        (date(2026, 12, 1), True, False),
        (date(2026, 12, 2), True, True),
        (date(2026, 11, 2), True, False),
    ],
    ids=["five days", "six days", "a gate on its day", "a gate a day late", "a gate earlier"],
)
def test_a_reason_is_needed_beyond_the_tolerance(to, is_gate, needs):
    milestone = milestone_with(baseline=BASELINE, forecast=date(2026, 11, 20), is_gate=is_gate)
    if needs:
        with pytest.raises(RuleBroken, match="Say why"):
            commands.reforecast(milestone, to=to, reason=" ", actor=SYSTEM, at=AT)
        assert milestone.forecast == date(2026, 11, 20)
    commands.reforecast(milestone, to=to, reason="Supplier" if needs else "", actor=SYSTEM, at=AT)
    (change,) = db.session.scalars(select(ForecastChange)).all()
    assert (change.before, change.after, change.changed_by) == (date(2026, 11, 20), to, "import")
    assert milestone.current_baseline == BASELINE


def test_a_stale_version_is_a_conflict_and_changes_nothing():
    milestone = milestone_with()
    commands.edit(milestone, {"title": "Theirs"}, version=1, actor=SYSTEM, at=AT)
    for act in (
        lambda: commands.edit(milestone, {"title": "Mine"}, version=1, actor=SYSTEM, at=AT),
        lambda: commands.reforecast(milestone, to=BASELINE, version=1, actor=SYSTEM, at=AT),
        lambda: commands.complete(
            milestone, on=AT.date(), evidence="x", version=1, actor=SYSTEM, at=AT
        ),
        lambda: commands.withdraw(milestone, reason="x", version=1, actor=SYSTEM, at=AT),
    ):
        with pytest.raises(Conflict):
            act()
    assert (milestone.title, milestone.status) == ("Theirs", MilestoneStatus.OPEN)


def test_completion_is_today_in_london_at_the_latest():
    midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July in London
    milestone = milestone_with()
    with pytest.raises(RuleBroken, match="today or in the past"):
        commands.complete(
            milestone, on=date(2026, 7, 3), evidence="Seen", actor=SYSTEM, at=midnight
        )
    commands.complete(milestone, on=date(2026, 7, 2), evidence="Seen", actor=SYSTEM, at=midnight)
    assert milestone.status is MilestoneStatus.COMPLETE


@pytest.mark.parametrize(
    "link",
    [
        "http://intranet.example/x",
        "javascript:alert(1)",
        "//intranet.example",
        "https://",
        "https://a b.example",
        "https://user:pass@intranet.example",
        "https://[::1",
        "https://intranet.example/" + "x" * 500,
    ],
)
def test_a_link_that_is_not_a_plain_https_address_is_refused(link):
    milestone = milestone_with()
    with pytest.raises(RuleBroken, match="Link must be"):
        commands.complete(
            milestone, on=AT.date(), evidence="Seen", evidence_link=link, actor=SYSTEM, at=AT
        )
    assert milestone.status is MilestoneStatus.OPEN


def test_what_is_complete_or_withdrawn_is_opened_before_it_is_changed():
    milestone = milestone_with()
    commands.complete(milestone, on=AT.date(), evidence="Seen", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="open it again"):
        commands.reforecast(milestone, to=BASELINE, actor=SYSTEM, at=AT)
    commands.withdraw(milestone, reason="Out of scope", actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="open it again"):
        commands.edit(milestone, {"title": "Other"}, actor=SYSTEM, at=AT)
    commands.reopen(milestone, reason="It was not done", actor=SYSTEM, at=AT)
    assert (milestone.status, milestone.completed_on, milestone.evidence) == (
        MilestoneStatus.OPEN,
        None,
        "",
    )
    with pytest.raises(RuleBroken, match="open already"):
        commands.reopen(milestone, reason="Again", actor=SYSTEM, at=AT)


def test_whoever_makes_it_workforce_sensitive_keeps_sight_of_it():
    workstream = make.workstream()
    lead = make.lead(workstream)
    milestone = milestone_with(workstream=workstream)
    changed = {"disclosure": Disclosure.WORKFORCE}
    commands.edit(milestone, changed, actor=make.actor(lead), at=AT)
    assert programmes.readers_of("milestone", milestone.id) == {lead.id}
