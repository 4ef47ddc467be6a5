"""An approval that is to be given again waits for the executives who can give it."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest

from app.core.actor import Actor
from app.db import db
from app.programmes.models import Deputy, Disclosure
from app.programmes.roles import Role
from app.quality.commands import panel
from app.quality.models import AssessmentStatus
from app.quality.queries import again, assessments
from app.quality.rules.approval import PanelVerdict, Seat
from app.savings.models import Scheme, SchemeStatus, Stage
from tests import make
from tests.make.people import TODAY
from tests.make.quality import assessment as make_assessment
from tests.make.store import stored

SENT = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
MD, CN = Seat.MEDICAL, Seat.NURSING
WHY = "G3b was signed by Jo Bell, who is now in this scheme’s line"


@pytest.fixture
def workstream(programme):
    return make.workstream(programme=programme)


@pytest.fixture
def other(programme):
    return make.with_role(Role.CHIEF_NURSE, programme=programme, name="Nia Nurse")


def say(made, who, seat, verdict=PanelVerdict.APPROVE):
    values = {"reason": "Read and weighed", "actor": make.actor(who), "at": AT}
    found = assessments.get(made.id, Actor.system("test"))
    panel.decide(found, seat=seat, verdict=verdict, **values)
    db.session.commit()


def approved(workstream, medical, nurse):
    """The id of an assessment that both approved."""
    scheme = make.scheme(workstream=workstream, owner_id=make.person().id, stage=Stage.ASSURANCE)
    made = make_assessment(of=scheme, status=AssessmentStatus.WITH_PANEL, submitted_at=SENT)
    say(made, medical, MD)
    say(made, nurse, CN)
    return made


def leads(who, workstream):
    workstream.lead_id = who.id
    db.session.commit()


def asked(who):
    return [(each.assessment.id, each.seats, each.why) for each in again.waiting(who, TODAY)]


def test_it_waits_for_an_executive_of_that_seat_outside_the_line(workstream, medical, nurse, other):
    made = approved(workstream, medical, nurse)
    everybody = [make.actor(each) for each in (medical, nurse, other)]
    assert [asked(each) for each in everybody] == [[], [], []]
    leads(nurse, workstream)
    assert [asked(each) for each in everybody] == [[], [], [(made.id, (CN,), WHY)]]


def test_once_it_is_given_again_it_waits_no_longer(workstream, medical, nurse, other):
    made = approved(workstream, medical, nurse)
    leads(nurse, workstream)
    say(made, other, CN)
    assert asked(make.actor(other)) == []


@pytest.mark.parametrize(
    "gone",
    [
        {"stage": Stage.DELIVERED},
        {"stage": Stage.CLOSED},
        {"status": SchemeStatus.WITHDRAWN},
        {"quality_cleared_until": TODAY.replace(month=9)},
        {"disclosure": Disclosure.WORKFORCE},
    ],
)
def test_it_waits_while_it_matters_and_may_be_seen(workstream, medical, nurse, other, gone):
    made = approved(workstream, medical, nurse)
    leads(nurse, workstream)
    assert len(asked(make.actor(other))) == 1
    scheme = db.session.get(Scheme, made.scheme_id)
    for name, value in gone.items():
        setattr(scheme, name, value)
    db.session.commit()
    assert asked(make.actor(other)) == []


def test_an_approval_that_was_paused_or_replaced_is_not_asked_for(
    workstream, medical, nurse, other
):
    paused, replaced = (approved(workstream, medical, nurse) for _ in range(2))
    leads(nurse, workstream)
    assert len(asked(make.actor(other))) == 2
    say(paused, other, CN, PanelVerdict.PAUSE)
    scheme = db.session.get(Scheme, replaced.scheme_id)
    make_assessment(of=scheme, edition=2, approved_on=TODAY)
    assert asked(make.actor(other)) == []


def test_neither_its_author_nor_who_stands_in_for_the_line_is_asked(
    workstream, medical, nurse, other
):
    made = approved(workstream, medical, nurse)
    leads(nurse, workstream)
    stored(
        Deputy(
            principal_id=nurse.id,
            deputy_id=other.id,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Leave",
        )
    )
    assert asked(make.actor(other)) == []
    db.session.query(Deputy).delete()
    made.started_by_id = other.id
    db.session.commit()
    assert asked(make.actor(other)) == []


def test_it_takes_as_many_reads_for_many_as_for_one(workstream, medical, nurse, other, queries):
    actor, counts = make.actor(other), []
    for more, whole in ((1, 1), (6, 7)):
        leads(make.person(), workstream)
        for _ in range(more):
            approved(workstream, medical, nurse)
        leads(nurse, workstream)
        db.session.expire_all()
        queries.clear()
        assert len(asked(actor)) == whole
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_and_home_show_it_to_who_can_give_it(client, workstream, medical, nurse, other):
    made = approved(workstream, medical, nurse)
    assert "Nothing waits for your word" in client.sign_in(other).get("/quality/waiting").text
    leads(nurse, workstream)
    page = client.get("/quality/waiting").text
    assert "To be decided again" in page
    assert f"as chief nurse: {WHY}" in page
    assert f'href="/quality/{made.id}/decide"' in page
    assert "Nothing waits for your word" not in page
    assert "QIAs to decide again: 1" in unescape(client.get("/").text)
    for who in (nurse, medical):
        client.sign_in(who)
        assert "To be decided again" not in client.get("/quality/waiting").text
        assert "QIAs to decide again" not in client.get("/").text
