"""A lead answers the steps of an update, as one would on a phone."""

from __future__ import annotations

from tests.browser.visitor import Visitor

UPDATE = "/months/OPD/2026-10/updates/WS01"


def give_update(lead: Visitor) -> None:
    """Every step of the update of Walk's first workstream, up to the button that submits it."""
    lead.go(UPDATE)
    answer_milestones(lead)
    answer_savings(lead)
    answer_risks(lead)
    write_words(lead)
    lead.note_screen()
    lead.check()


def answer_milestones(lead: Visitor) -> None:
    """One is done, one moves within its tolerance."""
    rooms = lead.card("Rooms booked at all sites")
    rooms.get_by_role("radio", name="Done").check()
    rooms.get_by_label("How do you know").fill("The estates list shows every room")
    lead.card("New templates live").get_by_role("radio", name="New date").check()
    templates = lead.card("New templates live")
    templates.get_by_label("Day").last.fill("6")
    templates.get_by_label("Month", exact=True).last.fill("11")
    templates.get_by_label("Year").last.fill("2026")
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")


def answer_savings(lead: Visitor) -> None:
    """Each scheme's month."""
    assert lead.heading() == "Savings"
    for title in ("Fewer letters", "Shorter clinics", "Advice before referral", "Locum spend"):
        lead.card(title).get_by_label("Saved in October 2026").fill("9,100")
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")


def answer_risks(lead: Visitor) -> None:
    """Two are the same, one is down."""
    assert lead.heading() == "Risks"
    lead.card("Nobody to staff it").get_by_role("radio", name="Same").check()
    lead.card("Late kit").get_by_role("radio", name="Same").check()
    lead.card("Low uptake").get_by_role("radio", name="Down").check()
    lead.card("Low uptake").get_by_label("Why did it go down?").fill("Patients sign up")
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")


def write_words(lead: Visitor) -> None:
    """What happened, and a path to green if one is asked."""
    assert lead.heading() == "Your words"
    lead.page.get_by_label("What happened this month?").fill("Reminders went live")
    path = lead.page.get_by_label("What will turn it green?")
    if path.is_visible():
        path.fill("Book the last rooms")
        lead.page.get_by_label("Who will do it?").fill("Ada")
        for label, text in (("Day", "1"), ("Month", "12"), ("Year", "2026")):
            lead.page.get_by_label(label, exact=True).fill(text)
        lead.page.get_by_label("Which decision is needed?").fill("None")
    lead.page.get_by_label("Nothing else changed").check()
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")
