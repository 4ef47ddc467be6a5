"""Each goal: what it asks, how it is measured, and what came out."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.db import db
from app.milestones.models import Milestone
from app.programmes.models import Programme, Workstream
from app.reporting import frozen
from app.reports.content.build import build
from tests.benchmarks.serving import ROOT, Browser, Server, fields_of

REDMINE = {"overview": 57.0, "list": 235.0, "save": 45.0, "saves": 32.0, "csv": 1060.0}
"""Milliseconds (and saves a second) of Redmine 5.0.4 on PostgreSQL, measured on two cores."""

CLIENTS = 8
EACH = 25
PROGRAMME, EXPORT = "BENCH", "EXPORT"


@dataclass(frozen=True)
class Measured:
    """A goal beside its figure; the figure is None where what it measures is not there."""

    name: str
    what: str
    goal: float
    unit: str
    figure: float | None
    note: str = ""
    more_is_better: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether it is met; None when it could not be measured."""
        if self.figure is None:
            return None
        return self.figure >= self.goal if self.more_is_better else self.figure <= self.goal


@dataclass(frozen=True)
class Bench:
    """What the goals are measured on: the app here, the same app served, and who asks."""

    app: Flask
    server: Server
    folder: Path
    person_id: int
    hello: float = 0.0

    def browser(self) -> Browser:
        """A new connection, signed in."""
        return Browser(self.app, self.server, self.person_id)

    def against(self, figure: float | None, than: float, what: str) -> str:
        """How many times as long as something else."""
        return f"{figure / than:.1f}x {what}" if figure and than else ""


def programme_page(bench: Bench, raw: float) -> Measured:
    """G1: the page that everybody opens."""
    browser = bench.browser()
    figure = browser.milliseconds(f"/programmes/{PROGRAMME}")
    note = f"{_readings(browser)}; {bench.against(figure, raw, f'its raw SQL ({raw:.1f} ms)')}, "
    note += bench.against(figure, bench.hello, f"hello world ({bench.hello:.2f} ms)")
    goal = min(20.0, REDMINE["overview"] / 3)
    what = "Programme page: 20 workstreams, 300 schemes, 500 risks, 500 milestones"
    return Measured("G1", what, goal, "ms", figure, note)


def savings_pages(bench: Bench, raw: Mapping[str, float]) -> list[Measured]:
    """G2: 2,000 schemes, against the same sums straight from SQLite, in processor time."""
    addresses = {
        "Programme page": f"/programmes/{PROGRAMME}",
        "Savings summary": f"/savings/summary?programme={PROGRAMME}",
    }
    found = []
    for name, address in addresses.items():
        browser = bench.browser()
        figure = browser.milliseconds(address)
        note = f"{_readings(browser)}; {bench.against(figure, raw[name], 'its raw SQL')}"
        what = f"{name}: 2,000 schemes, 5,000 risks and milestones"
        found.append(Measured("G2", what, 1.3 * raw[name], "ms", figure, note))
    return found


def _readings(browser: Browser) -> str:
    return f"processor {browser.processor:.1f}, best {browser.best:.1f}"


def registers(bench: Bench) -> list[Measured]:
    """G3: 100 rows, filtered and sorted."""
    addresses = {
        "milestones": "/milestones?status=open&sort=forecast&direction=descending&size=100",
        "savings": "/savings?sort=ref&direction=descending&size=100",
        "risks": "/risks?status=open&sort=ref&direction=descending&size=100",
        "dependencies": "/dependencies?sort=ref&direction=descending&size=100",
    }
    goal = min(15.0, REDMINE["list"] / 15)
    found = []
    for name, address in addresses.items():
        browser = bench.browser()
        figure = browser.milliseconds(address)
        note = f"{_readings(browser)}; {bench.against(figure, bench.hello, 'hello world')}"
        found.append(Measured("G3", f"Register of {name}, 100 rows", goal, "ms", figure, note))
    return found


def save(bench: Bench, times: int = 40) -> Measured:
    """G4: one record saved, the audit trail and the disk included."""
    browser = bench.browser()
    address, fields = _form(bench, browser, 0)
    figure = None
    if fields:
        taken = sorted(_saved(browser, address, fields, number) for number in range(times))
        figure = taken[len(taken) // 2] * 1000
    note = bench.against(figure, bench.hello, "hello world")
    goal = min(15.0, REDMINE["save"] / 3)
    return Measured("G4", "One milestone saved, audit included", goal, "ms", figure, note)


def _form(bench: Bench, browser: Browser, number: int) -> tuple[str, dict[str, str]]:
    with bench.app.app_context():
        keys = db.session.scalars(select(Milestone.id).order_by(Milestone.id).limit(CLIENTS + 1))
        address = f"/milestones/{keys.all()[number]}/edit"
    status, page = browser.get(address)
    return address, fields_of(page) if status == 200 else {}


def _saved(browser: Browser, address: str, fields: dict[str, str], number: int) -> float:
    """Posts the form with another title. Each save makes the next version, which it then shows."""
    version = str(int(fields["version"]) + number)
    changed = {**fields, "version": version, "title": f"Saved for the time {number}"}
    start = time.perf_counter()
    status, page = browser.post(address, changed)
    taken = time.perf_counter() - start
    if status not in (302, 303):
        raise AssertionError(f"{address} was not saved: {status} {page[:300]!r}")
    return taken


def clients(bench: Bench) -> Measured:
    """G5: eight people at once, each on a record of their own, and nothing lost."""
    browsers = [bench.browser() for _ in range(CLIENTS)]
    forms = [_form(bench, each, place + 1) for place, each in enumerate(browsers)]
    goal = REDMINE["saves"] * 4
    what = f"{CLIENTS} clients saving different records"
    if not all(fields for _address, fields in forms):
        return Measured("G5", what, goal, "saves/s", None, more_is_better=True)
    before = _events(bench)
    lost: list[str] = []

    def work(browser: Browser, address: str, fields: dict[str, str]) -> None:
        try:
            for number in range(EACH):
                _saved(browser, address, fields, number)
        except (AssertionError, OSError) as failed:
            lost.append(str(failed))

    threads = [
        threading.Thread(target=work, args=(browser, *form))
        for browser, form in zip(browsers, forms, strict=True)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - start
    missing = CLIENTS * EACH - (_events(bench) - before)
    note = f"{missing} of {CLIENTS * EACH} lost; {_chain(bench)}{'; '.join(lost[:1])}"
    return Measured("G5", what, goal, "saves/s", CLIENTS * EACH / taken, note, more_is_better=True)


def _events(bench: Bench) -> int:
    with bench.app.app_context():
        edited = select(func.count()).where(AuditEvent.action == "milestone.edit")
        return int(db.session.scalar(edited) or 0)


def _chain(bench: Bench) -> str:
    with bench.app.app_context():
        return audit.first_break() or "the trail is whole"


def csv(bench: Bench) -> Measured:
    """G7: a register of 2,000 rows as CSV."""
    with bench.app.app_context():
        place = _workstream(EXPORT)
    browser = bench.browser()
    address = f"/milestones?workstream={place}&format=csv"
    status, body = browser.get(address)
    rows = body.count(b"\n") - 1 if status == 200 else 0
    figure = browser.milliseconds(address, times=10) if rows else None
    note = f"{rows:,} rows; {_readings(browser)}; "
    note += bench.against(figure, bench.hello, "hello world")
    return Measured("G7", "CSV of 2,000 rows", min(100.0, REDMINE["csv"] / 10), "ms", figure, note)


def _workstream(code: str) -> int:
    found = (
        select(func.min(Workstream.id))
        .join(Programme, Programme.id == Workstream.programme_id)
        .where(Programme.code == code)
    )
    return int(db.session.scalar(found) or 0)


def pack(bench: Bench, document: str) -> list[Measured]:
    """G9: a board pack as PDF: its words built here, drawn in a process of its own."""
    path = bench.folder / "pack"
    start = time.perf_counter()
    built = build(frozen.read(document), data_hash=frozen.data_hash(document))
    path.write_bytes(pickle.dumps(built))
    here = time.perf_counter() - start
    command = [sys.executable, "-m", "tests.benchmarks.pack", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    what = "Board pack: 12 workstreams, 150 schemes, 80 risks, 200 milestones, PDF"
    if done.returncode:
        return [Measured("G9", what, 1.5, "s", None, done.stderr.strip().splitlines()[-1][:90])]
    figures = json.loads(done.stdout)
    note = f"{figures['bytes'] / 1000:,.0f} kB, untagged"
    own = f"{figures['peak'] - figures['before']:.0f} MB of it to draw, the rest is the program"
    return [
        Measured("G9", what, 1.5, "s", here + figures["seconds"], note),
        Measured("G9", "the same: memory of the process", 80, "MB", figures["peak"], own),
    ]


def growth(standard: Bench, tenfold: Bench, address: str) -> tuple[float, float] | None:
    """What a page takes of the processor at the usual size and at ten times the rows."""
    usual, ten = standard.browser(), tenfold.browser()
    if usual.milliseconds(address, 15) is None or ten.milliseconds(address, 8) is None:
        return None
    return usual.processor, ten.processor
