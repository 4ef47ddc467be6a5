"""Who is pushed when a milestone slips, and along which path."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from app.core.errors import RuleBroken


@dataclass(frozen=True)
class Link:
    """`then` cannot land sooner than `lag_days` (calendar) after `first` does; both are refs."""

    first: str
    then: str
    lag_days: int = 0


@dataclass(frozen=True)
class Pushed:
    """A milestone that cannot keep its forecast: the soonest it can land, and why.

    `path` runs from the milestone that began it to this one.
    """

    milestone: str
    forecast: date
    soonest: date
    path: tuple[str, ...]


def knock_on(forecasts: Mapping[str, date], links: Iterable[Link]) -> dict[str, Pushed]:
    """The milestones that cannot keep their forecast, each after those that push it.

    Slack on the way absorbs the push. Links to a milestone without a forecast are left out. Raises
    RuleBroken, naming the loop, when the links go round in a circle.
    """
    into: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.first in forecasts and link.then in forecasts:
            into[link.then].append(link)

    pushed: dict[str, Pushed] = {}
    for ref in _in_order(forecasts, into):
        for link in into[ref]:
            before = pushed.get(link.first)
            lands = before.soonest if before else forecasts[link.first]
            soonest = lands + timedelta(days=link.lag_days)
            if soonest > (pushed[ref].soonest if ref in pushed else forecasts[ref]):
                path = (*(before.path if before else (link.first,)), ref)
                pushed[ref] = Pushed(ref, forecasts[ref], soonest, path)
    return pushed


def _in_order(forecasts: Mapping[str, date], into: Mapping[str, list[Link]]) -> list[str]:
    order = TopologicalSorter[str](dict.fromkeys(forecasts, ()))
    for then, links in into.items():
        order.add(then, *(link.first for link in links))
    try:
        return list(order.static_order())
    except CycleError as circle:
        loop = " → ".join(circle.args[1])
        raise RuleBroken("depends_on", f"These wait for each other in a circle: {loop}") from circle
