"""A lead gives the month's update on a phone."""

from __future__ import annotations

from tests.browser.lead import UPDATE, give_update
from tests.browser.month import Walk

MOST_SCREENS, MOST_INPUTS = 5, 25


def test_a_whole_update_takes_at_most_five_screens_and_twenty_five_inputs(visit):
    walk = Walk()
    lead = visit(walk.lead, phone=True)

    give_update(lead)
    lead.press("Submit update")

    assert lead.heading() == "Update submitted"
    lead.check()
    assert len(lead.screens) <= MOST_SCREENS, lead.screens
    assert lead.inputs <= MOST_INPUTS


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
    phone.page.context.set_offline(False)
    phone.page.get_by_text("Saved at").wait_for()

    laptop = visit(walk.lead)
    laptop.go(UPDATE)
    assert laptop.heading() == "Your words"
    kept = laptop.page.get_by_label("What happened this month?")
    assert kept.input_value() == "Reminders went live everywhere"


def test_an_update_is_given_without_a_script(visit):
    walk = Walk(with_actuals=True)
    lead = visit(walk.lead, phone=True, scripts=False)
    lead.go(UPDATE)
    rooms = lead.card("Rooms booked at all sites")
    assert not rooms.get_by_label("How do you know").is_visible()
    rooms.get_by_role("radio", name="Done").check()
    rooms.get_by_label("How do you know").fill("Every room")
    lead.press("Save and continue later")
    assert lead.reads("Your draft is kept")

    lead.go(UPDATE)
    assert lead.card("Rooms booked").get_by_label("How do you know").input_value() == "Every room"


def test_what_was_typed_without_a_signal_is_put_back_on_the_same_phone(visit):
    walk = Walk(with_actuals=True)
    phone = visit(walk.lead, phone=True)
    phone.go(f"{UPDATE}/words")
    phone.page.context.set_offline(True)
    phone.page.get_by_label("What do you need?").fill("A decision on rooms")
    phone.page.get_by_text("kept on this device").wait_for()
    phone.page.goto("about:blank")
    phone.page.context.set_offline(False)

    phone.go(f"{UPDATE}/words")

    assert phone.page.get_by_label("What do you need?").input_value() == "A decision on rooms"
    phone.page.get_by_label("What happened this month?").fill("Reminders went live")
    phone.page.get_by_text("Saved at").wait_for()  # at the latest now; a slow phone sent it before
