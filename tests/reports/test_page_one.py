"""Page one of the PDF is one page, however rich the month; what gives way does so in order."""

import os
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.rating import Colour
from app.reporting import frozen
from app.reports import pdf
from app.reports.content import Facts, Pack
from app.reports.content.build import build
from app.reports.pdf import fonts
from tests.reports import months

pytestmark = pytest.mark.skipif(
    not fonts.FOLDER.is_dir() and "CI" not in os.environ,
    reason="the PDF's typeface is not installed: run make assets",
)

ASKED = "Extend the east wing lease by one month at £52k, and say who may sign it before then?"
SENTENCE = "The contractor cannot reach the cable until the landlord has signed the new lease"


def pack(document: frozen.Document) -> Pack:
    return build(document, data_hash="0" * 64, before=months.september())


def pages(document: frozen.Document) -> list[str]:
    read = PdfReader(BytesIO(pdf.render(pack(document))))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def rich(*, times: int = 1, named: str = "") -> frozen.Document:
    """Every workstream red and asking, every answer with more to say than it has lines."""
    document = months.kept()
    why = frozen.Why(rule="milestones.late", sentence=f"{SENTENCE}. " * times, record="WS06-M04")
    return replace(
        document,
        workstreams=tuple(_asking(each, why, times, named) for each in document.workstreams),
        actions=tuple(
            months.action(number, 90 + number, f"Siân Prosser-Whitlock {named}", date(2027, 1, 31))
            for number in range(12)
        ),
        milestones=tuple(
            replace(each, title=f"{each.title} {named}", is_late=True)
            for each in document.milestones
        ),
    )


def _asking(
    workstream: frozen.Workstream, why: frozen.Why, times: int, named: str
) -> frozen.Workstream:
    red = frozen.Rated(colour=Colour.RED, reasons=(why,))
    told = workstream.commentary or frozen.Commentary(status="accepted")
    return replace(
        workstream,
        name=f"{workstream.name} {named}".strip(),
        shown=Colour.RED,
        overall=red,
        dimensions={**workstream.dimensions, "delivery": red},
        commentary=replace(told, path_decision=f"{ASKED} " * times),
    )


def labels(document: frozen.Document) -> list[str]:
    first = pack(document).sections[0]
    return [
        fact.label for block in first.blocks if isinstance(block, Facts) for fact in block.facts
    ]


RICH = {
    "a rich month": rich(),
    "long sentences": rich(times=6),
    "very long sentences": rich(times=40),
    "long names": rich(named="of the outpatient services of four hospitals and a clinic " * 4),
    "all of it": rich(times=40, named="of the outpatient services of four hospitals " * 6),
}


@pytest.mark.parametrize("document", RICH.values(), ids=RICH.keys())
def test_every_answer_is_on_page_one_and_page_two_begins_with_the_next_section(document):
    first, *rest = pages(document)
    asked = labels(document)
    assert len(asked) == 9
    assert [label for label in asked if label not in first] == []
    assert [label for label in asked if any(label in each for each in rest)] in ([], [asked[1]])
    assert re.search(r"Page 2 of \d+ In this report", rest[0])


def test_a_month_with_little_to_say_is_set_as_every_other_section():
    nothing = dict.fromkeys(("actions", "milestones", "risks", "dependencies"), ())
    quiet = replace(months.kept(), workstreams=months.kept().workstreams[:1], **nothing)
    read = PdfReader(BytesIO(pdf.render(pack(quiet))))
    assert 9.6 in sizes(read.pages[0])


def test_lines_stand_closer_before_any_is_left_out():
    first = pages(months.kept())[0]
    assert "What of patients?" in first
    assert "What is asked?" in first
    assert "Cut to fit" not in first
    full = pack(months.kept()).sections[0].blocks
    facts = next(block for block in full if isinstance(block, Facts))
    for fact in facts.facts:
        for item in fact.value if isinstance(fact.value, tuple) else ():
            words = item if isinstance(item, str) else item.text
            assert words.rstrip(".") in first


def test_lists_grow_shorter_and_count_the_rest_before_a_sentence_is_cut():
    first = pages(rich())[0]
    assert "Cut to fit" not in first
    assert "more red workstreams, page" in first
    assert "more decisions, page" in first


def test_a_sentence_that_is_cut_says_so_and_where_all_of_it_stands():
    document = rich(times=40)
    first, *rest = pages(document)
    found = re.search(r"What is asked\? .*?… Cut to fit; in full, page (\d+)\.", first)
    assert found
    page = rest[int(found[1]) - 2]
    assert "What is asked" in page
    assert page.count(ASKED) >= 40


def test_the_pages_that_page_one_names_are_those_where_the_rest_stands():
    printed = pages(rich())
    named = {
        "more actions": "What closes the gap",
        "more late milestones": "Milestones due and late",
        "more decisions": "What is asked",
        "more red workstreams": "Ratings by workstream",
    }
    for noun, heading in named.items():
        found = re.search(rf"And \d+ {noun}, page (\d+)\.", printed[0])
        assert found, noun
        assert heading in printed[int(found[1]) - 1]


def test_a_month_of_schema_1_runs_on_as_it_did():
    old = pack(months.document())
    assert old.sections[0].shorter == ()
    assert old.edition == 1


def sizes(page) -> set[float]:
    found: set[float] = set()
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.add(round(size, 2)) if text else None
    )
    return found
