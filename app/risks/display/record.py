"""A risk's statement, its three scores, and the words of its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.risks import rules
from app.risks.models import Risk, ScoreKind

LABELS = {
    "inherent_consequence": "Inherent consequence",
    "inherent_likelihood": "Inherent likelihood",
    "raised_on": "Raised on",
    "last_reviewed_on": "Last reviewed",
    "next_review_on": "Next review",
    "closing_reason": "Reason for closing",
    "closing_note": "Note on closing",
    "closed_on": "Closed on",
    "disclosure": "Who may see it",
}
BAND_COLOURS = {"Low": "green", "Moderate": "yellow", "High": "orange", "Extreme": "red"}
KINDS = (
    (ScoreKind.INHERENT, "Inherent", "Before any control"),
    (ScoreKind.CURRENT, "Current", "With the controls that work today"),
    (ScoreKind.TARGET, "Target", "What is aimed at"),
)


@dataclass(frozen=True)
class ScoreLine:
    """One of the three scores: `Major (4) × Possible (3)`, its product and its band."""

    name: str
    hint: str
    score: int | None = None
    words: str = ""
    band: rules.Band | None = None


def score_lines(risk: Risk, thresholds: rules.RiskThresholds) -> list[ScoreLine]:
    """Inherent, current and target, given or not."""
    return [_line(risk, kind, (name, hint), thresholds) for kind, name, hint in KINDS]


def statement(risk: Risk) -> str:
    """`Because …, there is a risk that …, leading to …`, of as much as is given."""
    parts = [
        f"{words} {_inside(text)}"
        for words, text in (
            ("because", risk.cause),
            ("there is a risk that", risk.event),
            ("leading to", risk.effect),
        )
        if text.strip()
    ]
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def out_of_order(risk: Risk) -> Sequence[str]:
    """What the three scores break of target ≤ current ≤ inherent."""
    return rules.out_of_order(*(risk.score(kind) for kind, _, _ in KINDS))


def cell_in_words(consequence: int, likelihood: int) -> str:
    """`Major (4) × Possible (3)`."""
    return (
        f"{rules.CONSEQUENCES[consequence - 1]} ({consequence}) × "
        f"{rules.LIKELIHOODS[likelihood - 1]} ({likelihood})"
    )


def _line(
    risk: Risk, kind: ScoreKind, said: tuple[str, str], thresholds: rules.RiskThresholds
) -> ScoreLine:
    cell = risk.cell(kind)
    if cell is None:
        return ScoreLine(*said)
    score = rules.score(*cell)
    return ScoreLine(*said, score, cell_in_words(*cell), rules.band(score, thresholds))


def _inside(text: str) -> str:
    """The text as it stands inside a sentence: no full stop; a capital only where it is one."""
    plain = text.strip().rstrip(".").rstrip()
    if len(plain) > 1 and plain[0].isupper() and plain[1].islower():
        return plain[0].lower() + plain[1:]
    return plain
