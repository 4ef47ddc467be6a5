"""Closed months of schemes: a file leaves them as they are, or corrects them and says so."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import money
from app.core.errors import RuleBroken
from app.core.financial_year import MONTHS, Month
from app.imports.applying.bringing import Bringing
from app.imports.applying.tables.scheme_months import Cells
from app.imports.reading.results import TypedRow
from app.savings import commands
from app.savings.commands import closing
from app.savings.models import Scheme, SchemeMonth


def kept(bringing: Bringing, month: Month) -> int:
    """The number of the last month of that year which the file leaves as it is; 0 if none.

    A cumulative figure then gives the months since by difference: what a new scheme saved in
    closed months shows in the first open one.
    """
    last = bringing.closed.month
    year = month.financial_year
    if bringing.asked.as_correction or last is None or last < year.months[0]:
        return 0
    return last.number if last.financial_year == year else MONTHS


def must_be_free(bringing: Bringing, scheme: Scheme, cells: Cells) -> None:
    """Raises RuleBroken where a row would change a closed month unsaid, or a frozen plan."""
    closed = [month for month in cells if bringing.closed.holds(month)]
    if closed and not bringing.asked.as_correction:
        raise RuleBroken(
            f"m{min(closed).number}",
            f"{min(closed).label} is closed. Bring the file in as a correction (--as-correction): "
            "each difference becomes an adjustment that names the file",
        )
    if scheme.frozen_plan and _has_plan(cells):
        raise RuleBroken("measure", scheme.frozen_plan)


def without_frozen_plan(bringing: Bringing, row: TypedRow, scheme: Scheme, cells: Cells) -> Cells:
    """A table of figures to date phases its plan anew each month: a frozen one stays as signed."""
    if not scheme.frozen_plan or not _has_plan(cells):
        return cells
    given = row.values.get("plan")
    stated = f" of {money.exact(given)}" if isinstance(given, int) else ""
    bringing.warn(f"{scheme.frozen_plan}. The file\u2019s plan{stated} was not used", row, "plan")
    left = {
        month: {cell: amount for cell, amount in given.items() if not cell.startswith("plan")}
        for month, given in cells.items()
    }
    return {month: given for month, given in left.items() if given}


def save(
    bringing: Bringing,
    scheme: Scheme,
    cells: Cells,
    *,
    known: Mapping[Month, SchemeMonth] | None = None,
    estimated: bool = False,
) -> None:
    """Open months as given; closed ones, where the file is a correction, by adjustment."""
    asked, closed = bringing.asked, bringing.closed
    corrected = {
        month: given
        for month, given in cells.items()
        if asked.as_correction and closed.holds(month)
    }
    if corrected:
        closing.correct_months(
            scheme,
            corrected,
            reason=f"Correction: {asked.source.lower()[:1]}{asked.source[1:]}",
            known=known,
            actor=asked.actor,
            at=asked.at,
        )
    free = {month: given for month, given in cells.items() if month not in corrected}
    if free:
        commands.set_months(
            scheme,
            free,
            estimated=estimated,
            reason=asked.source,
            known=known,
            closed=closed,
            actor=asked.actor,
            at=asked.at,
        )


def _has_plan(cells: Cells) -> bool:
    return any(cell.startswith("plan") for given in cells.values() for cell in given)
