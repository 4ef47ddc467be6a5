"""What a programme's savings come to, most certain first: validated leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.savings.display.register import variance
from app.savings.display.summary.rows import Row, in_pounds

NOT_SET = "Not set"


@dataclass(frozen=True)
class Figure:
    """One line of the headline; `asked` narrows the register to the schemes behind it."""

    label: str
    value: str
    how: str = ""
    asked: Mapping[str, Any] | None = None


def headline(row: Row) -> Sequence[Figure]:
    """Validated first, then what is less sure, and last what has no scheme behind it."""
    return [*_to_date(row), *_expected(row), *_against_target(row)]


def _to_date(row: Row) -> list[Figure]:
    sums = row.measures
    claimed = (
        f"Actual to date is {in_pounds(sums.ytd_actual)} against a plan of "
        f"{in_pounds(sums.ytd_plan)}: {_lower(variance(sums.ytd_variance))}"
    )
    return [
        Figure("Validated to date", in_pounds(sums.validated), "Finance has validated it", {}),
        Figure("Claimed, not validated", in_pounds(sums.claimed_not_validated), claimed, {}),
    ]


def _expected(row: Row) -> list[Figure]:
    sums = row.measures
    schemes = "1 scheme" if sums.schemes == 1 else f"all {sums.schemes:,} schemes"
    outturn = f"Actuals, then forecasts, of {schemes}; the plan is {in_pounds(sums.plan)}"
    held = "Still to come from schemes without a valid quality impact assessment"
    adjusted = "Actuals in full, the rest of what is counted by the weights on this page"
    return [
        Figure("Forecast outturn", in_pounds(sums.forecast), outturn, {}),
        Figure("Held by the quality gate", in_pounds(sums.held), held, {"gate": "held"}),
        Figure("Counted forecast", in_pounds(sums.counted_forecast), "Forecast − held"),
        Figure("Counted forecast after risk", in_pounds(sums.risk_adjusted), adjusted),
    ]


def _against_target(row: Row) -> list[Figure]:
    if row.target is None:
        how = "Without a target there is no gap, and nothing can be called unidentified"
        return [Figure("Target", NOT_SET, how)]
    return [
        Figure("Target", in_pounds(row.target)),
        Figure("Gap before risk", _gap(row.gap), "Target − forecast outturn"),
        Figure("Gap after risk", _gap(row.gap_after_risk), "Target − counted forecast after risk"),
        Figure(
            "Unidentified",
            in_pounds(row.unidentified),
            "Target with no scheme behind it: never part of a forecast",
        ),
    ]


def _gap(pence: int | None) -> str:
    """A gap below nothing is above target: said, so that a sign is not overlooked."""
    if pence is None:
        return NOT_SET
    return f"{in_pounds(-pence)} above target" if pence < 0 else in_pounds(pence)


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
