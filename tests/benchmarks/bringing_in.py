"""G8: a workbook of 2,000 rows, checked and applied."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from flask import Flask

from tests.benchmarks.goals import Measured

ROWS = 2000
HEADINGS = ("Ref", "Workstream", "Title", "Owner", "Baseline date", "Forecast date", "Gate")


def workbook(folder: Path, today: date) -> Path:
    """A register of milestones as an office would send it."""
    path = folder / "milestones.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Milestones")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, ROWS + 1):
            due = today + timedelta(days=row % 300)
            sheet.write_row(row, 0, (f"B{row:04d}", f"WS{row % 20 + 1:02d}"))
            sheet.write_row(row, 2, (f"Rooms of clinic {row} booked", "Lead 1"))
            sheet.write_datetime(row, 4, due, day)
            sheet.write_datetime(row, 5, due + timedelta(days=row % 15), day)
            sheet.write_string(row, 6, "Yes" if row % 10 == 0 else "No")
    return path


def measured(app: Flask, path: Path, code: str) -> Measured:
    """The whole command, from reading the file to the commit."""
    words = ["import-file", str(path), "--programme", code, "--kind", "milestones"]
    with app.app_context():
        start = time.perf_counter()
        done = app.test_cli_runner().invoke(args=words)
        seconds = time.perf_counter() - start
    what = f"XLSX import of {ROWS:,} rows, checked and applied"
    said = (done.output.strip().splitlines() or [str(done.exception)])[0][:90]
    return Measured("G8", what, 2.0, "s", seconds if done.exit_code == 0 else None, said)
