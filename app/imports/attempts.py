"""Runs a file until every row that a command refuses is known, so that the last run is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core.errors import RuleBroken
from app.db import db
from app.imports.applying.bringing import Refusal
from app.imports.applying.outcomes import Place, Report

MOST = 6
Run = Callable[[Mapping[Place, Refusal]], Report]


def settled(run: Run) -> Report:
    """The report of a run that refused nothing half-way; the transaction holds what it did.

    A row may be refused after some of it was written: then everything is rolled back, and run again
    without that row. `run` therefore loads what it needs itself.
    """
    refused: dict[Place, Refusal] = {}
    for _ in range(MOST):
        report = run(refused)
        if not report.refused:
            return report
        db.session.rollback()
        refused.update(report.refused)
    raise RuleBroken(None, "The rows of this file refuse each other. Bring it in in parts")
