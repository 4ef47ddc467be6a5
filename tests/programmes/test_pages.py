from datetime import UTC, date, datetime

import pytest

from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.core.rating import Colour
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme, ProgrammeTarget, Workstream, WorkstreamCost
from app.programmes.roles import Role
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)


def text(response):
    return response.get_data(as_text=True)


@pytest.fixture
def opd():
    return make.programme(code="OPD", name="Outpatients")


@pytest.fixture
def booking(opd):
    return make.workstream(programme_id=opd.id, ref="WS01", name="Booking")


AT = "/programmes/OPD/workstreams/WS01"


def test_everybody_sees_the_programmes_in_which_they_have_a_role(client, opd, booking):
    make.programme(code="OTHER", name="Theatres")
    for who in (
        make.pmo(opd),
        make.lead(booking),
        make.with_role(Role.BOARD, programme=opd),
    ):
        page = text(client.sign_in(who).get("/programmes"))
        assert "Outpatients" in page
        assert "Theatres" not in page


def test_without_a_programme_the_list_says_what_to_do_next(client):
    page = text(client.sign_in(make.with_role(Role.ADMIN)).get("/programmes"))
    assert "Set up the first one" in page
    page = text(client.sign_in(make.pmo(make.programme())).get("/programmes?q=nothing+like+it"))
    assert "Clear the filters" in page


def test_an_administrator_sets_up_an_organisation_and_its_programme(client):
    client.sign_in(make.with_role(Role.ADMIN))
    assert "Add the organisation first" in text(client.get("/programmes/new"))
    client.post(
        "/organisations/new",
        data={"name": "St Elsewhere", "code": "zz1", "kind": "trust", "parent_id": ""},
    )
    [(key, name)] = programmes.organisation_choices(date(2026, 10, 20))
    assert name == "St Elsewhere (ZZ1)"
    response = client.post(
        "/programmes/new",
        data={
            "code": "opd",
            "name": "Outpatients",
            "organisation_id": str(key),
            "purpose": "Fewer wasted visits",
            "disclosure": "private",
        },
    )
    assert response.location == "/programmes/OPD/workstreams"
    assert programmes.by_code("OPD").organisation.name == "St Elsewhere"
    assert "Add the first one" in text(client.get(response.location))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"code": "OPD"}, "already a programme with the code OPD"),
        ({"code": "a b"}, "up to 20 letters and numbers"),
        ({"name": ""}, "Enter the programme’s name"),
        ({"name": "x" * 10_000}, "Enter 200 characters or fewer"),
        ({"organisation_id": ""}, "Choose the organisation that runs it"),
        ({"purpose": "For 943 476 5919"}, "Remove the NHS number"),
        ({"starts_on-day": "1"}, "Start date must include a month and year"),
    ],
)
def test_a_wrong_answer_about_a_programme_is_explained(client, opd, given, sentence):
    client.sign_in(make.with_role(Role.ADMIN))
    answers = {"code": "NEXT", "name": "Next", "organisation_id": str(opd.organisation_id)}
    response = client.post("/programmes/new", data={**answers, "disclosure": "private", **given})
    assert response.status_code == 422
    assert sentence in text(response)
    assert "<title>Error: " in text(response)


def test_hostile_text_stays_text(client, opd):
    client.sign_in(make.pmo(opd))
    answers = edited(opd, name="<script>alert(1)</script>")
    client.post("/programmes/OPD/edit", data=answers)
    page = text(client.get("/programmes/OPD/edit"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def edited(programme, **given):
    return {
        "name": programme.name,
        "organisation_id": str(programme.organisation_id),
        "disclosure": "private",
        "version": str(programme.version),
        **given,
    }


def test_the_office_edits_a_programme_and_reads_its_history(client, opd):
    ann = make.person(name="Ann Lee")
    client.sign_in(make.pmo(opd, name="Ola"))
    response = client.post(
        "/programmes/OPD/edit", data=edited(opd, purpose="Fewer visits", sro_id=str(ann.id))
    )
    assert response.location == "/programmes/OPD"
    page = text(client.get("/programmes/OPD/edit"))
    for said in ("Ola", "Fewer visits", "Ann Lee", "Tolerances, weights and the calendar"):
        assert said in page


def test_a_programme_is_closed_and_opened_again(client, opd):
    client.sign_in(make.pmo(opd))
    client.post("/programmes/OPD/edit", data=edited(opd, is_closed="y"))
    assert db.session.get(Programme, opd.id).is_closed
    client.post("/programmes/OPD/edit", data=edited(opd))
    assert not db.session.get(Programme, opd.id).is_closed


def test_a_stale_page_shows_both_versions_and_loses_nothing(client, opd):
    client.sign_in(make.pmo(opd))
    shown = edited(opd)
    client.post("/programmes/OPD/edit", data=edited(opd, purpose="Theirs"))
    response = client.post("/programmes/OPD/edit", data={**shown, "purpose": "Mine"})
    assert response.status_code == 409
    assert "Mine" in text(response)
    assert "Theirs" in text(response)
    assert db.session.get(Programme, opd.id).purpose == "Theirs"


def test_a_target_is_set_for_each_financial_year(client, opd):
    client.sign_in(make.pmo(opd))
    assert "Not set" in text(client.get("/programmes/OPD/edit"))
    path = "/programmes/OPD/targets/2026-27"
    client.post(path, data={"pence": "£1,250,000", "version": "0"})
    assert programmes.target(opd.id, YEAR) == 125_000_000
    assert "£1,250,000" in text(client.get("/programmes/OPD/edit"))
    stale = client.post(path, data={"pence": "1", "version": "0"})
    assert stale.status_code == 409
    assert "£1,250,000.00" in text(stale)
    assert client.post(path, data={"pence": "lots", "version": "1"}).status_code == 422
    assert client.post(path, data={"pence": "-5", "version": "1"}).status_code == 422
    assert client.get("/programmes/OPD/targets/2026-28").status_code == 404


def test_only_those_who_set_up_the_programme_may(client, opd, booking):
    for who in (make.lead(booking), make.finance(opd), make.with_role(Role.AUDITOR)):
        client.sign_in(who)
        for path in ("/programmes/OPD/edit", "/programmes/OPD/targets/2026-27"):
            assert client.get(path).status_code == 403
            assert client.post(path, data={"pence": "1"}).status_code == 403
    client.sign_in(make.pmo(opd))
    assert client.get("/programmes/new").status_code == 403
    assert client.get("/organisations/new").status_code == 403


def test_another_programme_is_not_found(client, opd, booking):
    client.sign_in(make.pmo(make.programme(code="MINE")))
    for path in (
        "/programmes/OPD/edit",
        "/programmes/OPD/targets/2026-27",
        "/programmes/OPD/workstreams",
        "/programmes/OPD/workstreams/new",
        f"{AT}/edit",
        f"{AT}/costs",
        f"{AT}/costs/2026-27",
        f"{AT}/not-applicable",
        f"{AT}/not-applicable/new",
        "/programmes/NOWHERE/workstreams",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{AT}/edit", data={"name": "Mine"}).status_code == 404


def test_another_workstream_of_the_programme_is_not_found_by_a_lead(client, opd, booking):
    make.workstream(programme_id=opd.id, ref="WS02", name="Virtual clinics")
    client.sign_in(make.lead(booking))
    assert client.get(f"{AT}/edit").status_code == 200
    assert client.get("/programmes/OPD/workstreams/WS02/edit").status_code == 404
    assert client.get("/programmes/OPD/workstreams/WS02/costs").status_code == 404
    listed = text(client.get("/programmes/OPD/workstreams"))
    assert "Booking" in listed
    assert "Virtual clinics" not in listed


def test_a_signed_out_visitor_is_asked_to_sign_in(client, opd):
    assert "/sign-in" in client.get("/programmes/OPD/workstreams").location
    response = client.post("/programmes/OPD/edit", data=edited(opd, name="Mine"))
    assert response.status_code == 401
    assert db.session.get(Programme, opd.id).name == "Outpatients"


def test_the_office_adds_a_workstream_with_its_people(client, opd, booking):
    ann = make.person(name="Ann Lee")
    client.sign_in(make.pmo(opd))
    response = client.post(
        "/programmes/OPD/workstreams/new",
        data={"name": "Virtual clinics", "lead_id": str(ann.id), "disclosure": "private"},
    )
    assert response.location == "/programmes/OPD/workstreams"
    page = text(client.get(response.location))
    assert all(said in page for said in ("WS02", "Virtual clinics", "Ann Lee"))
    again = client.post(
        "/programmes/OPD/workstreams/new",
        data={"name": "Twice", "ref": "ws02", "disclosure": "private"},
    )
    assert again.status_code == 422
    assert "already has a workstream" in text(again)


def test_a_lead_changes_their_workstream_but_cannot_close_it(client, opd, booking):
    client.sign_in(make.lead(booking))
    assert "The workstream has closed" not in text(client.get(f"{AT}/edit"))
    answers = {"name": "Booking", "disclosure": "private", "version": str(booking.version)}
    response = client.post(f"{AT}/edit", data={**answers, "purpose": "Ours", "is_closed": "y"})
    assert response.location == AT
    kept = db.session.get(Workstream, booking.id)
    assert (kept.purpose, kept.is_closed) == ("Ours", False)

    client.sign_in(make.pmo(opd))
    client.post(f"{AT}/edit", data={**answers, "version": str(kept.version), "is_closed": "y"})
    assert db.session.get(Workstream, booking.id).is_closed


def test_a_lead_who_has_left_is_still_shown_as_the_lead(client, opd, booking):
    gone = make.person(name="Gone Away", deactivated_at=datetime(2026, 10, 1, tzinfo=UTC))
    booking.lead_id = gone.id
    db.session.commit()
    assert "Gone Away" in text(client.sign_in(make.pmo(opd)).get(f"{AT}/edit"))


def test_a_stale_workstream_page_shows_both_versions(client, opd, booking):
    client.sign_in(make.pmo(opd))
    answers = {"name": "Booking", "disclosure": "private", "version": str(booking.version)}
    client.post(f"{AT}/edit", data={**answers, "purpose": "Theirs"})
    response = client.post(f"{AT}/edit", data={**answers, "purpose": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in text(response)


def test_finance_enters_a_cost_and_cannot_move_its_baseline(client, opd, booking):
    client.sign_in(make.finance(opd))
    path = f"{AT}/costs/2026-27"
    answers = {"baseline": "500,000", "forecast": "520,000.50", "version": "0"}
    assert client.post(path, data=answers).location == f"{AT}/costs"
    assert "£520,000.50" in text(client.get(f"{AT}/costs"))
    assert "only your programme office can move it" in text(client.get(path))
    moved = {**answers, "baseline": "1", "version": "1"}
    assert client.post(path, data=moved).status_code == 403
    client.sign_in(make.pmo(opd))
    assert client.post(path, data={**moved, "reason": "Agreed"}).status_code == 302
    assert client.post(path, data=moved).status_code == 409


def test_finance_edits_no_narrative(client, opd, booking):
    client.sign_in(make.finance(opd))
    assert client.get(f"{AT}/edit").status_code == 403


def test_the_office_decides_what_does_not_apply_and_withdraws_it(client, opd, booking):
    client.sign_in(make.pmo(opd, name="Ola"))
    assert "Everything applies" in text(client.get(f"{AT}/not-applicable"))
    answers = {"dimension": "savings", "reason": "It enables the others"}
    response = client.post(f"{AT}/not-applicable/new", data=answers)
    assert response.location == f"{AT}/not-applicable"
    page = text(client.get(response.location))
    assert all(said in page for said in ("Savings", "Ola", "It enables the others"))
    again = client.post(f"{AT}/not-applicable/new", data=answers)
    assert again.status_code == 422
    assert "Savings already does not apply" in text(again)
    withdraw = f"{AT}/not-applicable/savings/withdraw"
    assert client.post(withdraw, data={"reason": ""}).status_code == 422
    assert client.post(withdraw, data={"reason": "It now saves"}).status_code == 302
    assert "Withdrawn" in text(client.get(f"{AT}/not-applicable"))
    assert client.get(withdraw).status_code == 404


def test_a_lead_sees_what_does_not_apply_but_does_not_decide_it(client, opd, booking):
    client.sign_in(make.lead(booking))
    assert client.get(f"{AT}/not-applicable").status_code == 200
    for path in (f"{AT}/not-applicable/new", f"{AT}/not-applicable/savings/withdraw"):
        assert client.get(path).status_code == 403


def test_the_sro_gives_confidence_with_a_reason_and_nobody_else_does(client, opd, booking):
    path = f"{AT}/confidence"
    answers = {
        "delivery_confidence": "amber",
        "confidence_reason": "Estates is late",
        "version": str(booking.version),
    }
    for who in (make.pmo(opd), make.lead(booking)):
        client.sign_in(who)
        assert client.get(path).status_code == 403
    client.sign_in(make.sro(opd, name="Sam"))
    assert client.post(path, data={**answers, "delivery_confidence": ""}).status_code == 422
    assert client.post(path, data={**answers, "confidence_reason": ""}).status_code == 422
    assert client.post(path, data=answers).location == AT
    kept = db.session.get(Workstream, booking.id)
    assert (kept.delivery_confidence, kept.confidence_by) == (Colour.AMBER, "Sam")
    assert client.post(path, data={**answers, "delivery_confidence": "red"}).status_code == 409
    assert "Amber" in text(client.get(path))


def test_an_organisations_page_shows_only_programmes_that_the_reader_may_see(client, opd):
    make.programme(code="OTHER", name="Theatres", organisation_id=opd.organisation_id)
    client.sign_in(make.pmo(opd))
    page = text(client.get(f"/organisations/{opd.organisation_id}"))
    assert "Outpatients" in page
    assert "Theatres" not in page
    assert "Change it" not in page
    assert client.get("/organisations/999999").status_code == 404
    assert client.get(f"/organisations/{opd.organisation_id}/edit").status_code == 403


def test_an_organisation_that_ended_is_not_offered_to_a_new_programme(client, opd):
    client.sign_in(make.with_role(Role.ADMIN))
    path = f"/organisations/{opd.organisation_id}/edit"
    body = programmes.organisation(opd.organisation_id)
    answers = {
        "name": body.name,
        "code": body.code,
        "kind": "trust",
        "valid_to-day": "30",
        "valid_to-month": "9",
        "valid_to-year": "2026",
        "version": str(body.version),
    }
    name = body.name
    assert client.post(path, data=answers).status_code == 302
    assert name not in text(client.get("/programmes/new"))
    assert name in text(client.get("/programmes/OPD/edit"))
    assert "30 September 2026" in text(client.get(f"/organisations/{opd.organisation_id}"))
    assert client.post(path, data=answers).status_code == 409


def test_no_cell_of_an_exported_list_is_a_formula(client, opd, booking):
    booking.name = "=HYPERLINK(1)"
    db.session.commit()
    client.sign_in(make.pmo(opd))
    file = text(client.get("/programmes/OPD/workstreams?format=csv"))
    assert "'=HYPERLINK(1)" in file
    assert client.get("/programmes?format=xlsx").status_code == 200
    assert client.get("/organisations?format=csv").status_code == 200


@pytest.mark.parametrize(
    "path", ["/programmes", "/organisations", "/programmes/OPD/workstreams", f"{AT}/costs"]
)
def test_a_list_asks_as_much_for_many_rows_as_for_one(client, queries, opd, booking, path):
    client.sign_in(make.pmo())

    def asked():
        client.get(path)
        queries.clear()
        assert client.get(path).status_code == 200
        return len(queries)

    one = asked()
    for number in range(20):
        programme = make.programme()
        make.workstream(programme_id=opd.id, lead_id=make.person().id)
        year = FinancialYear(2030 + number)
        stored(ProgrammeTarget(programme_id=programme.id, financial_year=year, pence=Pence(1)))
        stored(WorkstreamCost(workstream_id=booking.id, financial_year=year))
    assert asked() == one <= 12
