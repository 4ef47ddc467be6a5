"""A sheet of 40 schemes by 12 months, filled as a paste from Excel does, and saved."""

from __future__ import annotations

import time

from tests.benchmarks.goals import Bench, Measured
from tests.benchmarks.serving import fields_of

CODE = "SHEET"
ROWS, MONTHS, TIMES = 40, 12, 7
YEAR_AHEAD = "2028-04"
ADDRESS = f"/savings/sheet?programme={CODE}&mode=recurrent&month={YEAR_AHEAD}"


def measured(bench: Bench) -> Measured:
    """The save alone, each with other amounts: one event in the trail for each scheme."""
    browser = bench.browser()
    taken: list[float] = []
    note = ""
    for number in range(1, TIMES + 1):
        status, page = browser.get(ADDRESS)
        fields = fields_of(page) if status == 200 else {}
        cells = [name for name in fields if name.startswith("s")]
        note = f"{len(cells)} cells in {len(page) // 1024} kB"
        if len(cells) != ROWS * MONTHS:
            return Measured("S1", WHAT, 1000.0, "ms", None, note)
        typed = {name: f"{number * 1000 + place}.25" for place, name in enumerate(cells)}
        start = time.perf_counter()
        status, answer = browser.post(ADDRESS, fields | typed)
        taken.append(time.perf_counter() - start)
        if status not in (302, 303):
            raise AssertionError(f"the sheet was not saved: {status} {answer[:300]!r}")
    return Measured("S1", WHAT, 1000.0, "ms", sorted(taken)[TIMES // 2] * 1000, note)


WHAT = f"A sheet of {ROWS} × {MONTHS} pasted cells saved, audit included"
