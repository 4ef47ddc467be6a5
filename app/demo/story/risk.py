"""How a risk of the demo is told: cause, event, effect; three scores; controls."""

from __future__ import annotations

from dataclasses import dataclass

Score = tuple[int, int]  # consequence, likelihood


@dataclass(frozen=True)
class RiskTold:
    """A risk of a workstream; `target_in` months it should be at target."""

    workstream: str
    title: str
    cause: str
    event: str
    effect: str
    inherent: Score
    current: Score
    target: Score
    controls: str
    target_in: int
    closed: bool = False


def r(
    workstream: str,
    title: str,
    words: str,
    scores: str,
    *,
    target_in: int = 4,
    closed: bool = False,
) -> RiskTold:
    """One line of the table: "cause | event | effect | controls" and "4x4 4x3 4x2"."""
    cause, event, effect, controls = (part.strip() for part in words.split("|"))
    inherent, current, target = (_score(each) for each in scores.split())
    return RiskTold(
        workstream=workstream,
        title=title,
        cause=cause,
        event=event,
        effect=effect,
        inherent=inherent,
        current=current,
        target=target,
        controls=controls,
        target_in=target_in,
        closed=closed,
    )


def _score(text: str) -> Score:
    consequence, likelihood = text.split("x")
    return int(consequence), int(likelihood)
