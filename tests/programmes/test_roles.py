"""Roles and deputies: who may give them, and what they may not become."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.db import db
from app.programmes import commands, queries
from app.programmes.models import Deputy, RoleAssignment
from app.programmes.queries import held
from app.programmes.roles import Role
from tests import make
from tests.conftest import NOW
from tests.make.people import TODAY
from tests.make.store import stored

SYSTEM = Actor.system("test")
YESTERDAY = TODAY - timedelta(days=1)


def give(person, role=Role.PMO, actor=SYSTEM, **more):
    given = {"starts_on": TODAY, **more}
    return commands.assign_role(person, role=role, actor=actor, at=NOW, **given)


def name(principal, deputy, actor=SYSTEM, **more):
    given = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "reason": "Leave", **more}
    return commands.name_deputy(principal, deputy=deputy, actor=actor, at=NOW, **given)


def test_a_role_is_held_in_one_place_only():
    workstream = make.workstream()
    programme = queries.programme(workstream.programme_id)
    with pytest.raises(RuleBroken, match="Choose one place"):
        give(make.person(), workstream=workstream, programme=programme)


def test_a_role_cannot_end_before_it_starts():
    with pytest.raises(RuleBroken, match="on or after the first day"):
        give(make.person(), ends_on=YESTERDAY)


def test_a_leaver_is_given_no_role():
    with pytest.raises(RuleBroken, match="has left"):
        give(make.person(deactivated_at=NOW))


def test_the_same_role_may_be_held_in_two_places():
    person, one, two = make.person(), make.workstream(), make.workstream()
    give(person, Role.LEAD, workstream=one)
    give(person, Role.LEAD, workstream=two)
    assert len(queries.roles_of(person.id)) == 2


def test_a_role_that_ended_may_be_given_again():
    person = make.person()
    commands.end_role(give(person), last_day=YESTERDAY, actor=SYSTEM, at=NOW)
    give(person)
    assert len(queries.roles_of(person.id, TODAY)) == 1


def test_a_role_ends_once():
    role = give(make.person(), ends_on=TODAY)
    with pytest.raises(RuleBroken, match="ends sooner already"):
        commands.end_role(role, last_day=TODAY, actor=SYSTEM, at=NOW)


def test_a_role_does_not_end_long_before_it_started():
    with pytest.raises(RuleBroken, match="before the role started"):
        commands.end_role(give(make.person()), last_day=date(2020, 1, 1), actor=SYSTEM, at=NOW)


def test_an_administrator_may_go_when_another_stays():
    one, other = make.person(), make.person()
    first = give(one, Role.ADMIN)
    give(other, Role.ADMIN, starts_on=date(2026, 1, 1))
    commands.end_role(first, last_day=YESTERDAY, actor=SYSTEM, at=NOW)
    assert not queries.roles_of(one.id, TODAY)


def test_a_leaver_is_not_the_administrator_who_stays():
    first = give(make.person(), Role.ADMIN)
    give(other := make.person(), Role.ADMIN)
    other.deactivated_at = NOW
    db.session.flush()
    with pytest.raises(RuleBroken, match="last administrator"):
        commands.end_role(first, last_day=YESTERDAY, actor=SYSTEM, at=NOW)


def test_a_deputys_administrator_rights_do_not_let_them_raise_themselves():
    admin, deputy = make.with_role(Role.ADMIN), make.person()
    name(admin, deputy, actor=make.actor(admin))
    db.session.commit()
    with pytest.raises(NotAllowed, match="yourself a role"):
        give(deputy, actor=make.actor(deputy))


def test_an_administrator_of_a_programme_does_not_give_roles_in_its_organisation():
    programme = queries.programme(make.programme().id)
    admin = make.with_role(Role.ADMIN, programme=programme)
    with pytest.raises(NotAllowed):
        give(make.person(), actor=make.actor(admin), organisation=programme.organisation)


def test_nobody_stands_in_for_themselves():
    person = make.person()
    with pytest.raises(RuleBroken, match="stands in for themselves"):
        name(person, person)


@pytest.mark.parametrize("which", ["principal", "deputy"])
def test_a_leaver_neither_stands_in_nor_is_stood_in_for(which):
    gone, other = make.person(deactivated_at=NOW), make.person()
    pair = (gone, other) if which == "principal" else (other, gone)
    with pytest.raises(RuleBroken, match="has left"):
        name(*pair)


def test_the_same_deputy_is_not_named_twice_for_one_time():
    principal, deputy = make.person(), make.person(name="Bob")
    name(principal, deputy)
    with pytest.raises(RuleBroken, match="Bob stands in from 20 October 2026"):
        name(principal, deputy)
    later = {"starts_on": TODAY + timedelta(days=20), "ends_on": TODAY + timedelta(days=30)}
    assert name(principal, deputy, **later)


def test_only_the_person_or_an_administrator_names_a_deputy():
    with pytest.raises(NotAllowed):
        name(make.person(), make.person(), actor=make.actor(make.pmo()))


def test_a_deputy_who_has_stopped_is_not_stopped_again():
    named = name(make.person(), make.person())
    commands.end_deputy(named, last_day=YESTERDAY, actor=SYSTEM, at=NOW)
    with pytest.raises(RuleBroken, match="stopped standing in already"):
        commands.end_deputy(named, last_day=YESTERDAY, actor=SYSTEM, at=NOW)


def test_roles_given_in_an_icb_hold_in_its_trusts_and_no_further():
    board = make.organisation(name="An ICB")
    trust = make.organisation(parent_id=board.id)
    inside = make.programme(organisation=trust)
    make.programme()
    person = make.person()
    give(person, organisation=board)
    db.session.flush()
    assert {place.programme_id for place in make.actor(person).granted} == {inside.id}


@pytest.mark.parametrize("find", [queries.role, queries.deputy, queries.workstream_for_role])
def test_what_does_not_exist_is_not_found(find):
    with pytest.raises(NotFound):
        find(999)


def test_roles_by_workstream_are_those_that_hold_in_each_place():
    parent = make.organisation()
    trust = make.organisation(parent_id=parent.id)
    programme = make.programme(organisation=trust)
    places = [make.workstream(programme=programme), make.workstream(programme=programme)]
    elsewhere = make.workstream()
    who, principal = make.person(), make.person(name="Ann Lee")
    day = date(2026, 10, 20)
    given = [
        {"organisation_id": parent.id, "role": Role.CHIEF_NURSE, "person_id": principal.id},
        {"workstream_id": places[0].id, "role": Role.MEDICAL_DIRECTOR, "person_id": who.id},
        {"programme_id": programme.id, "role": Role.LEAD, "person_id": who.id},
        {
            "organisation_id": trust.id,
            "role": Role.MEDICAL_DIRECTOR,
            "person_id": who.id,
            "ends_on": date(2026, 10, 19),
        },
    ]
    for each in given:
        stored(RoleAssignment(starts_on=date(2026, 4, 1), **each))
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=who.id,
            starts_on=day,
            ends_on=day,
            reason="On leave",
        )
    )
    seats = {Role.MEDICAL_DIRECTOR, Role.CHIEF_NURSE}

    found = held.held_by_workstream(who.id, seats, day)

    assert set(found) == {place.id for place in places}
    for place in (*places, elsewhere):
        one_by_one = queries.held_roles(who.id, place.place, day)
        assert found.get(place.id, ()) == tuple(each for each in one_by_one if each.role in seats)


def test_two_people_may_stand_in_for_one_at_the_same_time():
    principal, bob, cat = make.person(), make.person(name="Bob"), make.person(name="Cat")
    name(principal, bob)
    name(principal, cat)
    stands_in = {each.deputy_id for each in queries.deputies_of(principal.id, TODAY)}
    assert stands_in == {bob.id, cat.id}


def test_a_deputy_may_be_named_anew_for_a_time_before_the_one_that_is_agreed():
    principal, bob = make.person(), make.person(name="Bob")
    in_a_month = TODAY + timedelta(days=30)
    name(principal, bob, starts_on=in_a_month, ends_on=in_a_month + timedelta(days=5))
    assert name(principal, bob).starts_on == TODAY
