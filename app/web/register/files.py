"""A register as a file: CSV or XLSX, in which no cell is a formula and numbers stay numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from app.core.rating import Colour
from app.web.register.columns import Column, Kind

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {Kind.TEXT: 32, Kind.DATE: 13, Kind.MONEY: 14, Kind.NUMBER: 10, Kind.RATING: 14}
USUAL_WIDTH = 18


def written(
    name: str, columns: Sequence[Column], rows: Iterable[Any], file: str
) -> tuple[bytes, str]:
    """The file and its media type. `file` is csv or xlsx; `name` is the sheet's."""
    kept = [column for column in columns if column.in_file]
    write, media = FORMATS[file]
    return write(name, kept, rows), media


def safe(text: str) -> str:
    """The text, marked as text where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain(column: Column) -> Callable[[Any], Any]:
    """What makes a row's cell in a file: a date, a number, or text that is no formula."""
    read, write = column.value, PLAIN.get(column.kind, _safe_or_as_it_is)

    def cell(row: Any) -> Any:
        value = read(row)
        return None if value is None or value == "" else write(value)

    return cell


def _safe_or_as_it_is(value: Any) -> Any:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value if isinstance(value, date | int | float) else safe(str(value))


PLAIN: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: lambda pence: pence / 100,
    Kind.RATING: lambda colour: Colour(colour).label,
}


def _csv(_name: str, columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    text = StringIO()
    to = csv.writer(text)
    to.writerow([column.heading for column in columns])
    cells = [plain(column) for column in columns]
    to.writerows([cell(row) for cell in cells] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet(name.capitalize()[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    looks = [book.add_format(_look(column.kind)) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column.kind, USUAL_WIDTH))
        sheet.write_string(0, place, column.heading, bold)
    last = 0
    cells = [plain(column) for column in columns]
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            _put(sheet, (last, place), cell(row), looks[place])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(0, len(columns) - 1))
    book.close()
    return file.getvalue()


def _put(sheet: Any, cell: tuple[int, int], value: Any, look: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(*cell, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value, look)
    else:
        sheet.write_string(*cell, value, look)


def _look(kind: Kind) -> dict[str, Any]:
    formats = {Kind.DATE: "d mmm yyyy", Kind.MONEY: "£#,##0.00;[Red]-£#,##0.00"}
    return {"valign": "top"} | ({"num_format": formats[kind]} if kind in formats else {})


FORMATS: dict[str, tuple[Callable[..., bytes], str]] = {"csv": (_csv, CSV), "xlsx": (_xlsx, XLSX)}
