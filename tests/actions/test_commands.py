"""What commands do to actions, and what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.actions import commands, queries
from app.actions.models import Action, ActionKind, ActionStatus
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, WorkstreamStatus
from app.programmes.roles import Role
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")
DUE = date(2026, 12, 1)


def action_with(**given: Any) -> Action:
    """A stored action, loaded as a page loads it."""
    return queries.get(make.action(**given).id, SYSTEM)


def gap(**given: Any) -> Action:
    return action_with(
        **{
            "kind": ActionKind.GAP,
            "owner_id": make.person().id,
            "expected": Pence(60_000_00),
            "financial_year": FinancialYear(2026),
            **given,
        }
    )


def events() -> list[AuditEvent]:
    db.session.commit()
    return list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def test_an_action_takes_the_workstreams_next_reference():
    workstream = make.workstream(ref="WS04")
    made = commands.add(workstream, title="  Agree \n rates ", actor=SYSTEM, at=AT)
    assert (made.ref, made.title, made.status) == ("WS04-A01", "Agree rates", ActionStatus.OPEN)
    assert commands.add(workstream, title="Sign", actor=SYSTEM, at=AT).ref == "WS04-A02"
    assert [event.action for event in events()] == ["action.add", "action.add"]


@pytest.mark.parametrize("kind", [ActionKind.GAP, ActionKind.MITIGATION, ActionKind.CONDITION])
def test_what_a_decision_rests_on_has_an_owner_and_a_date(kind):
    place, owner = make.workstream(), make.person()
    base: dict[str, Any] = {"title": "Agree rates", "kind": kind, "actor": SYSTEM, "at": AT}
    pounds = {"expected": Pence(1_00)}
    with pytest.raises(RuleBroken, match="Choose who will do it") as broken:
        commands.add(place, **base, **pounds, due_on=DUE)
    assert broken.value.field == "owner_id"
    with pytest.raises(RuleBroken, match="Enter the date") as broken:
        commands.add(place, **base, **pounds, owner_id=owner.id)
    assert broken.value.field == "due_on"
    assert db.session.scalars(select(Action)).all() == []


@pytest.mark.parametrize("expected", [None, Pence(0), Pence(-5_00)])
def test_what_closes_a_gap_says_how_many_pounds(expected):
    with pytest.raises(RuleBroken) as broken:
        commands.add(
            make.workstream(),
            title="Agree rates",
            kind=ActionKind.GAP,
            owner_id=make.person().id,
            due_on=DUE,
            expected=expected,
            actor=SYSTEM,
            at=AT,
        )
    assert broken.value.field == "expected"


def test_what_closes_a_gap_counts_in_the_year_of_its_date_unless_one_is_given():
    place, owner = make.workstream(), make.person()
    base: dict[str, Any] = {
        "kind": ActionKind.GAP,
        "owner_id": owner.id,
        "due_on": date(2027, 4, 2),
        "expected": Pence(5_00),
        "actor": SYSTEM,
        "at": AT,
    }
    assert commands.add(place, title="One", **base).financial_year == FinancialYear(2027)
    this_year = FinancialYear(2026)
    made = commands.add(place, title="Two", financial_year=this_year, **base)
    assert made.financial_year == this_year


def test_nothing_is_added_to_a_closed_workstream():
    closed = make.workstream(status=WorkstreamStatus.CLOSED)
    with pytest.raises(RuleBroken, match="closed"):
        commands.add(closed, title="Too late", actor=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "role",
    [Role.LEAD, Role.CLINICAL_LEAD, Role.FINANCE, Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE],
)
def test_those_who_edit_actions_add_them_in_their_own_place_only(role):
    workstream = make.workstream()
    actor = make.actor(make.with_role(role, workstream=workstream))
    commands.add(workstream, title="Agree rates", actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        commands.add(make.workstream(), title="Agree rates", actor=actor, at=AT)


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.AUDITOR, Role.BOARD, Role.HR_LEAD])
def test_a_reader_adds_and_changes_nothing(role):
    action = action_with()
    actor = make.actor(make.with_role(role, workstream=action.workstream))
    done = {"actor": actor, "at": AT}
    for act in (
        lambda: commands.add(action.workstream, title="Agree rates", **done),
        lambda: commands.edit(action, {"title": "Mine"}, **done),
        lambda: commands.complete(action, on=AT.date(), outcome="Done", **done),
        lambda: commands.withdraw(action, reason="No", **done),
        lambda: commands.reopen(action, reason="No", **done),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert events() == []


def test_its_owner_completes_it_without_any_other_right():
    workstream = make.workstream()
    owner = make.with_role(Role.SPONSOR, workstream=workstream)
    action = action_with(workstream=workstream, owner_id=owner.id)
    actor = make.actor(owner)
    with pytest.raises(NotAllowed):
        commands.edit(action, {"title": "Easier"}, actor=actor, at=AT)
    commands.complete(action, on=AT.date(), outcome="Signed", actor=actor, at=AT)
    assert (action.status, action.outcome) == (ActionStatus.COMPLETE, "Signed")
    with pytest.raises(NotAllowed):
        commands.reopen(action, reason="Not done", actor=actor, at=AT)


def test_a_gap_action_says_what_came_of_it_in_pounds():
    action = gap()
    with pytest.raises(RuleBroken, match="0 if it brought nothing") as broken:
        commands.complete(action, on=AT.date(), outcome="Signed", actor=SYSTEM, at=AT)
    assert broken.value.field == "achieved"
    with pytest.raises(RuleBroken, match="£0 or more"):
        commands.complete(
            action, on=AT.date(), outcome="Signed", achieved=Pence(-1), actor=SYSTEM, at=AT
        )
    commands.complete(
        action, on=AT.date(), outcome="Signed", achieved=Pence(0), actor=SYSTEM, at=AT
    )
    assert (action.achieved, action.expected) == (0, 60_000_00)
    (event,) = events()
    assert event.differences["achieved"] == [None, "£0.00"]


def test_completion_is_today_in_london_at_the_latest():
    midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July in London
    action = action_with()
    with pytest.raises(RuleBroken, match="today or in the past"):
        commands.complete(action, on=date(2026, 7, 3), outcome="Done", actor=SYSTEM, at=midnight)
    commands.complete(action, on=date(2026, 7, 2), outcome="Done", actor=SYSTEM, at=midnight)
    assert action.status is ActionStatus.COMPLETE


def test_a_closed_action_is_opened_before_anything_but_its_disclosure_changes():
    action = action_with(title="Agree rates")
    commands.complete(action, on=AT.date(), outcome="Done", actor=SYSTEM, at=AT)
    same = {"title": "Agree rates", "disclosure": Disclosure.COMMERCIAL}
    commands.edit(action, same, actor=SYSTEM, at=AT)
    assert action.disclosure is Disclosure.COMMERCIAL
    for act in (
        lambda: commands.edit(action, {"title": "Other"}, actor=SYSTEM, at=AT),
        lambda: commands.complete(action, on=AT.date(), outcome="x", actor=SYSTEM, at=AT),
        lambda: commands.withdraw(action, reason="x", actor=SYSTEM, at=AT),
    ):
        with pytest.raises(RuleBroken, match="reopen it"):
            act()
    commands.reopen(action, reason="It was not signed", actor=SYSTEM, at=AT)
    assert (action.status, action.completed_on, action.outcome, action.achieved) == (
        ActionStatus.OPEN,
        None,
        "",
        None,
    )
    with pytest.raises(RuleBroken, match="open already"):
        commands.reopen(action, reason="Again", actor=SYSTEM, at=AT)


def test_an_edit_cannot_take_away_what_the_kind_needs():
    action = gap()
    for field, message in (
        ("owner_id", "Choose who"),
        ("due_on", "Enter the date"),
        ("expected", "Enter how many pounds"),
    ):
        with pytest.raises(RuleBroken, match=message):
            commands.edit(action, {field: None}, actor=SYSTEM, at=AT)
    with pytest.raises(TypeError):
        commands.edit(action, {"achieved": Pence(1)}, actor=SYSTEM, at=AT)
    assert (action.expected, action.due_on) == (60_000_00, DUE)


def test_saving_what_is_already_there_leaves_no_event():
    action = action_with(title="Agree rates")
    commands.edit(action, {"title": "Agree rates"}, actor=SYSTEM, at=AT)
    assert events() == []
    assert action.version == 1


def test_a_stale_version_is_a_conflict_and_changes_nothing():
    action = action_with()
    commands.edit(action, {"title": "Theirs"}, version=1, actor=SYSTEM, at=AT)
    for act in (
        lambda: commands.edit(action, {"title": "Mine"}, version=1, actor=SYSTEM, at=AT),
        lambda: commands.complete(
            action, on=AT.date(), outcome="x", version=1, actor=SYSTEM, at=AT
        ),
        lambda: commands.withdraw(action, reason="x", version=1, actor=SYSTEM, at=AT),
        lambda: commands.reopen(action, reason="x", version=1, actor=SYSTEM, at=AT),
    ):
        with pytest.raises(Conflict):
            act()
    assert (action.title, action.status) == ("Theirs", ActionStatus.OPEN)


def test_whoever_makes_it_workforce_sensitive_keeps_sight_of_it():
    workstream = make.workstream()
    lead = make.lead(workstream)
    action = action_with(workstream=workstream)
    changed = {"disclosure": Disclosure.WORKFORCE}
    commands.edit(action, changed, actor=make.actor(lead), at=AT)
    assert programmes.readers_of("action", action.id) == {lead.id}


def test_actions_are_found_by_the_record_that_they_came_from():
    workstream = make.workstream()
    mine = {"source_kind": "assessment", "source_id": 7, "workstream": workstream}
    late = make.action(**mine, due_on=date(2027, 1, 5))
    soon = make.action(**mine, due_on=date(2026, 11, 5))
    done = make.action(**mine, status=ActionStatus.COMPLETE)
    make.action(source_kind="assessment", source_id=8)
    make.action(source_kind="scheme", source_id=7)
    assert [each.id for each in queries.of_source("assessment", 7)] == [soon.id, done.id, late.id]
    assert [each.id for each in queries.open_of_source("assessment", 7)] == [soon.id, late.id]


def test_a_page_finds_only_what_its_reader_may_see():
    workstream = make.workstream()
    hidden = make.action(
        workstream=workstream,
        source_kind="scheme",
        source_id=7,
        disclosure=Disclosure.WORKFORCE,
    )
    lead = make.actor(make.lead(workstream))
    assert queries.of_source("scheme", 7, lead) == []
    assert [each.id for each in queries.of_source("scheme", 7)] == [hidden.id]
    with pytest.raises(NotFound):
        queries.get(hidden.id, lead)


def test_gap_closers_are_those_of_the_year_open_ones_first():
    workstream = make.workstream()
    year = FinancialYear(2026)
    given = {"kind": ActionKind.GAP, "workstream": workstream, "expected": Pence(1_00)}
    done = make.action(**given, financial_year=year, status=ActionStatus.COMPLETE)
    still = make.action(**given, financial_year=year)
    make.action(**given, financial_year=FinancialYear(2027))
    make.action(**given, financial_year=year, status=ActionStatus.WITHDRAWN)
    make.action(workstream=workstream, financial_year=year)
    programme = workstream.programme_id
    found = queries.gap_closers(programme, year, SYSTEM)
    assert [each.id for each in found] == [still.id, done.id]
    assert queries.gap_closers(programme, year, SYSTEM, make.workstream().id) == []
