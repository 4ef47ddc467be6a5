"""Twenty-five promises between workstreams and outside bodies."""

from __future__ import annotations

from dataclasses import dataclass

Day = tuple[int, int]


@dataclass(frozen=True)
class DependencyTold:
    """Who gives what to whom. `stands`: draft, proposed, agreed, delivered or accepted."""

    giver: str
    receiver: str
    what: str
    need_by: Day
    promise: Day | None
    stands: str
    float_days: int = 0


def d(
    sides: str,
    what: str,
    need_by: Day,
    promise: Day | None,
    *,
    stands: str = "agreed",
    float_days: int = 0,
) -> DependencyTold:
    """One line of the table: "giver > receiver"."""
    giver, receiver = sides.split(" > ")
    return DependencyTold(giver, receiver, what, need_by, promise, stands, float_days)


DEPENDENCIES = (
    d(
        "WS07 > WS01",
        "Booking rules for new clinic templates",
        (-4, 12),
        (-4, 12),
        stands="accepted",
    ),
    d("WS01 > WS06", "Room booking data for 14 sites", (-4, 20), (-4, 18), stands="accepted"),
    d("WS08 > WS01", "Nursing rota without evening lists", (-4, 28), (-4, 28), stands="accepted"),
    d(
        "WS07 > WS02",
        "Open follow-up slot type in the booking system",
        (-3, 10),
        (-3, 10),
        stands="accepted",
    ),
    d("WS02 > WS01", "Slots released in ten specialties", (0, 27), (0, 27)),
    d("WS08 > WS03", "Six advanced practitioners in post", (1, 2), (1, 9), float_days=10),
    d("WS03 > WS02", "Advice line for patients who call back", (1, 15), (1, 12)),
    d(
        "WS07 > WS04",
        "Interpreter field in the booking screen",
        (-1, 20),
        (-1, 20),
        stands="accepted",
    ),
    d(
        "WS04 > WS01",
        "Short-notice list fed by cancelled slots",
        (-2, 12),
        (-2, 12),
        stands="accepted",
    ),
    d("IT services > WS06", "Network in three health centres", (-1, 12), (0, 26), float_days=7),
    d(
        "WS06 > WS01",
        "Two rooms freed by moved clinics",
        (0, 27),
        (1, 24),
        stands="proposed",
        float_days=45,
    ),
    d(
        "WS06 > WS05",
        "Quiet rooms in the health centres",
        (1, 20),
        (1, 30),
        stands="proposed",
        float_days=14,
    ),
    d("WS05 > WS06", "Video kit for eleven moved clinics", (0, 28), (0, 26)),
    d("WS08 > WS06", "Clinic nurses willing to move", (0, 27), (0, 27)),
    d(
        "Property company > WS06",
        "Signed lease of health centre rooms",
        (-1, 26),
        (0, 20),
        float_days=30,
    ),
    d("WS07 > WS06", "Letters with the new addresses", (0, 27), (0, 24)),
    d("Transport provider > WS06", "Shuttle on three routes", (0, 30), None, stands="draft"),
    d("WS05 > WS04", "Remote option offered when a patient may miss", (1, 14), (1, 14)),
    d("WS03 > WS04", "Practices told of cancelled slots", (2, 10), (2, 10), stands="proposed"),
    d("WS08 > WS05", "Training in video for 60 clinicians", (-2, 25), (-2, 25), stands="accepted"),
    d("WS08 > WS07", "Call handlers moved to one team", (-3, 15), (-3, 15), stands="accepted"),
    d("IT services > WS05", "One video platform licensed", (1, 5), (1, 8), float_days=7),
    d("WS02 > WS05", "Patients suitable for telephone review", (1, 20), (1, 20)),
    d("WS01 > WS08", "Session plan by grade", (0, 24), (0, 22)),
    d(
        "WS07 > ICB referral service",
        "Directory of clinics after the move",
        (1, 10),
        (1, 10),
        stands="proposed",
    ),
)
