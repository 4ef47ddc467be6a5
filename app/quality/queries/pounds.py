"""What is still to come of schemes whose quality is decided on, and what is held of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.core.actor import Actor
from app.core.financial_year import Month
from app.savings import queries as savings
from app.savings.models import Scheme
from app.savings.queries.totals import SchemeTotals


def of_schemes(
    scheme_ids: Collection[int], month: Month, as_at: date, visible_to: Actor
) -> dict[int, SchemeTotals]:
    """The year's sums of each scheme that the reader may see, by its id; one read."""
    if not scheme_ids:
        return {}
    statement = savings.listed(month.financial_year, month, visible_to, as_at)
    found = savings.rows(statement.where(Scheme.id.in_(scheme_ids)))
    return {each.id: each for each in found}
