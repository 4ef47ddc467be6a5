"""Pictures for the registers below: they say what stands where, and this feature draws it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.reports import charts, svg
from app.reports.content import RiskGrid, RiskPoint


def risk_picture(rows: Sequence[Any], bands_from: tuple[int, int, int]) -> Markup:
    """The 5×5 of rows that say where each risk stands and stood, wide and narrow."""
    return in_both_widths(
        RiskGrid(tuple(_point(row) for row in rows), bands_from),
        prefix="risks",
        title="Open risks by consequence and likelihood",
        description="Each risk where it stands, with an arrow from where it stood before; "
        "the table gives the same counts.",
    )


@lru_cache(maxsize=64)
def in_both_widths(picture: Any, *, prefix: str, title: str, description: str) -> Markup:
    """The picture for wide and narrow screens; a style sheet shows one of them.

    The same figures give the same picture, and most pages are opened again before they change, so
    it is drawn once.
    """
    return Markup("").join(
        Markup('<div class="app-picture app-picture--{}">{}</div>').format(
            name,
            svg.write(
                charts.draw(picture, width=width),
                prefix=f"{prefix}-{name}",
                title=title,
                description=description,
            ),
        )
        for name, width in (("wide", charts.WIDE), ("narrow", charts.NARROW))
    )


def _point(row: Any) -> RiskPoint:
    before = (row.previous_likelihood, row.previous_consequence)
    return RiskPoint(
        row.ref, row.current_likelihood, row.current_consequence, before if all(before) else None
    )
