"""The reading page: the same pack as accessible HTML, in the app and as a file alone."""

import re
from collections import Counter
from itertools import pairwise

import html5lib
import pytest

from app.core.rating import Colour
from app.reports import html
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
    Paragraph,
    RatingCell,
    ReasonEntry,
    ReasonList,
    Section,
    Subheading,
    Table,
)
from tests.reports import hostile, sample
from tests.reports.test_charts import PICTURES

HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(text):
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(text)


def of(*contents, **changed):
    section = Section("Only", "only", contents)
    return parsed(html.document(sample.pack(sections=(section,), **changed)))


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def test_the_whole_pack_is_well_formed_with_ids_of_its_own():
    page = parsed(html.document(sample.pack()))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    for element in page.iter():
        for each in (element.get("aria-labelledby") or "").split():
            assert each in ids


def test_it_has_one_title_and_a_heading_for_each_section():
    page = parsed(html.document(sample.pack()))
    headings = [
        (int(e.tag[-1]), text_of(e))
        for e in page.iter()
        if re.fullmatch(HTML + "h[1-6]", str(e.tag))
    ]
    assert [text for level, text in headings if level == 1] == ["Programme board report"]
    for section in sample.pack().sections:
        assert (section.level + 1, section.heading) in headings
    levels = [level for level, _ in headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_inside_leads_somewhere():
    page = parsed(html.document(sample.pack()))
    ids = {element.get("id") for element in page.iter()}
    links = [a.get("href") for a in page.iter(f"{HTML}a")]
    assert {link[1:] for link in links if link.startswith("#")} <= ids


def test_it_says_whose_it_is_and_carries_its_hash_on_every_printed_page():
    text = text_of(parsed(html.document(sample.pack())))
    assert "Northmoor and Vale University Hospitals" in text
    assert "as at 31 October 2026" in text
    assert text.count("Private: not for publication") == 2
    assert f"Data hash {sample.pack().data_hash}" in text
    printed = html.STYLES.read_text().split("@media print")[1]
    assert re.search(r"\.report-foot \{ position: fixed", printed)


def test_nothing_in_it_is_fetched_or_runs():
    content = html.document(sample.pack())
    page = parsed(content)
    names = {str(element.tag).removeprefix(HTML) for element in page.iter()}
    assert not names & {"script", "link", "img", "iframe", "object", "form"}
    for element in page.iter():
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)
    assert "url(" not in content
    assert "@import" not in content


def test_the_article_is_the_same_without_the_page_around_it():
    article = html.article(sample.pack())
    assert article.startswith("<article")
    assert str(article) in html.document(sample.pack())


def test_the_same_pack_gives_the_same_page():
    assert html.document(sample.pack()) == html.document(sample.pack())


def test_a_picture_comes_wide_and_narrow_with_its_figures_under_it():
    table = Table((Column("Month"), Column("Plan", Kind.MONEY)), (("Apr", 5_000_00),))
    page = of(Figure("Savings", PICTURES["curve of one month"], "Below plan.", table))
    ids = [e.get("id") for e in page.iter("{http://www.w3.org/2000/svg}title")]
    assert ids == ["only-1-wide-title", "only-1-narrow-title"]
    assert "Apr" in text_of(next(page.iter(f"{HTML}table")))


def test_a_rating_is_a_letter_a_shape_and_a_word():
    page = of(Facts((Fact("Overall", RatingCell(Colour.RED, Colour.AMBER)),)))
    tag = next(e for e in page.iter() if "report-rating--red" in (e.get("class") or ""))
    assert text_of(tag) == "R Red"
    assert next(tag.iter("{http://www.w3.org/2000/svg}svg")).get("aria-hidden") == "true"
    assert "was amber" in text_of(page)


def test_a_table_names_its_rows_and_columns_and_lines_figures_up():
    table = Table(
        (Column("Scheme"), Column("Plan", Kind.MONEY)),
        (("Rota", 5_000_00),),
        caption="Schemes",
        total=("All", 5_000_00),
    )
    page = of(table)
    assert text_of(next(page.iter(f"{HTML}caption"))) == "Schemes"
    scopes = Counter(th.get("scope") for th in page.iter(f"{HTML}th"))
    assert scopes == {"col": 2, "row": 2}
    cells = [td.get("class") for td in page.iter(f"{HTML}td")]
    assert cells == ["report-table__number"] * 2


@pytest.mark.parametrize(
    ("columns", "cards"),
    [(("Month", "Plan", "Actual"), False), (tuple(f"Heading {n}" for n in range(6)), True)],
    ids=["narrow", "wide"],
)
def test_a_table_too_wide_for_a_phone_becomes_cards(columns, cards):
    kinds = [Column(columns[0]), *(Column(name, Kind.MONEY) for name in columns[1:])]
    page = of(Table(tuple(kinds), (("Apr", *([1_000_00] * (len(columns) - 1))),)))
    assert ("report-table--cards" in next(page.iter(f"{HTML}table")).get("class")) is cards


def test_an_empty_table_says_so():
    assert "No risks are open." in text_of(
        of(Table((Column("Ref"),), (), empty="No risks are open."))
    )


def test_an_empty_box_says_so():
    assert text_of(of(Boxes(alert=("Act.",)))).count("Nothing this month.") == 2


BLOCKS = {
    "headline": lambda text: Headline(text),
    "subheading": lambda text: Subheading(text),
    "paragraph": lambda text: Paragraph(text),
    "bullets": lambda text: Bullets((text, Link(text, "https://nhs.test/"))),
    "key figures": lambda text: KeyFigures((KeyFigure(text, text, text),)),
    "boxes": lambda text: Boxes((text,), (text, Link(text, "#only")), (text,)),
    "facts": lambda text: Facts((Fact(text, text),)),
    "reasons": lambda text: ReasonList((ReasonEntry(text, RatingCell(Colour.RED), (text,)),)),
    "table": lambda text: Table((Column(text),), ((text,),), text, (text,), text),
    "empty table": lambda text: Table((Column(text),), (), text, empty=text),
}


@pytest.mark.parametrize("text", hostile.ALL, ids=["markup", "long", "W", "names", "control", "-"])
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_text_stays_text_in_every_block(block, text):
    content = html.document(sample.pack(sections=(Section(text, "only", (block(text),)),)))
    page = html5lib.parse(content)
    assert "<script" not in content
    assert not list(page.iter(f"{HTML}b"))
    if text and text.isprintable():
        assert " ".join(text.split()) in text_of(page)


def test_the_marking_and_names_are_text_too():
    page = of(title=hostile.MARKUP, organisation=hostile.MARKUP, marking=hostile.MARKUP)
    assert not list(page.iter(f"{HTML}script"))
