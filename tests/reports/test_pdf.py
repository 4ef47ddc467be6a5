"""The PDF: what it says, that it is whole, and that the same pack gives the same bytes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.core.rating import Colour
from app.reports import pdf
from app.reports.content import (
    Boxes,
    Bullets,
    Column,
    Fact,
    Facts,
    Figure,
    Headline,
    KeyFigure,
    KeyFigures,
    Kind,
    Link,
    Pack,
    Paragraph,
    RatingCell,
    ReasonEntry,
    ReasonList,
    Section,
    Subheading,
    Table,
)
from app.reports.pdf import blocks, fonts, lines, page, styles, tables
from tests.reports import hostile, sample
from tests.reports.test_charts import PICTURES

ROOT = Path(__file__).resolve().parents[2]
HASH = "3f9c1d0a7be24c58a6d1f0b2937e4dd8c05b61a9e7428f3dba90c1e5f6728340"

pytestmark = pytest.mark.skipif(
    not fonts.FOLDER.is_dir() and "CI" not in os.environ,
    reason="the PDF's typeface is not installed: run make assets",
)


@cache
def board_pack() -> PdfReader:
    return read(sample.pack())


def read(pack: Pack) -> PdfReader:
    return PdfReader(BytesIO(pdf.render(pack)))


def of(*contents, **changed) -> PdfReader:
    return read(sample.pack(sections=(Section("Only", "only", contents),), **changed))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_page_one_says_how_things_stand():
    first = " ".join(board_pack().pages[0].extract_text().split())
    for sentence in (
        "Northmoor and Vale University Hospitals",
        "Programme board report",
        "Outpatients improvement programme · October 2026 (M7) · as at 31 October 2026",
        "Forecast £10.5m of £12.0m; £8.1m after risk; worse than September.",
        "Delivered to date £4.6m 86.4% of £5.4m planned by October",
        "Will we hit the target? No: £1.5m short before risk, £3.9m after.",
        "In this report",
    ):
        assert sentence in first


def test_every_page_says_what_it_belongs_to():
    pages = board_pack().pages
    for number, each in enumerate(pages, 1):
        text = each.extract_text()
        assert "Outpatients improvement programme · October 2026 (M7)" in text
        assert "Private: not for publication" in text
        assert f"Data hash {HASH}" in text
        assert f"Page {number} of {len(pages)}" in text


def test_everything_the_pack_says_is_printed():
    text = squeezed(words(board_pack()))
    for section in sample.pack().sections:
        assert squeezed(section.heading) in text
    for expected in ("−£620k", "£12,000k", "86.4%", "18 Jan 2027", "WS08-R05", "WS06-S04"):
        assert squeezed(expected) in text


def test_each_section_has_a_bookmark_and_parts_stand_under_theirs():
    outline = board_pack().outline
    top = [each.title for each in outline if not isinstance(each, list)]
    parts = next(each for each in outline if isinstance(each, list))
    assert top[:3] == ["The position", "What changed since September", "Ratings"]
    assert [each.title for each in parts] == [row[0] for row in sample.WORKSTREAMS]


def test_the_contents_give_the_page_where_each_section_begins():
    reader = board_pack()
    first = reader.pages[0].extract_text()
    for mark in (each for each in reader.outline if not isinstance(each, list)):
        number = reader.get_destination_page_number(mark) + 1
        if mark.title != "The position":
            assert f"{mark.title}\n{number}" in first


def test_a_short_pack_has_no_contents():
    assert "In this report" not in words(of(Paragraph("Short.")))


def test_the_document_names_itself_and_its_language():
    reader = board_pack()
    assert reader.metadata.title == (
        "Programme board report: Outpatients improvement programme, October 2026 (M7)"
    )
    assert reader.metadata.author == "Northmoor and Vale University Hospitals"
    assert HASH in reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_every_font_is_embedded_and_ours():
    used = {}
    for each in board_pack().pages:
        for font in each["/Resources"]["/Font"].values():
            font = font.get_object()
            used[font["/BaseFont"]] = "/FontFile2" in font["/FontDescriptor"]
    assert set(used) == {
        "/AAAAAA+SourceSans3-Regular",
        "/AAAAAA+SourceSans3-SemiBold",
        "/AAAAAA+SourceSans3-Bold",
    }
    assert all(used.values())


def test_separate_processes_make_the_same_bytes():
    script = (
        "import sys, hashlib; sys.path.insert(0, '.')\n"
        "from app.reports import pdf; from tests.reports import sample\n"
        "print(hashlib.sha256(pdf.render(sample.pack())).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))
    }
    assert hashes == {hashlib.sha256(pdf.render(sample.pack())).hexdigest()}


def test_another_month_makes_other_bytes():
    assert pdf.render(sample.pack(data_hash="0" * 64)) != pdf.render(sample.pack())


def test_it_takes_exactly_two_passes(monkeypatch):
    passes = []
    build = page.build

    def counted(*given, **named):
        passes.append(named["total"])
        return build(*given, **named)

    monkeypatch.setattr(page, "build", counted)
    pdf.render(sample.pack())
    assert passes == [0, len(board_pack().pages)]


def test_ratings_are_shapes_beside_a_letter_and_a_word():
    cells = tuple((colour.label, RatingCell(colour)) for colour in Colour)
    text = words(of(Table((Column("Name"), Column("Rating", Kind.RATING)), cells)))
    for colour in Colour:
        assert f"{colour.letter} {colour.label}" in text
    assert not set(text) & set("◆▲●■○")


def test_a_rating_says_what_was_calculated_and_what_it_was():
    cell = RatingCell(Colour.AMBER, Colour.GREEN, 1, Colour.RED)
    text = words(of(Table((Column("Overall", Kind.RATING),), ((cell,),))))
    assert "calculated red; was green" in text


def test_a_long_table_repeats_its_head_and_loses_no_row():
    rows = tuple((f"R{n:04d}", n) for n in range(2000))
    reader = of(Table((Column("Ref"), Column("Score", Kind.NUMBER)), rows))
    text = words(reader)
    assert len(reader.pages) > 30
    assert all(each.extract_text().count("Score") == 1 for each in reader.pages)
    assert all(text.count(f"R{n:04d}") == 1 for n in range(2000))


def test_a_total_is_never_alone_on_a_page():
    columns = (Column("Ref"), Column("Amount", Kind.MONEY))
    for count in range(30, 60, 2):
        table = Table(columns, tuple((f"R{n}", n) for n in range(count)), total=("All", 1))
        for each in of(table).pages:
            text = each.extract_text()
            assert "All" not in text.split() or f"R{count - 1}" in text


def test_a_heading_stays_with_the_picture_under_it():
    figure = Figure(
        "Picture", PICTURES["grid without risks"], "What it shows.", Table((Column("A"),), ())
    )
    for filler in range(2, 44, 3):
        section = Section("Next", "next", (figure,))
        before = Section("First", "first", (Bullets(tuple("filler" for _ in range(filler))),))
        for each in read(sample.pack(sections=(before, section))).pages:
            text = each.extract_text().split()
            assert ("Next" in text) == ("Picture" in text)


def test_two_rows_that_share_no_page_still_come_out():
    row = ("word " * 900,)
    assert words(of(Table((Column("Text"),), (row, row)))).count("word") == 1800


def test_a_heading_is_never_left_at_the_foot_of_a_page():
    table = Table((Column("Marker"),), tuple((f"cell {n}",) for n in range(9)), caption="Caption")
    for filler in range(20, 60, 2):
        section = Section("Next", "next", (table,))
        before = Section("First", "first", (Bullets(tuple("filler" for _ in range(filler))),))
        for each in read(sample.pack(sections=(before, section))).pages:
            text = each.extract_text()
            assert ("Caption" in text) == ("cell 0" in text) == ("Next" in text.split())


EVERYWHERE = {
    "headline": lambda text: Headline(text),
    "subheading": lambda text: Subheading(text),
    "paragraph": lambda text: Paragraph(text),
    "bullets": lambda text: Bullets((text, Link(text, "#only"), Link(text, "https://nhs.test/"))),
    "key figures": lambda text: KeyFigures((KeyFigure(text, text, text),) * 5),
    "boxes": lambda text: Boxes((text, text), (text,), ()),
    "facts": lambda text: Facts((Fact(text, text), Fact("Rating", RatingCell(Colour.RED)))),
    "reasons": lambda text: ReasonList((ReasonEntry(text, RatingCell(Colour.RED), (text,)),)),
    "table": lambda text: Table(
        (Column(text), Column("Text"), Column("Money", Kind.MONEY), Column(text, Kind.RATING)),
        ((text, Link(text, "#only"), 1, RatingCell(Colour.NOT_REPORTED)),) * 3,
        caption=text,
        total=(text, text, 1, None),
        note=text,
    ),
    "empty table": lambda text: Table((Column(text),), (), caption=text, empty=text),
}


@pytest.mark.parametrize("text", hostile.ALL, ids=["markup", "long", "W", "names", "control", "-"])
@pytest.mark.parametrize("block", EVERYWHERE.values(), ids=EVERYWHERE)
def test_no_text_breaks_a_block(block, text):
    printed = squeezed(words(of(block(text))))
    expected = squeezed(text)
    if len(expected) < 200 and expected.isprintable():
        assert expected in printed
    elif expected:
        assert printed.count(expected[:30]) >= 1 or "\x00" in text


def test_no_text_breaks_what_stands_around():
    for text in hostile.ALL:
        reader = of(Paragraph("Body"), title=text, organisation=text, programme=text, marking=text)
        assert "Body" in words(reader)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_every_picture_prints_on_one_page(picture):
    table = Table((Column("Figure"),), (("1",),))
    reader = of(Figure("Title of it", picture, "What it shows.", table))
    assert "Title of it" in words(reader)


@given(st.text(max_size=400), st.floats(20, 500))
@settings(max_examples=60)
def test_broken_lines_are_never_wider_than_the_measure(text, width):
    fonts.register()
    for line in lines.broken(text, styles.BODY, width):
        assert lines.measure(line, styles.BODY) <= width + 0.01 or len(line) == 1


WIDE_TABLES = {
    "sixteen sums": Table(
        (Column("Scheme"), *(Column(f"M{n}", Kind.MONEY) for n in range(15))),
        (("A scheme", *([123_456_789_00] * 15)),),
    ),
    "twelve texts": Table(
        tuple(Column(f"Heading {n}") for n in range(12)), (("words " * 40,) * 12,)
    ),
    "eight ratings": Table(
        (Column("Workstream"), *(Column(f"D{n}", Kind.RATING) for n in range(8))),
        (("Clinics", *([RatingCell(Colour.NOT_APPLICABLE, Colour.RED, 12)] * 8)),),
    ),
    "figures alone": Table((Column("N", Kind.NUMBER), Column("M", Kind.MONEY)), ((1, 2),)),
}


@pytest.mark.parametrize("table", WIDE_TABLES.values(), ids=WIDE_TABLES)
def test_no_table_is_wider_than_the_page(table):
    fonts.register()
    grid = tables.grid(table)
    assert grid.wrap(styles.BODY_WIDTH, 500)[0] <= styles.BODY_WIDTH + 0.01
    for row in (grid.head, *grid.rows):
        for cell, width in zip(row.cells, grid.widths, strict=True):
            for line in cell:
                if isinstance(line, lines.TextLine):
                    assert lines.measure(line.words, line.style) <= width + 0.01


def test_a_month_of_sums_stays_whole_in_its_column():
    fonts.register()
    months = tuple(Column(f"M{n}", Kind.MONEY) for n in range(1, 13))
    grid = tables.grid(Table((Column("Scheme"), *months), (("Long name", *([1_234_000_00] * 12)),)))
    assert [cell[0].words for cell in grid.rows[0].cells[1:]] == ["£1,234k"] * 12


def test_links_inside_lead_to_the_page_and_outside_to_the_address():
    section = Section("Two", "two", (Paragraph("Here."),), page_break=True)
    first = Section("One", "one", (Bullets((Link("In", "#two"), Link("Out", "https://nhs.test"))),))
    annotations = [
        each.get_object()
        for each in read(sample.pack(sections=(first, section))).pages[0]["/Annots"]
    ]
    assert [each["/A"]["/URI"] for each in annotations if "/A" in each] == ["https://nhs.test"]
    assert len([each for each in annotations if "/Dest" in each]) == 1


def test_a_block_without_a_setting_is_refused():
    with pytest.raises(TypeError, match="No page setting"):
        blocks.flowables("words", styles.Setting())


def test_missing_fonts_are_named_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(fonts.FontsMissing, match="make assets"):
        fonts.register.__wrapped__()


def test_a_later_version_says_so():
    first = sample.pack()
    assert "version" not in words(read(replace(first, sections=())))
    assert "version 2" in words(read(replace(first, version=2, sections=())))
