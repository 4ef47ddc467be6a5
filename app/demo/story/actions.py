"""What is done about the gap: who, by when, for how much, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.actions.models import ActionKind


@dataclass(frozen=True, kw_only=True)
class ActionTold:
    """An action added in the month of `told`, counted from the open one; pounds in thousands."""

    workstream: str
    title: str
    told: int
    due: tuple[int, int]
    owner: str = ""  # the workstream's lead, unless somebody else
    kind: ActionKind = ActionKind.GAP
    expected: int | None = None
    done: int | None = None
    outcome: str = ""
    achieved: int | None = None


ACTIONS = (
    ActionTold(
        workstream="WS02",
        title="Agree one rate for weekend clinics with every consultant",
        told=-3,
        due=(-1, 15),
        expected=60,
        done=-1,
        outcome="Signed by 31 of 38 consultants; the rest stay on the old rate until April",
        achieved=41,
    ),
    ActionTold(
        workstream="WS07",
        title="Bring typing back from the agency before its contract renews",
        told=-3,
        due=(-2, 20),
        owner="sian",
        expected=35,
        done=-2,
        outcome="Notice given in time; the last invoice was for September",
        achieved=38,
    ),
    ActionTold(
        workstream="WS06",
        title="Bring the second community site forward from February",
        told=-2,
        due=(0, 10),
        owner="james",
        expected=90,
    ),
    ActionTold(
        workstream="WS05",
        title="Move reminder letters to text messages for the four largest clinics",
        told=-1,
        due=(0, 30),
        owner="nadia",
        expected=45,
    ),
    ActionTold(
        workstream="WS03",
        title="Write a scheme for advice and guidance in dermatology",
        told=-1,
        due=(1, 18),
        owner="colin",
        expected=70,
    ),
    ActionTold(
        workstream="WS01",
        title="Ask the three clinics that still book on paper what they need",
        told=0,
        due=(1, 4),
        kind=ActionKind.GENERAL,
    ),
)
