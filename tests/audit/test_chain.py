"""The audit trail: written with the change, chained, and found out when it is tampered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit import commands, queries, rules
from app.audit.commands import Subject
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.db import db
from app.programmes.models import Programme
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
ADA = Actor(name="Ada", person_id=7)


def three_events() -> list[rules.Sealed]:
    programme = make.programme()
    for name in ("one", "two", "three"):
        commands.record(f"programme.{name}", programme, {"name": ("a", name)}, actor=ADA, at=AT)
        db.session.commit()
    stored = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    return [event.sealed() for event in stored]


def test_an_event_tells_who_did_what_to_which_record_and_why():
    programme = make.programme(code="OPD")
    commands.record(
        "programme.rename", programme, {"name": ("x", "y")}, actor=ADA, at=AT, reason="A merger"
    )
    db.session.commit()

    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.actor_name, event.action, event.reason) == ("Ada", "programme.rename", "A merger")
    assert event.differences == {"name": ["x", "y"]}
    assert event.record_name.startswith("OPD")


def test_nothing_is_recorded_of_a_change_that_is_rolled_back():
    commands.record("programme.rename", make.programme(), actor=ADA, at=AT)
    db.session.rollback()
    db.session.commit()
    assert queries.head().count == 0


def test_a_chain_that_nobody_touched_is_whole():
    three_events()
    assert queries.first_break() is None


def check(events: list[rules.Sealed]) -> str | None:
    end = queries.head()
    return rules.first_break(events, end.count, end.hash)


def test_a_changed_event_is_found():
    events = three_events()
    events[1] = replace(events[1], content={**events[1].content, "actor_name": "Eve"})
    assert check(events) == "Audit event 2 was changed after it was written"


def test_a_changed_time_is_found():
    events = three_events()
    events[1] = replace(events[1], at=datetime(2020, 1, 1, tzinfo=UTC))
    assert "Audit event 2" in str(check(events))


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_removed_event_is_found(gone):
    events = three_events()
    del events[gone]
    assert f"Audit event {gone + 1}" in str(check(events))


def test_two_events_that_changed_places_are_found():
    events = three_events()
    assert "Audit event 1" in str(check([events[1], events[0], events[2]]))


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET actor_name = 'Eve'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_alter_the_trail(sql):
    three_events()
    with pytest.raises(DatabaseError, match="cannot be altered"):
        db.session.execute(text(sql))
    db.session.rollback()


def unguarded(sql):
    """Runs the statement as somebody would who owns the database."""
    if db.engine.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS audit_event_refuses_{verb}"))
    else:
        db.session.execute(text("DROP TRIGGER IF EXISTS audit_event_refuses ON audit_event"))
    db.session.execute(text(sql))
    db.session.commit()


def test_a_trail_whose_head_was_taken_away_is_broken_and_no_crash():
    three_events()
    unguarded("DELETE FROM audit_head")
    assert queries.first_break() == "The audit trail has 0 heads, and must have one"


def test_an_event_that_cannot_be_read_is_a_break_and_no_crash():
    three_events()
    if db.engine.dialect.name != "sqlite":
        return  # a typed database refuses to store it
    unguarded("UPDATE audit_event SET at = 'long ago' WHERE number = 2")
    assert "cannot be read" in str(queries.first_break())


def test_an_event_that_follows_another_than_it_says_is_found():
    events = three_events()
    events[1] = replace(events[1], previous=rules.GENESIS)
    assert check(events) == "Audit event 2 does not follow the event before it"


def test_a_savepoint_that_is_rolled_back_takes_nothing_of_before_it_from_the_trail():
    commands.record("programme.rename", make.programme(), actor=ADA, at=AT)
    db.session.begin_nested().rollback()
    db.session.commit()
    assert queries.head().count == 1


def deeds():
    db.session.commit()
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    return [each.action.removeprefix("programme.") for each in events]


def tell(*names):
    for name in names:
        commands.record(f"programme.{name}", Subject("programme", "OPD"), actor=ADA, at=AT)


def test_what_was_told_within_a_savepoint_goes_with_it_and_no_more():
    tell("before")
    kept = db.session.begin_nested()
    tell("kept")
    kept.commit()
    refused = db.session.begin_nested()
    tell("refused")
    db.session.begin_nested().commit()
    refused.rollback()
    tell("after")
    assert deeds() == ["before", "kept", "after"]
    assert queries.first_break() is None


def test_a_savepoint_within_another_goes_alone_or_with_it():
    outer = db.session.begin_nested()
    tell("outer")
    inner = db.session.begin_nested()
    tell("inner")
    inner.rollback()
    tell("outer again")
    outer.commit()
    gone = db.session.begin_nested()
    tell("gone")
    db.session.begin_nested()
    tell("gone too")
    gone.rollback()
    assert deeds() == ["outer", "outer again"]


def test_what_the_database_refuses_within_a_savepoint_leaves_the_trail_of_before_it():
    taken = make.programme(code="OPD").id
    tell("before")
    refused = db.session.begin_nested()
    tell("refused")
    db.session.add(Programme(id=taken, code="TWO", name="Two"))
    with pytest.raises(DatabaseError):
        db.session.flush()
    refused.close()
    assert deeds() == ["before"]


def test_changes_flushed_together_lose_what_a_savepoint_among_them_told():
    with commands.together():
        tell("before")
        refused = db.session.begin_nested()
        tell("refused")
        refused.rollback()
        tell("after")
    assert deeds() == ["before", "after"]


def test_a_list_is_kept_as_a_list_whose_dates_are_written_out():
    days = [date(2026, 12, 24), date(2026, 12, 31)]
    commands.record("programme.close", make.programme(), {"days": ((), days)}, actor=ADA, at=AT)
    db.session.commit()
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.differences == {"days": [[], ["2026-12-24", "2026-12-31"]]}
