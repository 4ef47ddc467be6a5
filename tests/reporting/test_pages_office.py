"""The office opens, challenges, locks, corrects and publishes the month; the SRO approves it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.rating import Colour
from app.reporting import commands, queries
from app.reporting.models import PeriodStatus, UpdateStatus
from tests import make
from tests.make.reporting import OCTOBER
from tests.make.store import stored
from tests.reporting.test_pages_update import Month, text

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
PLACE = "/months/OPD/2026-10"
REVIEW = f"{PLACE}/updates/WS01"


@pytest.fixture
def month():
    return Month()


@pytest.fixture
def office(client, month):
    return client.sign_in(make.pmo(month.programme, name="Omar Khalid"))


def submitted(month, status=UpdateStatus.SUBMITTED, **given):
    values = {
        "happened": "Reminders went live",
        "path_action": "Book rooms",
        "path_owner": "Ada",
        "path_date": date(2026, 12, 1),
        "path_decision": "None",
        "submitted_by": "Priya Raman",
        "submitted_at": AT,
    }
    return make.update(
        period_id=month.period.id,
        workstream_id=month.workstream.id,
        status=status,
        **{**values, **given},
    )


def test_the_office_opens_a_month_and_the_lead_can_begin(client, month):
    office = client.sign_in(make.pmo(month.programme))
    assert "September 2026" in text(office.get("/months/OPD/open"))

    sent = office.post("/months/OPD/open", data={"month": "2026-09"})

    assert sent.location == "/months/OPD/2026-09"
    assert "is open for updates" in text(office.get(sent.location))
    assert office.post("/months/OPD/open", data={"month": "2026-10"}).status_code == 422


def test_every_programme_that_one_may_read_lists_its_months(office, month):
    other = make.period(programme_id=make.programme(code="ELSE").id)
    page = text(office.get("/months"))
    assert "October 2026 (M7)" in page
    assert "OPD" in page
    assert "ELSE" not in page
    assert office.get(f"/months/ELSE/{other.month}").status_code == 404


def test_a_month_that_was_not_opened_or_is_none_is_not_found(office, month):
    assert office.get("/months/OPD/2026-09").status_code == 404
    assert office.get("/months/OPD/nonsense").status_code == 404


def test_a_missing_update_is_not_reported_and_can_be_entered_on_behalf(office, month):
    page = text(office.get(PLACE))
    assert "Enter it on behalf" in page
    assert "Not reported" in page
    assert "0 of 1" in page


def test_the_month_page_of_a_lead_shows_their_own_workstream_only(client, month):
    make.workstream(programme_id=month.programme.id, ref="WS02", name="Virtual clinics")
    page = text(client.sign_in(month.lead).get(PLACE))
    assert "Your workstreams" in page
    assert "Virtual clinics" not in page
    assert "To challenge" not in page


def test_the_queue_puts_the_worst_first(client, month):
    other = make.workstream(programme_id=month.programme.id, ref="WS02", name="Virtual clinics")
    make.risk(workstream_id=other.id, ref="WS02-R01", current=(5, 5))
    submitted(month)
    make.update(
        period_id=month.period.id,
        workstream_id=other.id,
        status=UpdateStatus.SUBMITTED,
        happened="It went wrong",
    )
    page = text(client.sign_in(make.pmo(month.programme)).get(PLACE))
    queue = page[page.index('id="queue"') : page.index('id="missing"')]
    assert queue.index("WS02") < queue.index("WS01")
    assert "It went wrong" in queue


def test_the_office_accepts_and_goes_on_to_the_next_in_the_queue(office, month):
    update = submitted(month)
    assert "Reminders went live" in text(office.get(f"{REVIEW}/review"))

    sent = office.post(f"{REVIEW}/accept", data={"version": update.version})

    assert sent.location == PLACE
    assert month.update().status is UpdateStatus.ACCEPTED


def test_a_stale_acceptance_is_refused_with_both_versions(office, month):
    submitted(month)
    stale = office.post(f"{REVIEW}/accept", data={"version": "0"})
    assert stale.status_code == 409
    assert month.update().status is UpdateStatus.SUBMITTED


def test_a_returned_update_shows_its_lead_the_quoted_line_at_the_top_of_the_step(client, month):
    version = submitted(month).version
    office = client.sign_in(make.pmo(month.programme, name="Omar Khalid"))
    refused = office.post(f"{REVIEW}/return", data={"quoted": "happened"})
    assert refused.status_code == 422
    assert "Say what needs to change" in text(refused)

    data = {"quoted": "happened", "comment": "Where? Name the sites"}
    assert office.post(f"{REVIEW}/return", data={**data, "version": ""}).status_code == 409
    data["version"] = version
    assert office.post(f"{REVIEW}/return", data=data).location == PLACE

    lead = client.sign_in(month.lead)
    front = text(lead.get(month.url()))
    assert "Returned to you" in front
    assert f"{month.url('words')}" in front
    step = text(lead.get(month.url("words")))
    assert "What happened: Reminders went live" in step
    assert "Where? Name the sites" in step
    assert "Where?" not in text(lead.get(month.url("savings")))


def test_a_line_that_was_never_there_cannot_be_quoted(office, month):
    submitted(month)
    sent = office.post(f"{REVIEW}/return", data={"quoted": "invented", "comment": "No"})
    assert sent.status_code == 422


@pytest.mark.parametrize(
    ("answer", "by", "refused"), [("grant", "Omar Khalid", ""), ("refuse", "", "Seen it")]
)
def test_a_better_rating_is_granted_or_refused_with_a_reason(office, month, answer, by, refused):
    submitted(month, declared=Colour.GREEN, declared_reason="A contract lands")
    assert "Does the better rating stand?" in text(office.get(f"{REVIEW}/review"))
    assert office.post(f"{REVIEW}/answer", data={"answer": answer}).status_code == 422

    office.post(f"{REVIEW}/answer", data={"answer": answer, "reason": "Seen it"})

    update = month.update()
    assert (update.granted_by, update.refused_reason) == (by, refused)
    page = text(office.get(PLACE))
    assert "Declared better than calculated" in page


def test_leads_and_readers_do_not_review(client, month):
    submitted(month)
    for person in (month.lead, make.finance(month.programme)):
        browser = client.sign_in(person)
        assert browser.get(f"{REVIEW}/review").status_code == 403
        assert browser.post(f"{REVIEW}/accept").status_code == 403
        assert browser.post(f"{REVIEW}/answer", data={"answer": "grant"}).status_code == 403
    assert month.update().status is UpdateStatus.SUBMITTED


def test_an_office_of_another_programme_finds_nothing(client, month):
    submitted(month)
    stranger = client.sign_in(make.pmo(make.programme()))
    for page in ("", "/lock", "/correct", "/updates/WS01/review"):
        assert stranger.get(PLACE + page).status_code == 404, page
    for act in ("/publish", "/lock", "/updates/WS01/accept", "/updates/WS01/return"):
        assert stranger.post(PLACE + act, data={"comment": "x"}).status_code == 404, act


def test_the_sro_approves_the_month(client, month):
    sro = client.sign_in(make.sro(month.programme, name="Sarah Okafor"))
    page = text(sro.get(f"{PLACE}/approve"))
    assert "WS01" in page
    assert sro.post(f"{PLACE}/approve", data={}).status_code == 422

    assert sro.post(f"{PLACE}/approve", data={"sure": "y"}).location == PLACE
    assert queries.period(month.programme.id, OCTOBER).approved_by == "Sarah Okafor"
    assert client.sign_in(month.lead).post(f"{PLACE}/approve").status_code == 403


def test_the_lock_says_what_freezes_and_what_is_missing_and_asks_for_both_ticks(office, month):
    page = text(office.get(f"{PLACE}/lock"))
    assert "What freezes" in page
    assert "Not reported" in page

    data = {"reason": "Month end", "sure": "y"}
    refused = office.post(f"{PLACE}/lock", data=data)
    assert refused.status_code == 422
    assert "No accepted update from WS01" in text(refused)
    assert office.post(f"{PLACE}/lock", data={"with_missing": "y", "sure": "y"}).status_code == 422

    assert office.post(f"{PLACE}/lock", data={**data, "with_missing": "y"}).location == PLACE
    assert queries.period(month.programme.id, OCTOBER).status is PeriodStatus.LOCKED


def locked(month):
    period = queries.period(month.programme.id, OCTOBER)
    office = make.actor(make.pmo(month.programme, name="Olive"))
    return commands.lock_month(
        period,
        reason="Month end",
        today=date(2026, 11, 12),
        with_missing=True,
        actor=office,
        at=AT,
    )


def test_a_locked_month_shows_its_hash_and_is_published_once(office, month):
    made = stored(locked(month))
    page = text(office.get(PLACE))
    assert made.data_hash in page
    assert "Not published" in page

    assert office.post(f"{PLACE}/publish").location == PLACE
    assert "Published by Omar Khalid" in text(office.get(PLACE))
    again = office.post(f"{PLACE}/publish")
    assert again.status_code == 422
    assert "has been published already" in text(again)


def test_a_locked_month_offers_a_correction_which_makes_version_2(office, month):
    stored(locked(month))
    assert office.get(f"{PLACE}/lock").location.endswith("/correct")
    assert "version 2" in text(office.get(f"{PLACE}/correct"))
    assert office.post(f"{PLACE}/correct", data={"sure": "y"}).status_code == 422

    data = {"sure": "y", "reason": "A late journal"}
    assert office.post(f"{PLACE}/correct", data=data).location == PLACE
    versions = queries.versions(queries.period(month.programme.id, OCTOBER).id)
    assert [each.version for each in versions] == [2, 1]
    assert "A late journal" in text(office.get(PLACE))


@pytest.mark.parametrize("act", ["accept", "return", "answer"])
def test_a_locked_month_refuses_the_challenge_and_offers_a_correction(office, month, act):
    submitted(month)
    stored(locked(month))
    data = {"comment": "x", "answer": "grant", "reason": "x"}
    refused = office.post(f"{REVIEW}/{act}", data=data)
    assert refused.status_code == 422
    assert "can make a correction" in text(refused)


def test_what_the_report_will_say_anew_is_told_to_those_who_read_the_whole(client, month):
    september = make.period(programme_id=month.programme.id, month=OCTOBER.previous)
    period = queries.period(month.programme.id, september.month)
    commands.lock_month(
        period,
        reason="Month end",
        today=date(2026, 10, 12),
        with_missing=True,
        actor=make.actor(make.pmo()),
        at=AT,
    )
    month.due.forecast = date(2026, 11, 20)
    stored(month.due)

    page = text(client.sign_in(make.pmo(month.programme)).get(PLACE))

    assert "Compared with September 2026" in page
    assert "Forecast moved from 28 October 2026 to 20 November 2026" in page


def test_the_month_page_reads_as_often_for_one_workstream_as_for_twenty(office, month, request):
    queries = request.getfixturevalue("queries")
    office.get(PLACE)
    queries.clear()
    office.get(PLACE)
    before = len(queries)
    for _ in range(20):
        make.workstream(programme_id=month.programme.id)
    queries.clear()
    office.get(PLACE)
    assert len(queries) == before


def test_a_locked_month_shows_its_ratings_as_they_were_locked(office, month):
    submitted(month, status=UpdateStatus.ACCEPTED)
    stored(locked(month))
    assert "Amber" in text(office.get(PLACE))
    make.risk(workstream_id=month.workstream.id, ref="WS01-R02", current=(5, 5))

    page = text(office.get(PLACE))
    assert "Amber" in page
    assert "Red" not in page
    page = text(office.get(f"{PLACE}/updates/WS01"))
    assert "as it was locked" in page
    assert "</span> Red</span>" not in page
