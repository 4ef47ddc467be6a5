"""What happens in the newest months: the slip that travels, and the optimistic rating.

`-3`, `-2` and `-1` are locked; `0` is open. The months before them are told more lightly.
"""

from __future__ import annotations

from app.core.rating import Colour
from app.demo.story.month import MonthTold, u

COSTS = {  # £k: baseline and forecast of the year
    "WS01": (180, 176),
    "WS02": (120, 124),
    "WS03": (210, 205),
    "WS04": (260, 262),
    "WS05": (340, 371),
    "WS06": (620, 688),
    "WS07": (310, 318),
}
CONFIDENCE = {
    "WS01": (Colour.GREEN, "Utilisation has risen four months running"),
    "WS02": (Colour.AMBER, "The remaining specialties are the hard ones"),
    "WS03": (Colour.AMBER, "Depends on posts that are not filled"),
    "WS04": (Colour.GREEN, "The method works at every site"),
    "WS05": (Colour.AMBER, "Two platforms until the licence ends"),
    "WS06": (Colour.RED, "The lease date rests on a network that is late"),
    "WS07": (Colour.GREEN, "Through the hardest part"),
}
NEWEST_MONTHS = (
    MonthTold(
        -3,
        confidence=CONFIDENCE,
        moved=(
            (
                "Overflow suite closed on Thursdays",
                (-2, 5),
                "Two specialties asked for three more weeks",
            ),
        ),
        updates={
            "WS01": u(
                "The weekly utilisation report is live and 22 managers read it. Evening lists have ended."
            ),
            "WS02": u(
                "143 staff in eight more specialties are trained. Going live was put back to check expiry dates.",
                action="Weekly check of expiry dates",
            ),
            "WS03": u(
                "Advice time is in 40 job plans. Replies take 1.6 days.",
                "Help with practitioner posts",
            ),
            "WS04": u(
                "The daily list is used at three sites. Missed appointments are 9.4%.",
                action="Short-notice list live",
            ),
            "WS05": u(
                "The Thursday suite stays open three weeks longer. Telephone results are in eight specialties.",
                action="Close the suite with both specialties' leads",
                turns=(-1, 30),
            ),
            "WS06": u(
                "The first musculoskeletal clinic was held in a health centre.",
                "A date for the network",
                "Network date from IT services",
                (0, 15),
                declared=Colour.GREEN,
                why="The lease talks go well",
            ),
            "WS07": u(
                "Letters reach 94% of patients through the app. One number is live.",
                action="Overflow rota at peak times",
            ),
            "WS08": u(
                "The bank filled 212 shifts. The training plan is approved.",
                action="Second advert for practitioners",
                turns=(0, 30),
            ),
        },
    ),
    MonthTold(
        -2,
        moved=(
            (
                "Network and printers in three health centres",
                (-1, 30),
                "IT services re-planned the cabling",
            ),
            ("One video platform", (0, 20), "The licence ends later than we were told"),
        ),
        scored=(
            ("Clinicians return to face to face", (3, 4), "Video fell in two clinics"),
            ("Calls unanswered in the first weeks", (2, 3), "Answered in 2 minutes 40"),
        ),
        updates={
            "WS01": u(
                "Utilisation is 81%, up from 78%. Backfill works in four of six specialties."
            ),
            "WS02": u(
                "Seven of eight specialties are live; one waits for its letter.",
                action="Letter signed by the last specialty",
                turns=(-1, 20),
            ),
            "WS03": u(
                "Interviews for six practitioners brought three offers.",
                "Approval of the trainee route",
                "Trainee route agreed",
                (1, 15),
            ),
            "WS04": u("212 slots were refilled in two weeks. Missed appointments are 8.9%."),
            "WS05": u(
                "The Thursday suite closed. The platform licence runs on until next year.",
                "A decision on paying twice",
                "Licence talks with the supplier",
                (1, 8),
                decision="May we pay for two platforms until January?",
            ),
            "WS06": u(
                "Health centre rooms are ready. Cabling is being planned.",
                "",
                "Cabling finished",
                (0, 20),
                declared=Colour.AMBER,
                why="The landlord has offered flexibility",
                granted="Letter from the landlord seen; for this month only",
            ),
            "WS07": u(
                "All re-booking is in one team. Three experienced bookers have resigned.",
                action="Retention talks",
                turns=(0, 30),
            ),
            "WS08": u(
                "The pre-assessment paper is out for consultation.",
                action="Trainee route",
                turns=(1, 15),
            ),
        },
    ),
    MonthTold(
        -1,
        moved=(
            (
                "Network and printers in three health centres",
                (0, 26),
                "Cabling found asbestos in one centre",
            ),
            ("Eleven clinics moved", (1, 27), "Waits for the network"),
            ("East wing handed back to the landlord", (3, 25), "Clinics must move first"),
            ("Two rooms handed back", (1, 24), "Rooms are freed by the clinics that move"),
            (
                "Triage by advanced practitioners begins",
                (1, 12),
                "Practitioners start four weeks late",
            ),
            ("Advanced practitioners appointed", (0, 25), "Three more interviews"),
            ("One video platform", (1, 8), "Licence talks"),
        ),
        scored=(
            ("East wing not handed back in time", (5, 4), "The network is now six weeks late"),
            ("Advanced practitioners not in post", (4, 4), "Three of six accepted"),
            ("Experienced bookers leave", (3, 2), "Two of three withdrew their notice"),
            ("Evening lists return in winter", (4, 3), "Two requests refused"),
        ),
        updates={
            "WS01": u(
                "Utilisation is 83%. The two rooms wait for clinics to move in WS06.",
                "A date from WS06",
                "Hand back one room early",
                (1, 24),
            ),
            "WS02": u(
                "All eight specialties are live. 4.1% of follow-ups are by request.",
                action="Champions in the four slowest specialties",
                turns=(1, 29),
            ),
            "WS03": u(
                "Three practitioners accepted. Triage begins four weeks late.",
                "",
                "Three starters on one day",
                (1, 12),
            ),
            "WS04": u("Missed appointments are 8.3%. The interpreter screen is live at all sites."),
            "WS05": u(
                "Video is 17% of appointments. Two platforms are still in use.",
                "A decision on the licence",
                "One platform",
                (1, 8),
                decision="End the old licence early at £24k?",
            ),
            "WS06": u(
                "Asbestos stopped the cabling in one health centre. Clinics move in six to eight weeks.",
                "The board's view on the lease extension",
                "Two centres first, the third by mobile network",
                (3, 25),
                decision="Extend the east wing lease by one month at £52k?",
                declared=Colour.AMBER,
                why="Two of three centres are on time",
            ),
            "WS07": u(
                "All four sites book on one screen. Two bookers stay.",
                action="Procedures written",
                turns=(1, 29),
            ),
        },
        returned={
            "WS06": (
                "Clinics move in six to eight weeks",
                "Which clinics, on which dates? Please name them.",
            )
        },
    ),
    MonthTold(
        0,
        updates={
            "WS01": u(
                "Utilisation is 84%. One room was handed back early.",
                "",
                "Second room after the move",
                (1, 24),
            ),
            "WS04": u("Missed appointments are 8.1% with a week to go."),
        },
    ),
)
