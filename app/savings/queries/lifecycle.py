"""Where schemes stand on the way through the gates: decisions, value, and what they have given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.actions.models import Action, ActionStatus
from app.core.financial_year import Month
from app.core.money import Pence
from app.db import db
from app.programmes.roles import Role
from app.savings import rules
from app.savings.models import (
    GateDecision,
    Scheme,
    SchemeMonth,
)
from app.savings.rules import gates, lifecycle
from app.savings.rules.gates import Gates, Value
from app.savings.rules.lifecycle import Decided, Gate
from app.settings import queries as settings

Months = Mapping[Month, Any]
"""The stored plan and actual of each month, as columns: nobody changes them here."""
NO_MONTHS: Months = {}

Pairs = Select[int, int]
_about: dict[str, Pairs] = {}


def counts_actions_of(kind: str, pairs: Pairs) -> None:
    """Actions of these records are of their scheme: `pairs` selects each record and its scheme.

    A feature above says so when the app starts: this one never names it.
    """
    _about[kind] = pairs


@dataclass(frozen=True)
class Standing:
    """One scheme at its gate: what was decided, what still stands, its value and the settings."""

    scheme: Scheme
    decisions: Sequence[GateDecision]
    value: Value
    gates: Gates

    @cached_property
    def in_force(self) -> list[Decided]:
        """The signatures that stand, oldest first."""
        return lifecycle.in_force(self.decisions)

    @property
    def round(self) -> int:
        """Which round of signatures this is."""
        return lifecycle.current_round(self.decisions)

    def signed(self, gate: Gate) -> list[Decided]:
        """The gate's signatures that stand."""
        return [each for each in self.in_force if each.gate is gate]

    def asked(self, gate: Gate) -> tuple[Role, ...]:
        """The roles that the gate asks of it."""
        return self.gates.signers(gate, self.value.whole)

    def left(self, gate: Gate) -> tuple[Role, ...]:
        """The roles that have still to sign the gate."""
        return lifecycle.still_to_sign(
            gate,
            self.asked(gate),
            self.signed(gate),
            one_is_enough=gate in gates.ONE_IS_ENOUGH,
        )

    @property
    def signed_value(self) -> Value | None:
        """The money that was signed: as G4 approved it, before that as G3a validated it."""
        return self.value_at(Gate.G4) or self.value_at(Gate.G3A)

    def value_at(self, gate: Gate) -> Value | None:
        """The money as it stood at the gate's newest signature that stands."""
        signed = self.signed(gate)
        return _value_then(signed[-1]) if signed else None

    @property
    def has_approved_baseline(self) -> bool:
        """Whether the value is, within tolerance, the one that G4 approved."""
        approved = self.value_at(Gate.G4)
        return approved is not None and not self.value.moved_beyond(approved, self.gates)

    @property
    def passed(self) -> frozenset[Gate]:
        """The gates that every role asked for has signed."""
        return frozenset(gate for gate in Gate if not self.left(gate))


def _value_then(decision: Decided) -> Value:
    return Value(decision.plan_then or Pence(0), decision.full_year_then or Pence(0))


def standing(scheme: Scheme, on: date) -> Standing:
    """Where the scheme stands, read anew."""
    values = settings.fill(Gates, "gates", scheme.workstream.programme_id, on)
    found = decisions([scheme.id]).get(scheme.id, [])
    plan = months([scheme.id]).get(scheme.id, NO_MONTHS)
    return Standing(scheme, found, value(scheme, plan), values)


def decisions(scheme_ids: Collection[int]) -> dict[int, list[GateDecision]]:
    """What was decided at the gates of each scheme, oldest first."""
    rows = db.session.scalars(
        select(GateDecision).where(GateDecision.scheme_id.in_(scheme_ids)).order_by(GateDecision.id)
    )
    found: dict[int, list[GateDecision]] = defaultdict(list)
    for row in rows:
        found[row.scheme_id].append(row)
    return found


def months(scheme_ids: Collection[int]) -> dict[int, Months]:
    """All months of each scheme, earliest first."""
    if not scheme_ids:
        return {}
    rows = db.session.execute(
        select(
            SchemeMonth.scheme_id,
            SchemeMonth.month,
            SchemeMonth.plan_recurrent,
            SchemeMonth.plan_non_recurrent,
            SchemeMonth.actual_recurrent,
            SchemeMonth.actual_non_recurrent,
        )
        .where(SchemeMonth.scheme_id.in_(scheme_ids))
        .order_by(SchemeMonth.scheme_id, SchemeMonth.month)
    )
    found: dict[int, dict[Month, Any]] = defaultdict(dict)
    for row in rows:
        found[row.scheme_id][row.month] = row
    return dict(found)


def value(scheme: Scheme, its_months: Months) -> Value:
    """The plan of the first financial year that has one, and the full-year effect.

    Its months come earliest first, as `months` reads them.
    The full-year effect is the one that finance signed, else the one given, else that year's March
    × 12. Forecasts do not move it: they move every month.
    """
    first = next((month for month, row in its_months.items() if planned(row)), None)
    year = first.financial_year if first else None
    in_year = [its_months[each] for each in year.months if each in its_months] if year else []
    march = its_months.get(year.months[-1]) if year else None
    computed = (march.plan_recurrent or 0) * rules.MONTHS if march else 0
    given = (scheme.signed_full_year_effect, scheme.recurrent_full_year, computed)
    full_year = next(each for each in given if each is not None)
    return Value(Pence(sum(planned(row) for row in in_year)), Pence(full_year))


def planned(row: Any) -> int:
    """The month's plan, recurrent or not."""
    return (row.plan_recurrent or 0) + (row.plan_non_recurrent or 0)


def open_actions(ids: Collection[int]) -> dict[int, int]:
    """How many actions that came from each scheme, or from a record about it, are still open."""
    found: dict[int, int] = defaultdict(int)
    for kind, pairs in _pairs().items():
        source = pairs.subquery()
        record_id, scheme_id = source.c
        rows = db.session.execute(
            select(scheme_id, func.count())
            .join(Action, Action.source_id == record_id)
            .where(Action.source_kind == kind, Action.status == ActionStatus.OPEN)
            .where(scheme_id.in_(ids))
            .group_by(scheme_id)
        )
        for key, number in rows:
            found[key] += number
    return found


def actions_about(scheme_id: int) -> ColumnElement[bool]:
    """The condition on Action that it came from the scheme, or from a record about it."""
    about = []
    for kind, pairs in _pairs().items():
        record_id, key = pairs.subquery().c
        ids = select(record_id).where(key == scheme_id)
        about.append(and_(Action.source_kind == kind, Action.source_id.in_(ids)))
    return or_(*about)


def _pairs() -> dict[str, Pairs]:
    return {Scheme.__tablename__: select(Scheme.id, Scheme.id.label("scheme_id")), **_about}
