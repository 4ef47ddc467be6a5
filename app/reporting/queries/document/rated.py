"""A rating as a frozen month keeps it."""

from __future__ import annotations

from app.core.rating import Rating, Reason
from app.reporting import frozen


def frozen_rating(rating: Rating) -> frozen.Rated:
    """The colour and its reasons, in plain words."""
    return frozen.Rated(
        colour=rating.colour, reasons=tuple(_why(reason) for reason in rating.reasons)
    )


def _why(reason: Reason) -> frozen.Why:
    record = reason.record
    return frozen.Why(
        rule=str(reason.rule),
        sentence=reason.sentence,
        figures=reason.figures,
        kind=record.kind if record else "",
        record=record.ref if record else "",
        title=record.title if record else "",
    )
