"""Looks inside a workbook's package before anything is unpacked into memory."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from app.imports.reading.grids import Limits
from app.imports.reading.results import Unreadable

_CHUNK = 1 << 18
# A row, or a cell that opens and does not close at once: one only formatted takes no room.
_TAG = re.compile(rb"<(?:\w+:)?(?:row\b([^>]{0,400})|c\b([^>]{0,200})(?<!/))>")
_LONGEST_TAG = 500
_ROW = re.compile(rb'\br="([0-9]{1,9})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,4})([0-9]{1,9})"')
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
)
_AS_XLSX = "Save it as an Excel workbook (.xlsx) and try again"


def check(content: bytes, limits: Limits) -> None:
    """Raises Unreadable unless this is a workbook of a reasonable size."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_size(package, len(content), limits)
            _check_sheets(package, limits)
    except _DAMAGED as error:
        raise Unreadable(f"The workbook is damaged and cannot be opened. {_AS_XLSX}") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"The workbook is packed in a way that is not read. {_AS_XLSX}") from error


def check_compound(content: bytes) -> None:
    """An old Excel file, or a newer one with a password, or a Word document."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("The workbook has a password. Save it without one and try again")
    if "WordDocument".encode("utf-16-le") in content:
        raise Unreadable(f"The file is a Word document, not a workbook. {_AS_XLSX}")
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise Unreadable(f"The file holds no workbook. {_AS_XLSX}")


def _check_size(package: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.parts or unpacked > limits.unpacked_bytes:
        raise Unreadable("The workbook unpacks to far more than a tracker holds, so it was refused")
    if unpacked > 20_000_000 and unpacked > packed * limits.compression:
        raise Unreadable("The workbook unpacks to far more than a tracker holds, so it was refused")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("The workbook has a password. Save it without one and try again")


def _check_sheets(package: zipfile.ZipFile, limits: Limits) -> None:
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        for name in sorted(names):
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_cells(_cells_of_sheet(package, name), limits)
    elif "mimetype" in names and package.read("mimetype").strip() == _OPEN_DOCUMENT:
        _check_open_document(package, limits)
    elif "xl/workbook.bin" in names:
        raise Unreadable(f"This is a binary workbook (.xlsb), which is not read. {_AS_XLSX}")
    else:
        raise Unreadable(f"This is a {_what(names)}, not a workbook. {_AS_XLSX}")


def _what(names: set[str]) -> str:
    for folder, what in (("word/", "Word document"), ("ppt/", "PowerPoint presentation")):
        if any(name.startswith(folder) for name in names):
            return what
    return "zip file"


def _pieces(package: zipfile.ZipFile, name: str, limit: int) -> Iterator[bytes]:
    """The part in chunks, counting what really comes out: the directory may lie."""
    seen = 0
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            seen += len(chunk)
            if seen > limit:
                raise Unreadable(
                    "The workbook unpacks to far more than a tracker holds, so it was refused"
                )
            yield chunk


def _cells_of_sheet(package: zipfile.ZipFile, name: str) -> Iterator[tuple[int, int]]:
    """(row, column) of each cell with content; a lone far one makes a vast grid."""
    kept, row = b"", 0
    for chunk in _pieces(package, name, Limits().unpacked_bytes):
        kept += chunk
        last = 0
        for found in _TAG.finditer(kept):
            last = found.end()
            if found[1] is not None:
                numbered = _ROW.search(found[1])
                row = int(numbered[1]) if numbered else row + 1
            else:
                placed = _PLACE.search(found[2])
                yield (int(placed[2]), _column_number(placed[1])) if placed else (row, 1)
        kept = kept[max(last, len(kept) - _LONGEST_TAG) :]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_cells(cells: Iterator[tuple[int, int]], limits: Limits) -> None:
    """The grid that is held in memory is as wide as its widest row and as long as its last."""
    bottom = right = 0
    for row, column in cells:
        bottom, right = max(bottom, row), max(right, column)
    if bottom * right > limits.cells * 2:
        raise Unreadable(
            f"A sheet reaches to row {bottom:,} and column {right:,}. Delete the empty rows and "
            "columns after your table, save and try again"
        )


def _check_open_document(package: zipfile.ZipFile, limits: Limits) -> None:
    """Counts the cells with content, as often as each is said to repeat."""
    counter = _RepeatedCells()
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    for chunk in _pieces(package, "content.xml", limits.unpacked_bytes):
        parser.Parse(chunk)
        if counter.cells > limits.cells:
            raise Unreadable("A sheet repeats its cells too often to be read, so it was refused")
    parser.Parse(b"", True)


class _RepeatedCells:
    """Adds up the cells of an OpenDocument sheet: repeats across times repeats down."""

    def __init__(self) -> None:
        self.cells = 0
        self._down = 1
        self._in_row = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table-row":
            self._down = int(attributes.get("table:number-rows-repeated", "1"))
            self._in_row = 0
        elif tag == "table:table-cell" and "office:value-type" in attributes:
            self._in_row += int(attributes.get("table:number-columns-repeated", "1"))

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.cells += self._in_row * self._down
