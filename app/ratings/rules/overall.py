"""One colour for a workstream out of its dimensions (nhs-domain 4.4, rules 1 to 3 and 9)."""

from collections.abc import Mapping
from decimal import ROUND_CEILING
from enum import StrEnum

from app.core import money
from app.core.rating import Colour, Dimension, Rating, Reason, lowered, worst
from app.milestones import rules as milestone_rules
from app.ratings.rules.thresholds import COST_DEFAULTS, CostThresholds
from app.savings import rules as savings_rules


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    COST_SHARE = "cost.share-over"
    COST_UNKNOWN = "cost.unknown"
    NOT_APPLICABLE = "overall.not-applicable"
    WORST = "overall.worst"
    LOWERED = "overall.lowered"
    LEFT_OUT = "overall.left-out"
    COMPLETE = "overall.complete"
    NO_UPDATE = "overall.no-update"
    NO_COLOUR = "overall.no-colour"


SETS = (Dimension.DELIVERY, Dimension.SAVINGS, Dimension.RISK, Dimension.QUALITY)
LOWERS = (Dimension.DEPENDENCIES, Dimension.COST)
NOTHING_TO_DO = (milestone_rules.Rule.NO_MILESTONES, savings_rules.Rule.NO_SCHEMES)


def cost(
    baseline: int | None, forecast: int | None, thresholds: CostThresholds = COST_DEFAULTS
) -> Rating:
    """The cost dimension (4.4.9): forecast over baseline, in pence. Only where both are known.

    The share is printed rounded up, so that what is printed never contradicts the colour.
    """
    if baseline is None or forecast is None or baseline <= 0:
        because = Reason(Rule.COST_UNKNOWN, "Baseline or forecast of cost is not known")
        return Rating(Colour.NOT_REPORTED, (because,))
    over = forecast - baseline
    colour = Colour.RED
    if over * 100 <= baseline * thresholds.amber_percent:
        is_green = over * 100 <= baseline * thresholds.green_percent
        colour = Colour.GREEN if is_green else Colour.AMBER
    share = money.share_in_words(over, baseline, rounding=ROUND_CEILING)
    sentence = (
        f"Forecast over baseline: {share}; up to {thresholds.green_percent}% is green, "
        f"up to {thresholds.amber_percent}% is amber"
    )
    variance = savings_rules.variance_in_words(over, is_cost=True)
    figures = (
        ("Baseline", money.exact(baseline)),
        ("Forecast", money.exact(forecast)),
        ("Variance", variance),
    )
    return Rating(colour, (Reason(Rule.COST_SHARE, sentence, figures),))


def not_applicable(why: str) -> Rating:
    """A dimension that somebody decided does not apply, and why."""
    return Rating(Colour.NOT_APPLICABLE, (Reason(Rule.NOT_APPLICABLE, why),))


def overall(dimensions: Mapping[Dimension, Rating], *, has_update: bool) -> Rating:
    """The overall rating, with the dimension that set it and those left out, named.

    The worst of delivery, savings, risk and quality that have a colour; dependencies and cost, if
    worse, lower it one step in all. Not reported without an update for the month (T16), or when
    none of the first four has a colour. A dimension that is not given is not reported.
    """
    colours = {
        each: dimensions[each].colour if each in dimensions else Colour.NOT_REPORTED
        for each in Dimension
    }
    left_out = _left_out(colours)
    if not has_update:
        missing = Reason(Rule.NO_UPDATE, "There is no update for the month")
        return Rating(Colour.NOT_REPORTED, (missing, *left_out))
    colour = worst(colours[each] for each in SETS)
    if not colour.is_rated:
        nothing = Reason(Rule.NO_COLOUR, "Delivery, savings, risk and quality have no colour")
        return Rating(Colour.NOT_REPORTED, (nothing, *left_out))
    if colour in (Colour.GREEN, Colour.COMPLETE):
        colour = Colour.COMPLETE if _all_done(dimensions) else Colour.GREEN
    set_by = _set_by(colour, colours)
    worse = [each for each in LOWERS if colours[each].severity > colour.severity]
    if not worse:
        return Rating(colour, (set_by, *left_out))
    return Rating(lowered(colour), (_lowered_by(worse, colours), set_by, *left_out))


def _all_done(dimensions: Mapping[Dimension, Rating]) -> bool:
    """Every milestone and every scheme complete; at least one of the two has something to do."""
    to_do = [
        rating
        for each in (Dimension.DELIVERY, Dimension.SAVINGS)
        if not _has_nothing_to_do(rating := dimensions.get(each, Rating(Colour.NOT_REPORTED)))
    ]
    return bool(to_do) and all(rating.colour is Colour.COMPLETE for rating in to_do)


def _has_nothing_to_do(rating: Rating) -> bool:
    empty = any(reason.rule in NOTHING_TO_DO for reason in rating.reasons)
    return empty or rating.colour is Colour.NOT_APPLICABLE


def _set_by(colour: Colour, colours: Mapping[Dimension, Colour]) -> Reason:
    if colour is Colour.COMPLETE:
        return Reason(Rule.COMPLETE, "Every milestone and every scheme is complete")
    rated = [each for each in SETS if colours[each].is_rated]
    setting = [each for each in rated if colours[each] is colour]
    if not setting:
        sentence = "What can be rated is complete, but not every milestone and scheme is"
        return Reason(Rule.WORST, sentence, _figures(rated, colours))
    names = _listed(setting)
    verb = "is" if len(setting) == 1 else "are"
    sentence = f"{names} {verb} {colour.label.lower()}, the worst of {_listed(rated).lower()}"
    if len(rated) == len(setting):
        sentence = f"{names} {verb} {colour.label.lower()}"
    return Reason(Rule.WORST, sentence, _figures(rated, colours))


def _lowered_by(worse: list[Dimension], colours: Mapping[Dimension, Colour]) -> Reason:
    are = " and ".join(f"{each} {colours[each].label.lower()}" for each in worse)
    sentence = f"Lowered one step, because of {are}"
    return Reason(Rule.LOWERED, sentence, _figures(worse, colours))


def _left_out(colours: Mapping[Dimension, Colour]) -> tuple[Reason, ...]:
    return tuple(
        Reason(Rule.LEFT_OUT, f"{each.label} is {colour.label.lower()}, so it is left out")
        for each, colour in colours.items()
        if not colour.is_rated
    )


def _figures(
    of: list[Dimension], colours: Mapping[Dimension, Colour]
) -> tuple[tuple[str, str], ...]:
    return tuple((each.label, colours[each].label) for each in of)


def _listed(dimensions: list[Dimension]) -> str:
    *first, last = [each.value for each in dimensions]
    return (f"{', '.join(first)} and {last}" if first else last).capitalize()
