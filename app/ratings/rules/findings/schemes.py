"""What is wrong with a scheme's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core import money
from app.core.financial_year import FinancialYear, Month
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record
from app.savings.rules import SavingsThresholds, honesty
from app.savings.rules.honesty import HonestyThresholds, YearShape
from app.savings.rules.rating import Rule

SAVINGS = SavingsThresholds()
DOUBTS = {
    Rule.LAST_QUARTER: Check.SCHEME_QUARTER_LOADED,
    Rule.RUN_RATE: Check.SCHEME_RUN_RATE,
    Rule.SUBSTITUTION: Check.SCHEME_SUBSTITUTED,
    Rule.TAKEN_BACK: Check.SCHEME_TAKEN_BACK,
    Rule.STALL: Check.SCHEME_STALLED,
}
"""What each doubt is called in the list; a fall and a back-loaded plan are found by themselves."""

OF_WHAT_IS_SAVED = (Check.SCHEME_TAKEN_BACK, Check.SCHEME_STALLED)
"""Doubts that a complete scheme has too: they are not about its plan."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A month whose actual is below nought: savings to date go down."""

    month: Month
    before: int
    after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemeFacts:
    """What the rules need to know of one scheme's year; money in pence."""

    record: Record
    year: FinancialYear
    plan: int = 0
    second_half_plan: int = 0
    recurrent_plan: int = 0
    recurrent_full_year: int | None = None
    no_actual: Sequence[Month] = ()
    no_forecast: Sequence[Month] = ()
    falls: Sequence[Fall] = ()
    estimated_months: int = 0
    has_estimated_split: bool = False
    has_delivery_risk: bool = True
    has_owner: bool = True
    has_category: bool = True
    is_transacted: bool = False
    shape: YearShape | None = None
    counted_twice: Sequence[str] = ()  # how, for each that nobody has settled


def of_scheme(
    scheme: SchemeFacts,
    thresholds: SavingsThresholds = SAVINGS,
    limits: HonestyThresholds = honesty.DEFAULTS,
) -> Iterator[Finding]:
    """Its findings. One that is transacted needs no plan or assessment any more.

    What it saves still counts, and in full: so its actual and its forecast are still asked for.
    """
    yield from _figures(scheme)
    for how in scheme.counted_twice:
        yield scheme.record.finding(Check.SCHEME_COUNTED_TWICE, f"It may be counted twice: {how}")
    if not scheme.is_transacted:
        yield from _plan(scheme, thresholds)
    if scheme.no_forecast:
        message = f"There is a plan but no forecast for {_named(scheme.no_forecast)}"
        yield scheme.record.finding(Check.SCHEME_NO_FORECAST, message)
    yield from _doubts(scheme, limits)
    if not scheme.is_transacted:
        yield from _gaps(scheme)


def _figures(scheme: SchemeFacts) -> Iterator[Finding]:
    found = scheme.record.finding
    if scheme.no_actual:
        message = f"There is a plan but no actual for {_named(scheme.no_actual)}"
        yield found(Check.SCHEME_NO_ACTUAL, message)
    for fall in scheme.falls:
        before, after = money.exact(fall.before), money.exact(fall.after)
        message = f"Savings to date fall from {before} to {after} in {fall.month.name}"
        yield found(Check.SCHEME_FALLS, message)
    if scheme.estimated_months or scheme.has_estimated_split:
        yield found(Check.SCHEME_ESTIMATED, _estimated(scheme))


def _plan(scheme: SchemeFacts, thresholds: SavingsThresholds) -> Iterator[Finding]:
    found = scheme.record.finding
    if scheme.plan <= 0:
        yield found(Check.SCHEME_NO_PLAN, f"There is no plan for {scheme.year}")
    elif scheme.second_half_plan * 100 > scheme.plan * thresholds.back_loaded_percent:
        share = money.share_in_words(scheme.second_half_plan, scheme.plan)
        limit = f"more than {thresholds.back_loaded_percent}% is back-loaded"
        message = f"{share} of the plan stands in October to March; {limit}"
        yield found(Check.SCHEME_BACK_LOADED, message)
    full = scheme.recurrent_full_year
    if full is not None and scheme.recurrent_plan > max(full, 0):
        planned, value = money.exact(scheme.recurrent_plan), money.exact(full)
        message = (
            f"The recurrent plan of the year is {planned}, above its full-year value of {value}"
        )
        yield found(Check.SCHEME_OVER_FULL_YEAR, message)


def _doubts(scheme: SchemeFacts, limits: HonestyThresholds) -> Iterator[Finding]:
    if scheme.shape is None:
        return
    for reason in honesty.doubts(scheme.shape, limits):
        check = DOUBTS.get(Rule(reason.rule))
        if check and (check in OF_WHAT_IS_SAVED or not scheme.is_transacted):
            yield scheme.record.finding(check, reason.sentence)


def _gaps(scheme: SchemeFacts) -> Iterator[Finding]:
    found = scheme.record.finding
    if not scheme.has_delivery_risk:
        yield found(Check.SCHEME_NO_RISK, "Its delivery risk is not assessed")
    if not scheme.has_owner:
        yield found(Check.SCHEME_NO_OWNER, "Nobody owns it")
    if not scheme.has_category:
        yield found(Check.SCHEME_NO_CATEGORY, "It has no category")


def _estimated(scheme: SchemeFacts) -> str:
    what = []
    if scheme.estimated_months:
        plural = "" if scheme.estimated_months == 1 else "s"
        what.append(f"the phasing of {scheme.estimated_months} month{plural}")
    if scheme.has_estimated_split:
        what.append("the recurrent split")
    verb = "are" if len(what) > 1 else "is"
    return f"{' and '.join(what).capitalize()} {verb} estimated"


def _named(months: Sequence[Month]) -> str:
    """April, May and June 2026; a run of more than three as April to July 2026."""
    ordered = sorted(months)
    if len(ordered) > 3 and ordered[-1] == ordered[0].plus(len(ordered) - 1):
        return f"{ordered[0].name} to {ordered[-1].name}"
    *first, last = [month.name for month in ordered]
    return f"{', '.join(first)} and {last}" if first else last
