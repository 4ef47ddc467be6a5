"""A file that cannot be read is refused with a sentence that says why."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.reading import files
from app.imports.reading.grids import Limits
from app.imports.reading.results import Unreadable

SMALL = Limits(file_bytes=50_000, rows=20, columns=10, cells=150, sheets=2)


def workbook(*sheets):
    """The bytes of a workbook: each sheet a name, rows, and what else to do to it."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, rows, *options in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for option in options:
                option(sheet)
    return made.getvalue()


def zipped(**parts):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


SOUND = workbook(("Schemes", [["Scheme", "Plan"], ["Theatre lists", 100]]))


def refusal(content, limits=None):
    with pytest.raises(Unreadable) as refused:
        files.open_file("tracker.xlsx", content, limits)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"  \r\n \n", "The file is empty"),
        (b"%PDF-1.7 ...", "The file is a PDF"),
        (b"\x89PNG\r\n\x1a\n...", "a picture"),
        (b"<!DOCTYPE html><table>", "a web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "a web page or XML"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "holds no workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "has a password",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "a Word document",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "damaged"),
        (bytes(range(256)) * 40, "not text that can be read"),
        (b'a,b\n"never closed,1\n2,3\n', "quotation mark"),
        (zipped(word__document_xml="x"), "a Word document"),
        (zipped(ppt__x_xml="x"), "a PowerPoint"),
        (zipped(readme_txt="x"), "a zip file"),
        (zipped(xl__workbook_bin="x"), "binary workbook"),
        (zipped(xl__workbook_xml="<broken"), "damaged"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_by_name(content, said):
    assert said in refusal(content)


def test_a_file_that_is_too_big_is_refused_before_it_is_opened():
    assert "The largest that can be read" in refusal(b"x" * 50_001, SMALL)


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    bomb = zipped(xl__workbook_xml="x", xl__worksheets__sheet1_xml=b" " * 60_000_000)
    assert len(bomb) < 100_000
    assert "far more than a tracker holds" in refusal(bomb)


def test_a_directory_that_lies_about_the_size_is_found_out():
    bomb = bytearray(zipped(xl__workbook_xml="x", xl__worksheets__sheet1_xml=b" " * 3_000_000))
    true, false = (3_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(bomb).replace(true, false))


def test_a_lone_far_cell_does_not_make_a_vast_grid():
    far = workbook(("Far", [["a", "b"]], lambda sheet: sheet.write(1_048_575, 16_383, "x")))
    assert "Delete the empty rows and columns" in refusal(far)


def test_cells_that_are_only_formatted_take_no_room():
    bold = lambda sheet: sheet.set_column(0, 16_383, 12)  # noqa: E731  # one line in each test
    assert files.open_file("a.xlsx", workbook(("A", [["a", "b"], [1, 2]], bold)))


@pytest.mark.parametrize(
    "content",
    [
        workbook(("Long", [["x"]] * 21)),
        workbook(("Wide", [["x"] * 11])),
        workbook(("Both", [["x"] * 10] * 16)),
        b"x\n" * 21,
        b"x,x,x,x,x,x,x,x,x,x,x\n",
        b"x,x,x,x,x,x,x,x,x,x\n" * 16,
    ],
)
def test_more_rows_columns_or_cells_than_the_limit_are_refused(content):
    assert "The most that can be read is 20 rows and 10 columns" in refusal(content, SMALL)


def test_more_sheets_than_the_limit_are_refused():
    many = workbook(*((name, [["x"]]) for name in "abc"))
    assert "The workbook has 3 sheets" in refusal(many, SMALL)


def test_a_workbook_of_empty_sheets_is_refused():
    assert "Every sheet of the workbook is empty" in refusal(workbook(("A", []), ("B", [])))


def test_a_repeated_cell_of_an_open_document_is_counted_as_often_as_it_repeats():
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    spaces = 'xmlns:table="t" xmlns:office="o"'
    bomb = zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        content_xml=f"<office:document-content {spaces}>{row}</office:document-content>",
    )
    assert "repeats its cells too often" in refusal(bomb)


def test_a_far_cell_that_does_not_say_where_it_is_is_found_by_its_row():
    row = '<row r="1048576"><c><v>1</v></c></row>'
    sheet = f'<sheetData><row r="1"><c r="XX1"><v>1</v></c></row>{row}</sheetData>'
    far = zipped(xl__workbook_xml="x", xl__worksheets__sheet1_xml=sheet)
    assert "Delete the empty rows and columns" in refusal(far)


def test_an_open_document_is_read():
    cells = (("Scheme", "Plan"), ("Theatre lists", "100"))
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in cells
    )
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="CIP">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    (grid,) = files.open_file(
        "cip.ods",
        zipped(
            mimetype="application/vnd.oasis.opendocument.spreadsheet",
            content_xml=content,
            **{"META-INF__manifest_xml": manifest},
        ),
    )
    assert (grid.name, grid.rows) == ("CIP", cells)


def test_broken_xml_in_an_open_document_is_refused():
    broken = zipped(
        mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<a><b></a>"
    )
    assert "damaged" in refusal(broken)


def test_hidden_sheets_are_marked_and_formulas_are_values():
    book = workbook(
        ("Open", [["a", "b"]], lambda sheet: sheet.write_formula("A2", "=1+1", None, 2)),
        ("Secret", [["x"]], lambda sheet: sheet.hide()),
    )
    shown, hidden = files.open_file("a.xlsx", book)
    assert (shown.hidden, hidden.hidden) == (False, True)
    assert shown.rows[1][0] == 2


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1,2\n", (("a", "b"), ("1", "2"))),
        (b"a;b\n1,5;2\n", (("a", "b"), ("1,5", "2"))),
        (b"a\tb\n1,5\t2\n", (("a", "b"), ("1,5", "2"))),
        (b"a|b\n1|2\n", (("a", "b"), ("1", "2"))),
        (b"sep=;\r\na;b\r\n", (("a", "b"),)),
        ("\ufeff£,é\n1,2\n".encode(), (("£", "é"), ("1", "2"))),
        ("£,–\n".encode("cp1252"), (("£", "–"),)),
        ("£\té\n".encode("utf-16"), (("£", "é"),)),
        (b'a,"two\nlines, one cell"\n1,2\n', (("a", "two\nlines, one cell"), ("1", "2"))),
        (b'a,b\n1,"say ""yes"""\n', (("a", "b"), ("1", 'say "yes"'))),
        (b'a,b\n1,"odd"ly\n', (("a", "b"), ("1", "oddly"))),
        (b"a,b\n\n1,2\n", (("a", "b"), (), ("1", "2"))),
    ],
)
def test_delimited_text_is_read_as_its_author_saw_it(content, rows):
    (grid,) = files.open_file("Schemes 2026.csv", content)
    assert grid.rows == rows
    assert grid.name == "Schemes 2026"


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_read_or_refused_with_a_sentence(content, start):
    try:
        assert files.open_file("anything", start + content)
    except Unreadable as refused:
        said = str(refused)
        assert said[0].isupper()  # either way is right; a refusal must be a sentence


@settings(max_examples=60)
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 255))
def test_a_workbook_with_a_damaged_byte_is_read_or_refused(place, byte):
    damaged = bytearray(SOUND)
    damaged[place] = byte
    try:
        assert files.open_file("anything", bytes(damaged))
    except Unreadable as refused:
        said = str(refused)
        assert said[0].isupper()  # either way is right; a refusal must be a sentence
