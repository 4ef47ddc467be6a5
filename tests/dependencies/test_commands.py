"""What the two sides of a dependency may do, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.dependencies import commands, queries
from app.dependencies.models import DateChange, DateKind, Dependency, DependencyStatus
from app.dependencies.rules import Party
from app.programmes import queries as programmes
from app.programmes.models import Disclosure, Programme, Workstream
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("import")
NEED = date(2026, 12, 1)


@pytest.fixture
def programme() -> Programme:
    return make.programme()


@pytest.fixture
def giver(programme: Programme) -> Workstream:
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def receiver(programme: Programme) -> Workstream:
    return make.workstream(ref="WS02", programme_id=programme.id)


def dependency_with(**given: Any) -> Dependency:
    """A stored dependency, loaded as a page loads it."""
    return queries.get(make.dependency(**given).id, SYSTEM)


def lead_of(workstream: Workstream, name: str = "Ada") -> Actor:
    return make.actor(make.lead(workstream, name=name))


def agreed(giver: Workstream, receiver: Workstream, **given: Any) -> Dependency:
    return dependency_with(giver=giver, receiver=receiver, status=DependencyStatus.AGREED, **given)


# --- adding


def test_it_is_numbered_by_the_receiver_and_nobody_has_signed(programme, giver, receiver):
    made = commands.add(
        programme,
        title="Room data",
        giver=giver,
        receiver=receiver,
        need_by=NEED,
        actor=SYSTEM,
        at=AT,
    )
    assert (made.ref, made.status) == ("WS02-D01", DependencyStatus.DRAFT)
    assert made.standing.signed == frozenset()


def test_it_is_numbered_by_the_giver_when_an_outside_body_needs_it(programme, giver):
    given = {"giver": giver, "receiver_body": "Anytown Council"}
    first = commands.add(programme, title="Room data", **given, actor=SYSTEM, at=AT)
    commands.withdraw(first, reason="A mistake", actor=SYSTEM, at=AT)
    second = commands.add(programme, title="Room data", **given, actor=SYSTEM, at=AT)
    assert (first.ref, second.ref) == ("WS01-D01", "WS01-D02")


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        ({}, "Choose the workstream that is the giver"),
        ({"giver": True}, "Choose the workstream that is the receiver"),
        ({"giver": True, "giver_body": "Estates"}, "not both"),
        ({"giver_body": "Estates", "receiver_body": "Council"}, "must be a workstream"),
        ({"giver": True, "receiver": "same"}, "must be different"),
        ({"giver": True, "receiver": "elsewhere"}, "same programme"),
    ],
)
def test_it_has_two_different_sides_in_one_programme(programme, giver, sides, sentence):
    given = dict(sides)
    if given.get("giver"):
        given["giver"] = giver
    if "receiver" in given:
        given["receiver"] = giver if given["receiver"] == "same" else make.workstream()
    with pytest.raises(RuleBroken, match=sentence):
        commands.add(programme, title="Room data", **given, actor=SYSTEM, at=AT)
    assert not db.session.scalars(select(Dependency)).all()


def test_only_somebody_of_one_of_the_sides_adds_it(programme, giver, receiver):
    third = lead_of(make.workstream(programme_id=programme.id))
    with pytest.raises(NotAllowed):
        commands.add(programme, title="x", giver=giver, receiver=receiver, actor=third, at=AT)
    for side in (giver, receiver):
        commands.add(
            programme, title="x", giver=giver, receiver=receiver, actor=lead_of(side), at=AT
        )


# --- agreeing


def test_two_signatures_of_two_leads_agree_it(giver, receiver):
    dependency = dependency_with(giver=giver, receiver=receiver)
    commands.sign(dependency, side=Party.RECEIVER, actor=lead_of(receiver, "Bob"), at=AT)
    assert dependency.status is DependencyStatus.PROPOSED
    commands.sign(dependency, side=Party.GIVER, actor=lead_of(giver, "Ann"), at=AT)
    assert dependency.status is DependencyStatus.AGREED
    assert (dependency.giver_signed_by, dependency.receiver_signed_by) == ("Ann", "Bob")
    assert dependency.giver_signed_on == dependency.receiver_signed_on == AT.date()


def test_a_lead_cannot_sign_for_the_other_side(giver, receiver):
    dependency = dependency_with(giver=giver, receiver=receiver)
    with pytest.raises(NotAllowed):
        commands.sign(dependency, side=Party.GIVER, actor=lead_of(receiver), at=AT)
    assert dependency.status is DependencyStatus.DRAFT


def test_the_office_signs_for_an_outside_body_and_no_lead_does(programme, receiver):
    dependency = dependency_with(receiver=receiver, giver_body="Estates")
    with pytest.raises(NotAllowed):
        commands.sign(dependency, side=Party.GIVER, actor=lead_of(receiver), at=AT)
    office = make.actor(make.pmo(programme))
    commands.sign(dependency, side=Party.GIVER, actor=office, at=AT)
    assert dependency.status is DependencyStatus.PROPOSED


def test_nobody_signs_twice_or_without_both_dates(giver, receiver):
    dependency = dependency_with(giver=giver, receiver=receiver, promise=None)
    with pytest.raises(RuleBroken, match="Both dates"):
        commands.sign(dependency, side=Party.RECEIVER, actor=SYSTEM, at=AT)
    dependency = dependency_with(giver=giver, receiver=receiver)
    commands.sign(dependency, side=Party.RECEIVER, actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="agreed already"):
        commands.sign(dependency, side=Party.RECEIVER, actor=SYSTEM, at=AT)


def test_a_signature_is_for_what_the_page_showed(giver, receiver):
    dependency = dependency_with(giver=giver, receiver=receiver)
    shown = dependency.version
    commands.move_date(dependency, kind=DateKind.PROMISE, to=date(2027, 1, 4), actor=SYSTEM, at=AT)
    with pytest.raises(Conflict):
        commands.sign(dependency, side=Party.RECEIVER, version=shown, actor=SYSTEM, at=AT)
    assert dependency.standing.signed == frozenset()


# --- dates


def test_a_date_that_still_meets_the_need_leaves_the_agreement_and_tells_the_other(giver, receiver):
    dependency = agreed(giver, receiver)
    commands.move_date(
        dependency,
        kind=DateKind.PROMISE,
        to=date(2026, 11, 24),
        reason="Ready early",
        actor=lead_of(giver),
        at=AT,
    )
    db.session.commit()
    dependency = queries.get(dependency.id, SYSTEM)
    assert dependency.status is DependencyStatus.AGREED
    assert queries.unnoted(lead_of(giver)) == []
    ((change, told_of),) = queries.unnoted(lead_of(receiver))
    assert (change.reopened, told_of.id) == (False, dependency.id)


@pytest.mark.parametrize(
    ("kind", "to"),
    [(DateKind.PROMISE, date(2026, 12, 2)), (DateKind.NEED_BY, date(2026, 11, 30))],
    ids=["promised later", "needed sooner"],
)
def test_a_date_that_no_longer_meets_the_need_opens_it_again(giver, receiver, kind, to):
    dependency = agreed(giver, receiver)
    mover = lead_of(giver if kind is DateKind.PROMISE else receiver, "Cy")
    commands.move_date(dependency, kind=kind, to=to, reason="Late data", actor=mover, at=AT)
    assert dependency.status is DependencyStatus.PROPOSED
    assert dependency.standing.signed == {kind.party}
    signed_by = {dependency.giver_signed_by, dependency.receiver_signed_by}
    assert signed_by == {"Cy", ""}


def test_the_day_of_need_is_the_receivers_and_the_promise_the_givers(giver, receiver):
    dependency = agreed(giver, receiver)
    for kind, stranger in ((DateKind.PROMISE, receiver), (DateKind.NEED_BY, giver)):
        with pytest.raises(NotAllowed):
            commands.move_date(
                dependency, kind=kind, to=NEED, reason="x", actor=lead_of(stranger), at=AT
            )


def test_moving_an_agreed_date_needs_a_reason_a_draft_does_not(giver, receiver):
    dependency = agreed(giver, receiver)
    with pytest.raises(RuleBroken, match="Say why"):
        commands.move_date(
            dependency, kind=DateKind.PROMISE, to=date(2026, 11, 1), actor=SYSTEM, at=AT
        )
    draft = dependency_with(giver=giver, receiver=receiver)
    commands.move_date(draft, kind=DateKind.PROMISE, to=date(2026, 11, 1), actor=SYSTEM, at=AT)
    changes = db.session.scalars(select(DateChange)).all()
    assert [change.dependency_id for change in changes] == [draft.id]
    assert queries.unnoted(lead_of(receiver)) == []


def test_a_notice_is_shown_until_the_other_side_has_seen_it(giver, receiver):
    dependency = agreed(giver, receiver)
    mover, told = lead_of(giver), lead_of(receiver)
    commands.move_date(
        dependency, kind=DateKind.PROMISE, to=date(2026, 11, 1), reason="x", actor=mover, at=AT
    )
    db.session.commit()
    ((change, dependency),) = queries.unnoted(told)
    with pytest.raises(NotAllowed):
        commands.note(change, dependency, actor=mover, at=AT)
    commands.note(change, dependency, actor=told, at=AT)
    db.session.commit()
    assert queries.unnoted(told) == []


def test_saving_the_same_date_changes_nothing(giver, receiver):
    dependency = agreed(giver, receiver)
    commands.move_date(dependency, kind=DateKind.PROMISE, to=NEED, actor=SYSTEM, at=AT)
    db.session.commit()
    assert not db.session.scalars(select(AuditEvent)).all()
    assert not db.session.scalars(select(DateChange)).all()


# --- delivering and disputing


def test_the_giver_delivers_and_the_receiver_accepts(giver, receiver):
    dependency = agreed(giver, receiver)
    gives, needs = lead_of(giver), lead_of(receiver)
    with pytest.raises(NotAllowed):
        commands.deliver(dependency, on=AT.date(), actor=needs, at=AT)
    with pytest.raises(RuleBroken, match="today or in the past"):
        commands.deliver(dependency, on=date(2026, 10, 21), actor=gives, at=AT)
    commands.deliver(dependency, on=AT.date(), actor=gives, at=AT)
    with pytest.raises(NotAllowed):
        commands.accept(dependency, actor=gives, at=AT)
    commands.accept(dependency, actor=needs, at=AT)
    assert (dependency.status, dependency.delivered_on) == (
        DependencyStatus.ACCEPTED,
        AT.date(),
    )


def test_a_dispute_needs_a_reason_and_undoes_signatures_and_delivery(giver, receiver):
    dependency = agreed(giver, receiver)
    needs = lead_of(receiver)
    commands.deliver(dependency, on=AT.date(), actor=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="Say what"):
        commands.dispute(dependency, reason=" ", actor=needs, at=AT)
    commands.dispute(dependency, reason="Two sites are missing", actor=needs, at=AT)
    assert dependency.status is DependencyStatus.DISPUTED
    assert dependency.standing.signed == frozenset()
    assert dependency.delivered_on is None
    assert dependency.closing_reason == "Two sites are missing"
    commands.sign(dependency, side=Party.GIVER, actor=lead_of(giver), at=AT)
    assert (dependency.status, dependency.closing_reason) == (DependencyStatus.PROPOSED, "")


def test_only_the_receiver_withdraws_what_is_agreed(giver, receiver):
    dependency = agreed(giver, receiver)
    with pytest.raises(RuleBroken, match="Only the receiver"):
        commands.withdraw(dependency, reason="No time", actor=lead_of(giver), at=AT)
    commands.withdraw(dependency, reason="Not needed", actor=lead_of(receiver), at=AT)
    assert dependency.status is DependencyStatus.WITHDRAWN
    with pytest.raises(RuleBroken):
        commands.edit(dependency, {"title": "Other"}, actor=SYSTEM, at=AT)


# --- editing


def test_another_deliverable_is_another_promise_and_another_float_is_not(giver, receiver):
    dependency = agreed(giver, receiver)
    commands.edit(dependency, {"float_days": 14}, actor=lead_of(receiver), at=AT)
    assert dependency.status is DependencyStatus.AGREED
    commands.edit(dependency, {"title": "More data"}, actor=lead_of(receiver, "Bo"), at=AT)
    assert dependency.status is DependencyStatus.PROPOSED
    assert dependency.standing.signed == {Party.RECEIVER}
    assert dependency.receiver_signed_by == "Bo"


def test_when_the_office_changes_the_deliverable_nobody_has_signed(programme, giver, receiver):
    dependency = agreed(giver, receiver)
    office = make.actor(make.pmo(programme))
    commands.edit(dependency, {"acceptance": "All sites"}, actor=office, at=AT)
    assert (dependency.status, dependency.standing.signed) == (
        DependencyStatus.PROPOSED,
        frozenset(),
    )


def test_whoever_makes_it_workforce_sensitive_keeps_sight_of_it(giver, receiver):
    dependency = dependency_with(giver=giver, receiver=receiver)
    lead = lead_of(giver)
    commands.edit(dependency, {"disclosure": Disclosure.WORKFORCE}, actor=lead, at=AT)
    assert programmes.readers_of("dependency", dependency.id) == {lead.person_id}


@pytest.mark.parametrize("days", [-1, 3651])
def test_a_float_is_a_sensible_number_of_days(giver, receiver, days):
    dependency = dependency_with(giver=giver, receiver=receiver)
    with pytest.raises(RuleBroken, match="Float must be"):
        commands.edit(dependency, {"float_days": days}, actor=SYSTEM, at=AT)


def test_whoever_is_of_neither_side_disputes_and_withdraws_nothing(programme, giver, receiver):
    third = lead_of(make.workstream(programme_id=programme.id))
    made = agreed(giver, receiver)
    for act in (commands.dispute, commands.withdraw):
        with pytest.raises(NotAllowed, match="Only the lead of one of the two sides"):
            act(made, reason="Not mine", actor=third, at=AT)
    assert made.status is DependencyStatus.AGREED


def test_a_notice_is_noted_once_and_only_of_its_own_dependency(giver, receiver):
    made, other = agreed(giver, receiver), agreed(giver, receiver)
    move = {"kind": DateKind.PROMISE, "to": date(2026, 11, 30), "reason": "Sooner"}
    commands.move_date(queries.get(made.id, SYSTEM), **move, actor=SYSTEM, at=AT)
    db.session.commit()
    change = db.session.scalars(select(DateChange)).one()
    with pytest.raises(RuleBroken, match="of another dependency"):
        commands.note(change, queries.get(other.id, SYSTEM), actor=SYSTEM, at=AT)
    for name in ("Ada", "Ben"):
        noted = queries.get(made.id, SYSTEM)
        commands.note(change, noted, actor=lead_of(receiver, name), at=AT)
    assert change.noted_by == "Ada"


def test_only_what_describes_it_is_edited_and_the_same_again_is_no_event(giver, receiver):
    made = agreed(giver, receiver)
    with pytest.raises(TypeError, match="cannot change promise"):
        commands.edit(made, {"promise": NEED}, actor=SYSTEM, at=AT)
    commands.edit(made, {"title": made.title}, actor=SYSTEM, at=AT)
    db.session.commit()
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_the_name_of_an_outside_body_is_not_an_essay(programme, giver):
    with pytest.raises(RuleBroken) as refused:
        commands.add(
            programme, title="Rooms", giver=giver, receiver_body="C" * 201, actor=SYSTEM, at=AT
        )
    assert refused.value.field == "receiver_body"
