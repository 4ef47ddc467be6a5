"""A lead's update, a step at a time."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.rating import Colour
from app.db import db
from app.milestones.models import Milestone
from app.reporting import queries
from app.reporting.models import PeriodStatus, UpdateStatus
from app.risks.models import Risk
from app.savings.models import SchemeMonth
from tests import make
from tests.make.reporting import OCTOBER
from tests.make.store import stored

DUE, LATER = date(2026, 10, 28), date(2027, 2, 1)


class Month:
    """October of one workstream: a milestone due, one not, a scheme, a risk; and its lead."""

    def __init__(self):
        self.programme = make.programme(code="OPD")
        self.workstream = make.workstream(programme_id=self.programme.id, ref="WS01")
        self.lead = make.lead(self.workstream, name="Priya Raman")
        self.period = make.period(programme_id=self.programme.id)
        place = {"workstream_id": self.workstream.id}
        self.due = make.milestone(title="Rooms booked", baseline=DUE, **place)
        self.later = make.milestone(title="Letters sent", baseline=LATER, **place)
        self.scheme = make.money(
            make.scheme(title="Fewer letters", **place),
            plan=[10] * 12,
            forecast=[10] * 12,
            actual=[9] * 7,
        )
        self.risk = make.risk(title="Nobody to staff it", current=(4, 3), **place)

    def url(self, page=""):
        return f"/months/OPD/2026-10/updates/WS01{'/' + page if page else ''}"

    def update(self):
        return queries.find_update(self.period.id, self.workstream.id)


@pytest.fixture
def month():
    return Month()


@pytest.fixture
def lead(client, month):
    return client.sign_in(month.lead)


def text(response):
    return response.get_data(as_text=True)


WORDS = {
    "happened": "Reminders went live",
    "needed": "",
    "nothing_else_changed": "y",
    "path_action": "Book rooms",
    "path_owner": "Ada",
    "path_date-day": "1",
    "path_date-month": "12",
    "path_date-year": "2026",
    "path_decision": "None",
}


def test_the_update_opens_at_its_first_step_and_asks_only_for_what_is_due(lead, month):
    assert lead.get(month.url()).location.endswith("/updates/WS01/milestones")

    page = text(lead.get(month.url("milestones")))

    assert "Rooms booked" in page
    assert "Letters sent" not in page
    assert "step 1 of 5" in page


def test_a_step_with_nothing_due_is_skipped(lead, month):
    for record in (month.due, month.risk):
        db.session.delete(db.session.merge(record))
    db.session.commit()

    assert lead.get(month.url()).location.endswith("/savings")
    scheme = f"s{month.scheme.id}"
    sent = lead.post(month.url("savings"), data={f"{scheme}-answer": "agree"})
    assert sent.location.endswith("/words")
    assert "step 2 of 3" in text(lead.get(month.url("words")))


def test_done_asks_how_one_knows_and_completes_the_milestone(lead, month):
    card = f"m{month.due.id}"
    day = {
        f"{card}-completed_on-{part}": n for part, n in (("day", 12), ("month", 10), ("year", 2026))
    }

    refused = lead.post(month.url("milestones"), data={f"{card}-answer": "done", **day})
    assert refused.status_code == 422
    assert "how you know" in text(refused)

    data = {f"{card}-answer": "done", f"{card}-evidence": "All booked", **day}
    assert lead.post(month.url("milestones"), data=data).location.endswith("/savings")
    done = db.session.get(Milestone, month.due.id)
    assert (done.completed_on, done.evidence) == (date(2026, 10, 12), "All booked")


def new_date(card, day, reason=""):
    return {
        f"{card}-answer": "new date",
        f"{card}-forecast-day": day.day,
        f"{card}-forecast-month": day.month,
        f"{card}-forecast-year": day.year,
        f"{card}-reason": reason,
    }


def test_a_new_date_asks_why_only_beyond_the_tolerance(lead, month):
    card = f"m{month.due.id}"

    far = lead.post(month.url("milestones"), data=new_date(card, date(2026, 12, 1)))
    assert far.status_code == 422
    assert "Say why the date moves" in text(far)

    near = lead.post(month.url("milestones"), data=new_date(card, date(2026, 10, 30)))
    assert near.status_code == 302
    assert db.session.get(Milestone, month.due.id).forecast == date(2026, 10, 30)


def test_boxes_of_another_answer_are_not_read(lead, month):
    card = f"m{month.due.id}"
    data = {
        f"{card}-answer": "on time",
        f"{card}-forecast-day": "99",
        f"{card}-evidence": "x" * 9000,
    }
    assert lead.post(month.url("milestones"), data=data).location.endswith("/savings")


def test_one_wrong_card_saves_none_of_the_others_and_loses_nothing(lead, month):
    other = make.milestone(title="Staff trained", baseline=DUE, workstream_id=month.workstream.id)
    good, bad = f"m{month.due.id}", f"m{other.id}"
    data = {**new_date(good, date(2026, 10, 30)), **new_date(bad, date(2027, 6, 1))}

    page = lead.post(month.url("milestones"), data=data)

    assert page.status_code == 422
    assert 'value="2027"' in text(page)
    assert db.session.get(Milestone, month.due.id).forecast == DUE


def test_the_ledgers_figure_is_agreed_with_or_changed(lead, month):
    card = f"s{month.scheme.id}"
    assert "saved £9,000" in text(lead.get(month.url("savings")))
    assert lead.post(month.url("savings"), data={}).status_code == 422

    lead.post(month.url("savings"), data={f"{card}-answer": "agree"})
    assert october(month).actual_recurrent == 9_000_00

    data = {f"{card}-answer": "change", f"{card}-actual": "£8,500.50", f"{card}-rest": "40,000"}
    assert lead.post(month.url("savings"), data=data).status_code == 302
    assert october(month).actual_recurrent == 8_500_50
    cells = queries.asked_schemes(month.period, month.workstream, actor=make.actor(month.lead))[0]
    assert (cells.rest, cells.rest_plan) == (40_000_00, 50_000_00)
    assert october(month).forecast_recurrent == 10_000_00


def october(month):
    return db.session.scalars(
        select(SchemeMonth).where(
            SchemeMonth.scheme_id == month.scheme.id, SchemeMonth.month == OCTOBER
        )
    ).one()


def test_a_scheme_without_an_actual_asks_for_it_at_once(lead, month):
    row = october(month)
    row.actual_recurrent = None
    stored(row)
    card = f"s{month.scheme.id}"

    assert "Agree" not in text(lead.get(month.url("savings")))
    data = {f"{card}-actual": "9,250", f"{card}-rest": "50,000"}
    lead.post(month.url("savings"), data=data)
    assert october(month).actual_recurrent == 9_250_00


def test_a_risk_is_the_same_or_moves_one_step_with_a_line_that_says_why(lead, month):
    card = f"r{month.risk.id}"
    page = text(lead.get(month.url("risks")))
    assert "Up: likelihood 3 to 4, score 16" in page

    assert lead.post(month.url("risks"), data={f"{card}-answer": "up"}).status_code == 422
    data = {f"{card}-answer": "up", f"{card}-went_up": "Two people left"}
    assert lead.post(month.url("risks"), data=data).location.endswith("/words")
    risk = db.session.get(Risk, month.risk.id)
    assert (risk.current_consequence, risk.current_likelihood) == (4, 4)
    assert risk.last_reviewed_on == date(2026, 10, 20)


def test_last_months_words_stand_beside_and_are_never_reused(lead, month):
    september = make.period(programme_id=month.programme.id, month=OCTOBER.previous)
    make.update(
        period_id=september.id,
        workstream_id=month.workstream.id,
        status=UpdateStatus.ACCEPTED,
        happened="We booked the rooms",
    )

    page = text(lead.get(month.url("words")))

    assert "We booked the rooms" in page
    assert ">We booked the rooms</textarea>" not in page


def test_words_ask_for_a_path_to_green_only_when_there_is_something_to_turn(lead, month):
    assert "Path to green" in text(lead.get(month.url("words")))

    without = {key: value for key, value in WORDS.items() if not key.startswith("path")}
    refused = lead.post(month.url("words"), data=without)
    assert refused.status_code == 422
    assert "Say what will turn it green" in text(refused)


def test_nothing_else_changed_has_to_be_confirmed(lead, month):
    without = {key: value for key, value in WORDS.items() if key != "nothing_else_changed"}
    assert "Confirm that nothing else changed" in text(lead.post(month.url("words"), data=without))


def test_the_update_is_submitted_and_the_lead_learns_what_comes_next(lead, month):
    assert lead.post(month.url("words"), data=WORDS).location.endswith("/rating")
    page = text(lead.get(month.url("rating")))
    assert "How you are rated" in page

    sent = lead.post(month.url("rating"), data={"declared": "same"})

    assert sent.location.endswith("/submitted")
    assert "What comes next" in text(lead.get(month.url("submitted")))
    update = month.update()
    assert (update.status, update.submitted_by) == (UpdateStatus.SUBMITTED, "Priya Raman")
    assert update.on_behalf_of == ""


def test_without_words_the_rating_page_sends_the_lead_back_to_them(lead, month):
    sent = lead.post(month.url("rating"), data={"declared": "same"})
    assert sent.location.endswith("/words?needed=y")
    assert "Say what happened" in text(lead.get(month.url("words") + "?needed=y"))


def test_a_better_rating_is_asked_for_with_a_reason_and_does_not_stand_yet(lead, month):
    lead.post(month.url("words"), data=WORDS)
    refused = lead.post(month.url("rating"), data={"declared": "green"})
    assert refused.status_code == 422
    assert "Say why you rate it differently" in text(refused)

    data = {"declared": "green", "declared_reason": "A contract lands in March"}
    assert lead.post(month.url("rating"), data=data).status_code == 302
    assert month.update().declared is Colour.GREEN
    assert month.update().granted_by == ""


def test_the_office_enters_on_behalf_of_the_lead_and_the_page_says_so(client, month):
    month.workstream.lead_id = month.lead.id
    stored(month.workstream)
    office = client.sign_in(make.pmo(month.programme, name="Omar"))
    assert "on behalf of <strong>Priya Raman" in text(office.get(month.url("words")))

    office.post(month.url("words"), data=WORDS)
    office.post(month.url("rating"), data={"declared": "same"})

    update = month.update()
    assert (update.submitted_by, update.on_behalf_of) == ("Omar", "Priya Raman")


def test_another_workstreams_update_does_not_exist_for_a_lead(client, month):
    stranger = make.lead(make.workstream(programme_id=month.programme.id, ref="WS02"))
    browser = client.sign_in(stranger)
    for page in ("", "milestones", "savings", "risks", "words", "rating", "submitted", "draft"):
        assert browser.get(month.url(page)).status_code == 404, page
    assert browser.post(month.url("words"), data=WORDS).status_code == 404
    assert browser.post(month.url("drafts/words"), data=WORDS).status_code == 404
    assert month.update() is None


def test_a_reader_of_the_programme_reads_and_does_not_write(client, month):
    browser = client.sign_in(make.finance(month.programme))
    assert browser.get(month.url()).status_code == 200
    assert browser.get(month.url("words")).status_code == 403
    assert browser.post(month.url("words"), data=WORDS).status_code == 403


@pytest.mark.parametrize("page", ["milestones", "savings", "risks", "words", "rating"])
def test_a_locked_month_refuses_every_step_and_offers_a_correction(lead, month, page):
    month.period.status = PeriodStatus.LOCKED
    stored(month.period)
    refused = lead.post(month.url(page), data=WORDS)
    assert refused.status_code == 422
    assert "can make a correction" in text(refused)
    assert "Reminders went live" in text(refused)


def test_an_update_with_the_office_is_not_changed(lead, month):
    make.update(
        period_id=month.period.id,
        workstream_id=month.workstream.id,
        status=UpdateStatus.SUBMITTED,
    )
    assert "with the office" in text(lead.post(month.url("words"), data=WORDS))
    assert lead.get(month.url()).status_code == 200


def test_a_gate_and_a_milestone_without_dates_say_when_a_reason_is_needed(lead, month):
    place = {"workstream_id": month.workstream.id}
    make.milestone(title="Gate passed", baseline=DUE, is_gate=True, **place)
    make.milestone(title="Some day", baseline=None, **place)
    page = text(lead.get(month.url("milestones")))
    assert "Only for a date after 28 October 2026" in page
    assert "Only for a date more than 5 working days after 28 October 2026" in page
    assert "You do not have to say" in page
    assert "forecast no date yet" in page


@pytest.mark.parametrize("missing", ["completed_on", "forecast", "past"])
def test_a_date_has_to_be_given_and_a_new_one_lies_ahead(lead, month, missing):
    card = f"m{month.due.id}"
    sent = {
        "completed_on": {
            f"{card}-answer": "done",
            f"{card}-evidence": "Seen",
            **{f"{card}-completed_on-{part}": "" for part in ("day", "month", "year")},
        },
        "forecast": {f"{card}-answer": "new date"},
        "past": new_date(card, date(2026, 10, 1)),
    }
    page = lead.post(month.url("milestones"), data=sent[missing])
    assert page.status_code == 422
    assert text(page).count("nhsuk-error-summary__list") == 1


def test_a_milestone_that_is_later_than_its_baseline_is_as_forecast_not_on_time(lead, month):
    make.milestone(baseline=DUE, forecast=LATER, workstream_id=month.workstream.id)
    assert "As forecast, 1 February 2027" in text(lead.get(month.url("milestones")))


def test_a_risk_that_has_no_score_points_to_its_page_and_one_that_falls_says_why(lead, month):
    bare = make.risk(title="Never scored", workstream_id=month.workstream.id)
    page = text(lead.get(month.url("risks")))
    assert f"/risks/{bare.id}" in page
    card = f"r{month.risk.id}"
    refused = lead.post(month.url("risks"), data={f"{card}-answer": "down"})
    assert "Say in a line why it went down" in text(refused)
    assert lead.post(month.url("risks"), data={f"{card}-answer": "same"}).status_code == 302


def test_a_workstream_without_any_record_is_not_rated_and_declares_nothing(client):
    programme = make.programme(code="BARE")
    workstream = make.workstream(programme_id=programme.id, ref="WS01")
    make.period(programme_id=programme.id)
    lead = client.sign_in(make.lead(workstream))
    update = "/months/BARE/2026-10/updates/WS01"

    assert "Path to green" not in text(lead.get(f"{update}/words"))
    assert "Rate it differently" not in text(lead.get(f"{update}/rating"))
    lead.post(f"{update}/words", data=WORDS)
    assert lead.post(f"{update}/rating").location.endswith("/submitted")
