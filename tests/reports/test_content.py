"""A pack is data: it can be checked before anything is drawn."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.rating import Colour
from app.reports import display
from app.reports.content import (
    Bullets,
    Column,
    Kind,
    Link,
    Pack,
    RatingCell,
    Scale,
    Section,
    Table,
)
from tests.reports import sample


def test_a_pack_says_the_same_thing_twice():
    assert sample.pack() == sample.pack()


def test_two_sections_may_not_share_an_anchor():
    first = Section("One", "same", ())
    with pytest.raises(ValueError, match="share an anchor"):
        sample.pack(sections=(first, replace(first, heading="Two")))


def test_a_link_must_lead_to_a_section_of_the_pack():
    section = Section("One", "one", (Bullets((Link("gone", "#nowhere"),)),))
    with pytest.raises(ValueError, match="nowhere"):
        sample.pack(sections=(section,))


def test_links_in_tables_are_checked_too():
    table = Table((Column("Ref"),), ((Link("gone", "#nowhere"),),))
    with pytest.raises(ValueError, match="nowhere"):
        sample.pack(sections=(Section("One", "one", (table,)),))


@pytest.mark.parametrize("to", ["http://example.test", "javascript:alert(1)", "/milestones/1", ""])
def test_a_link_leads_to_an_anchor_or_https(to):
    with pytest.raises(ValueError, match="anchor or an https"):
        Link("words", to)


def test_a_row_needs_a_cell_for_each_column():
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table((Column("A"), Column("B")), (("only one",),), caption="Short")


@pytest.mark.parametrize(
    ("value", "column", "words"),
    [
        (123_456_00, Column("", Kind.MONEY), "£123k"),
        (123_456_00, Column("", Kind.MONEY, Scale.PENCE), "£123,456.00"),
        (1_234_567_00, Column("", Kind.MONEY, Scale.MILLIONS), "£1.2m"),
        (-500_00, Column("", Kind.MONEY, Scale.PENCE), "−£500.00"),
        (5_000_00, Column("", Kind.MONEY, signed=True), "+£5k"),
        (0, Column("", Kind.MONEY, signed=True), "£0k"),
        (-12_345, Column("", Kind.NUMBER), "−12,345"),
        (Decimal("89.516"), Column("", Kind.PERCENT), "89.5%"),
        (date(2026, 11, 3), Column("", Kind.DATE), "3 Nov 2026"),
        ("TBC", Column("", Kind.DATE), "TBC"),
        (None, Column("", Kind.MONEY), "–"),
        (Link("Ask", "#x"), Column(""), "Ask"),
    ],
)
def test_a_value_reads_as_its_column_says(value, column, words):
    assert display.cell_text(value, column) == words


def test_a_rating_in_words_says_what_the_colour_cannot():
    cell = RatingCell(Colour.AMBER, previous=Colour.GREEN, months=3, calculated=Colour.RED)
    assert display.rating_text(cell) == "A Amber (calculated red; was green; 3 months)"


def test_a_rating_that_did_not_change_says_only_itself():
    cell = RatingCell(Colour.GREEN, previous=Colour.GREEN, months=1, calculated=Colour.GREEN)
    assert display.rating_text(cell) == "G Green"


def test_the_sample_is_as_large_as_a_real_pack():
    pack = sample.pack()
    assert isinstance(pack, Pack)
    assert len(sample.WORKSTREAMS) == 8
    assert len(sample.points()) == 40
