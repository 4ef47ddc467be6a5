"""When savings are green, amber or red (nhs-domain 1.7 and 4.4.5).

The worse of two shares of plan: to date, and forecast outturn. Shares are compared exactly and
printed rounded down, so that what is printed never contradicts the colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR
from enum import StrEnum

from app.core import money
from app.core.rating import Colour, Rating, Reason
from app.core.setting import said
from app.savings.rules import figures, totals
from app.savings.rules.figures import Split
from app.savings.rules.totals import Facts, SchemeSums, Totals

FAMILY = "savings."


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    TRANSACTED = "savings.transacted"
    YTD_SHARE = "savings.ytd-share"
    FORECAST_SHARE = "savings.forecast-share"
    NO_PLAN = "savings.no-plan"
    NO_SCHEMES = "savings.no-schemes"
    HELD = "savings.held"
    SECOND_HALF = "savings.second-half"
    LAST_QUARTER = "savings.last-quarter"
    RUN_RATE = "savings.run-rate"
    SUBSTITUTION = "savings.substitution"
    REVERSAL = "savings.reversal"
    TAKEN_BACK = "savings.taken-back"
    STALL = "savings.stall"


@dataclass(frozen=True)
class SavingsThresholds:
    """Per cent of plan: from `green_percent` on green, from `amber_percent` on amber."""

    green_percent: int = said(
        95, "Savings are green from", "% of plan", limits=(1, 200), order="-share"
    )
    amber_percent: int = said(
        75, "Savings are amber from", "% of plan", limits=(0, 200), order="-share"
    )
    back_loaded_percent: int = said(
        60, "A plan is back-loaded with more in October to March than", "%", limits=(1, 100)
    )
    """More than this share of the plan in the second half of the year is a finding."""
    rate_on_validated: bool = said(
        False, "Savings to date are rated on what finance has validated, not on what is claimed"
    )


DEFAULTS = SavingsThresholds()


def tells_a_sum(rule: str, *, of_record: bool, figures: Sequence[object]) -> bool:
    """Whether a reason prints sums of several schemes: they are masked for one who may not see each
    of them. One of a record is masked with its record."""
    return rule.startswith(FAMILY) and not of_record and bool(figures)


def rate(scheme: Facts, m: int, thresholds: SavingsThresholds = DEFAULTS) -> Rating:
    """One scheme: complete when transacted; not reported without a plan; else the worse share."""
    return rate_sums(totals.sums(scheme, m), thresholds)


def rate_sums(scheme: SchemeSums, thresholds: SavingsThresholds = DEFAULTS) -> Rating:
    """As `rate`, from sums."""
    if scheme.is_transacted:
        because = Reason(Rule.TRANSACTED, "Taken out of budgets in full, recurrently")
        rating = Rating(Colour.COMPLETE, (because,))
    elif scheme.plan <= 0:
        because = Reason(Rule.NO_PLAN, "There is no plan to measure against")
        rating = Rating(Colour.NOT_REPORTED, (because,))
    else:
        rating = _by_share(scheme, thresholds)
    named = tuple(replace(reason, record=scheme.link) for reason in rating.reasons)
    return Rating(rating.colour, named)


def savings(schemes: Sequence[Facts], m: int, thresholds: SavingsThresholds = DEFAULTS) -> Rating:
    """The savings dimension: rated on the sum of its schemes (4.4.5).

    Complete when every one is transacted. A scheme without a plan is named as a finding; what it
    saves still counts in the sum.
    """
    return savings_of_sums([totals.sums(scheme, m) for scheme in schemes], thresholds)


def savings_of_sums(
    schemes: Sequence[SchemeSums],
    thresholds: SavingsThresholds = DEFAULTS,
    whole: Totals | None = None,
) -> Rating:
    """As `savings`, from sums; `whole` is what they make together, where that is known already."""
    if not schemes:
        nothing = Reason(Rule.NO_SCHEMES, "There are no schemes to rate")
        return Rating(Colour.NOT_REPORTED, (nothing,))
    if all(scheme.is_transacted for scheme in schemes):
        sentence = "Every scheme is taken out of budgets in full, recurrently"
        return Rating(Colour.COMPLETE, (Reason(Rule.TRANSACTED, sentence),))
    unplanned = _without_a_plan(schemes)
    sums = whole or totals.added_up(schemes)
    if sums.plan <= 0:
        return Rating(Colour.NOT_REPORTED, unplanned)
    rating = _by_share(sums, thresholds)
    return Rating(rating.colour, rating.reasons + unplanned)


def is_back_loaded(plan: Split, thresholds: SavingsThresholds = DEFAULTS) -> bool:
    """Whether too much of the plan stands in the second half of the year."""
    loading = figures.h2_loading(plan)
    return plan.year > 0 and loading is not None and loading > thresholds.back_loaded_percent


def _without_a_plan(schemes: Sequence[SchemeSums]) -> tuple[Reason, ...]:
    """Named where they are at home: elsewhere, that a share of one is there."""
    unplanned = [each for each in schemes if _plan(each) <= 0 and not each.is_transacted]
    own = [each for each in unplanned if each.part is None or each.part.is_home]
    named = tuple(reason for scheme in own for reason in rate_sums(scheme).reasons)
    if len(own) == len(unplanned):
        return named
    sentence = "It has a share of a scheme that has no plan to measure against"
    return (*named, Reason(Rule.NO_PLAN, sentence))


def _plan(scheme: SchemeSums) -> int:
    """The scheme's own plan: a small share of one may come to nothing."""
    return scheme.plan if scheme.part is None else scheme.part.whole.plan


def _by_share(sums: Totals | SchemeSums, thresholds: SavingsThresholds) -> Rating:
    """Worst share first. A plan of 0 to date has no share: the outturn alone decides.

    What the quality gate holds is not in the outturn that is rated; the reason says how much.
    """
    shares = [_share(Rule.FORECAST_SHARE, sums.counted_forecast, sums.plan, thresholds)]
    if sums.ytd_plan > 0:
        saved = sums.validated if thresholds.rate_on_validated else sums.ytd_actual
        shares.append(_share(Rule.YTD_SHARE, saved, sums.ytd_plan, thresholds))
    shares.sort(key=lambda share: -share.colour.severity)
    reasons = tuple(share.reasons[0] for share in shares)
    return Rating(shares[0].colour, reasons + _held(sums))


def _held(sums: Totals | SchemeSums) -> tuple[Reason, ...]:
    if not sums.held:
        return ()
    sentence = f"{money.pounds(sums.held)} of the forecast is held by the quality gate"
    printed = (
        ("Forecast", money.exact(sums.forecast)),
        ("Held", money.exact(sums.held)),
        ("Counted", money.exact(sums.counted_forecast)),
    )
    return (Reason(Rule.HELD, sentence, printed),)


def _share(rule: Rule, amount: int, plan: int, thresholds: SavingsThresholds) -> Rating:
    colour = Colour.RED
    if amount * 100 >= plan * thresholds.amber_percent:
        is_green = amount * 100 >= plan * thresholds.green_percent
        colour = Colour.GREEN if is_green else Colour.AMBER
    share = money.share_in_words(amount, plan, rounding=ROUND_FLOOR)
    name = _named(rule, thresholds)
    sentence = (
        f"{name}: {share} of plan; from {thresholds.green_percent}% is green, "
        f"from {thresholds.amber_percent}% is amber"
    )
    printed = (
        (name, money.exact(amount)),
        ("Plan", money.exact(plan)),
        ("Variance", figures.variance_in_words(figures.variance(amount, plan))),
    )
    return Rating(colour, (Reason(rule, sentence, printed),))


def _named(rule: Rule, thresholds: SavingsThresholds) -> str:
    if rule is not Rule.YTD_SHARE:
        return "Forecast that counts"
    return "Validated to date" if thresholds.rate_on_validated else "Saved to date"
