"""Measured values: whole thousandths, so that 4.6 days and 12.5% are exact."""

from __future__ import annotations

from decimal import Decimal

from app.core import figure

THOUSAND = 1000
MOST = 10**12


def plain(value: int) -> str:
    """Thousandths as a person writes them: `12.5`, `4`, `-0.25`."""
    text = f"{Decimal(value) / THOUSAND:,.3f}"
    return text.rstrip("0").rstrip(".")


def in_words(value: int, unit: str = "") -> str:
    """`12.5%`, `4.6 days`."""
    gap = "" if unit in ("", "%") else " "
    return f"{plain(value)}{gap}{unit}"


def thousandths(text: str) -> int | None:
    """What was typed, in thousandths; None when it is not such a number."""
    number = figure.typed(text.strip().removesuffix("%"))
    if number is None or abs(number * THOUSAND) > MOST:
        return None
    value = number * THOUSAND
    return int(value) if value == value.to_integral_value() else None
