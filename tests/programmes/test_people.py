"""The pages of people: added, changed, given roles, deputised for, gone and come back."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.core.actor import Permission
from app.db import db
from app.programmes.models import Deputy, Disclosure, RoleAssignment
from app.programmes.roles import Role
from tests import make


@pytest.fixture
def admin() -> Person:
    return make.with_role(Role.ADMIN, name="Grace")


def date_parts(name: str, day: int, month: int, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def roles_of(person: Person) -> list[RoleAssignment]:
    held = select(RoleAssignment).where(RoleAssignment.person_id == person.id)
    return list(db.session.scalars(held))


def give(client, person, role="lead", where="everywhere", **more):
    data = {"role": role, "where": where, **date_parts("starts_on", 20, 10), **more}
    return client.post(f"/people/{person.id}/roles/new", data=data)


def test_the_list_names_everybody_with_their_roles(client, admin):
    make.pmo(name="Ann Lee", job_title="Head of PMO")
    page = client.sign_in(admin).get("/people").text
    assert "Ann Lee" in page
    assert "Programme office" in page


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(client, admin, queries):
    client.sign_in(admin)
    client.get("/people")
    queries.clear()
    client.get("/people")
    few = len(queries)
    for _ in range(30):
        make.pmo()
    queries.clear()
    client.get("/people")
    assert len(queries) == few


@pytest.mark.parametrize(
    ("asked", "found"),
    [("q=lee", "Ann Lee"), ("role=pmo", "Ann Lee"), ("status=left", "Bob Fox")],
)
def test_the_list_is_narrowed_by_words_role_and_status(client, admin, asked, found):
    make.pmo(name="Ann Lee")
    make.person(name="Bob Fox", deactivated_at=admin.created_at)
    page = client.sign_in(admin).get(f"/people?{asked}").text
    assert {"Ann Lee", "Bob Fox"} & set(page.replace("<", ">").split(">")) == {found}


def test_the_list_can_be_taken_away_and_that_is_noted(client, admin):
    make.person(name="=SUM(A1)")
    answer = client.sign_in(admin).get("/people?format=csv")
    assert "'=SUM(A1)" in answer.text
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_name) == ("people.export", "Grace")


def test_a_person_is_added_under_a_folded_address(client, admin):
    data = {"name": "Ann Lee", "email": " Ann.LEE@Example.Test ", "job_title": "Lead"}
    answer = client.sign_in(admin).post("/people/new", data=data)
    added = db.session.scalars(select(Person).where(Person.name == "Ann Lee")).one()
    assert answer.location == f"/people/{added.id}"
    assert added.email == "ann.lee@example.test"
    assert "give them a role" in client.get(answer.location).text


def test_two_people_cannot_have_one_address(client, admin):
    make.person(email="ann@example.test")
    data = {"name": "Ann", "email": "ANN@example.test"}
    answer = client.sign_in(admin).post("/people/new", data=data)
    assert answer.status_code == 422
    assert "already a person with the e-mail address ann@example.test" in answer.text


def test_a_stale_page_shows_both_versions(client, admin):
    person = make.person(name="Ann")
    client.sign_in(admin)
    form = {"email": person.email, "job_title": "", "version": "1"}
    client.post(f"/people/{person.id}/edit", data={**form, "name": "Ann Lee"})
    answer = client.post(f"/people/{person.id}/edit", data={**form, "name": "Anne"})
    assert answer.status_code == 409
    assert "Ann Lee" in answer.text
    assert "Anne" in answer.text


def test_a_link_is_sent_to_somebody_new(client, admin, caplog):
    caplog.set_level(logging.WARNING, "ragstone.mail")
    person = make.person(email="new@example.test")
    client.sign_in(admin).post(f"/people/{person.id}/link").close()
    assert "To: new@example.test" in caplog.text


def test_a_role_is_given_in_a_workstream_and_holds_there_only(client, admin):
    workstream, person = make.workstream(), make.person()
    give(client.sign_in(admin), person, where=f"workstream:{workstream.id}")
    actor = make.actor(db.session.get(Person, person.id))
    assert actor.workstreams(Permission.EDIT_RISKS) == {workstream.id}
    assert not actor.programmes(Permission.EDIT_RISKS)


def test_a_role_is_in_the_trail_with_its_place(client, admin):
    programme, person = make.programme(code="OPD", name="Outpatients"), make.person(name="Ann")
    give(client.sign_in(admin), person, role="pmo", where=f"programme:{programme.id}")
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.record_name) == ("role.give", "Programme office of Ann")
    assert event.differences["where"] == [None, "OPD Outpatients"]
    assert event.programme_id == programme.id


def test_nobody_gives_themselves_a_role(client, admin):
    answer = give(client.sign_in(admin), admin, role="pmo")
    assert answer.status_code == 403
    assert len(roles_of(admin)) == 1


def test_the_same_role_is_not_given_twice(client, admin):
    person = make.pmo(name="Ann")
    answer = give(client.sign_in(admin), person, role="pmo")
    assert answer.status_code == 422
    assert "Ann is Programme office already, everywhere" in answer.text


def test_an_administrator_of_one_programme_gives_roles_there_only(client):
    here, there = make.programme(), make.programme()
    admin, person = make.with_role(Role.ADMIN, programme=here), make.person()
    client.sign_in(admin)
    page = client.get(f"/people/{person.id}/roles/new").text
    assert f'value="programme:{here.id}"' in page
    assert f'value="programme:{there.id}"' not in page
    assert 'value="everywhere"' not in page
    assert give(client, person, role="pmo", where="everywhere").status_code == 422
    assert give(client, person, role="pmo", where=f"programme:{there.id}").status_code == 422
    assert give(client, person, role="pmo", where=f"programme:{here.id}").status_code == 302


def test_an_administrator_of_one_programme_cannot_take_over_anothers_account(client):
    admin = make.with_role(Role.ADMIN, programme=make.programme())
    boss = make.with_role(Role.ADMIN, email="boss@example.test")
    client.sign_in(admin)
    data = {"name": boss.name, "email": "mine@example.test", "version": "1"}
    assert client.post(f"/people/{boss.id}/edit", data=data).status_code == 403
    assert client.post(f"/people/{boss.id}/deactivate", data={"reason": "x"}).status_code == 403
    assert db.session.get(Person, boss.id).email == "boss@example.test"


def test_a_role_ended_now_holds_no_longer(client, admin):
    person = make.pmo()
    role = roles_of(person)[0]
    client.sign_in(admin).post(f"/people/roles/{role.id}/end", data={"reason": "Moved on"})
    assert not make.actor(db.session.get(Person, person.id)).granted


def test_a_role_can_end_on_a_day_to_come(client, admin):
    person = make.pmo()
    role = roles_of(person)[0]
    data = {"reason": "Moving on", **date_parts("last_day", 31, 12)}
    client.sign_in(admin).post(f"/people/roles/{role.id}/end", data=data)
    assert make.actor(db.session.get(Person, person.id)).granted
    assert "until 31 December 2026" in client.get(f"/people/{person.id}").text


def test_the_last_administrator_stays(client, admin):
    role = roles_of(admin)[0]
    answer = client.sign_in(admin).post(f"/people/roles/{role.id}/end", data={"reason": "x"})
    assert answer.status_code == 422
    assert "last administrator" in answer.text


def deputise(client, deputy, address="/me/deputies/new", **more):
    data = {
        "deputy_id": str(deputy.id),
        "reason": "Leave",
        **date_parts("starts_on", 20, 10),
        **date_parts("ends_on", 30, 10),
        **more,
    }
    return client.post(address, data=data)


def test_a_deputy_may_do_what_the_person_may_and_is_named_as_such(client):
    workstream, deputy = make.workstream(), make.person(name="Bob")
    lead = make.lead(workstream, name="Ann")
    assert deputise(client.sign_in(lead), deputy).location == "/me"
    actor = make.actor(db.session.get(Person, deputy.id))
    assert actor.deputising_for == ("Ann",)
    assert actor.granted == make.actor(db.session.get(Person, lead.id)).granted


def test_a_deputy_cannot_pass_it_on(client):
    lead, deputy, third = make.lead(make.workstream()), make.person(), make.person()
    deputise(client.sign_in(lead), deputy)
    deputise(client.sign_in(deputy), third)
    assert not make.actor(db.session.get(Person, third.id)).granted


def test_an_administrator_cannot_become_somebodys_deputy_by_naming_themselves(client, admin):
    pmo = make.pmo()
    answer = deputise(client.sign_in(admin), admin, f"/people/{pmo.id}/deputies/new")
    assert answer.status_code == 403
    assert not db.session.scalars(select(Deputy)).all()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (date_parts("ends_on", 1, 10), "on or after the first day"),
        (date_parts("ends_on", 1, 1, 2028), "within a year"),
        ({"ends_on-day": ""}, "must include a day"),
    ],
)
def test_a_deputy_stands_in_for_a_sensible_time(client, more, sentence):
    answer = deputise(client.sign_in(make.pmo()), make.person(), **more)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_person_ends_what_their_deputy_does(client):
    lead, deputy = make.lead(make.workstream()), make.person()
    deputise(client.sign_in(lead), deputy)
    named = db.session.scalars(select(Deputy)).one()
    assert client.post(f"/deputies/{named.id}/end").location == "/me"
    assert not make.actor(db.session.get(Person, deputy.id)).granted


def test_nobody_else_ends_it(client):
    lead, deputy = make.lead(make.workstream()), make.person()
    deputise(client.sign_in(lead), deputy)
    named = db.session.scalars(select(Deputy)).one()
    client.sign_in(make.pmo())
    assert client.post(f"/deputies/{named.id}/end").status_code == 403


def leave(client, person):
    return client.post(f"/people/{person.id}/deactivate", data={"reason": "Left the trust"})


def test_a_leavers_roles_and_sessions_end_and_nothing_is_deleted(app, client, admin):
    person = make.pmo(name="Ann")
    elsewhere = app.test_client().sign_in(person)
    assert leave(client.sign_in(admin), person).status_code == 302
    gone = db.session.get(Person, person.id)
    assert gone.name == "Ann"
    assert not gone.is_active
    assert not make.actor(gone).granted
    assert elsewhere.get("/me").status_code == 302


def test_nobody_stands_in_for_a_leaver(client, admin):
    lead, deputy = make.lead(make.workstream()), make.person()
    deputise(client.sign_in(lead), deputy)
    leave(client.sign_in(admin), lead)
    assert not make.actor(db.session.get(Person, deputy.id)).deputising_for


def test_nobody_deactivates_themselves(client, admin):
    make.with_role(Role.ADMIN)
    assert leave(client.sign_in(admin), admin).status_code == 422


def test_somebody_who_comes_back_has_no_role_and_no_password(client, admin):
    person = make.pmo(password_hash="old")
    leave(client.sign_in(admin), person)
    client.post(f"/people/{person.id}/reactivate", data={"reason": "Back"})
    back = db.session.get(Person, person.id)
    assert back.is_active
    assert back.password_hash is None
    assert not make.actor(back).granted


def test_what_a_leaver_answers_for_is_listed_for_handing_over(client, admin):
    leaver = make.person()
    programme = make.programme(sro_id=leaver.id, code="OPD")
    workstream = make.workstream(programme=programme, lead_id=leaver.id, name="Virtual clinics")
    make.milestone(workstream=workstream, owner_id=leaver.id, title="Open the hub")
    make.milestone(
        workstream=workstream,
        owner_id=leaver.id,
        title="Redundancies",
        disclosure=Disclosure.WORKFORCE,
    )
    page = client.sign_in(admin).get(f"/people/{leaver.id}/deactivate").text
    assert "Open the hub" in page
    assert "Virtual clinics" in page
    assert "OPD" in page
    assert "Redundancies" not in page
    assert "one that only people named on it may see" in page
