"""What the schemes do to patients and staff, and what the two clinical executives said of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.quality.models import PanelVerdict, Seat

Day = tuple[int, int]

EXPERIENCE, STAFF, ACCESS, PARTNERS = (
    "Patient experience",
    "Workforce and staff experience",
    "Access, equity and inequalities",
    "Operational and partner impact",
)
MEDICAL, NURSING = Seat.MEDICAL, Seat.NURSING
APPROVE, CONDITIONS, REFUSE = (
    PanelVerdict.APPROVE,
    PanelVerdict.CONDITIONS,
    PanelVerdict.REFUSE,
)


@dataclass(frozen=True)
class HarmTold:
    """A negative domain: its score, why, what lowers it to what, and what is watched."""

    domain: str
    score: tuple[int, int]
    why: str
    mitigation: str = ""
    after: tuple[int, int] = (3, 2)
    measure: str = ""
    unit: str = "a month"
    watched: tuple[int, int, int] = (10, 14, 20)  # baseline, threshold, stop trigger


@dataclass(frozen=True)
class WordTold:
    """What one executive said, and the condition that goes with it."""

    seat: Seat
    verdict: PanelVerdict
    reason: str
    condition: str = ""


@dataclass(frozen=True)
class AssessedTold:
    """A scheme's full assessment: written and sent on one day, decided on another."""

    scheme: str
    summary: str
    harms: tuple[HarmTold, ...]
    sent: Day
    decided: Day
    words: tuple[WordTold, ...]
    places: tuple[tuple[str, str], ...] = ()
    breach: int | None = None  # what its first measure reads in the open month


ASSESSED = (
    AssessedTold(
        "Musculoskeletal clinics in health centres",
        "Four physiotherapy and pain clinics leave the hospital for three health centres. About "
        "140 patients a week are seen nearer home; some change buses once more.",
        (
            HarmTold(
                ACCESS,
                (4, 3),
                "Patients without a car from two wards change buses",
                "Transport vouchers, and late appointments on two days",
                measure="Missed appointments at the three centres",
                unit="%",
                watched=(9, 12, 15),
            ),
            HarmTold(
                EXPERIENCE,
                (3, 4),
                "A new place to find, and no X-ray beside it",
                "X-ray on the same morning by agreement",
                measure="Complaints about the place of the clinic",
                watched=(2, 4, 8),
            ),
            HarmTold(
                STAFF,
                (3, 3),
                "Staff travel between sites on four days",
                "Travel counted as working time",
                measure="Sickness among clinic staff",
                unit="%",
                watched=(4, 6, 8),
            ),
        ),
        (-7, 8),
        (-7, 15),
        (
            WordTold(
                NURSING,
                CONDITIONS,
                "The mitigations are real, if the vouchers are known about",
                "Tell every patient of the vouchers in the appointment letter",
            ),
            WordTold(MEDICAL, APPROVE, "Closer to home outweighs what is lost"),
        ),
        (("Musculoskeletal", "Northgate Health Centre"), ("Pain", "Northgate Health Centre")),
    ),
    AssessedTold(
        "Follow-up by request in eight more specialties",
        "Patients with a stable condition ask for a follow-up when they need one, in eight more "
        "specialties. About 2,300 booked follow-ups a year are no longer made.",
        (
            HarmTold(
                ACCESS,
                (3, 2),
                "Patients who find asking hard may not ask",
                measure="Patients past their expiry date without a review",
                watched=(20, 40, 60),
            ),
        ),
        (-7, 9),
        (-7, 16),
        (
            WordTold(MEDICAL, APPROVE, "The expiry date is the safety net: watch it"),
            WordTold(NURSING, APPROVE, "The champions know whom to call"),
        ),
        (("Rheumatology", "Ludmouth General"), ("Musculoskeletal", "Northgate Health Centre")),
        breach=64,
    ),
    AssessedTold(
        "Community phlebotomy before clinic",
        "Blood is taken in three health centres in the week before the clinic.",
        (
            HarmTold(
                ACCESS,
                (3, 2),
                "A second journey for those who live by the hospital",
                measure="Clinics held without blood results",
                watched=(6, 10, 15),
            ),
        ),
        (-7, 10),
        (-7, 17),
        (
            WordTold(MEDICAL, APPROVE, "Results before the clinic make it shorter and safer"),
            WordTold(NURSING, APPROVE, "The training is in place"),
        ),
        (("Phlebotomy", "Northgate Health Centre"),),
    ),
    AssessedTold(
        "Interpreter booked with the appointment",
        "One booking for the appointment and the interpreter, by video where the patient agrees.",
        (
            HarmTold(
                ACCESS,
                (3, 2),
                "Video does not suit every patient or language",
                measure="Appointments held without the interpreter asked for",
                watched=(5, 8, 12),
            ),
        ),
        (-1, 26),
        (0, 5),
        (WordTold(MEDICAL, APPROVE, "Better for safety than an interpreter who is not there"),),
        (("Interpreting", "Ludmouth General"), ("Interpreting", "Northgate Health Centre")),
    ),
    AssessedTold(
        "Transport contract for shorter journeys",
        "Patient transport is contracted for journeys within ten miles only.",
        (
            HarmTold(
                ACCESS,
                (4, 4),
                "140 patients a month from the two furthest wards lose their transport",
                "Volunteer drivers",
                (4, 3),
                "Missed appointments of patients who use transport",
                "%",
                (8, 10, 12),
            ),
            HarmTold(
                PARTNERS,
                (2, 3),
                "The ambulance trust may be asked instead",
                measure="Journeys asked of the ambulance trust",
                watched=(3, 6, 12),
            ),
        ),
        (-1, 20),
        (0, 6),
        (
            WordTold(MEDICAL, APPROVE, "Most journeys can be made by other means"),
            WordTold(
                NURSING,
                REFUSE,
                "Volunteers cannot carry 140 patients a month: the poorest wards would pay for it",
            ),
        ),
        (("Patient transport", "Northgate Health Centre"),),
    ),
)
ELSEWHERE = "Approved by the quality committee; its minutes are with the company secretary"
REVIEWED = "No complaint or incident names the scheme, and the wards have noticed no change"
EXPIRES_SOON = "Outsourced transcription ends"
