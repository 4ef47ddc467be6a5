"""How forecasts stood before they came to where they are, and how months came out."""

from __future__ import annotations

from app.demo.story.schemes import SchemeTold
from app.savings.rules import DeliveryRisk

EARLIEST = -7
BEFORE = {  # per cent of plan forecast at the first four month ends; else 100 at each
    "Template changes in ten specialties": (100, 100, 98, 97),
    "Backfill cancelled sessions": (100, 100, 96, 92),
    "Calls to patients likely to miss": (100, 100, 98, 98),
    "Video review in diabetes and epilepsy": (104, 104, 104, 94),
    "Close the Thursday overflow suite": (100, 100, 94, 90),
    "Give back the east wing lease": (100, 100, 96, 92),
    "Fewer re-booked appointments": (100, 100, 96, 94),
}
CAME = {  # per cent of plan saved, where a month was not like the others
    "Video review in diabetes and epilepsy": {-6: 0, -5: 0, -4: 110, -3: 118, -2: 120, -1: 104},
    "Close the Thursday overflow suite": {-3: 71, -2: 73, -1: 69},
    "Letters sent through the app": {-6: 148, -5: 152, -4: -38},
}
AROUND = (-5, 4, 1, -3, 5, -4, 2)
"""How far months fall from the usual, in per cent of plan: nought in all."""
EXACT = 100
"""A contract, a room or a job plan: what is saved is what was planned."""
WIDER = {DeliveryRisk.LOW: 1, DeliveryRisk.MEDIUM: 2, DeliveryRisk.HIGH: 2}


def forecast(told: SchemeTold, offset: int) -> int:
    """Per cent of plan forecast for the months to come, as that month ends."""
    before = BEFORE.get(told.title, (100, 100, 100, 100))
    place = max(offset, EARLIEST) - EARLIEST
    return before[place] if place < len(before) else told.expects


def came(told: SchemeTold, place: int, offset: int) -> int:
    """Per cent of plan that the month saved, of the scheme at that place in the table."""
    known = CAME.get(told.title, {})
    if offset in known:
        return known[offset]
    if told.delivers == EXACT:
        return told.delivers
    return told.delivers + AROUND[(offset + 3 * place) % len(AROUND)] * WIDER[told.risk]
