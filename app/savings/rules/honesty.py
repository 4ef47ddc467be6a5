"""Is the forecast honest? Phasing, required run-rate, substitution, reversals and stalls.

Each is a doubt: a reason that stands beside the colour and explains it. None of them changes the
colour unless the setting says that a doubt makes green amber.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.core import money
from app.core.financial_year import FinancialYear, Month
from app.core.money import Pence
from app.core.rating import Colour, Rating, Reason
from app.core.setting import said
from app.savings.rules import figures
from app.savings.rules.figures import HALF_YEAR, MONTHS, YearFigures, added
from app.savings.rules.rating import Rule, SavingsThresholds

QUARTER = 3
NOT_KNOWN = "not known"
NOTHING = Pence(0)


@dataclass(frozen=True)
class HonestyThresholds:
    """When a year's shape is worth a doubt. The second half's own limit is with the savings."""

    q4_percent: int = said(
        35, "A plan leans on January to March with more there than", "%", limits=(1, 100)
    )
    run_rate_percent: int = said(
        150,
        "The run-rate still needed is a doubt above this share of what the last month saved",
        "%",
        limits=(100, 1000),
    )
    run_rate_from_month: int = said(
        3, "The run-rate is tested from month", "of the financial year", limits=(1, 11)
    )
    substitution_percent: int = said(
        5,
        "Non-recurrent savings fill a recurrent gap from",
        "% of the recurrent plan",
        limits=(0, 100),
    )
    stall_months: int = said(
        2, "Savings have stalled when nothing was saved for", "months", limits=(1, 11)
    )
    lowers_green: bool = said(
        False, "A doubt about the forecast makes the green savings of a workstream amber"
    )


DEFAULTS = HonestyThresholds()
SAVINGS = SavingsThresholds()


@dataclass(frozen=True, kw_only=True, slots=True)
class YearShape:
    """What the tests need to know of a year to month m: of one scheme, or of a sum of them.

    `full_year_plan` is March's recurrent plan × 12; `full_year_forecast` finance's signed figure,
    else March's × 12. None where not known. `last_actual` is month m's, None if not given.
    `still_months`: of the last months that the stall rule looks at, those that saved nothing;
    `window_plan`: what they were to save. A month without an actual is unknown, not still.
    """

    year: FinancialYear
    m: int
    plan: Pence = field(default=NOTHING)
    ytd_plan: Pence = field(default=NOTHING)
    ytd_actual: Pence = field(default=NOTHING)
    remaining_forecast: Pence = field(default=NOTHING)
    second_half_plan: Pence = field(default=NOTHING)
    last_quarter_plan: Pence = field(default=NOTHING)
    recurrent_plan: Pence = field(default=NOTHING)
    recurrent_forecast: Pence = field(default=NOTHING)
    full_year_plan: Pence | None = None
    full_year_forecast: Pence | None = None
    last_actual: Pence | None = None
    falls: int = 0
    still_months: int = 0
    window_plan: Pence = field(default=NOTHING)
    forecast_changed_on: date | None = None

    @property
    def required_run_rate(self) -> Pence | None:
        """(plan − YTD actual) ÷ (12 − m) a month; None in M12."""
        if self.m >= MONTHS:
            return None
        return Pence(money.divided(self.plan - self.ytd_actual, MONTHS - self.m))


@dataclass(frozen=True)
class Substitution:
    """A recurrent gap that non-recurrent savings fill: this year looks whole, next year may not.

    `next_year`: the full-year value that is lost; None where it is not known.
    """

    gap: Pence
    filled: Pence
    next_year: Pence | None

    @property
    def sentence(self) -> str:
        """What is filled with what, and how next year opens."""
        filled, gap = money.pounds(self.filled), money.pounds(self.gap)
        then = "how next year opens is not known, as March has no recurrent value"
        if self.next_year is not None:
            short = money.pounds(self.next_year)
            then = f"next year opens {short} short" if self.next_year else "next year is not short"
        return f"Non-recurrent savings fill {filled} of a recurrent gap of {gap}; {then}"


def shape(
    year: YearFigures,
    m: int,
    *,
    of: FinancialYear,
    stall_months: int = DEFAULTS.stall_months,
    forecast_changed_on: date | None = None,
    unknown: frozenset[int] = frozenset(),
    signed: Pence | None = None,
) -> YearShape:
    """Of a year's months. `unknown`: those of a sum in which a part gave no actual. `signed`: the
    full-year effect that finance signed in place of March × 12."""
    planned, landed = year.plan.months, year.actual.months
    window = range(max(0, m - stall_months), m)
    outturn = figures.outturn(year, m)
    return YearShape(
        year=of,
        m=m,
        plan=year.plan.year,
        ytd_plan=figures.ytd_plan(year, m),
        ytd_actual=figures.ytd_actual(year, m),
        remaining_forecast=figures.remaining_forecast(year, m),
        second_half_plan=added(planned[HALF_YEAR:]),
        last_quarter_plan=added(planned[-QUARTER:]),
        recurrent_plan=added(year.plan.recurrent),
        recurrent_forecast=added(outturn.recurrent),
        full_year_plan=figures.fye(year.plan),
        full_year_forecast=figures.fye(outturn, signed),
        last_actual=None if m in unknown else figures.actual_run_rate(year, m),
        falls=sum(cell is not None and cell < 0 for cell in landed[:m]),
        still_months=sum(landed[each] == 0 and each + 1 not in unknown for each in window),
        window_plan=added([planned[each] for each in window]),
        forecast_changed_on=forecast_changed_on,
    )


def needs_too_much(shape: YearShape, thresholds: HonestyThresholds = DEFAULTS) -> bool:
    """Whether what is needed a month is too far above what the last month saved.

    Not before the month that the setting names, nor where nothing was planned to date, nor where
    the last month's actual is not known.
    """
    needed = shape.required_run_rate
    if needed is None or needed <= 0 or shape.ytd_plan <= 0 or shape.last_actual is None:
        return False
    if shape.m < thresholds.run_rate_from_month:
        return False
    return needed * 100 > max(shape.last_actual, 0) * thresholds.run_rate_percent


def substitution(shape: YearShape) -> Substitution | None:
    """How much of the recurrent gap non-recurrent savings fill; None where they fill none."""
    gap = shape.recurrent_plan - shape.recurrent_forecast
    planned = shape.plan - shape.recurrent_plan
    forecast = shape.ytd_actual + shape.remaining_forecast - shape.recurrent_forecast
    filled = min(gap, forecast - planned)
    if filled <= 0:
        return None
    lost, goes_on = shape.full_year_plan, shape.full_year_forecast
    if lost is not None:
        lost = None if goes_on is None else Pence(max(0, lost - goes_on))
    return Substitution(Pence(gap), Pence(filled), lost)


def is_taken_back(shape: YearShape) -> bool:
    """Whether the months to come take back some of what was saved to date."""
    return shape.remaining_forecast < 0


def is_stalled(shape: YearShape, thresholds: HonestyThresholds = DEFAULTS) -> bool:
    """Nothing saved for so many months, though planned, and nobody has changed the forecast since.

    Since the first day of the first of those months.
    """
    months = thresholds.stall_months
    if shape.m < months or shape.still_months < months or shape.window_plan <= 0:
        return False
    began = shape.year.month(shape.m - months + 1).first
    return shape.forecast_changed_on is None or shape.forecast_changed_on < began


def doubts(
    shape: YearShape,
    thresholds: HonestyThresholds = DEFAULTS,
    savings: SavingsThresholds = SAVINGS,
) -> tuple[Reason, ...]:
    """Every doubt about the year, as reasons: what was saved first, then what is promised."""
    found = (
        _fallen(shape),
        _taken_back(shape),
        _stalled(shape, thresholds),
        _run_rate(shape, thresholds),
        _substituted(shape, thresholds),
        _loaded(Rule.SECOND_HALF, shape, savings.back_loaded_percent),
        _loaded(Rule.LAST_QUARTER, shape, thresholds.q4_percent),
    )
    return tuple(each for each in found if each is not None)


def explained(
    rating: Rating, found: Sequence[Reason], thresholds: HonestyThresholds = DEFAULTS
) -> Rating:
    """The rating with its doubts after its own reasons.

    What is complete or not applicable has none. Green turns amber only where the setting says so;
    then the doubts come first, as they set the colour.
    """
    if not found or rating.colour in (Colour.COMPLETE, Colour.NOT_APPLICABLE):
        return rating
    if thresholds.lowers_green and rating.colour is Colour.GREEN:
        return Rating(Colour.AMBER, (*found, *rating.reasons))
    return Rating(rating.colour, (*rating.reasons, *found))


def _fallen(shape: YearShape) -> Reason | None:
    if not shape.falls:
        return None
    months = "1 month" if shape.falls == 1 else f"{shape.falls} months"
    sentence = f"Savings to date fell in {months} of the year"
    return Reason(Rule.REVERSAL, sentence, (("Saved to date", money.exact(shape.ytd_actual)),))


def _taken_back(shape: YearShape) -> Reason | None:
    if not is_taken_back(shape):
        return None
    back, outturn = -shape.remaining_forecast, shape.ytd_actual + shape.remaining_forecast
    sentence = f"The forecast takes back {money.pounds(back)} of what has been saved to date"
    printed = (("Saved to date", shape.ytd_actual), ("Forecast for the year", outturn))
    return Reason(Rule.TAKEN_BACK, sentence, _exact(printed))


def _stalled(shape: YearShape, thresholds: HonestyThresholds) -> Reason | None:
    if not is_stalled(shape, thresholds):
        return None
    first = shape.year.month(shape.m - thresholds.stall_months + 1)
    sentence = f"Nothing was saved {_span(first, shape)}, and the forecast has not changed"
    return Reason(Rule.STALL, sentence, _exact((("Planned in that time", shape.window_plan),)))


def _span(first: Month, shape: YearShape) -> str:
    last = shape.year.month(shape.m)
    return f"in {first.name}" if first == last else f"from {first.name} to {last.name}"


def _run_rate(shape: YearShape, thresholds: HonestyThresholds) -> Reason | None:
    if not needs_too_much(shape, thresholds):
        return None
    needed, made = shape.required_run_rate or NOTHING, shape.last_actual or NOTHING
    compared = f"£0 or less in {shape.year.month(shape.m).name}"
    if made > 0:
        compared = f"{money.pounds(made)} now: {money.share_in_words(needed, made, 0)} of it"
    sentence = (
        f"The plan needs {money.pounds(needed)} a month from here, against {compared}; "
        f"more than {thresholds.run_rate_percent}% is a doubt"
    )
    printed = (("Needed a month", needed), ("Saved in the last month", made))
    return Reason(Rule.RUN_RATE, sentence, _exact(printed))


def _substituted(shape: YearShape, thresholds: HonestyThresholds) -> Reason | None:
    found = substitution(shape)
    if found is None:
        return None
    if found.filled * 100 < shape.recurrent_plan * thresholds.substitution_percent:
        return None
    lost = NOT_KNOWN if found.next_year is None else money.exact(found.next_year)
    printed = _exact((("Recurrent gap", found.gap), ("Filled by non-recurrent", found.filled)))
    values = (*printed, ("Full-year value lost", lost))
    return Reason(Rule.SUBSTITUTION, found.sentence, values)


def _loaded(rule: Rule, shape: YearShape, percent: int) -> Reason | None:
    is_half = rule is Rule.SECOND_HALF
    late = shape.second_half_plan if is_half else shape.last_quarter_plan
    if shape.plan <= 0 or late * 100 <= shape.plan * percent:
        return None
    when = "October to March" if is_half else "January to March"
    share = money.share_in_words(late, shape.plan)
    sentence = f"{share} of the plan stands in {when}; more than {percent}% is a doubt"
    return Reason(rule, sentence, _exact(((when, late), ("Plan", shape.plan))))


def _exact(amounts: Iterable[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, money.exact(amount)) for name, amount in amounts)
