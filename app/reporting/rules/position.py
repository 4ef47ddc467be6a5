"""The position that others read as JSON, from a document: live or frozen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.core.rating import Colour
from app.reporting.frozen import Document

DIMENSIONS = ("delivery", "savings", "risk", "quality", "dependencies", "cost")
BANDS = ("low", "moderate", "high", "extreme")
CONFIDENCE = (Colour.RED, Colour.AMBER, Colour.GREEN)


def position(document: Document, *, version: int | None, data_hash: str | None) -> dict[str, Any]:
    """Counts and sums. A live position has neither version nor hash. Money in pence."""
    return {
        "programme": document.programme.code,
        "month": str(document.month),
        "as_at": document.as_at.isoformat(),
        "locked": version is not None,
        "version": version,
        "data_hash": data_hash,
        "workstreams": len(document.workstreams),
        "ratings": _ratings(document),
        "delivery_confidence": _confidence(document),
        "savings": _savings(document),
        "cost": _cost(document),
        "risks": _risks(document),
        "milestones": _milestones(document),
        "dependencies": _dependencies(document),
    }


def _counted(colours: Iterable[Colour]) -> dict[str, int]:
    counts = dict.fromkeys((colour.value for colour in Colour), 0)
    for colour in colours:
        counts[colour.value] += 1
    return counts


def _ratings(document: Document) -> dict[str, dict[str, int]]:
    found = {"overall": _counted(each.overall.colour for each in document.workstreams)}
    for dimension in DIMENSIONS:
        found[dimension] = _counted(
            each.dimensions[dimension].colour for each in document.workstreams
        )
    return found


def _confidence(document: Document) -> dict[str, int]:
    given = [each.delivery_confidence for each in document.workstreams]
    counts = {colour.value: given.count(colour) for colour in CONFIDENCE}
    return {**counts, "none": len(given) - sum(counts.values())}


def _savings(document: Document) -> dict[str, Any]:
    sums, target = document.savings, document.target or 0
    return {
        "financial_year": str(document.financial_year),
        "schemes": sums.schemes,
        "target": target,
        "plan": sums.plan,
        "forecast": sums.forecast,
        "ytd_plan": sums.ytd_plan,
        "ytd_actual": sums.ytd_actual,
        "ytd_variance": sums.ytd_actual - sums.ytd_plan,
        "forecast_variance": sums.forecast - sums.plan,
        "recurrent_forecast": sums.recurrent_forecast,
        "risk_adjusted_forecast": sums.risk_adjusted_forecast,
        "unidentified": max(0, target - sums.forecast),
        "validated_ytd": sums.validated,
        "held_by_quality_gate": sums.held,
    }


def _cost(document: Document) -> dict[str, int]:
    costs = [each.cost for each in document.workstreams]
    counted = [each for each in costs if each.baseline is not None and each.forecast is not None]
    return {
        "baseline": sum(each.baseline or 0 for each in costs),
        "forecast": sum(each.forecast or 0 for each in costs),
        "counted": len(counted),
        "left_out": len(costs) - len(counted),
    }


def _risks(document: Document) -> dict[str, int]:
    bands = [each.band for each in document.risks]
    return {"open": len(bands), **{band: bands.count(band) for band in BANDS}}


def _milestones(document: Document) -> dict[str, Any]:
    following = document.month.next
    return {
        "total": len(document.milestones),
        "complete": sum(each.completed_on is not None for each in document.milestones),
        "late": sum(each.is_late for each in document.milestones),
        "due_next_month": sum(
            each.completed_on is None
            and each.forecast is not None
            and following.first <= each.forecast <= following.last
            for each in document.milestones
        ),
        "refs": [each.ref for each in document.milestones],
    }


def _dependencies(document: Document) -> dict[str, int]:
    return {
        "total": len(document.dependencies),
        "agreed": sum(each.is_agreed for each in document.dependencies),
        "late": sum(each.is_late for each in document.dependencies),
    }
