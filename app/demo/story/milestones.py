"""Sixty milestones. The late estates promise in WS06 is the slip that travels."""

from __future__ import annotations

from dataclasses import dataclass

Day = tuple[int, int]


@dataclass(frozen=True)
class MilestoneTold:
    """A promise for a day; `done` with evidence; `kind`: "", "gate" or "critical"."""

    workstream: str
    title: str
    baseline: Day
    done: Day | None = None
    evidence: str = ""
    kind: str = ""


def m(
    workstream: str, title: str, baseline: Day, done: Day | None = None, *more: str
) -> MilestoneTold:
    """One line of the table: evidence, then kind."""
    evidence, kind = (*more, "", "")[:2]
    return MilestoneTold(workstream, title, baseline, done, evidence, kind)


MILESTONES = (
    m(
        "WS01",
        "Clinic templates agreed in ten specialties",
        (-6, 18),
        (-6, 17),
        "Signed by ten clinical leads",
    ),
    m(
        "WS01",
        "Room booking data complete for 14 sites",
        (-5, 12),
        (-5, 20),
        "Data set of 14 sites in the audit folder",
    ),
    m(
        "WS01",
        "Evening lists ended",
        (-4, 30),
        (-4, 30),
        "Last premium list held on the last day of the month",
    ),
    m("WS01", "Weekly utilisation report live", (-3, 14), (-3, 12), "Report sent to 22 managers"),
    m(
        "WS01",
        "Short-notice backfill in six specialties",
        (-1, 16),
        (-1, 22),
        "Six of six specialties use the list",
    ),
    m("WS01", "Two rooms handed back", (0, 27)),
    m("WS01", "Utilisation at 85% in all sites", (3, 31), None, "", "gate"),
    m("WS01", "Self-service room booking", (1, 18)),
    m(
        "WS02",
        "Standard letter and safety net agreed",
        (-6, 9),
        (-6, 9),
        "Approved by the clinical reference group",
    ),
    m("WS02", "Rheumatology and ENT live", (-5, 4), (-5, 4), "First 120 patients moved"),
    m("WS02", "Eight more specialties trained", (-3, 21), (-3, 28), "Attendance sheets, 143 staff"),
    m(
        "WS02",
        "Eight more specialties live",
        (-2, 18),
        (-1, 6),
        "All eight report patients moved",
        "critical",
    ),
    m(
        "WS02",
        "Expiry dates checked every week",
        (-1, 9),
        (-1, 9),
        "Weekly report with no overdue patient",
    ),
    m("WS02", "Five in a hundred follow-ups by request", (1, 29)),
    m("WS02", "Patient survey read at the reference group", (0, 20)),
    m("WS02", "Remaining specialties decided", (2, 26), None, "", "gate"),
    m(
        "WS03",
        "Advice replies within two days in cardiology",
        (-6, 23),
        (-6, 23),
        "Median 1.4 days over four weeks",
    ),
    m("WS03", "Dermatology and urology live", (-4, 8), (-4, 10), "First replies sent"),
    m("WS03", "Advice time in 40 job plans", (-3, 30), (-3, 30), "40 job plans signed"),
    m("WS03", "Dashboards for general practice", (-1, 20), (-1, 18), "Seen by 61 practices"),
    m("WS03", "Triage by advanced practitioners begins", (-1, 30)),
    m("WS03", "Advice first in six specialties", (2, 12)),
    m("WS03", "Evaluation with general practice", (3, 20), None, "", "gate"),
    m(
        "WS04",
        "Two-way reminders at every site",
        (-6, 14),
        (-6, 14),
        "Supplier acceptance certificate",
    ),
    m(
        "WS04",
        "List of patients likely to miss, every morning",
        (-5, 18),
        (-5, 25),
        "List used at three sites",
    ),
    m("WS04", "Callers in post", (-4, 12), (-4, 12), "Four callers started"),
    m("WS04", "Short-notice list live", (-2, 11), (-2, 13), "212 slots refilled in two weeks"),
    m(
        "WS04",
        "Interpreter booking in the same screen",
        (-1, 26),
        (-1, 29),
        "Screen in use at all sites",
    ),
    m("WS04", "Missed appointments under 8%", (1, 31), None, "", "gate"),
    m("WS04", "Transport offered at booking", (1, 15)),
    m("WS04", "Children: was-not-brought pathway", (0, 24)),
    m("WS05", "Rooms and headsets for 60 clinicians", (-6, 30), (-5, 6), "Asset list"),
    m("WS05", "Video in diabetes and epilepsy", (-5, 16), (-5, 30), "First clinics held"),
    m("WS05", "Results by telephone in eight specialties", (-4, 20), (-4, 27), "Eight of eight"),
    m(
        "WS05",
        "Overflow suite closed on Thursdays",
        (-3, 10),
        (-2, 5),
        "Rota without Thursday",
        "critical",
    ),
    m("WS05", "One video platform", (-1, 15)),
    m("WS05", "A quarter of appointments remote", (2, 31), None, "", "gate"),
    m("WS05", "Group clinics decided", (1, 11)),
    m(
        "WS06",
        "Health centre agreement signed",
        (-6, 25),
        (-5, 12),
        "Signed heads of terms",
        "gate",
    ),
    m("WS06", "Rooms surveyed in three health centres", (-5, 20), (-5, 24), "Survey reports"),
    m(
        "WS06",
        "First musculoskeletal clinic in a health centre",
        (-3, 6),
        (-3, 20),
        "Clinic held with 11 patients",
    ),
    m("WS06", "Network and printers in three health centres", (-1, 10), None, "", "critical"),
    m("WS06", "Eleven clinics moved", (0, 30), None, "", "critical"),
    m("WS06", "East wing handed back to the landlord", (1, 31), None, "", "gate"),
    m("WS06", "Patients asked about travel", (-4, 16), (-4, 16), "380 replies"),
    m("WS06", "Transport contract awarded", (0, 25)),
    m(
        "WS07",
        "Booking team structure agreed",
        (-6, 12),
        (-6, 12),
        "Minutes of the partnership forum",
    ),
    m("WS07", "Consultation closed", (-5, 9), (-5, 9), "Outcome letter"),
    m("WS07", "One number to call", (-4, 7), (-4, 21), "Number live", "critical"),
    m("WS07", "Letters through the app in all specialties", (-3, 18), (-3, 18), "94% of letters"),
    m("WS07", "Four sites on one booking screen", (-1, 27), (-1, 27), "All four sites live"),
    m("WS07", "Calls answered within two minutes", (0, 29)),
    m("WS07", "Re-booking under 6%", (2, 20)),
    m("WS07", "Team review after six months", (3, 10), None, "", "gate"),
    m("WS08", "Clinic establishment agreed", (-6, 20), (-6, 24), "Signed by finance and nursing"),
    m("WS08", "Bank for clinic nursing live", (-5, 14), (-5, 14), "First 60 shifts filled"),
    m("WS08", "Advanced practitioners appointed", (-1, 20)),
    m("WS08", "Pre-assessment skill mix consulted on", (-2, 28), (-2, 28), "Consultation paper"),
    m("WS08", "Agency under 3% in clinics", (1, 29)),
    m("WS08", "Training plan for video and advice", (-3, 25), (-3, 25), "Plan approved"),
)
