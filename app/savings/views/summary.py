"""What a programme's savings come to, rolled up as the reader asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit import exports, kept
from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.core.money import Pence
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.programmes.queries import workstream_targets
from app.programmes.queries.workstream_targets import Targets
from app.reporting.queries import frozen_months
from app.savings import display
from app.savings.display import summary as shown
from app.savings.display.summary import outlook
from app.savings.models import Scheme
from app.savings.queries import measures, reconciliation, unreported
from app.savings.rules import outturn_range
from app.savings.rules.measures import Dimension
from app.savings.rules.totals import Weights
from app.savings.views.blueprint import bp, counted
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/summary")
@requires(Permission.READ_PROGRAMME)
def summary() -> ResponseReturnValue:
    """Validated first, then the rest; every measure by one dimension."""
    found = programmes.readable(current_actor())
    asked = _asked(found)
    if asked is None:
        return render_template("savings/summary.html", programme=None)
    page = _page(asked)
    file = request.args.get("file", "")
    if file in ("csv", "xlsx"):
        return _file(asked, page, file)
    return render_template("savings/summary.html", programmes=found, **page)


@dataclass(frozen=True)
class _Asked:
    """What the address asks for; what it does not say is the usual."""

    programme: Programme
    dimension: Dimension
    closed: Month
    month: Month


def _asked(found: list[Programme]) -> _Asked | None:
    code = request.args.get("programme", "")
    programme = next((each for each in found if each.code == code), found[0] if found else None)
    if programme is None:
        return None
    closed = counted(programme)
    return _Asked(programme, _dimension(), closed, _month(closed))


def _dimension() -> Dimension:
    try:
        return Dimension(request.args.get("by", ""))
    except ValueError:
        return Dimension.WORKSTREAM


def _month(closed: Month) -> Month:
    try:
        month = Month.parse(request.args.get("month", ""))
    except RuleBroken:
        return closed
    return month if display.is_offered(month, closed) else closed


def _page(asked: _Asked) -> dict[str, Any]:
    actor, month, programme = current_actor(), asked.month, asked.programme
    as_at = min(today(), month.last)
    weights = settings.as_at(programme.id, as_at).fill(Weights, "weights")
    sums = measures.Asked(
        programme_id=programme.id,
        month=month,
        as_at=as_at,
        visible_to=actor,
        weights=weights,
    )
    found = _kept(sums, asked.dimension)
    targets = workstream_targets.of_year(programme.id, month.financial_year, actor)
    more = {"weights": weights.lines, "as_at": as_at, **_outlook(asked)}
    asked_for = ("unreported", programme.id, month, kept.reader(actor))
    more["unreported"] = kept.at_head(
        asked_for, lambda: unreported.of_month(programme.id, month, actor)
    )
    return _shown(asked, found, targets) | more


def _kept(sums: measures.Asked, dimension: Dimension) -> measures.RollUp:
    """Worked out anew only when something has changed since it was last asked for."""
    reader = kept.reader(sums.visible_to)
    asked = ("savings", dimension, sums.programme_id, sums.month, sums.as_at, sums.weights, reader)
    return kept.at_head(asked, lambda: measures.rolled_up(sums, dimension))


def _shown(asked: _Asked, found: measures.RollUp, targets: Targets) -> dict[str, Any]:
    is_whole = _reads_all(asked.programme)
    place = shown.Place(
        name=asked.programme.name,
        targets=targets,
        m=asked.month.number,
        target=targets.whole if is_whole else _own(targets),
        link=partial(_link, asked),
    )
    total = shown.whole(found, place)
    return _said(asked) | {
        "rows": [*shown.rows(found, place), total],
        "total": total,
        "headline": shown.headline(total),
        "tables": shown.tables(),
        "becomes": shown.becomes(found),
        "targets": targets,
        "link": place.link,
        "is_whole": is_whole,
        "withheld": programmes.withheld(current_actor(), Scheme, asked.programme.id),
    }


def _outlook(asked: _Asked) -> dict[str, Any]:
    """The range for who may learn the sums of the whole; that there is one, for other readers."""
    found = _year_end(asked) if _reads_all(asked.programme) else None
    if found is None or reconciliation.sees_whole(asked.programme, current_actor()):
        return {"year_end": found, "no_range": ""}
    return {"year_end": None, "no_range": outturn_range.OF_THE_WHOLE}


def _year_end(asked: _Asked) -> outlook.YearEnd | None:
    """How the year may end, as the newest locked month keeps it: of the whole, or not at all."""
    kept_there = frozen_months.last_document(asked.programme.id, asked.month.next)
    if kept_there is None or kept_there.year_end is None:
        return None
    if kept_there.financial_year != asked.month.financial_year:
        return None
    drawn = kept_there.year_end
    ends = (drawn.p10, drawn.p50, drawn.p90)
    made = (drawn.observations, drawn.by_history, drawn.by_weight)
    return outlook.year_end(kept_there.month.name, ends, made)


def _link(asked: _Asked, narrowed: Mapping[str, Any]) -> str:
    """The register, narrowed to the schemes behind a figure, as at the same month."""
    return url_for(".index", programme=asked.programme.code, month=str(asked.month), **narrowed)


def _said(asked: _Asked) -> dict[str, Any]:
    return {
        "programme": asked.programme,
        "dimension": asked.dimension,
        "dimensions": shown.NAMES,
        "month": asked.month,
        "months": _months(asked.closed),
    }


def _own(targets: Targets) -> Pence | None:
    """Who reads some workstreams only is told of the targets of these."""
    return targets.shared_out if targets.is_shared_out else None


def _reads_all(programme: Programme) -> bool:
    whole = current_actor().programmes(Permission.READ_PROGRAMME)
    return whole is None or programme.id in whole


def _months(closed: Month) -> list[Month]:
    """Newest first."""
    year = closed.financial_year
    offered = [*year.previous.months, *year.months]
    return [each for each in reversed(offered) if display.is_offered(each, closed)]


def _file(asked: _Asked, page: dict[str, Any], file: str) -> ResponseReturnValue:
    columns = shown.for_file(shown.NAMES[asked.dimension])
    what = f"programme={asked.programme.code}&by={asked.dimension}&month={asked.month}"
    taken = exports.Taken(
        "savings summary", columns, page["rows"], what=what, place=asked.programme.place
    )
    return exports.send(taken, file, actor=current_actor(), at=now())
