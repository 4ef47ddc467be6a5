"""What schemes have given towards their gates, in as many queries for one as for fifty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from app.core.financial_year import Month
from app.db import db
from app.programmes.queries import held
from app.programmes.roles import Role
from app.savings.models import (
    BudgetTransfer,
    CashClass,
    Scheme,
    SchemeBudgetLine,
    SchemeStatus,
)
from app.savings.queries import lifecycle, overlaps, signers
from app.savings.queries.lifecycle import NO_MONTHS, Months
from app.savings.rules import needs
from app.savings.rules.gates import Gates
from app.savings.rules.lifecycle import STAGE_OF, Gate, Stage, has_reached
from app.savings.rules.needs import NOTHING_WRITTEN, Facts, Mandate


@dataclass(frozen=True)
class PanelWord:
    """What a clinical executive has said before the other one has: `Ann Lee approved on …`."""

    sentence: str
    is_approving: bool


Mandates = Callable[[Collection[int]], Mapping[int, Mandate]]
Panel = Callable[[int], Mapping[Role, PanelWord]]
_mandates: list[Mandates] = []
_panel: list[Panel] = []


def reads_mandates(read: Mandates) -> None:
    """What the mandates of schemes say, by id: a feature above tells it when the app starts."""
    _mandates[:] = [read]


def reads_panel(read: Panel) -> None:
    """What the panel has said of a scheme so far: a feature above tells it when the app starts."""
    _panel[:] = [read]


def panel_words(scheme: Scheme) -> dict[Role, PanelWord]:
    """By seat, while the scheme waits for G3b; a signature follows once both have approved."""
    if scheme.stage is not STAGE_OF[Gate.G3B]:
        return {}
    return {role: word for read in _panel for role, word in read(scheme.id).items()}


def facts(
    schemes: Collection[Scheme], on: date, stored: Mapping[int, Months] | None = None
) -> dict[int, Facts]:
    """What each scheme has given towards its gates, in as many queries for one as for fifty."""
    ids = [scheme.id for scheme in schemes]
    stored = lifecycle.months(ids) if stored is None else stored
    lines, moved, waiting = _with_lines(ids), _transferred(ids), lifecycle.open_actions(ids)
    doubled = _counted_twice(schemes)
    with_sro = held.with_an_sro({scheme.workstream_id for scheme in schemes}, on)
    inside = signers.in_line(schemes, on)
    written = {key: said for read in _mandates for key, said in read(ids).items()}
    return {
        scheme.id: replace(
            _own(scheme, stored.get(scheme.id, NO_MONTHS), on),
            has_budget_line=scheme.id in lines,
            has_left_budget=sum(moved.get(scheme.id, (0, 0))) > 0,
            open_actions=waiting.get(scheme.id, 0),
            is_counted_once=scheme.id not in doubled,
            has_sro=scheme.workstream_id in with_sro,
            mandate=written.get(scheme.id, NOTHING_WRITTEN),
            in_line=inside.get(scheme.id, ()),
        )
        for scheme in schemes
    }


def unmet(scheme: Scheme, gate: Gate, values: Gates, on: date) -> tuple[needs.Need, ...]:
    """What keeps the scheme from the gate, besides signatures."""
    return needs.unmet(gate, facts([scheme], on)[scheme.id], values)


def is_transacted_in_full(scheme: Scheme) -> bool:
    """Whether all of its plan, and its recurrent plan recurrently, has left budgets."""
    recurrent, other = _transferred([scheme.id]).get(scheme.id, (0, 0))
    rows = lifecycle.months([scheme.id]).get(scheme.id, NO_MONTHS).values()
    planned = sum(lifecycle.planned(row) for row in rows)
    lasting = sum(row.plan_recurrent or 0 for row in rows)
    return planned > 0 and recurrent >= lasting and recurrent + other >= planned


def status(scheme: Scheme) -> SchemeStatus:
    """Complete when delivered and transacted in full; open again when that is rejected."""
    is_delivered = has_reached(scheme.stage, Stage.DELIVERED)
    if scheme.is_transacted and scheme.is_gated and not is_delivered:
        return SchemeStatus.OPEN
    if scheme.status is SchemeStatus.OPEN and is_delivered and is_transacted_in_full(scheme):
        return SchemeStatus.COMPLETE
    return scheme.status


def status_after_reversal(scheme: Scheme) -> SchemeStatus:
    """Money went back into a budget: what the gates had made complete is open while any is out.

    One from before the gates is complete by somebody's word, which nobody else takes back.
    """
    is_complete = scheme.is_gated and scheme.is_transacted
    if is_complete and not is_transacted_in_full(scheme):
        return SchemeStatus.OPEN
    return scheme.status


def _own(scheme: Scheme, its_months: Months, on: date) -> Facts:
    """What the scheme itself and its months say."""
    saved = [
        (row.actual_recurrent or 0) + (row.actual_non_recurrent or 0) for row in its_months.values()
    ]
    return Facts(
        has_description=bool(scheme.description.strip()),
        has_owner=scheme.owner_id is not None,
        has_value=lifecycle.value(scheme, its_months).whole > 0,
        has_category=bool(scheme.category),
        has_cash_class=scheme.cash_class is not None,
        has_start=scheme.starts_on is not None,
        has_delivery_risk=scheme.delivery_risk is not None,
        has_cost=scheme.costs_nothing or scheme.running_cost > 0 or scheme.set_up_cost > 0,
        has_whole_plan=_has_whole_plan(scheme, its_months),
        has_estimated_split=scheme.has_estimated_split,
        is_quality_valid=scheme.is_quality_valid(on),
        is_cash_releasing=scheme.cash_class in (None, CashClass.CASH_RELEASING),
        months_saved=sum(pence > 0 for pence in saved),
        is_quality_reviewed=scheme.quality_reviewed_on is not None,
    )


def _has_whole_plan(scheme: Scheme, its_months: Months) -> bool:
    """Every month from the first to March of that year; first is the start, or the first plan."""
    planned = next((month for month, row in its_months.items() if lifecycle.planned(row)), None)
    if planned is None:
        return False
    first = Month.of(scheme.starts_on) if scheme.starts_on else planned
    return all(
        (row := its_months.get(month)) is not None
        and (row.plan_recurrent, row.plan_non_recurrent) != (None, None)
        for month in planned.financial_year.months
        if month >= first
    )


def _with_lines(ids: Collection[int]) -> set[int]:
    lines = select(SchemeBudgetLine.scheme_id).where(SchemeBudgetLine.scheme_id.in_(ids))
    return set(db.session.scalars(lines))


def _transferred(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Recurrent and non-recurrent money that left budgets, reversals taken off."""
    rows = db.session.execute(
        select(
            BudgetTransfer.scheme_id,
            func.sum(BudgetTransfer.recurrent),
            func.sum(BudgetTransfer.non_recurrent),
        )
        .where(BudgetTransfer.scheme_id.in_(ids))
        .group_by(BudgetTransfer.scheme_id)
    )
    return {scheme_id: (int(lasting), int(other)) for scheme_id, lasting, other in rows}


def _counted_twice(schemes: Collection[Scheme]) -> set[int]:
    """Those whose double counting nobody has settled: read where finance is to validate."""
    places = {each.workstream.programme_id for each in schemes if each.stage is Stage.ASSURANCE}
    return {found for place in places for found in overlaps.unresolved_by_scheme(place)}
