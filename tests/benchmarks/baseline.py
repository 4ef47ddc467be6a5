"""The same figures straight from SQLite, with no app around them: the floor for a page."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from app.core.financial_year import Month

SUMS = """
SELECT s.workstream_id, s.id, s.delivery_risk, s.status,
       SUM(COALESCE(m.plan_recurrent, 0) + COALESCE(m.plan_non_recurrent, 0)),
       SUM(CASE WHEN m.month <= :month
           THEN COALESCE(m.plan_recurrent, 0) + COALESCE(m.plan_non_recurrent, 0) ELSE 0 END),
       SUM(CASE WHEN m.month <= :month
           THEN COALESCE(m.actual_recurrent, 0) + COALESCE(m.actual_non_recurrent, 0) ELSE 0 END),
       SUM(CASE WHEN m.month > :month
           THEN COALESCE(m.forecast_recurrent, 0) + COALESCE(m.forecast_non_recurrent, 0)
           ELSE 0 END)
FROM scheme s JOIN workstream w ON w.id = s.workstream_id
LEFT JOIN scheme_month m ON m.scheme_id = s.id
WHERE w.programme_id = :programme GROUP BY s.id
"""
KINDS = ("recurrent", "non_recurrent")
BY_KIND = ", ".join(
    f"SUM(m.plan_{kind}) AS plan_{kind}, "
    f"SUM(CASE WHEN m.month <= :month THEN m.plan_{kind} END) AS ytd_plan_{kind}, "
    f"SUM(CASE WHEN m.month <= :month THEN m.actual_{kind} END) AS actual_{kind}, "
    f"SUM(CASE WHEN m.month > :month THEN m.forecast_{kind} END) AS rest_{kind}, "
    f"SUM(CASE WHEN m.month = :month THEN m.actual_{kind} END) AS latest_{kind}"
    for kind in KINDS
)
WEIGHT = "CASE s.delivery_risk WHEN 'low' THEN 90 WHEN 'medium' THEN 60 ELSE 25 END"
MEASURES = f"""
SELECT s.workstream_id, s.cash_class, COUNT(*),
       SUM(c.plan_recurrent), SUM(c.plan_non_recurrent),
       SUM(c.ytd_plan_recurrent), SUM(c.ytd_plan_non_recurrent),
       SUM(c.actual_recurrent), SUM(c.actual_non_recurrent),
       SUM(c.rest_recurrent), SUM(c.rest_non_recurrent),
       SUM(c.latest_recurrent), SUM(c.latest_non_recurrent),
       SUM(COALESCE(s.signed_full_year_effect, c.march * 12)),
       SUM(s.running_cost), SUM(s.set_up_cost),
       SUM((c.rest_recurrent + c.rest_non_recurrent) * {WEIGHT} / 100),
       SUM(CASE WHEN s.quality_cleared_until >= :today AND s.quality_stopped = '' THEN 0
           ELSE c.rest_recurrent + c.rest_non_recurrent END)
FROM scheme s JOIN workstream w ON w.id = s.workstream_id
LEFT JOIN (
    SELECT m.scheme_id, {BY_KIND},
           SUM(CASE WHEN m.month = :march THEN m.forecast_recurrent END) AS march
    FROM scheme_month m JOIN scheme s ON s.id = m.scheme_id
    JOIN workstream w ON w.id = s.workstream_id
    WHERE w.programme_id = :programme AND m.month BETWEEN :april AND :march
    GROUP BY m.scheme_id
) c ON c.scheme_id = s.id
WHERE w.programme_id = :programme AND s.status <> 'withdrawn'
GROUP BY s.workstream_id, s.cash_class
"""
RISKS = """
SELECT r.workstream_id, r.ref, r.current_consequence * r.current_likelihood, r.owner_id,
       r.next_review_on, r.target_date
FROM risk r JOIN workstream w ON w.id = r.workstream_id
WHERE w.programme_id = :programme AND r.status = 'open'
"""
MILESTONES = """
SELECT m.workstream_id, m.ref, m.current_baseline, m.forecast, m.completed_on, m.is_gate
FROM milestone m JOIN workstream w ON w.id = m.workstream_id
WHERE w.programme_id = :programme AND m.status <> 'withdrawn'
"""
DEPENDENCIES = """
SELECT receiver_id, ref, status, need_by, promise, float_days FROM dependency
WHERE programme_id = :programme
"""


def milliseconds(file: Path, programme_id: int, month: str, times: int = 20) -> float:
    """The median time in which the rows of a programme page are read and fetched."""
    values = {"programme": programme_id, "month": month}
    with closing(sqlite3.connect(file)) as connection:
        taken = [_once(connection, values) for _ in range(times + 3)][3:]
    return median(taken) * 1000


def summary_milliseconds(file: Path, programme_id: int, month: Month, times: int = 20) -> float:
    """The same for the summary of savings by workstream."""
    year = month.financial_year.months
    values = {
        "programme": programme_id,
        "month": str(month),
        "today": month.last.isoformat(),
        "april": str(year[0]),
        "march": str(year[-1]),
    }
    with closing(sqlite3.connect(file)) as connection:
        taken = [_once(connection, values, (MEASURES,)) for _ in range(times + 3)][3:]
    return median(taken) * 1000


def _once(
    connection: sqlite3.Connection,
    values: dict[str, object],
    statements: tuple[str, ...] = (SUMS, RISKS, MILESTONES, DEPENDENCIES),
) -> float:
    start = time.perf_counter()
    for statement in statements:
        connection.execute(statement, values).fetchall()
    return time.perf_counter() - start
