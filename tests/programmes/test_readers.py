from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes import commands, queries
from app.programmes.models import Disclosure
from app.savings import queries as savings
from app.savings.models import Scheme
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")


def test_the_people_named_are_these_and_no_others():
    scheme = make.scheme()
    ann, bob, cat = (make.person(name=name) for name in ("Ann", "Bob", "Cat"))
    for people in ({ann.id, bob.id}, {bob.id, cat.id}, {bob.id, cat.id}):
        commands.set_readers(savings.get(scheme.id, SYSTEM), people, actor=SYSTEM, at=AT)
        db.session.commit()
        assert queries.readers_of("scheme", scheme.id) == people
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    assert sorted((event.action, str(event.differences["readers"])) for event in events) == [
        ("scheme.drop_reader", "['Ann', None]"),
        ("scheme.name_reader", "[None, 'Ann']"),
        ("scheme.name_reader", "[None, 'Bob']"),
        ("scheme.name_reader", "[None, 'Cat']"),
    ]


def test_only_a_person_who_exists_can_be_named():
    scheme = savings.get(make.scheme().id, SYSTEM)
    with pytest.raises(RuleBroken, match="from the list"):
        commands.set_readers(scheme, {999_999}, actor=SYSTEM, at=AT)


def test_finance_names_nobody():
    programme = make.programme()
    workstream = make.workstream(programme_id=programme.id)
    ann, finance = make.person(), make.actor(make.finance(programme))
    scheme = savings.get(make.scheme(workstream_id=workstream.id).id, SYSTEM)
    with pytest.raises(NotAllowed):
        commands.set_readers(scheme, {ann.id}, actor=finance, at=AT)


def test_a_sensitive_record_without_an_owner_is_withheld_and_counted():
    programme = make.programme()
    workstream = make.workstream(programme_id=programme.id)
    make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    office = make.actor(make.pmo(programme))
    assert queries.withheld(office, Scheme, programme.id) == 1
