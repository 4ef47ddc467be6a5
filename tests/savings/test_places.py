"""Where a scheme lands: its services and sites, as they are typed and as they are kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands.places import LONGEST, MOST, set_places
from app.savings.models import SchemeStatus
from app.savings.queries import places
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("test")
WARD, CLINIC, SITE = ("Ward 7", "North site"), ("Clinic 4", ""), ("", "South site")


@pytest.fixture
def scheme():
    return get(make.scheme().id)


def get(key):
    return queries.get(key, SYSTEM)


def lands(scheme, *wanted, actor=SYSTEM, **given):
    set_places(scheme, wanted, actor=actor, at=AT, **given)
    db.session.commit()
    return get(scheme.id)


def of(scheme):
    return [(row.service, row.site) for row in places.of_scheme(scheme.id)]


def events():
    told = select(AuditEvent).where(AuditEvent.action == "scheme.set_places")
    return db.session.scalars(told.order_by(AuditEvent.number)).all()


def test_a_place_is_a_service_a_site_or_a_service_on_a_site(scheme):
    scheme = lands(scheme, WARD, CLINIC, SITE)
    assert set(of(scheme)) == {WARD, CLINIC, SITE}


def test_those_that_are_left_out_go_and_those_that_stay_are_the_same_rows(scheme):
    scheme = lands(scheme, WARD, CLINIC)
    kept = {row.id for row in places.of_scheme(scheme.id) if row.service == CLINIC[0]}
    scheme = lands(scheme, CLINIC, SITE)
    assert set(of(scheme)) == {CLINIC, SITE}
    assert kept <= {row.id for row in places.of_scheme(scheme.id)}
    assert events()[-1].differences == {
        "places": ["Clinic 4; Ward 7 at North site", "Clinic 4; South site"]
    }


def test_none_are_left_when_none_are_given(scheme):
    scheme = lands(scheme, WARD)
    assert of(lands(scheme)) == []
    assert events()[-1].differences == {"places": ["Ward 7 at North site", ""]}


def test_the_same_places_in_another_order_are_no_change(scheme):
    scheme = lands(scheme, WARD, CLINIC)
    shown = scheme.version
    scheme = lands(scheme, CLINIC, WARD)
    assert scheme.version == shown
    assert len(events()) == 1


def test_spaces_and_capitals_make_no_second_place_and_empty_rows_none(scheme):
    scheme = lands(scheme, ("  Ward   7", "North site "), ("ward 7", "NORTH SITE"), (" ", ""))
    assert of(scheme) == [WARD]


@pytest.mark.parametrize(
    ("pair", "field"),
    [(("w" * (LONGEST + 1), ""), "service_1"), (("", "s" * (LONGEST + 1)), "site_1")],
    ids=["service", "site"],
)
def test_a_name_that_is_too_long_is_refused_beside_its_question(scheme, pair, field):
    with pytest.raises(RuleBroken) as refused:
        set_places(scheme, [WARD, pair], actor=SYSTEM, at=AT)
    assert refused.value.field == field
    assert of(scheme) == []


def test_a_scheme_lands_on_no_more_places_than_a_page_can_show(scheme):
    most = [(f"Ward {number}", "") for number in range(MOST)]
    with pytest.raises(RuleBroken, match=f"{MOST} places at most"):
        set_places(scheme, [*most, CLINIC], actor=SYSTEM, at=AT)
    assert len(of(lands(scheme, *most))) == MOST


def test_a_page_that_was_opened_before_somebody_saved_is_stale(scheme):
    shown = scheme.version
    scheme = lands(scheme, WARD)
    with pytest.raises(Conflict):
        set_places(scheme, [CLINIC], version=shown, actor=SYSTEM, at=AT)


def test_a_withdrawn_scheme_lands_nowhere_new(scheme):
    scheme.status = SchemeStatus.WITHDRAWN
    with pytest.raises(RuleBroken):
        set_places(scheme, [WARD], actor=SYSTEM, at=AT)


@pytest.mark.parametrize(
    "role", [Role.SRO, Role.SPONSOR, Role.CLINICAL_LEAD, Role.MEDICAL_DIRECTOR, Role.AUDITOR]
)
def test_who_does_not_edit_savings_there_names_no_place(scheme, role):
    who = make.actor(make.with_role(role, programme=scheme.workstream.programme))
    with pytest.raises(NotAllowed):
        set_places(get(scheme.id), [WARD], actor=who, at=AT)
