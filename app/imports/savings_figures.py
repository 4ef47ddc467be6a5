"""From a table's cumulative figures to a scheme's monthly cells, exact to the penny.

Nobody gave the months, so they are marked as estimated: the year to date is shared over the months
that it covers, and the rest of the year over the months left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.core import money
from app.core.errors import RuleBroken
from app.core.money import Pence
from app.imports.reading.results import TypedValue
from app.savings import rules
from app.savings.rules import MONTHS, NOT_GIVEN, Cells, Split, ToDate, YearFigures
from app.savings.rules.figures import added

Values = Mapping[str, TypedValue]


@dataclass(frozen=True)
class Earlier:
    """What an earlier month's table gave: the cells as they are kept, and its month (M1 is 1)."""

    month: int = 0
    figures: YearFigures = field(default_factory=YearFigures)

    @property
    def plan(self) -> Split:
        return self.figures.plan

    @property
    def actual(self) -> Split:
        return self.figures.actual


@dataclass(frozen=True)
class SchemeYear:
    """A scheme's year, and whether its months and its split were worked out."""

    figures: YearFigures
    has_estimated_phasing: bool
    has_estimated_split: bool


def year(values: Values, *, month: int, earlier: Earlier | None = None) -> SchemeYear:
    """The year of a savings row that stands at the end of `month` (M1 is 1).

    Cells to the earlier month stay as they are. Raises RuleBroken where no month is left to hold a
    remaining forecast, or the earlier month is not earlier.
    """
    before = earlier or Earlier()
    if before.month >= month:
        raise RuleBroken("month", f"There are figures for M{before.month}. Give a later month")
    plan = _plan(values, month, before)
    outturn = _outturn(values, month, before)
    planned = _split(plan, values, before.plan, before.month)
    turned = _split(outturn, values, before.actual, before.month)
    figures = YearFigures(
        plan=planned,
        actual=_part(turned, 0, month),
        forecast=_part(turned, month, MONTHS),
    )
    given = any(cell is not None for cell in (*plan, *outturn)[before.month :])
    return SchemeYear(figures, given, given and values.get("recurrence") is None)


def fallen(values: Values, *, month: int, earlier: Earlier) -> Iterator[tuple[str, str]]:
    """Cumulative figures that went down: the field, and a sentence that names both."""
    for name, before in (
        ("ytd_plan", added(earlier.plan.months[: earlier.month])),
        ("ytd_actual", added(earlier.actual.months[: earlier.month])),
    ):
        now = to_date(values, name)
        if now is not None and now < before:
            yield (
                name,
                f"This was {money.exact(before)} at M{earlier.month} and is {money.exact(now)} at "
                f"M{month}: a cumulative figure has fallen. Check which of the two is right",
            )


def to_date(values: Values, field: str) -> Pence | None:
    """A figure of the row; a table of savings achieved gives its actual to date."""
    value = values.get(field)
    if value is None and field == "ytd_actual":
        value = values.get("actual")
    return Pence(value) if isinstance(value, int) else None


def _plan(values: Values, month: int, earlier: Earlier) -> Cells:
    """Without a plan to date, the plan for the year is shared over every month not yet kept."""
    kept = earlier.plan.months[: earlier.month]
    reached, total = to_date(values, "ytd_plan"), to_date(values, "plan")
    if reached is None:
        return kept + _shared(total, added(kept), MONTHS - earlier.month)
    return _through(reached, total, kept=kept, month=month)


def _outturn(values: Values, month: int, earlier: Earlier) -> Cells:
    """Actuals to the month, then the remaining forecast: outturn less what is achieved."""
    kept = earlier.actual.months[: earlier.month]
    reached, total = to_date(values, "ytd_actual"), to_date(values, "forecast")
    if reached is None:
        unknown = NOT_GIVEN[earlier.month : month]
        return kept + unknown + _shared(total, added(kept), MONTHS - month)
    return _through(reached, total, kept=kept, month=month)


def _through(reached: Pence, total: Pence | None, *, kept: Cells, month: int) -> Cells:
    """The kept months, the months since by difference, and the rest over the months left."""
    since = rules.months_since_by_difference(ToDate(added(kept), len(kept)), ToDate(reached, month))
    return kept + since[len(kept) : month] + _shared(total, reached, MONTHS - month)


def _shared(total: Pence | None, reached: Pence, months: int) -> Cells:
    """What is left of the year, equally over its months; not given where the year is not."""
    if total is None:
        return NOT_GIVEN[:months]
    rest = Pence(total - reached)
    if rest and not months:
        raise RuleBroken("forecast", "At M12 the year to date and the outturn must agree")
    return tuple(money.spread(rest, [1] * months))


def _split(cells: Cells, values: Values, kept: Split, months: int) -> Split:
    """As the file says, else recurrent up to the full-year value; kept months keep their split."""
    new = (None,) * months + cells[months:]
    if values.get("recurrence") == "recurrent":
        split = Split(recurrent=new)
    elif values.get("recurrence") == "non_recurrent":
        split = Split(non_recurrent=new)
    else:
        value = to_date(values, "full_year_effect") or Pence(0)
        left = Pence(value - added(kept.recurrent[:months]))
        split = rules.split_recurrent(new, left)
    return Split(
        kept.recurrent[:months] + split.recurrent[months:],
        kept.non_recurrent[:months] + split.non_recurrent[months:],
    )


def _part(split: Split, first: int, last: int) -> Split:
    """Only those months of it."""
    after = MONTHS - last
    return Split(
        NOT_GIVEN[:first] + split.recurrent[first:last] + NOT_GIVEN[:after],
        NOT_GIVEN[:first] + split.non_recurrent[first:last] + NOT_GIVEN[:after],
    )
