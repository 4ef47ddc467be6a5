"""The same figures straight from SQLite, with no app around them: the floor for a page."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median

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


def _once(connection: sqlite3.Connection, values: dict[str, object]) -> float:
    start = time.perf_counter()
    for statement in (SUMS, RISKS, MILESTONES, DEPENDENCIES):
        connection.execute(statement, values).fetchall()
    return time.perf_counter() - start
