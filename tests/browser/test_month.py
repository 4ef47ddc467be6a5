"""A whole month, walked by its people: updated, returned, resubmitted, locked, published, read."""

from __future__ import annotations

from tests.browser.lead import UPDATE, give_update
from tests.browser.month import Walk

MONTH = "/months/OPD/2026-10"
TRACKER = b"Milestone,Baseline,Forecast\nEvening video clinics,31/03/2027,31 Mar 27\n"


def test_a_month_goes_from_the_leads_phone_to_the_board(visit):
    walk = Walk()
    lead = visit(walk.lead, phone=True)
    office = visit(walk.office)

    bring_a_tracker_in(office)
    office.go(MONTH)
    assert office.reads("0 of 2")
    office.check()

    give_update(lead)
    lead.press("Submit update")
    return_it(office)
    correct_it(lead)
    accept_it(office)
    enter_on_behalf(office)
    approve(visit(walk.sro))
    lock(office)
    read(visit(walk.board, phone=True), walk)


def bring_a_tracker_in(office):
    office.go("/imports")
    office.check()
    office.press("Bring a file in")
    office.check()
    page = office.page
    page.get_by_label("Programme").select_option(label="OPD Outpatients improvement")
    page.locator("input[type=file]").set_input_files(
        {"name": "tracker.csv", "mimeType": "text/csv", "buffer": TRACKER}
    )
    page.get_by_label("Workstream").select_option(label="WS02 Virtual clinics")
    office.press("Read and check the file")
    assert office.reads("Evening video clinics")
    office.check()
    office.press("Bring it in")
    assert office.reads("Brought in on")
    office.check()
    office.go("/milestones")
    assert office.reads("Evening video clinics")


def return_it(office):
    office.go(MONTH)
    office.check()
    office.press("Review WS01")
    office.check()
    office.page.get_by_role("radio", name="What happened: Reminders").check()
    office.page.get_by_label("What needs to change?").fill("At which sites?")
    office.press("Return to the lead")
    assert office.reads("is back with its lead")


def correct_it(lead):
    lead.go(UPDATE)
    assert lead.reads("At which sites?")
    lead.check()
    lead.press("Change it")
    assert lead.reads("What happened: Reminders went live")
    lead.check()
    lead.page.get_by_label("What happened this month?").fill("Reminders went live at Mile Road")
    lead.press("Save and continue")
    lead.press("Submit update")
    assert lead.heading() == "Update submitted"


def accept_it(office):
    office.go(f"{UPDATE}/review")
    assert office.reads("Reminders went live at Mile Road")
    assert office.reads("At which sites?")
    office.press("Accept")
    assert office.reads("The update of WS01 is accepted")


def enter_on_behalf(office):
    office.go(MONTH)
    office.follow("Enter it on behalf of WS02")
    assert office.reads("You are entering this on behalf of")
    office.page.get_by_label("What happened this month?").fill("The pilot is agreed in outline")
    office.page.get_by_label("Nothing else changed").check()
    office.check()
    office.press("Save and continue")
    office.press("Submit update")
    assert office.heading() == "Update submitted"
    office.go(f"{MONTH}/updates/WS02/review")
    office.press("Accept")


def approve(sro):
    sro.go(MONTH)
    sro.press("Approve the month")
    sro.check()
    sro.page.get_by_label("I approve this month").check()
    sro.press("Approve the month")
    assert sro.reads("is approved")


def lock(office):
    office.go(MONTH)
    office.press("Lock the month")
    office.check()
    office.page.get_by_label("Why is it locked now?").fill("Month end, approved by the SRO")
    office.page.get_by_label("I have read what freezes").check()
    office.press("Lock the month")
    assert office.reads("SHA-256")
    office.check()
    office.press("Publish version 1")
    assert office.reads("Version 1 of October 2026 (M7) is published")
    office.go(f"{MONTH}/correct")
    office.check()
    office.go(f"{UPDATE}/words")
    assert office.reads("can make a correction")


def read(board, walk):
    board.go("/reports/OPD/2026-10/1")
    assert board.reads(walk.clinics.name)
    board.check()
    board.go(MONTH)
    assert board.heading() == "You cannot do this"
