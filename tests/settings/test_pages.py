from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.db import db
from app.programmes.roles import Role
from app.settings import commands, registry
from app.settings import queries as settings
from app.settings.models import Setting
from tests import make

KEY = "milestones.green_days"
ANSWERS = {
    "value": "3",
    "effective_from-day": "1",
    "effective_from-month": "11",
    "effective_from-year": "2026",
    "owner": "Programme board",
    "reason": "Agreed in October",
    "version": "0",
}


def set_value(value, programme_id=None):
    commands.set_value(
        KEY,
        value,
        programme_id,
        effective_from=date(2026, 10, 1),
        owner="Board",
        reason="Because",
        actor=Actor.system("test"),
        at=datetime(2026, 10, 1, 9, tzinfo=UTC),
    )
    db.session.commit()


def text(response):
    return response.get_data(as_text=True)


def test_every_setting_is_listed_with_its_default_owner_and_source(client):
    programme = make.programme(code="OPD")
    set_value("4", programme.id)
    page = text(client.sign_in(make.pmo(programme)).get("/settings"))
    assert all(each.label in page for each in registry.settings())
    for said in ("4 working days", "Board", "1 Oct 2026", "Because", "Chief finance officer"):
        assert said in page


def test_a_new_value_is_saved_with_owner_date_and_reason(client):
    programme = make.programme(code="OPD")
    client.sign_in(make.pmo(programme, name="Ola"))
    response = client.post(f"/settings/{KEY}?programme=OPD", data=ANSWERS)
    assert response.location == "/settings?programme=OPD"
    row = db.session.scalars(select(Setting)).one()
    assert (row.value, row.programme_id, row.effective_from) == (
        "3",
        programme.id,
        date(2026, 11, 1),
    )
    assert (row.owner, row.reason, row.set_by) == ("Programme board", "Agreed in October", "Ola")


def test_what_holds_only_later_stands_in_the_history(client):
    programme = make.programme(code="OPD")
    client.sign_in(make.pmo(programme)).post(f"/settings/{KEY}?programme=OPD", data=ANSWERS)
    page = text(client.get(f"/settings/{KEY}?programme=OPD"))
    assert "1 Nov 2026" in page
    assert "5 working days" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": "lots"}, "Enter a whole number, such as 5"),
        ({"value": "21"}, "must not be above"),
        ({"owner": ""}, "Enter who answers for this value"),
        ({"reason": " "}, "Say why the value changes"),
        ({"effective_from-day": "31"}, "Holds from must be a real date"),
        ({"reason": "Patient 943 476 5919 said so"}, "Remove the NHS number"),
        ({"owner": "x" * 10_000}, "Enter 200 characters or fewer"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_typed_is_lost(client, given, sentence):
    programme = make.programme(code="OPD")
    client.sign_in(make.pmo(programme))
    response = client.post(
        f"/settings/{KEY}?programme=OPD", data={**ANSWERS, "reason": "As agreed", **given}
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert next(iter(given.values())).strip() in text(response)
    assert db.session.scalars(select(Setting)).all() == []


def test_a_stale_page_shows_both_values(client):
    programme = make.programme(code="OPD")
    set_value("4", programme.id)
    client.sign_in(make.pmo(programme))
    response = client.post(f"/settings/{KEY}?programme=OPD", data=ANSWERS)
    assert response.status_code == 409
    for said in ("Someone else saved this first", "Agreed in October", "Because"):
        assert said in text(response)
    newest = db.session.scalars(select(Setting)).one().id
    again = client.post(f"/settings/{KEY}?programme=OPD", data={**ANSWERS, "version": str(newest)})
    assert again.status_code == 302


def test_a_lead_reads_the_settings_of_their_programme_and_changes_none(client):
    workstream = make.workstream(programme_id=make.programme(code="OPD").id)
    client.sign_in(make.lead(workstream))
    page = text(client.get(f"/settings/{KEY}?programme=OPD"))
    assert "Your programme office or SRO can change it" in page
    assert "Save the new value" not in page
    assert client.post(f"/settings/{KEY}?programme=OPD", data=ANSWERS).status_code == 403


@pytest.mark.parametrize("path", ["/settings?programme={}", "/settings/" + KEY + "?programme={}"])
def test_another_programmes_settings_are_not_found(client, path):
    mine, other = make.programme(), make.programme(code="OTHER")
    client.sign_in(make.pmo(mine))
    assert client.get(path.format(other.code)).status_code == 404
    assert client.get("/settings/milestones.magic").status_code == 404


def test_the_office_of_one_programme_cannot_set_values_for_all(client):
    client.sign_in(make.pmo(make.programme()))
    assert "Save the new value" not in text(client.get(f"/settings/{KEY}?programme="))
    assert client.post(f"/settings/{KEY}?programme=", data=ANSWERS).status_code == 403
    client.sign_in(make.pmo())
    assert client.post(f"/settings/{KEY}?programme=", data=ANSWERS).status_code == 302


def test_a_board_member_does_not_see_settings(client):
    client.sign_in(make.with_role(Role.BOARD))
    assert client.get("/settings").status_code == 403


def test_the_list_asks_as_much_for_many_values_as_for_one(client, queries):
    programme = make.programme(code="OPD")
    client.sign_in(make.pmo(programme))
    set_value("4", programme.id)
    client.get("/settings?programme=OPD")
    queries.clear()
    client.get("/settings?programme=OPD")
    one = len(queries)
    for value in ("1", "2", "3"):
        set_value(value, programme.id)
    queries.clear()
    client.get("/settings?programme=OPD")
    assert len(queries) == one <= 12
    assert settings.as_at(programme.id, date(2026, 10, 20)).rows[KEY].value == "3"


def test_what_a_threshold_would_have_changed_is_shown_before_it_is_saved(client):
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id, ref="WS01", name="Booking")
    make.milestone(
        workstream=workstream,
        current_baseline=date(2026, 12, 1),
        forecast=date(2026, 12, 7),
        is_gate=True,
    )
    client.sign_in(make.pmo(programme))
    path = "/settings/milestones.critical_amber_days?programme=OPD"
    tried = text(client.post(path, data={**ANSWERS, "value": "3", "try": "yes"}))
    assert "What 3 would have changed" in tried
    for said in ("July 2026", "September 2026", "WS01 Booking", "Delivery", "Amber", "Red"):
        assert said in tried
    assert "Agreed in October" in tried
    assert db.session.scalars(select(Setting)).all() == []

    same = text(client.post(path, data={**ANSWERS, "value": "4", "try": "yes"}))
    assert "No rating of the last three months would have been another" in same
    wrong = client.post(path, data={**ANSWERS, "value": "lots", "try": "yes"})
    assert (wrong.status_code, "Enter a whole number" in text(wrong)) == (422, True)


def test_a_lead_cannot_try_a_threshold(client):
    workstream = make.workstream(programme_id=make.programme(code="OPD").id)
    client.sign_in(make.lead(workstream))
    response = client.post(f"/settings/{KEY}?programme=OPD", data={**ANSWERS, "try": "yes"})
    assert response.status_code == 403
