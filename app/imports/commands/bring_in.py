"""Applies a file that has been read: every row through the commands of its own feature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.db.model import Changes
from app.imports.applying import engine
from app.imports.applying.asked import Asked, LeftOutLines
from app.imports.applying.bringing import Refusal
from app.imports.applying.outcomes import Place, Report
from app.imports.applying.touched import Touched
from app.imports.models import Import, ImportStatus
from app.imports.reading.results import ReadFile
from app.programmes.models import Programme, Workstream
from app.reporting import queries as reporting
from app.reporting.models import PeriodStatus
from app.savings.queries import closing

NONE: Mapping[Place, Refusal] = {}
LEDGER = "ledger"  # its lines stand beside what is claimed, and change no locked figure
CUMULATIVE = frozenset({"savings", "savings_achieved"})


@dataclass(frozen=True)
class Asking:
    """The file as it came, and where it is to go."""

    file: ReadFile
    name: str
    content: bytes
    workstream: Workstream | None = None
    month: Month | None = None
    as_correction: bool = False
    left_out: LeftOutLines = LeftOutLines.STAY


def bring_in(
    programme: Programme,
    asking: Asking,
    *,
    refused: Mapping[Place, Refusal] = NONE,
    brought: Import | None = None,
    actor: Actor,
    at: datetime,
) -> Report:
    """Applies every row that is not refused, and keeps what it did so that it can be undone.

    `brought` is the file where it waits to be applied, else it is added. To check only, roll back.
    Where the report has `refused`, roll back and ask again with those rows refused.
    """
    actor.must(Permission.IMPORT, programme.place)
    if brought is not None:
        brought.must_wait()
    _must_have_month(asking)
    _must_fit_the_month(programme, asking)
    asked = Asked(
        programme=programme,
        file_name=asking.name,
        actor=actor,
        at=at,
        workstream=asking.workstream,
        month=asking.month,
        open_month=_open_month(programme),
        as_correction=asking.as_correction,
        left_out=asking.left_out,
    )
    report, touched = engine.run(asked, asking.file, refused)
    if not report.refused:
        kept = brought or new_import(programme, asking, actor=actor, at=at)
        kept.is_correction = asking.as_correction
        _keep(kept, report, touched, asked=asked)
    return report


def _keep(kept: Import, report: Report, touched: Touched, *, asked: Asked) -> None:
    """What the file did; its bytes go."""
    kept.status, kept.applied_at, kept.content = ImportStatus.APPLIED, asked.at, None
    kept.report = json.dumps(report.in_full(), ensure_ascii=False)
    db.session.add(kept)
    said: Changes = {name: (None, count) for name, count in report.counts.items()}
    if goes := sum(each["goes"] for each in report.left_out):
        said["lines withdrawn"] = (None, goes)
    record("import.apply", kept, said, actor=asked.actor, at=asked.at)
    db.session.add_all(touched.rows(kept.id))


def new_import(programme: Programme, asking: Asking, *, actor: Actor, at: datetime) -> Import:
    """The file as it is kept: its name, size and hash, not its bytes."""
    actor.must(Permission.IMPORT, programme.place)
    return Import(
        programme=programme,
        programme_id=programme.id,
        workstream_id=asking.workstream.id if asking.workstream else None,
        kind=asking.file.kind,
        status=ImportStatus.READ,
        file_name=asking.name[:255],
        file_size=len(asking.content),
        file_hash=hashlib.sha256(asking.content).hexdigest(),
        month=asking.month,
        brought_by=actor.name,
        brought_by_id=actor.person_id,
        brought_at=at,
    )


def _open_month(programme: Programme) -> Month | None:
    found = reporting.open_period(programme.id)
    return found.month if found else None


def _must_have_month(asking: Asking) -> None:
    if asking.month is None and any(row.table in CUMULATIVE for row in asking.file.rows):
        raise RuleBroken(
            "month",
            "Savings figures stand at the end of a month. Say which month it is (--month YYYY-MM "
            "on the command line)",
        )


def _must_fit_the_month(programme: Programme, asking: Asking) -> None:
    """Raises RuleBroken where the file would change a locked or closed month and does not say so.

    A month before the first locked one is closed too, for what is saved in it.
    """
    month = asking.month
    if month is None or asking.as_correction or asking.file.kind == LEDGER:
        return
    period = reporting.period(programme.id, month)
    is_locked = period is not None and period.status is PeriodStatus.LOCKED
    has_money = any(row.table in CUMULATIVE for row in asking.file.rows)
    if is_locked or (has_money and closing.closed(programme.id).holds(month)):
        raise RuleBroken(
            "month",
            f"{month.label} is {'locked' if is_locked else 'closed'}. Bring the file in as a "
            "correction (--as-correction): what it changes goes into the next version of the month",
        )
