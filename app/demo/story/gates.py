"""Three schemes on their way through the gates, and who signed what when."""

from __future__ import annotations

from dataclasses import dataclass

from app.savings.rules.lifecycle import Gate

Day = tuple[int, int]


@dataclass(frozen=True)
class GatedTold:
    """A scheme whose owner is not its workstream's lead, so that the lead may sign for it."""

    scheme: str
    owner: str
    description: str
    budget_line: tuple[str, str]
    signed: tuple[tuple[Gate, str, Day], ...]


GATED = (
    GatedTold(
        "Interpreter booked with the appointment",
        "farah",
        "The interpreter is booked in the same step as the appointment, by video where the "
        "patient agrees, so that fewer appointments fail for want of one.",
        ("OP404", "7210"),
        (
            (Gate.G0, "leo", (-4, 6)),
            (Gate.G1, "ruth", (-4, 13)),
            (Gate.G2, "amara", (-3, 12)),
            (Gate.G2, "david", (-3, 14)),
            (Gate.G3A, "colin", (-1, 9)),
        ),
    ),
    GatedTold(
        "Transport contract for shorter journeys",
        "sian",
        "Patient transport is contracted for journeys within ten miles; longer ones are asked for "
        "one by one.",
        ("OP406", "7340"),
        (
            (Gate.G0, "james", (-4, 7)),
            (Gate.G1, "ruth", (-4, 14)),
            (Gate.G2, "amara", (-2, 10)),
            (Gate.G2, "david", (-2, 12)),
            (Gate.G3A, "colin", (-1, 12)),
        ),
    ),
    GatedTold(
        "Group video clinics",
        "ben",
        "Ten patients with one condition see one clinician together, by video.",
        ("OP405", "5100"),
        ((Gate.G0, "nadia", (-2, 8)),),
    ),
)
