"""Writes the workbook: headings with help, drop-downs, and a hidden version on each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from io import BytesIO
from typing import Any

import xlsxwriter

from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import POUND
from app.imports.reading.contracts import FieldType, of_table
from app.imports.reading.contracts.workbook import MARK
from app.imports.workbook.columns import OFFERED, TABLES, VERSION, Column, columns
from app.imports.workbook.rows import ROWS
from app.programmes.models import Programme

SPARE_ROWS = 500
LONGEST_LIST = 255
EARLIEST = date(1990, 1, 1)
ABOUT = (
    "Change what you need to and bring the workbook in again, on the Import page.",
    "Only cells that differ are changed. An emptied cell of a row that was downloaded empties "
    "what it says.",
    "Add rows at the end of a sheet; leave their reference empty.",
    "A row that somebody saved after the download is not overwritten: you are shown both versions.",
    "Taking a row out changes nothing. Withdraw or close a record on its page.",
    "Enter no patient data: no names, no NHS numbers.",
)


def written(programme: Programme, year: FinancialYear, *, filled: bool, visible_to: Actor) -> bytes:
    """The workbook of the programme; empty, only its sheets and what may be chosen."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"{programme.name}: {MARK}"})
    looks = _looks(book)
    _about(book, programme, year, looks=looks)
    for table in TABLES:
        rows = list(ROWS[table](programme, year, visible_to)) if filled else []
        _sheet(book, table, rows, looks=looks)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D8E8F8", "border": 1}
        ),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0.00;-#,##0.00", "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
    }


def _about(book: Any, programme: Programme, year: FinancialYear, *, looks: Any) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, MARK, looks["title"])
    costs = f"Costs on the sheet Workstreams are those of {year}."
    for place, line in enumerate((f"{programme.code} {programme.name}", *ABOUT, costs), start=1):
        sheet.write_string(place, 0, line, looks["text"])


def _sheet(book: Any, table: str, rows: Sequence[dict[str, Any]], *, looks: Any) -> None:
    listed = columns(table)
    sheet = book.add_worksheet(of_table(table).sheet)
    for place, column in enumerate(listed):
        hidden = {"hidden": True} if column.name == VERSION else {}
        sheet.set_column(place, place, column.width, None, hidden)
        sheet.write_string(0, place, column.heading, looks["head"])
        _guide(sheet, place, column, last=len(rows) + SPARE_ROWS)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(listed):
            _put(sheet, (number, place), _plain(row.get(column.name), column), looks=looks)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(listed) - 1)


def _guide(sheet: Any, place: int, column: Column, *, last: int) -> None:
    """A drop-down where there is a list of words, else a word of help."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.name in OFFERED:
        source = "=Workstreams!$A$2:$A$500"
        rule = {"validate": "list", "source": source, "error_type": "information"}
    elif column.choices and len(",".join(column.choices)) <= LONGEST_LIST:
        rule = {"validate": "list", "source": list(column.choices)}
    elif column.field.type is FieldType.DATE:
        rule = {"validate": "date", "criteria": ">=", "value": EARLIEST}
    if column.help:
        rule |= {"input_title": column.heading[:32], "input_message": column.help}
    if rule != {"validate": "any"}:
        sheet.data_validation(1, place, last, place, rule)


def _plain(value: Any, column: Column) -> Any:
    """The value as its cell holds it; money in pounds."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if column.field.type is FieldType.MONEY:
        return value / POUND
    if column.field.type is FieldType.CHOICE:
        text = str(value.value if isinstance(value, Enum) else value)
        return text.replace("_", " ").replace("-", " ").capitalize()
    return value


def _put(sheet: Any, cell: tuple[int, int], value: Any, *, looks: Any) -> None:
    """Text is written as text, also where it looks like a formula."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(*cell, value, looks["date"])
    elif isinstance(value, int):
        sheet.write_number(*cell, value)
    elif isinstance(value, float):
        sheet.write_number(*cell, value, looks["money"])
    else:
        sheet.write_string(*cell, value, looks["text"])
