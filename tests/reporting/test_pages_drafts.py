"""What is typed is kept, and two people on one update lose nothing."""

from __future__ import annotations

import pytest

from app.reporting import queries
from tests import make
from tests.reporting.test_pages_update import WORDS, Month, text


@pytest.fixture
def month():
    return Month()


@pytest.fixture
def lead(client, month):
    return client.sign_in(month.lead)


def test_a_draft_is_kept_and_opens_again_at_its_step(lead, month):
    kept = lead.post(month.url("drafts/words"), data={"happened": "Half a sent"})
    assert kept.location.endswith("/draft")
    assert "20 October 2026 at 10:30" in text(lead.get(month.url("draft")))

    assert lead.get(month.url()).location.endswith("/words")
    page = text(lead.get(month.url("words")))
    assert "Half a sent" in page
    assert "You left this unfinished" in page


def test_without_a_script_the_button_keeps_the_draft_and_says_so(lead, month):
    sent = lead.post(month.url("drafts/words"), data={"happened": "Half", "later": "y"})
    assert sent.location == "/"
    assert "Your draft is kept" in text(lead.get("/"))


def test_a_draft_is_not_checked_and_not_part_of_the_update(lead, month):
    lead.post(month.url("drafts/words"), data={"happened": "Half a sent"})
    update = month.update()
    assert (update.happened, update.version) == ("", 1)


def test_saving_the_step_forgets_the_draft(lead, month):
    lead.post(month.url("drafts/words"), data={"happened": "Half a sent"})
    lead.post(month.url("words"), data=WORDS)
    draft = queries.draft_of(month.update().id, make.actor(month.lead))
    assert (draft.step, draft.answers) == ("", "{}")
    assert draft.steps_done == "words"


def test_cards_come_back_as_they_were_typed(lead, month):
    card = f"m{month.due.id}"
    answers = {f"{card}-answer": "new date", f"{card}-forecast-day": "31", f"{card}-reason": "Wait"}
    lead.post(month.url("drafts/milestones"), data=answers)

    page = text(lead.get(month.url("milestones")))

    assert 'value="31"' in page
    assert 'value="Wait"' in page


def test_a_draft_of_no_step_and_one_that_is_too_long_are_refused(lead, month):
    assert lead.post(month.url("drafts/nonsense"), data={}).status_code == 404
    long = lead.post(month.url("drafts/words"), data={"happened": "x" * 150_000})
    assert long.status_code == 422
    assert month.update() is None


def test_each_person_has_a_draft_of_their_own(client, month):
    client.sign_in(month.lead).post(month.url("drafts/words"), data={"happened": "The lead's"})
    office = client.sign_in(make.pmo(month.programme))
    assert "The lead&#39;s" not in text(office.get(month.url("words")))


def test_a_stale_page_shows_both_versions_and_saves_when_it_is_sent_again(client, month):
    lead = client.sign_in(month.lead)
    lead.post(month.url("drafts/words"), data={"happened": "x"})
    shown = month.update().version
    lead.post(month.url("words"), data={**WORDS, "happened": "The lead wrote this"})

    office = client.sign_in(make.pmo(month.programme))
    mine = {**WORDS, "happened": "The office wrote this", "version": shown}
    stale = office.post(month.url("words"), data=mine)

    assert stale.status_code == 409
    assert "The lead wrote this" in text(stale)
    assert "The office wrote this" in text(stale)
    assert month.update().happened == "The lead wrote this"

    again = office.post(month.url("words"), data={**mine, "version": month.update().version})
    assert again.status_code == 302
    assert month.update().happened == "The office wrote this"


def test_a_milestone_that_a_colleague_answered_first_shows_both_answers(lead, month):
    card = f"m{month.due.id}"
    mine = {
        f"{card}-version": "1",
        f"{card}-answer": "new date",
        f"{card}-forecast-day": "2",
        f"{card}-forecast-month": "11",
        f"{card}-forecast-year": "2026",
    }
    done = {f"{card}-answer": "done", f"{card}-evidence": "All of them are booked"}
    day = {f"{card}-completed_on-{part}": n for part, n in (("day", 12), ("month", 10))}
    lead.post(
        month.url("milestones"),
        data={**done, **day, f"{card}-completed_on-year": 2026, f"{card}-version": "1"},
    )

    stale = lead.post(month.url("milestones"), data=mine)

    assert stale.status_code == 409
    assert "All of them are booked" in text(stale)
    assert "New date 2 November 2026" in text(stale)


def test_an_answer_about_a_withdrawn_record_is_shown_not_dropped(lead, month):
    data = {"m999999-answer": "done", "m999999-evidence": "All of them are booked"}
    sent = lead.post(month.url("milestones"), data=data)
    assert sent.status_code == 422
    assert "All of them are booked" in text(sent)


def test_a_scheme_and_a_risk_that_a_colleague_changed_show_both_versions(lead, month):
    scheme, risk = f"s{month.scheme.id}", f"r{month.risk.id}"
    for page, card, data, mine, theirs in (
        (
            "savings",
            scheme,
            {f"{scheme}-answer": "change", f"{scheme}-actual": "1", f"{scheme}-rest": "2"},
            "This month £1, rest of the year £2",
            "This month £9,000, rest of the year £50,000",
        ),
        ("risks", risk, {f"{risk}-answer": "same"}, "Same: 12", "Open, score 12"),
    ):
        stale = lead.post(month.url(page), data={**data, f"{card}-version": "99"})
        assert stale.status_code == 409
        assert mine in text(stale)
        assert theirs in text(stale)


def test_a_milestone_that_stays_on_time_or_is_done_says_so_beside_what_is_stored(lead, month):
    card = f"m{month.due.id}"
    for answer, mine in (("on time", "On time"), ("done", "Done on 20 October 2026: Seen")):
        day = {f"{card}-completed_on-{p}": n for p, n in (("day", 20), ("month", 10))}
        data = {
            **day,
            f"{card}-completed_on-year": 2026,
            f"{card}-version": "99",
            f"{card}-answer": answer,
            f"{card}-evidence": "Seen",
        }
        stale = lead.post(month.url("milestones"), data=data)
        assert stale.status_code == 409
        assert mine in text(stale)
        assert "Open, forecast 28 October 2026" in text(stale)
