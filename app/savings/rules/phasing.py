"""How a total becomes months, and how months become recurrent and non-recurrent.

Nothing here loses or makes a penny: every result adds up to what came in. What is phased or split
by these rules was not given by anybody, so callers mark it *estimated*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core import money
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.savings.rules.figures import MONTHS, NOT_GIVEN, Cells, Split, YearFigures, added


@dataclass(frozen=True)
class ToDate:
    """A cumulative figure: pence from April to the end of month `month` (1 to 12)."""

    total: Pence
    month: int


def phase_evenly(in_year: Pence, starts: date, year: FinancialYear) -> Cells:
    """Nothing before the start month, then equal months to March.

    The start month counts whole. A scheme that began in an earlier year has all twelve months.
    """
    if starts > year.last:
        raise RuleBroken("starts_on", f"Enter a start date in {year} or before")
    before = Month.of(starts).number - 1 if starts in year else 0
    nothing = (Pence(0),) * before
    return nothing + tuple(money.spread(in_year, [1] * (MONTHS - before)))


def phase_cumulative(to_date: ToDate) -> Cells:
    """A total to date spread equally over April to its month; later months are not given."""
    return months_since_by_difference(ToDate(Pence(0), 0), to_date)


def months_since_by_difference(earlier: ToDate, later: ToDate) -> Cells:
    """The months after the earlier figure up to the later one, sharing the difference equally.

    All other months are None. The difference may be negative: see `has_fallen`.
    """
    months = later.month - earlier.month
    if months < 1:
        raise RuleBroken("month", "A later month is needed to work out the months since")
    shares = tuple(money.spread(Pence(later.total - earlier.total), [1] * months))
    return NOT_GIVEN[: earlier.month] + shares + NOT_GIVEN[later.month :]


def has_fallen(earlier: ToDate, later: ToDate) -> bool:
    """Whether a cumulative figure went down: a finding, which names both figures."""
    return later.total < earlier.total


def phase_year(to_date: ToDate, year_total: Pence) -> Cells:
    """Twelve months from a printed year to date and a printed full year.

    The year to date is shared over its months, and the rest over the months left. Serves for a
    plan, and for an outturn (actuals to the month, forecasts after it).
    """
    rest = Pence(year_total - to_date.total)
    left = MONTHS - to_date.month
    if left == 0 and rest:
        raise RuleBroken("forecast", "At month 12 the outturn and the year to date must agree")
    shared = tuple(money.spread(rest, [1] * left))
    return (phase_cumulative(to_date)[: to_date.month] if to_date.month else ()) + shared


def split_recurrent(cells: Sequence[Pence | None], recurrent_value: Pence) -> Split:
    """Recurrent up to the full-year recurrent value, the rest non-recurrent.

    Recurrent total = min(total, value), shared over the months as the cells are. A value below 0
    makes none of a positive total recurrent, and bounds a negative one from below.
    """
    total = added(cells)
    recurrent = money.spread(_recurrent_part(total, recurrent_value), [cell or 0 for cell in cells])
    pairs = list(zip(cells, recurrent, strict=True))
    return Split(
        tuple(None if cell is None else share for cell, share in pairs),
        tuple(None if cell is None else Pence(cell - share) for cell, share in pairs),
    )


def split_figures(
    *, plan: Cells, actual: Cells, forecast: Cells, m: int, recurrent_value: Pence
) -> YearFigures:
    """A scheme's year split by its recurrent value.

    Actuals to month m and forecasts after it are one measure, the outturn: split apart, each could
    take the whole recurrent value, and the year would count it twice.
    """
    year = split_recurrent(actual[:m] + forecast[m:], recurrent_value)
    return YearFigures(
        plan=split_recurrent(plan, recurrent_value),
        actual=Split(year.recurrent[:m] + NOT_GIVEN[m:], year.non_recurrent[:m] + NOT_GIVEN[m:]),
        forecast=Split(NOT_GIVEN[:m] + year.recurrent[m:], NOT_GIVEN[:m] + year.non_recurrent[m:]),
    )


def _recurrent_part(total: Pence, value: Pence) -> Pence:
    if total >= 0:
        return min(total, max(value, Pence(0)))
    return total if value >= 0 else max(total, value)
