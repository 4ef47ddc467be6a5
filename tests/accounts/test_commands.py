"""Adding and changing people: what each command refuses, and who may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import commands, queries
from app.accounts.models import Person, ResetLink
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.db import db
from app.programmes.roles import Role
from tests import make
from tests.conftest import NOW

SYSTEM = Actor.system("test")


@pytest.fixture
def ann() -> Person:
    return make.person(name="Ann", email="ann@example.test", password_hash="kept")


def as_themselves(person: Person) -> Actor:
    return Actor(name=person.name, person_id=person.id)


def test_those_who_import_may_add_the_people_that_a_file_names():
    actor = make.actor(make.pmo())
    added = commands.create_person(email="b@example.test", name=" Bob  Fox ", actor=actor, at=NOW)
    assert added.name == "Bob Fox"


def test_a_reader_may_not_add_people():
    actor = make.actor(make.with_role(Role.BOARD))
    with pytest.raises(NotAllowed, match="add people"):
        commands.create_person(email="b@example.test", name="Bob", actor=actor, at=NOW)


def test_a_person_needs_a_name():
    with pytest.raises(RuleBroken, match="Enter the person's name"):
        commands.create_person(email="b@example.test", name=" ", actor=SYSTEM, at=NOW)


def test_a_new_address_spends_the_links_that_were_sent_to_the_old_one(ann):
    secret = commands.offer_link(ann, actor=SYSTEM, at=NOW)
    commands.edit_person(ann, {"email": "New@example.test"}, actor=SYSTEM, at=NOW)
    db.session.commit()
    assert ann.email == "new@example.test"
    assert not queries.link(secret or "").works(NOW)


def test_the_same_address_in_other_letters_is_no_change(ann):
    commands.edit_person(ann, {"email": "ANN@example.test"}, actor=SYSTEM, at=NOW)
    db.session.commit()
    assert ann.email == "ann@example.test"
    assert not db.session.scalars(select(AuditEvent)).all()


def test_a_page_of_an_older_version_changes_nothing(ann):
    with pytest.raises(Conflict):
        commands.edit_person(ann, {"name": "Anne"}, version=7, actor=SYSTEM, at=NOW)
    assert ann.name == "Ann"


def test_nobody_sets_somebody_elses_password(ann):
    with pytest.raises(NotAllowed):
        commands.set_password(ann, "new", actor=make.actor(make.pmo()), at=NOW)


def test_nobody_signs_somebody_else_out(ann):
    with pytest.raises(NotAllowed):
        commands.sign_out_everywhere(ann, actor=make.actor(make.pmo()), at=NOW)


def test_a_hash_is_renewed_for_its_owner_only(ann):
    with pytest.raises(NotAllowed):
        commands.renew_hash(db.session, ann.id, old="kept", new="new", actor=make.actor(make.pmo()))


def test_a_hash_that_changed_meanwhile_is_not_renewed(ann):
    actor = as_themselves(ann)
    commands.renew_hash(db.session, ann.id, old="another", new="new", actor=actor)
    db.session.commit()
    assert ann.password_hash == "kept"


def test_a_leaver_cannot_leave_twice_nor_the_active_come_back(ann):
    with pytest.raises(RuleBroken, match="already active"):
        commands.reactivate(ann, reason="Back", actor=SYSTEM, at=NOW)
    commands.deactivate(ann, reason="Left", actor=SYSTEM, at=NOW)
    with pytest.raises(RuleBroken, match="already deactivated"):
        commands.deactivate(ann, reason="Left", actor=SYSTEM, at=NOW)


@pytest.mark.parametrize("why", ["used", "old", "left"])
def test_a_link_that_no_longer_works_changes_nothing(ann, why):
    commands.offer_link(ann, actor=SYSTEM, at=NOW)
    link = db.session.scalars(select(ResetLink)).one()
    link.person = ann
    later = NOW
    if why == "used":
        commands.use_link(link, "first", actor=as_themselves(ann), at=NOW)
    elif why == "old":
        later = NOW + timedelta(hours=1)
    else:
        commands.deactivate(ann, reason="Left", actor=SYSTEM, at=NOW)
    with pytest.raises(RuleBroken, match="used or is too old"):
        commands.use_link(link, "second", actor=as_themselves(ann), at=later)
    assert ann.password_hash != "second"


def test_a_link_is_for_the_person_it_was_sent_to(ann):
    commands.offer_link(ann, actor=SYSTEM, at=NOW)
    link = db.session.scalars(select(ResetLink)).one()
    link.person = ann
    with pytest.raises(NotAllowed):
        commands.use_link(link, "new", actor=as_themselves(make.person()), at=NOW)


def test_somebody_who_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        queries.person(999)


def test_a_drop_down_offers_active_people_and_whoever_is_chosen_already(ann):
    gone = make.person(name="Bob", job_title="Lead", deactivated_at=NOW)
    assert [name for _, name in queries.choices()] == ["Ann"]
    assert [name for _, name in queries.choices(including=gone.id)] == ["Ann", "Bob, Lead"]
