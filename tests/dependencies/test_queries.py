"""Who sees which dependencies, and the register's conditions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import NotFound
from app.db import db
from app.dependencies import display, queries, rules
from app.dependencies.models import Dependency, DependencyStatus
from app.programmes.models import Disclosure, RecordReader
from tests import make
from tests.make.store import stored

TODAY = date(2026, 10, 20)


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def giver(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def receiver(programme):
    return make.workstream(ref="WS02", programme_id=programme.id)


def sees(actor: Actor, dependency: Dependency) -> bool:
    """Whether the page, the register and the workstream's list all show it, or all do not."""
    listed = dependency.id in [row.id for row in queries.rows(queries.listed(actor))]
    sides = [side for side in (dependency.giver_id, dependency.receiver_id) if side]
    of_workstream = all(
        dependency.id in [each.id for each in queries.of_workstream(side, actor)] for side in sides
    )
    try:
        page = queries.get(dependency.id, actor) is not None
    except NotFound:
        page = False
    assert listed == page == of_workstream
    return page


def test_the_leads_of_both_sides_see_it_and_a_third_lead_does_not(programme, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver)
    third = make.workstream(programme_id=programme.id)
    assert sees(make.actor(make.lead(giver)), dependency)
    assert sees(make.actor(make.lead(receiver)), dependency)
    assert not sees(make.actor(make.lead(third)), dependency)


def test_readers_of_the_programme_see_it_and_those_of_another_do_not(programme, giver, receiver):
    dependency = make.dependency(giver=giver, receiver=receiver)
    outside = make.dependency(receiver=receiver, giver_body="Estates")
    for who, expected in (
        (make.finance(programme), True),
        (make.pmo(), True),
        (make.pmo(make.programme()), False),
        (make.lead(make.workstream()), False),
        (make.person(), False),
    ):
        assert sees(make.actor(who), dependency) is expected
        assert sees(make.actor(who), outside) is expected


def test_a_workforce_sensitive_one_shows_to_its_owner_and_those_named_whatever_their_side(
    programme, giver, receiver
):
    owner, named = make.lead(giver), make.lead(receiver)
    dependency = make.dependency(
        giver=giver, receiver=receiver, owner_id=owner.id, disclosure=Disclosure.WORKFORCE
    )
    stored(RecordReader(record_kind="dependency", record_id=dependency.id, person_id=named.id))
    assert sees(make.actor(owner), dependency)
    assert sees(make.actor(named), dependency)
    assert sees(Actor.system("lock"), dependency)
    for other in (make.lead(giver), make.lead(receiver), make.pmo(programme), make.sro()):
        assert not sees(make.actor(other), dependency)


def test_being_named_on_it_does_not_open_another_programme(giver, receiver):
    stranger = make.lead(make.workstream())
    dependency = make.dependency(
        giver=giver, receiver=receiver, owner_id=stranger.id, disclosure=Disclosure.WORKFORCE
    )
    assert not sees(make.actor(stranger), dependency)


def test_the_registers_late_filter_is_the_rule_of_lateness(giver, receiver):
    days = [None, *(TODAY + timedelta(days=days) for days in (-1, 0, 1))]
    for need_by, promise, status in product(days, days, DependencyStatus):
        make.dependency(
            giver=giver, receiver=receiver, need_by=need_by, promise=promise, status=status
        )
    every = db.session.scalars(select(Dependency)).all()
    by_rule = {
        each.id for each in every if rules.is_late(each.status, each.need_by, each.promise, TODAY)
    }
    found = db.session.scalars(select(Dependency.id).where(display.is_late(TODAY))).all()
    assert set(found) == by_rule
    assert 0 < len(by_rule) < len(every) == 112


def test_what_waits_for_a_signature_waits_for_the_side_that_has_not_signed(
    programme, giver, receiver
):
    proposed = {"status": DependencyStatus.PROPOSED}
    by_giver = make.dependency(
        giver=giver, receiver=receiver, giver_signed_on=TODAY, giver_signed_by="Ann", **proposed
    )
    outside = make.dependency(
        receiver=receiver,
        giver_body="Estates",
        receiver_signed_on=TODAY,
        receiver_signed_by="Bob",
        **proposed,
    )
    make.dependency(giver=giver, receiver=receiver, status=DependencyStatus.AGREED)

    def waiting(who) -> set[int]:
        condition = queries.waiting_for(make.actor(who))
        return set(db.session.scalars(select(Dependency.id).where(condition)))

    assert waiting(make.lead(receiver)) == {by_giver.id}
    assert waiting(make.lead(giver)) == set()
    assert waiting(make.pmo(programme)) == {outside.id}
    assert waiting(make.pmo(make.programme())) == set()


def test_a_lead_may_choose_the_other_side_in_the_same_programme_only(programme, giver, receiver):
    elsewhere = make.workstream()
    offered = {row.id for row in queries.sides(make.actor(make.lead(giver)))}
    assert offered == {giver.id, receiver.id}
    assert elsewhere.id not in offered
    assert queries.sides(make.actor(make.finance(programme))) == []


def test_the_matrix_counts_pairs_and_shows_the_worst_of_each(programme, giver, receiver):
    make.dependency(giver=giver, receiver=receiver, status=DependencyStatus.AGREED)
    make.dependency(giver=giver, receiver=receiver, status=DependencyStatus.DISPUTED)
    make.dependency(receiver=giver, giver_body="Estates", status=DependencyStatus.AGREED)
    rows = queries.rows(queries.listed(Actor.system("test")))
    matrix = display.matrix(display.Line(row, TODAY, rules.DependencyThresholds()) for row in rows)
    assert [party.ref for party in matrix.givers] == ["WS01", "Outside bodies"]
    assert [party.ref for party in matrix.receivers] == ["WS01", "WS02"]
    pair = matrix.pair(matrix.givers[0], matrix.receivers[1])
    assert pair is not None
    assert (pair.count, pair.colour.value) == (2, "red")
    assert matrix.pair(matrix.givers[0], matrix.receivers[0]) is None
