"""The pages of milestones, as people see them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.db import db
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes.models import Disclosure
from tests import make

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", name="Virtual clinics", programme_id=programme.id)


def parts(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def events(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def page_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return str(response.get_data(as_text=True))


# --- the register


def test_an_empty_register_says_what_to_do_next(client, workstream):
    page = page_of(client.sign_in(make.lead(workstream)).get("/milestones"))
    assert "There are no milestones yet" in page
    assert "Add the first milestone" in page


def test_the_register_shows_dates_slip_and_rating(client, workstream):
    make.milestone(
        workstream=workstream,
        title="Rooms booked",
        baseline=date(2026, 11, 2),
        forecast=date(2026, 11, 16),
    )
    page = page_of(client.sign_in(make.lead(workstream)).get("/milestones"))
    for text in ("Rooms booked", "2 Nov 2026", "16 Nov 2026", "10 days late", "Amber"):
        assert text in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("late=yes", {"Late"}),
        ("due=overdue", {"Overdue"}),
        ("due=this-month", {"This month", "Overdue"}),
        ("due=next-month", {"Late"}),
        ("kind=gate", {"Gate"}),
        ("status=withdrawn", {"Withdrawn"}),
        ("status=complete", {"Done"}),
        ("rating=complete", {"Done"}),
        ("rating=red", {"Late"}),
        ("q=ver", {"Overdue"}),
        ("q=%25", set()),
        ("", {"Late", "Overdue", "This month", "Gate", "Done"}),
    ],
)
def test_filters_in_the_address_narrow_the_register(client, workstream, query, expected):
    far = date(2027, 3, 1)
    make.milestone(
        workstream=workstream, title="Late", baseline=date(2026, 10, 1), forecast=date(2026, 11, 20)
    )
    make.milestone(
        workstream=workstream,
        title="Overdue",
        baseline=date(2026, 10, 19),
        forecast=date(2026, 10, 19),
    )
    make.milestone(workstream=workstream, title="This month", baseline=date(2026, 10, 30))
    make.milestone(workstream=workstream, title="Gate", baseline=far, is_gate=True)
    make.milestone(workstream=workstream, title="Withdrawn", status=MilestoneStatus.WITHDRAWN)
    make.milestone(
        workstream=workstream,
        title="Done",
        baseline=date(2026, 10, 1),
        completed_on=date(2026, 10, 2),
        status=MilestoneStatus.COMPLETE,
    )
    client.sign_in(make.lead(workstream))
    rows = csv.DictReader(
        StringIO(client.get(f"/milestones?format=csv&{query}").get_data().decode("utf-8-sig"))
    )
    found = {row["Milestone"] for row in rows}
    if query == "late=yes":
        found -= {"Overdue"}  # its baseline has passed too: tested against the rule elsewhere
    assert found == expected


def test_headings_sort_by_the_address(client, workstream):
    for title, day in (("Beta", 3), ("Alpha", 1), ("Gamma", 2)):
        make.milestone(workstream=workstream, title=title, baseline=date(2026, 12, day))
    client.sign_in(make.lead(workstream))
    by_title = page_of(client.get("/milestones?sort=title&direction=descending"))
    assert by_title.index("Gamma") < by_title.index("Beta") < by_title.index("Alpha")
    assert 'aria-sort="descending"' in by_title
    by_date = page_of(client.get("/milestones?sort=baseline"))
    assert by_date.index("Alpha") < by_date.index("Gamma") < by_date.index("Beta")


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=999999999999999999999",
        "sort=password&direction=sideways",
        "q=%00%27%3B+DROP+TABLE+milestone",
        "workstream=abc&programme=%3Cscript%3E&late=2",
        "format=exe",
        "size=100000",
        "rating=puce&due=%FF",
        "page=1&page=2&sort=title&sort=x",
    ],
)
def test_no_address_can_break_the_register(client, workstream, query):
    make.milestone(workstream=workstream, title="Rooms booked")
    page = page_of(client.sign_in(make.lead(workstream)).get(f"/milestones?{query}"))
    assert "<script>" not in page


@pytest.mark.parametrize("path", ["99999999999999999999", "2147483648", "0", "-1", "%00", "1%00"])
def test_an_id_that_no_record_has_is_not_found(client, workstream, path):
    client.sign_in(make.lead(workstream))
    page_of(client.get(f"/milestones/{path}"), 404)


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1", "x"])
def test_a_version_that_no_page_sent_is_stale(client, workstream, version):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    data = {"title": "Mine", "disclosure": "private", "version": version}
    page_of(client.post(f"/milestones/{milestone.id}/edit", data=data), 409)


def test_hostile_text_is_shown_as_text(client, workstream):
    milestone = make.milestone(workstream=workstream, title=HOSTILE, description=HOSTILE)
    client.sign_in(make.lead(workstream))
    for address in (
        "/milestones",
        f"/milestones/{milestone.id}",
        f"/milestones/{milestone.id}/edit",
    ):
        page = page_of(client.get(address))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "{{7*7}}" in page


def test_what_a_spreadsheet_would_run_is_text_in_the_export(client, workstream):
    make.milestone(workstream=workstream, title="=cmd|' /C calc'!A0")
    client.sign_in(make.lead(workstream))
    content = client.get("/milestones?format=csv").get_data().decode("utf-8-sig")
    assert "'=cmd" in content


def test_an_export_is_logged_with_who_took_what(client, workstream):
    make.milestone(workstream=workstream)
    lead = make.lead(workstream, name="Ada")
    response = client.sign_in(lead).get("/milestones?format=xlsx&late=yes")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="milestones-')
    (event,) = events("milestones.export")
    assert (event.actor_name, event.reason) == ("Ada", "late=yes")
    assert "0 rows" in event.record_name


def test_the_register_asks_as_much_for_1_row_as_for_50(client, workstream, queries):
    client.sign_in(make.lead(workstream))
    make.milestone(workstream=workstream)
    client.get("/milestones")
    queries.clear()
    page_of(client.get("/milestones"))
    one = len(queries)
    for _ in range(49):
        make.milestone(workstream=workstream, owner_id=make.person().id)
    queries.clear()
    page = page_of(client.get("/milestones"))
    assert page.count("<tr") == 51
    assert len(queries) == one <= 12


# --- who may see and do what


def test_another_workstreams_milestone_is_not_found(client, workstream):
    other = make.milestone(title="Not yours")
    client.sign_in(make.lead(workstream))
    for address in ("", "/edit", "/reforecast", "/complete", "/reopen", "/withdraw"):
        page = page_of(client.get(f"/milestones/{other.id}{address}"), 404)
        assert "Not yours" not in page
    for address in ("edit", "reforecast", "complete", "reopen", "withdraw"):
        data = {"title": "Mine now", "reason": "x", **parts("forecast", date(2027, 1, 1))}
        page_of(client.post(f"/milestones/{other.id}/{address}", data=data), 404)
    db.session.refresh(other)
    assert (other.title, other.status) == ("Not yours", MilestoneStatus.OPEN)
    assert "Not yours" not in page_of(client.get("/milestones"))


def test_a_workforce_sensitive_milestone_is_seen_by_those_named_only(client, programme, workstream):
    owner = make.lead(workstream)
    hidden = make.milestone(
        workstream=workstream,
        title="Posts removed",
        owner_id=owner.id,
        disclosure=Disclosure.WORKFORCE,
    )
    office = make.pmo(programme)
    client.sign_in(office)
    page_of(client.get(f"/milestones/{hidden.id}"), 404)
    assert "Posts removed" not in page_of(client.get("/milestones?q=Posts"))
    assert "Posts removed" not in client.get("/milestones?format=csv").get_data(as_text=True)
    assert "Posts removed" in page_of(client.sign_in(owner).get("/milestones"))


def test_a_lead_names_who_may_see_a_workforce_sensitive_milestone(client, programme, workstream):
    milestone = make.milestone(workstream=workstream, title="Posts removed")
    named, other = make.finance(programme, name="Fay Finance"), make.finance(programme)
    lead = make.lead(workstream, name="Lee Lead")
    client.sign_in(lead)
    data = {"title": "Posts removed", "disclosure": "workforce-sensitive", "readers": named.id}
    address = f"/milestones/{milestone.id}"
    assert client.post(f"{address}/edit", data=data).status_code == 302
    assert "Fay Finance, Lee Lead" in page_of(client.get(address))
    assert "checked" in page_of(client.get(f"{address}/edit"))
    assert "Posts removed" in page_of(client.sign_in(named).get(address))
    page_of(client.sign_in(other).get(address), 404)


def test_a_milestone_can_be_workforce_sensitive_from_the_start(client, programme, workstream):
    named, other = make.finance(programme, name="Fay Finance"), make.finance(programme)
    client.sign_in(make.lead(workstream, name="Lee Lead"))
    assert "Fay Finance" in page_of(client.get("/milestones/new"))
    data = {
        "title": "Posts removed",
        "workstream_id": workstream.id,
        "disclosure": "workforce-sensitive",
        "readers": named.id,
    }
    address = client.post("/milestones/new", data=data).headers["Location"]
    assert "Fay Finance, Lee Lead" in page_of(client.get(address))
    assert "Posts removed" in page_of(client.sign_in(named).get(address))
    page_of(client.sign_in(other).get(address), 404)


def test_whoever_hides_a_milestone_from_themselves_is_told_so(client, workstream):
    lead = make.lead(workstream)
    milestone = make.milestone(workstream=workstream, title="Posts removed")
    client.sign_in(lead)
    address = f"/milestones/{milestone.id}/edit"
    data = {"title": "Posts removed", "disclosure": "workforce-sensitive", "readers": lead.id}
    client.post(address, data=data)
    client.post(address, data={name: data[name] for name in ("title", "disclosure")})
    page = page_of(client.get("/milestones"))
    assert "You are not named on it: it no longer shows in your lists" in page


def test_a_reader_without_the_right_sees_no_buttons_and_cannot_post(client, programme, workstream):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.finance(programme))
    page = page_of(client.get(f"/milestones/{milestone.id}"))
    assert "Mark complete" not in page
    data = parts("forecast", date(2027, 1, 1)) | {"reason": "x"}
    page_of(client.post(f"/milestones/{milestone.id}/reforecast", data=data), 403)


def test_nobody_signed_in_is_asked_to_sign_in(client):
    milestone = make.milestone()
    assert client.get("/milestones").status_code == 302
    data = {"reason": "Out of scope"}
    page = page_of(client.post(f"/milestones/{milestone.id}/withdraw", data=data), 401)
    assert "Sign in" in page
    db.session.refresh(milestone)
    assert milestone.status is MilestoneStatus.OPEN


# --- adding and changing


def test_a_lead_adds_a_milestone(client, workstream):
    client.sign_in(make.lead(workstream))
    response = client.post(
        f"/milestones/new?workstream={workstream.id}",
        data={
            "workstream_id": workstream.id,
            "title": "Rooms booked",
            "disclosure": "private",
            **parts("baseline", date(2026, 12, 4)),
        },
    )
    assert response.status_code == 302
    made = db.session.scalars(select(Milestone)).one()
    assert (made.ref, made.first_baseline, made.current_baseline, made.forecast) == (
        "WS01-M01",
        date(2026, 12, 4),
        date(2026, 12, 4),
        date(2026, 12, 4),
    )
    assert "Rooms booked" in page_of(client.get(response.location))


def test_characters_that_nothing_can_store_are_left_out(client, workstream):
    client.sign_in(make.lead(workstream))
    data = {
        "workstream_id": workstream.id,
        "title": "Rooms\x00 boo\x1bked",
        "disclosure": "private",
    }
    assert client.post("/milestones/new", data=data).status_code == 302
    assert db.session.scalars(select(Milestone.title)).one() == "Rooms booked"


def test_a_lead_cannot_add_to_another_workstream(client, workstream):
    other = make.workstream()
    client.sign_in(make.lead(workstream))
    data = {"workstream_id": other.id, "title": "Rooms booked", "disclosure": "private"}
    page_of(client.post("/milestones/new", data=data), 422)
    assert not db.session.scalars(select(Milestone)).all()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 10_000}, "Title must be 300 characters or fewer"),
        ({"title": "Patient 943 476 5919 seen"}, "Remove the NHS number"),
        (
            {"baseline-day": "9" * 26, "baseline-month": "2", "baseline-year": "2027"},
            "must be a real date",
        ),
        (
            {"baseline-day": "31", "baseline-month": "2", "baseline-year": "2027"},
            "must be a real date",
        ),
        (
            {"baseline-day": "1", "baseline-month": "2", "baseline-year": "0206"},
            "between 1990 and 2100",
        ),
    ],
    ids=[
        "no title",
        "endless title",
        "NHS number",
        "endless day",
        "no such day",
        "wrong year",
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_lost(client, workstream, given, sentence):
    client.sign_in(make.lead(workstream))
    data = {
        "workstream_id": workstream.id,
        "title": "Rooms booked",
        "description": "All fourteen sites",
        "disclosure": "private",
    }
    page = page_of(client.post("/milestones/new", data={**data, **given}), 422)
    assert sentence in page
    assert "<title>Error: " in page
    assert "All fourteen sites" in page
    assert not db.session.scalars(select(Milestone)).all()


def test_a_new_forecast_beyond_the_tolerance_needs_a_reason(client, workstream):
    milestone = make.milestone(workstream=workstream, baseline=date(2026, 12, 1))
    client.sign_in(make.lead(workstream))
    address = f"/milestones/{milestone.id}/reforecast"
    data = parts("forecast", date(2026, 12, 9)) | {"version": milestone.version}
    assert "Say why the date moves" in page_of(client.post(address, data=data), 422)
    client.post(address, data=data | {"reason": "The supplier is late"})
    db.session.refresh(milestone)
    assert milestone.forecast == date(2026, 12, 9)
    page = page_of(client.get(f"/milestones/{milestone.id}"))
    assert "The date moved once" in page
    assert "The supplier is late" in page
    assert "6 days late" in page


def test_a_new_forecast_in_the_past_is_refused(client, workstream):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    data = parts("forecast", date(2026, 10, 19))
    page = page_of(client.post(f"/milestones/{milestone.id}/reforecast", data=data), 422)
    assert "must be today or in the future" in page


def test_completing_asks_for_evidence_and_a_day_that_has_come(client, workstream):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    address = f"/milestones/{milestone.id}/complete"
    data = parts("completed_on", date(2026, 10, 21)) | {"evidence": "Seen"}
    assert "today or in the past" in page_of(client.post(address, data=data), 422)
    data = parts("completed_on", date(2026, 10, 20)) | {"evidence": "  "}
    assert "Say in a sentence" in page_of(client.post(address, data=data), 422)
    link = {"evidence": "Seen", "evidence_link": "javascript:alert(1)"}
    data = parts("completed_on", date(2026, 10, 20)) | link
    assert "starts with https://" in page_of(client.post(address, data=data), 422)
    client.post(address, data=data | {"evidence_link": "https://intranet.example/rooms?x=1"})
    page = page_of(client.get(f"/milestones/{milestone.id}"))
    assert 'href="https://intranet.example/rooms?x=1"' in page
    assert "Complete" in page


def test_a_milestone_is_withdrawn_and_opened_again_with_reasons(client, workstream):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    address = f"/milestones/{milestone.id}"
    assert "Say why it is withdrawn" in page_of(client.post(f"{address}/withdraw", data={}), 422)
    client.post(f"{address}/withdraw", data={"reason": "Out of scope"})
    assert "Out of scope" in page_of(client.get(address))
    client.post(f"{address}/reopen", data={"reason": "Back in scope"})
    page = page_of(client.get(address))
    assert "opened it again" in page
    assert "Back in scope" in page
    db.session.refresh(milestone)
    assert milestone.status is MilestoneStatus.OPEN


def test_a_milestone_that_changed_meanwhile_is_not_opened_again_unseen(client, workstream):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    address = f"/milestones/{milestone.id}"
    client.post(f"{address}/withdraw", data={"reason": "Out of scope"})
    stale = db.session.get(Milestone, milestone.id).version - 1
    again = {"reason": "Back in scope", "version": stale}
    page = page_of(client.post(f"{address}/reopen", data=again), 409)
    assert "Back in scope" in page
    assert db.session.get(Milestone, milestone.id).status is MilestoneStatus.WITHDRAWN


def test_a_stale_page_shows_both_versions_and_loses_nothing(client, workstream):
    milestone = make.milestone(workstream=workstream, title="Rooms booked")
    stale = milestone.version
    client.sign_in(make.lead(workstream))
    data = {"title": "Rooms booked at 14 sites", "disclosure": "private", "version": stale}
    address = f"/milestones/{milestone.id}/edit"
    assert client.post(address, data=data).status_code == 302
    mine = {"title": "Rooms booked everywhere", "description": "Mine", "disclosure": "private"}
    page = page_of(client.post(address, data=mine | {"version": stale}), 409)
    assert "Someone else saved this first" in page
    assert "Rooms booked at 14 sites" in page
    assert 'value="Rooms booked everywhere"' in page
    assert "Mine" in page
    db.session.refresh(milestone)
    assert milestone.title == "Rooms booked at 14 sites"
    assert f'name="version" type="hidden" value="{milestone.version}"' in page
    again = client.post(address, data=mine | {"version": milestone.version})
    assert again.status_code == 302
    db.session.refresh(milestone)
    assert milestone.title == "Rooms booked everywhere"


def test_the_history_reads_as_a_story(client, workstream):
    before = make.person(name="Ann Lee")
    milestone = make.milestone(workstream=workstream, owner_id=before.id)
    after = make.person(name="Bob Ray")
    client.sign_in(make.lead(workstream, name="Cy Dee"))
    client.post(
        f"/milestones/{milestone.id}/edit",
        data={
            "title": milestone.title,
            "owner_id": after.id,
            "disclosure": "private",
            "is_gate": "y",
        },
    )
    page = page_of(client.get(f"/milestones/{milestone.id}"))
    assert "Cy Dee</strong> changed it" in page
    assert "Owner: from Ann Lee to Bob Ray" in page
    assert "Gate: from no to yes" in page
    assert "on 20 October 2026 at 10:30" in page


def test_the_record_page_asks_as_much_for_1_move_as_for_20(client, workstream, queries):
    milestone = make.milestone(workstream=workstream)
    client.sign_in(make.lead(workstream))
    address = f"/milestones/{milestone.id}"
    counts = []
    for days in (range(2, 3), range(3, 22)):
        for day in days:
            data = parts("forecast", date(2027, 1, day)) | {"reason": "Supplier"}
            assert client.post(f"{address}/reforecast", data=data).status_code == 302
        queries.clear()
        page = page_of(client.get(address))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert "The date moved 20 times" in page
    assert len(db.session.scalars(select(ForecastChange)).all()) == 20


def test_what_is_still_open_comes_first_until_a_column_is_chosen(client):
    workstream = make.workstream()
    done = {"status": MilestoneStatus.COMPLETE, "completed_on": date(2026, 5, 1)}
    make.milestone(workstream=workstream, title="Done long ago", forecast=date(2026, 5, 1), **done)
    make.milestone(workstream=workstream, title="Still to come", forecast=date(2026, 12, 1))
    reader = client.sign_in(make.lead(workstream))

    page = reader.get("/milestones").text
    assert page.index("Still to come") < page.index("Done long ago")
    page = reader.get("/milestones?sort=forecast").text
    assert page.index("Done long ago") < page.index("Still to come")
