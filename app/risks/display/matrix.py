"""The 5×5 as a table whose cells link to their risks, and the points for its picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.risks import rules

Picture = Callable[[Sequence[Any], tuple[int, int, int]], Markup]
"""What draws the matrix: given rows of `queries.standing` and where the bands begin."""


@dataclass(frozen=True)
class MatrixCell:
    """One cell: its score and band, how many risks stand there, and where they are listed."""

    consequence: int
    score: int
    band: rules.Band
    risks: int
    href: str


@dataclass(frozen=True)
class MatrixRow:
    """One likelihood and its five cells."""

    likelihood: int
    word: str
    cells: Sequence[MatrixCell]


def counted(rows: Sequence[Any]) -> Mapping[tuple[int, int], int]:
    """How many rows of `queries.standing` stand at each (consequence, likelihood)."""
    return Counter((row.current_consequence, row.current_likelihood) for row in rows)


def matrix(
    standing: Mapping[tuple[int, int], int],
    thresholds: rules.RiskThresholds,
    address: Callable[[int, int], str],
) -> list[MatrixRow]:
    """Almost certain first, as boards draw it."""
    return [
        MatrixRow(
            likelihood,
            rules.LIKELIHOODS[likelihood - 1],
            [
                MatrixCell(
                    consequence,
                    consequence * likelihood,
                    rules.band(consequence * likelihood, thresholds),
                    standing.get((consequence, likelihood), 0),
                    address(consequence, likelihood),
                )
                for consequence in rules.SCALE
            ],
        )
        for likelihood in reversed(rules.SCALE)
    ]


def picture(
    draw: Picture | None, rows: Sequence[Any], thresholds: rules.RiskThresholds
) -> Markup | None:
    """The drawing, where somebody has offered to draw and there is something to show."""
    if draw is None or not rows:
        return None
    return draw(rows, (thresholds.moderate_from, thresholds.high_from, thresholds.extreme_from))
