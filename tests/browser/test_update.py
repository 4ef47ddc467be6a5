"""A lead gives the month's update on a phone."""

from __future__ import annotations

from tests.browser.month import Walk

MOST_SCREENS, MOST_INPUTS = 5, 25
UPDATE = "/months/OPD/2026-10/updates/WS01"


def test_a_whole_update_takes_at_most_five_screens_and_twenty_five_inputs(visit):
    walk = Walk()
    lead = visit(walk.lead, phone=True)
    lead.go(UPDATE)

    answer_milestones(lead)
    answer_savings(lead)
    answer_risks(lead)
    write_words(lead)
    lead.note_screen()
    lead.check()
    lead.press("Submit update")

    assert lead.heading() == "Update submitted"
    lead.check()
    assert len(lead.screens) <= MOST_SCREENS, lead.screens
    assert lead.inputs <= MOST_INPUTS


def answer_milestones(lead):
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


def answer_savings(lead):
    assert lead.heading() == "Savings"
    for title in ("Fewer letters", "Shorter clinics", "Advice before referral", "Locum spend"):
        lead.card(title).get_by_label("Saved in October 2026").fill("9,100")
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")


def answer_risks(lead):
    assert lead.heading() == "Risks"
    lead.card("Nobody to staff it").get_by_role("radio", name="Same").check()
    lead.card("Late kit").get_by_role("radio", name="Same").check()
    lead.card("Low uptake").get_by_role("radio", name="Down").check()
    lead.card("Low uptake").get_by_label("Why did it go down?").fill("Patients sign up")
    lead.note_screen()
    lead.check()
    lead.press("Save and continue")


def write_words(lead):
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


def test_a_lost_signal_keeps_the_draft_and_a_laptop_opens_it_at_the_same_card(visit):
    walk = Walk(with_actuals=True)
    phone = visit(walk.lead, phone=True)
    phone.go(f"{UPDATE}/words")
    box = phone.page.get_by_label("What happened this month?")
    box.fill("Reminders went live")
    phone.page.get_by_text("Saved at").wait_for()

    phone.page.context.set_offline(True)
    box.fill("Reminders went live everywhere")
    phone.page.get_by_text("kept on this device").wait_for()
    phone.problems.clear()  # the browser notes that it was offline
    phone.page.context.set_offline(False)
    phone.page.get_by_text("Saved at").wait_for()

    laptop = visit(walk.lead)
    laptop.go(UPDATE)
    assert laptop.heading() == "Your words"
    kept = laptop.page.get_by_label("What happened this month?")
    assert kept.input_value() == "Reminders went live everywhere"
