"""The lines of a roll-up: what each is called, where it leads, and what it has to save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core import money
from app.core.money import Pence
from app.programmes.queries.workstream_targets import Targets
from app.savings import rules
from app.savings.display.register import NOT_ASSESSED, in_words
from app.savings.models import CashClass, DeliveryRisk, DevelopmentStatus
from app.savings.queries.measures import Key, RollUp
from app.savings.rules.measures import Dimension, Kind, Measures

NOT_GIVEN = "Not given"
ELSEWHERE = "Workstreams that you do not see"
NAMES = {
    Dimension.PROGRAMME: "Programme",
    Dimension.WORKSTREAM: "Workstream",
    Dimension.CATEGORY: "Category",
    Dimension.DEVELOPMENT: "Development status",
    Dimension.RISK: "Delivery risk",
    Dimension.KIND: "Recurrent or not",
    Dimension.CASH: "Cash class",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line. `target` is None where nobody gave this line one; `href` lists its schemes."""

    label: str
    measures: Measures
    m: int
    target: Pence | None = None
    href: str = ""
    is_sum: bool = False

    @property
    def gap(self) -> Pence | None:
        """Target − forecast of what is identified."""
        return self._to_target(self.measures.forecast)

    @property
    def gap_after_risk(self) -> Pence | None:
        """Target − risk-adjusted forecast."""
        return self._to_target(self.measures.risk_adjusted)

    @property
    def unidentified(self) -> Pence | None:
        """Target with no scheme behind it."""
        if self.target is None:
            return None
        return rules.unidentified(self.target, self.measures.forecast)

    def _to_target(self, expected: Pence) -> Pence | None:
        return None if self.target is None else rules.gap_to_target(self.target, expected)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The programme that is rolled up, with its targets, and the month counted to.

    `link` gives the address of the register that lists the schemes behind a figure.
    """

    name: str
    targets: Targets
    m: int
    target: Pence | None
    link: Callable[[Mapping[str, Any]], str]


def rows(found: RollUp, place: Place) -> list[Row]:
    """The lines in the order in which a board reads them."""
    order = _ORDERS.get(found.dimension, _by_name)
    lines = [_row(found, key, place) for key in found.lines]
    return sorted(lines, key=lambda row: order(row))


def whole(found: RollUp, place: Place) -> Row:
    """All schemes together, against the target."""
    return Row(
        label="All schemes",
        measures=found.total,
        m=place.m,
        target=place.target,
        href=place.link({}),
        is_sum=True,
    )


def _row(found: RollUp, key: Key, place: Place) -> Row:
    dimension = found.dimension
    asked = _asked(dimension, key)
    return Row(
        label=_label(dimension, key, place),
        measures=found.lines[key],
        m=place.m,
        target=place.targets.of(key) if dimension is Dimension.WORKSTREAM else None,
        href="" if asked is None else place.link(asked),
    )


def _label(dimension: Dimension, key: Key, place: Place) -> str:
    if dimension is Dimension.PROGRAMME:
        return place.name
    if dimension is Dimension.WORKSTREAM:
        named = {each.workstream_id: f"{each.ref} {each.name}" for each in place.targets.lines}
        return named.get(key, ELSEWHERE)
    return str(_WORDS[dimension](key))


_WORDS: dict[Dimension, Callable[[Any], str]] = {
    Dimension.CATEGORY: lambda key: key or NOT_GIVEN,
    Dimension.DEVELOPMENT: lambda key: key.label,
    Dimension.RISK: lambda key: key.label if key else NOT_ASSESSED,
    Dimension.KIND: lambda key: key.label,
    Dimension.CASH: lambda key: in_words(key) or NOT_GIVEN,
}


def _asked(dimension: Dimension, key: Key) -> dict[str, Any] | None:
    """What the register is narrowed by to list these schemes; None where it cannot be."""
    if dimension is Dimension.PROGRAMME:
        return {}
    if dimension is Dimension.KIND:
        return None
    if dimension is Dimension.CATEGORY:
        return {"q": key} if key else None
    return {str(dimension): "none" if key is None else key}


def _by_name(row: Row) -> Any:
    return row.label == NOT_GIVEN, row.label


def _in(members: Sequence[str], last: str) -> Callable[[Row], Any]:
    places = {name: place for place, name in enumerate([*members, last])}
    return lambda row: places.get(row.label, len(places))


_ORDERS = {
    Dimension.DEVELOPMENT: _in([each.label for each in DevelopmentStatus], ""),
    Dimension.RISK: _in([each.label for each in DeliveryRisk], NOT_ASSESSED),
    Dimension.KIND: _in([each.label for each in Kind], ""),
    Dimension.CASH: _in([in_words(each) for each in CashClass], NOT_GIVEN),
}


@dataclass(frozen=True)
class Becomes:
    """A part of the outturn: what becomes of it in a budget."""

    label: str
    pence: Pence
    how: str = ""
    is_sum: bool = False

    @property
    def shown(self) -> str:
        """As the page prints it."""
        return in_pounds(self.pence)


_CLASSES: Mapping[CashClass | None, tuple[str, str]] = {
    CashClass.CASH_RELEASING: ("Cash-releasing, not yet transacted", "No journal is recorded yet"),
    CashClass.COST_AVOIDANCE: ("Cost avoided", "A cost that no budget held"),
    CashClass.NON_CASH_RELEASING: ("Productivity", "Time or capacity: no budget falls"),
    CashClass.INCOME: ("Income", "The margin that it brings"),
    None: ("Cash class not given", "Nobody has said what sort of saving it is"),
}


def becomes(found: RollUp) -> list[Becomes]:
    """What left a budget, and the rest of the outturn by cash class: apart, and one total."""
    total = found.total
    lines = [Becomes("Transacted", total.transacted, "Left a budget, with its journal reference")]
    for cash, (label, how) in _CLASSES.items():
        part = found.by_cash.get(cash)
        if part is not None or cash is CashClass.CASH_RELEASING:
            rest = Pence(part.forecast - part.transacted) if part else Pence(0)
            lines.append(Becomes(label, rest, how))
    return [*lines, Becomes("Forecast outturn", total.forecast, is_sum=True)]


def in_pounds(amount: int | None) -> str:
    """£k where it is large enough to be read so, else pounds; a dash where there is none."""
    if amount is None:
        return "–"
    short = abs(amount) < money.THOUSAND
    return money.whole_pounds(amount) if short else money.thousands(amount)
