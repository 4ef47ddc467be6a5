"""Prints the goals beside what was measured: `make bench`."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import Person
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.reporting import queries as reporting
from tests.benchmarks import baseline, bringing_in, counting, generated, goals, sheet
from tests.benchmarks.generated import Size
from tests.benchmarks.goals import EXPORT, PROGRAMME, Bench, Measured
from tests.benchmarks.serving import app_on, served
from tests.conftest import migrate

TODAY = datetime.now(UTC).date()
MONTH = Month.of(TODAY)
MOST_GROWTH = 10.0


def main() -> int:
    """Measures everything; 1 when a goal that could be measured is missed."""
    logging.disable()
    print("Ragstone on a generated programme: SQLite, Granian on loopback, medians.")
    print(
        f"{os.cpu_count()} cores; others kept {os.getloadavg()[0]:.1f} of them busy at the start."
    )
    with tempfile.TemporaryDirectory(prefix="ragstone-bench-") as name:
        folder = Path(name)
        found = _goals(folder)
        _print_goals(found)
        grown = _growth(folder)
        same = _counts(folder)
    missed = [each for each in found if each.is_met is False]
    return int(bool(missed) or not grown or not same)


def _goals(folder: Path) -> list[Measured]:
    file = folder / "usual.db"
    _make(file, {PROGRAMME: generated.USUAL, EXPORT: generated.EXPORT})
    pack = folder / "pack.db"
    _make(pack, {"PACK": generated.PACK})
    with _bench(file) as bench:
        with bench.app.app_context():
            programme_id = programmes.by_code(PROGRAMME).id
        raw = baseline.milliseconds(file, programme_id, str(MONTH.previous))
        found = [goals.programme_page(bench, raw), *goals.registers(bench)]
        found += [goals.save(bench), goals.clients(bench), goals.csv(bench)]
        path = bringing_in.workbook(folder, TODAY)
        found.append(bringing_in.measured(bench.app, path, PROGRAMME))
        found += goals.pack(bench, _document(pack))
    return [*found, _sheet(folder / "sheet.db"), *_many_schemes(folder)]


def _sheet(file: Path) -> Measured:
    _make(file, {sheet.CODE: generated.SHEET})
    with _bench(file) as bench:
        return sheet.measured(bench)


def _many_schemes(folder: Path) -> list[Measured]:
    file = folder / "many.db"
    _make(file, {PROGRAMME: generated.MANY_SCHEMES})
    with _bench(file) as bench:
        with bench.app.app_context():
            programme_id = programmes.by_code(PROGRAMME).id
        raw = {
            "Programme page": baseline.milliseconds(file, programme_id, str(MONTH.previous)),
            "Savings summary": baseline.summary_milliseconds(file, programme_id, MONTH),
        }
        return goals.savings_pages(bench, raw)


def _document(file: Path) -> str:
    app = app_on(f"sqlite:///{file}", file.parent)
    with app.app_context():
        made = reporting.latest_locked(programmes.by_code("PACK").id)
        return made.document if made else ""


def _growth(folder: Path) -> bool:
    """Each page at ten times the rows: no more than ten times as long."""
    _make(folder / "tenfold.db", {PROGRAMME: generated.TENFOLD})
    print("\nGrowth: processor time at ten times the schemes, risks, milestones and dependencies")
    held = True
    with ExitStack() as open_ones:
        usual, tenfold = (
            open_ones.enter_context(_bench(folder / name)) for name in ("usual.db", "tenfold.db")
        )
        for name, address in counting.pages(usual.app, PROGRAMME, MONTH).items():
            taken = goals.growth(usual, tenfold, address) if address else None
            if taken is None:
                print(f"  {name:14} not there")
                continue
            one, ten = taken
            print(f"  {name:14} {one:8.1f} ms {ten:8.1f} ms {ten / one:6.1f}x")
            held = held and ten / one <= MOST_GROWTH
    return held


def _counts(folder: Path) -> bool:
    """Questions to the database for a page: the same for one row and for fifty."""
    found = []
    for name, size in (("one", generated.ONE), ("fifty", generated.FIFTY)):
        file = folder / f"{name}.db"
        _make(file, {PROGRAMME: size})
        app = app_on(f"sqlite:///{file}", folder)
        with app.app_context():
            person_id = _office()
        addresses = counting.pages(app, PROGRAMME, MONTH)
        found.append(counting.counts(app, addresses, person_id))
    one, fifty = found
    print("\nQuestions to the database: with 1 of everything, and with 50")
    for name, _endpoint, _names in counting.PAGES:
        if name in one and name in fifty:
            mark = "" if one[name] == fifty[name] else "  <- grows"
            print(f"  {name:14} {one[name]:4} {fifty[name]:4}{mark}")
        else:
            print(f"  {name:14} not there")
    return all(one.get(name) == fifty.get(name) for name in {**one, **fifty})


@contextmanager
def _bench(file: Path) -> Iterator[Bench]:
    address = f"sqlite:///{file}"
    app = app_on(address, file.parent)
    with app.app_context():
        person_id = _office()
    with served("tests.benchmarks.hello:app") as server:
        plain = Bench(app, server, file.parent, person_id)
        hello = plain.browser().milliseconds("/health") or 0.0
    with served("wsgi:app", address) as server:
        yield replace(plain, server=server, hello=hello)
    app.extensions["database"]["engine"].dispose()


def _office() -> int:
    return int(db.session.scalars(select(Person.id).order_by(Person.id).limit(1)).one())


def _make(file: Path, sizes: Mapping[str, Size]) -> None:
    address = f"sqlite:///{file}"
    start = time.perf_counter()
    migrate(address)
    app = app_on(address, file.parent)
    with app.app_context():
        for code, size in sizes.items():
            generated.programme(code, size, TODAY)
    app.extensions["database"]["engine"].dispose()
    print(f"  {file.stem} made in {time.perf_counter() - start:.1f} s", flush=True)


def _print_goals(found: list[Measured]) -> None:
    words = {True: "met", False: "MISSED", None: "not there"}
    print(f"\n{'':4}{'goal':>14} {'measured':>14}  ")
    for each in found:
        sign = "≥" if each.more_is_better else "≤"
        figure = "–" if each.figure is None else f"{each.figure:.4g} {each.unit}"
        goal = f"{sign} {each.goal:.4g} {each.unit}"
        print(f"{each.name:4}{goal:>14} {figure:>14}  {words[each.is_met]:9} {each.what}")
        if each.note:
            print(f"{'':46}{each.note}")


if __name__ == "__main__":
    sys.exit(main())
