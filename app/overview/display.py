"""The words and pictures of the programme page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from app.core import money
from app.core.rating import Colour
from app.overview.queries import Position, Task
from app.reporting.models import FrozenMonth, Period, PeriodStatus
from app.reporting.queries.updates import COUNTS_LIVE
from app.reports import registers
from app.reports.content import SavingsCurve
from app.savings.queries import MonthSums
from app.savings.rules import Totals, outturn_range, variance_in_words
from app.savings.rules.outturn_range import Range

NO_DECISION = ("", "none", "none.", "no")
PAGES = {
    "signature": "/dependencies?waiting=yes",
    "notice": "/dependencies",
    "quality": "/quality/waiting",
    "ending": "/quality/expiring",
    "review": "/quality/reviews",
    "query": "/savings/queries",
}
DRAWN = {
    PeriodStatus.OPEN: "the month is open",
    PeriodStatus.LOCKED: "the locked month keeps its own",
    None: "the month is not open yet",
}
OF_FINANCE = {"claims": "/savings/validation", "sign": "/savings/reconciliation"}


@dataclass(frozen=True)
class Line:
    """One month of the savings picture, cumulative, in pence."""

    name: str
    plan: int
    actual: int | None
    forecast: int


def headline(position: Position) -> str:
    """One sentence: "Forecast £10.5m of £12.0m; £8.1m after risk; worse than September."."""
    savings, target = position.savings, position.target
    if not savings.has_any:
        return "No savings schemes yet."
    against = target or savings.plan
    what = "target" if target else "plan"
    parts = [
        f"Forecast {money.pounds(savings.counted_forecast)} of a {what} of {money.pounds(against)}",
        f"{money.pounds(savings.risk_adjusted_forecast)} after risk",
    ]
    if compared := _compared(position):
        parts.append(compared)
    return "; ".join(parts) + "."


def _compared(position: Position) -> str:
    """What was locked is of all schemes: a part of them is not compared with it."""
    if position.last is None or not position.is_whole:
        return ""
    moved = position.savings.counted_forecast - position.last.savings.counted
    month = position.last.month.name.split()[0]
    if moved == 0:
        return f"the same as {month}"
    word = "better" if moved > 0 else "worse"
    return f"{money.pounds(abs(moved))} {word} than {month}"


def overall(position: Position) -> tuple[Colour, str]:
    """The programme's colour and its one reason: that of its worst workstream."""
    counts = position.standing.counts()
    for colour in (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.COMPLETE):
        if counts[colour]:
            of = sum(counts.values())
            verb = "is" if counts[colour] == 1 else "are"
            return colour, f"{counts[colour]} of {of} workstreams {verb} {colour.label.lower()}"
    return Colour.NOT_REPORTED, "No workstream has been updated this month"


def counts(position: Position) -> list[tuple[Colour, int]]:
    """How many workstreams have each colour, worst first, without the noughts."""
    found = position.standing.counts()
    return [(colour, found[colour]) for colour in Colour if found[colour]]


def withheld(position: Position) -> str:
    """What the sums leave out; empty where they are of all schemes, and so are the rows."""
    number = position.standing.withheld
    if not number:
        return ""
    if position.is_whole:
        return (
            "Plan and forecast of a workstream leave out workforce-sensitive schemes that do not "
            "name you; the figures of the whole programme count them."
        )
    which = (
        "1 workforce-sensitive scheme that does"
        if number == 1
        else (f"{number} workforce-sensitive schemes that do")
    )
    return f"The sums on this page leave out {which} not name you. The colours count all schemes."


def validated(savings: Totals) -> str:
    """What stands beside the validated figure: what is claimed, and against plan."""
    claimed = money.pounds(savings.ytd_actual)
    return f"of {claimed} claimed; claimed is {variance_in_words(savings.ytd_variance)}"


def savings_lines(position: Position) -> list[str]:
    """Validated first, then what is held, what has no scheme, and how the year may end."""
    savings, told = position.savings, []
    validated, claimed = money.pounds_apart(savings.validated, savings.ytd_actual)
    told.append(
        f"Finance has validated {validated} of {claimed} claimed to date; "
        f"{money.pounds(savings.claimed_not_validated)} is claimed and not validated."
    )
    if savings.held:
        held, counted = money.pounds(savings.held), money.pounds(savings.counted_forecast)
        told.append(
            f"{held} of the forecast of {money.pounds(savings.forecast)} is held by the quality "
            f"gate and does not count: {counted} does."
        )
    missing = (position.target or 0) - savings.forecast
    if missing > 0 and position.is_whole:
        told.append(f"{money.pounds(missing)} of the target is unidentified: no scheme behind it.")
    if position.year_end is not None:
        told.append(_range(position.year_end, position.period))
    elif position.hides_range:
        told.append(outturn_range.OF_THE_WHOLE)
    return told


def _range(year_end: Range, period: Period | None) -> str:
    low, middle, high = outturn_range.in_words(year_end.p10, year_end.p50, year_end.p90)
    drawn = f"{year_end.observations:,} observations of earlier forecasts"
    by = drawn if year_end.by_history else "the weights, as history is short"
    return (
        f"The year is likely to end between {low} and {high} (eight draws in ten), half below "
        f"{middle}, by {by}: drawn today; {DRAWN[period.status if period else None]}."
    )


def cumulative(position: Position) -> list[Line]:
    """Plan, actual and forecast so far, month by month, April first."""
    rows, last = position.months, position.month
    landed = [row.actual if row.month <= last else None for row in rows]
    best = [(row.actual or 0) if row.month <= last else row.forecast for row in rows]
    plans, bests = list(accumulate(r.plan for r in rows)), list(accumulate(best))
    actuals = list(accumulate(value or 0 for value in landed))
    return [
        Line(
            name=row.month.name.split()[0][:3],
            plan=plan,
            actual=actual if row.month <= last else None,
            forecast=forecast,
        )
        for row, plan, actual, forecast in zip(rows, plans, actuals, bests, strict=True)
    ]


def savings_picture(position: Position, lines: Sequence[Line]) -> Markup:
    """The cumulative savings, wide and narrow."""
    done = [line for line in lines if line.actual is not None]
    curve = SavingsCurve(
        months=tuple(line.name for line in lines),
        plan=tuple(line.plan for line in lines),
        forecast=tuple(
            line.forecast if line.actual is None or line is done[-1] else None for line in lines
        ),
        actual=tuple(line.actual for line in lines),
        target=position.target,
        year_end=_ends(position.year_end),
    )
    described = (
        f"Saved to date {money.pounds(done[-1].actual or 0) if done else 'nothing'}; forecast for "
        f"the year {money.pounds(lines[-1].forecast)}, plan {money.pounds(lines[-1].plan)}."
    )
    return registers.in_both_widths(
        curve, prefix="savings", title="Savings so far, by month", description=described
    )


def _ends(year_end: Range | None) -> tuple[int, int, int] | None:
    return (year_end.p10, year_end.p50, year_end.p90) if year_end else None


def has_savings(months: Sequence[MonthSums]) -> bool:
    """Whether there is anything to draw."""
    return any(row.plan or row.forecast or row.actual for row in months)


def updates_due(position: Position) -> int:
    """How many workstreams owe an update."""
    return sum(not each.workstream.is_unassigned for each in position.standing.workstreams)


def updates_in(position: Position) -> int:
    """How many of them have given it."""
    mine = {each.workstream.id for each in position.standing.workstreams}
    return sum(
        key in mine and update.status in COUNTS_LIVE for key, update in position.updates.items()
    )


def changes(position: Position) -> list[str]:
    """Ratings and savings that are not what the last locked month showed, the worse first."""
    if position.last is None:
        return []
    moved = []
    for each in position.standing.workstreams:
        before, now = position.last_colour(each.workstream.ref), each.overall.colour
        if before is not None and now.is_rated and before.is_rated and now is not before:
            words = f"{each.workstream.ref} {each.workstream.name}: {before.label.lower()} to "
            moved.append((before.severity - now.severity, words + now.label.lower()))
    told = [sentence for _worse, sentence in sorted(moved)]
    if not position.is_whole:
        return told[:6]
    savings = position.savings.counted_forecast - position.last.savings.counted
    if abs(savings) >= money.THOUSAND and len(position.standing.workstreams) > 1:
        direction = "up" if savings > 0 else "down"
        told.append(f"Forecast savings {direction} {money.pounds(abs(savings))}")
    return told[:6]


def decisions(position: Position) -> list[tuple[str, str]]:
    """What the updates ask somebody to decide: the workstream's reference, and the words."""
    return [
        (each.workstream.ref, update.path_decision)
        for each in position.standing.workstreams
        if (update := position.updates.get(each.workstream.id))
        and update.path_decision.strip().lower() not in NO_DECISION
    ]


def task_link(task: Task) -> str:
    """Where the task is done."""
    if task.kind == "query" and task.record_id:
        return f"/savings/queries/{task.record_id}"
    if task.kind in PAGES:
        return PAGES[task.kind]
    if task.kind in ("gate", "gates"):
        return f"/savings/{task.record_id}/gates" if task.record_id else "/savings/gates"
    if task.kind in ("action", "actions"):
        return f"/actions/{task.record_id}" if task.record_id else "/actions?owner=me"
    if task.kind in OF_FINANCE:
        return f"{OF_FINANCE[task.kind]}?programme={task.programme}&month={task.month}"
    month = f"/months/{task.programme}/{task.month}"
    return f"{month}/updates/{task.workstream}" if task.kind == "update" else month


def report_link(month: FrozenMonth) -> str:
    """Where the frozen month is read."""
    period = month.period
    return f"/reports/{period.programme.code}/{period.month}/{month.version}"
