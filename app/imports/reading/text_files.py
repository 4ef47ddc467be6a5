"""CSV and other delimited text: its encoding, its delimiter, its quoted line breaks."""

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice

from app.imports.reading.grids import Grid, Limits
from app.imports.reading.results import Unreadable

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 50
# What no text holds: controls other than tab, line feed, vertical tab, form feed and return.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_EXCEL_HINT = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)

Records = tuple[tuple[str, ...], ...]


def open_text(name: str, content: bytes, limits: Limits) -> Grid:
    """The one grid of a delimited text file. Raises Unreadable."""
    text = decoded(content)
    hint = _EXCEL_HINT.match(text)
    if hint:
        text = text[hint.end() :]
    records = _records(text, hint[1] if hint else _delimiter(text))
    wide = max(map(len, records), default=0)
    cells = sum(map(len, records))
    if len(records) > limits.rows or wide > limits.columns or cells > limits.cells:
        raise Unreadable(
            f"The file has {len(records):,} rows and {wide:,} columns. The most that can be read "
            f"is {limits.rows:,} rows and {limits.columns:,} columns"
        )
    return Grid(name, records)


def decoded(content: bytes) -> str:
    """The text, as UTF-8 or UTF-16 if it says so, else as Windows writes it in England."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_BINARY.findall(text)) > len(text) // 1000:
            break
        return text
    raise Unreadable(
        "The file is not text that can be read. Save it as an Excel workbook (.xlsx) or as CSV "
        "and try again"
    )


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _delimiter(text: str) -> str:
    """The character that gives the most columns in the most records alike."""
    return max(_DELIMITERS, key=lambda each: _agreement(text, each))


def _agreement(text: str, delimiter: str) -> float:
    """How many columns the delimiter gives, weighed by the share of records that have so many."""
    sample = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(sample, _SAMPLE_RECORDS) if record)
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda each: (each[0] > 1, each[1], each[0]))
    return (width - 1) * count / widths.total()


def _records(text: str, delimiter: str) -> Records:
    """Strictly first, so that a quotation mark that never closes is not the rest of the file."""
    try:
        return _parsed(text, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise Unreadable(
                "A quotation mark in the file opens and never closes, so its rows cannot be told "
                "apart. Open the file in Excel, save it as .xlsx and try again"
            ) from error
    try:
        return _parsed(text, delimiter, strict=False)
    except csv.Error as error:
        raise Unreadable(
            "The file cannot be read as rows and columns. Save it as .xlsx and try again"
        ) from error


def _parsed(text: str, delimiter: str, *, strict: bool) -> Records:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return tuple(tuple(record) for record in reader)
