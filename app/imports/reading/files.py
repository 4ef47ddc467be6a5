"""Opens a file: what type it is by its first bytes, whether it is safe, its sheets as grids."""

from collections.abc import Callable
from pathlib import PurePath

from app.imports.reading import archives, spreadsheets, text_files
from app.imports.reading.grids import Grid, Limits
from app.imports.reading.results import Unreadable

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRONG = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"PK\x05\x06", "an empty compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")
WANTED = "Save it as an Excel workbook (.xlsx) or as CSV and try again"

Opener = Callable[[bytes, Limits], tuple[Grid, ...]]


def open_file(name: str, content: bytes, limits: Limits | None = None) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one grid of a CSV file. Raises Unreadable."""
    limits = limits or Limits()
    if not content.strip():
        raise Unreadable("The file is empty. Choose the file that holds your table")
    if len(content) > limits.file_bytes:
        raise Unreadable(
            f"The file is {len(content) / 1e6:,.1f} MB. The largest that can be read is "
            f"{limits.file_bytes / 1e6:,.0f} MB: take out pictures and sheets that are not needed"
        )
    if content.startswith(_ZIP):
        archives.check(content, limits)
        return spreadsheets.open_workbook(content, limits)
    if content.startswith(_COMPOUND):
        archives.check_compound(content)
        return spreadsheets.open_workbook(content, limits)
    _refuse_wrong_types(content)
    return (text_files.open_text(_stem(name), content, limits),)


def _refuse_wrong_types(content: bytes) -> None:
    for magic, what in _WRONG:
        if content.startswith(magic):
            raise Unreadable(f"The file is {what}, not a workbook or CSV. {WANTED}")
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(_MARKUP):
        raise Unreadable(f"The file is a web page or XML, whatever its name says. {WANTED}")


def _stem(name: str) -> str:
    """What a spreadsheet would call the sheet of a CSV file."""
    return PurePath(name.replace("\\", "/")).stem[:31] or "Sheet1"
