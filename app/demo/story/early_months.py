"""The first four months, told lightly: schemes begin, and what was hoped meets what came."""

from __future__ import annotations

from app.core.rating import Colour
from app.demo.story.month import MonthTold, u

FIRST_WORD = {
    "WS01": (Colour.GREEN, "A plan for each clinic, and a lead who has done it before"),
    "WS02": (Colour.GREEN, "Two willing specialties to begin with"),
    "WS03": (Colour.AMBER, "Consultants’ time for advice is not in job plans yet"),
    "WS04": (Colour.GREEN, "Bought, tested and switched on"),
    "WS05": (Colour.AMBER, "Rooms and headsets are not here yet"),
    "WS06": (Colour.AMBER, "The lease rests on clinics that have nowhere to go yet"),
    "WS07": (Colour.GREEN, "One team is agreed with its staff"),
}
EARLY_MONTHS = (
    MonthTold(
        -7,
        turns=(-5, 28),
        confidence=FIRST_WORD,
        updates={
            "WS01": u("Evening lists at premium pay ended in two of five specialties."),
            "WS02": u("The letter and the safety net are written. They go to the clinical group."),
            "WS03": u("Cardiology answers questions from 22 practices."),
            "WS04": u("Two-way reminders are on at three of four sites."),
            "WS05": u("60 headsets are ordered. The rooms are being chosen."),
            "WS06": u(
                "The landlord has sent a first draft for the health centres.",
                action="Agree the health centres’ terms",
            ),
            "WS07": u("Typing came back from the supplier. Consultation on one team began."),
            "WS08": u("Shifts by grade and clinic are counted for the first time."),
        },
    ),
    MonthTold(
        -6,
        turns=(-4, 28),
        updates={
            "WS01": u("Ten clinical leads signed new templates. 61 slots a week are added."),
            "WS02": u("The clinical group approved the letter. Rheumatology begins in two weeks."),
            "WS03": u("Half of the questions are answered within 1.4 days."),
            "WS04": u("Two-way reminders are on at every site. 11.2% of appointments are missed."),
            "WS05": u(
                "The headsets are late: video clinics could not begin.",
                "A delivery date from the supplier",
                "Borrow 20 headsets from training",
                (-5, 6),
            ),
            "WS06": u(
                "The agreement is with the lawyers of both sides.",
                action="Meet the landlord’s lawyers",
                turns=(-5, 12),
            ),
            "WS07": u("The partnership forum agreed the structure of one team."),
            "WS08": u("Finance and nursing signed the clinic establishment."),
        },
    ),
    MonthTold(
        -5,
        turns=(-3, 28),
        updates={
            "WS01": u("Room data is complete for 14 sites. Two rooms are empty on most days."),
            "WS02": u("120 patients of two specialties now come back when they need to."),
            "WS03": u("Agency hours for advice fell by a third."),
            "WS04": u("Callers ring patients likely to miss, at three sites."),
            "WS05": u(
                "Video clinics began on the last day of the month, so nothing was saved in two.",
                action="Fill every video clinic from the first week",
                turns=(-4, 31),
            ),
            "WS06": u(
                "The agreement is signed. Three health centres are surveyed.",
                action="First clinic in a health centre",
            ),
            "WS07": u("Consultation closed with 41 answers. Bookers of two sites sit together."),
            "WS08": u("The nursing bank is live: 60 shifts were filled in two weeks."),
        },
    ),
    MonthTold(
        -4,
        turns=(-2, 28),
        updates={
            "WS01": u("The last evening list was held. Utilisation is 76%."),
            "WS02": u("Both specialties hold their follow-ups. Eight more are being trained."),
            "WS03": u("Dermatology and urology answer questions too."),
            "WS04": u("Four callers are in post. 9.9% of appointments are missed."),
            "WS05": u(
                "Video is 9% of appointments. Results by telephone reach eight specialties.",
                action="Close the Thursday suite",
                turns=(-3, 10),
            ),
            "WS06": u(
                "380 patients said how they travel. IT services plan the network.",
                "A date for the network",
                "Network date from IT services",
                (-3, 20),
            ),
            "WS07": u(
                "The supplier took back a postage credit that had been counted twice in spring.",
                action="Finance checks credits before they are claimed",
                turns=(-3, 14),
            ),
            "WS08": u("The bank filled 148 shifts. Agency is 5.1% of clinic pay."),
        },
    ),
)
