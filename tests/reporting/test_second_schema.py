"""Months locked with schema 2 read, verify and render as they did when they were published."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.reporting import frozen, rules
from app.reporting.rules import outlook
from app.reports import html, pdf
from app.reports.content import Pack
from app.reports.content.build import build

STORED = Path(__file__).parent / "schema_2"
MONTHS = ("2026-09", "2026-10")

# What the code of schema 2 made of these two months, in which WS01 has a withheld scheme.
WHOLE = "af12ef9cf88531b8a06fce42d085f111c16ff9201249eb68fbf9d81ffa3c0cfa"
COPY = "1d3f348d95b27a9f43c6acff2dd4ecca83fabc0e93bdd2015a6cf71a3b05fbca"
PAGE = "0658b951e921247f49f5039b186f5439a245fb8d8283a58e2d1313e23f42285e"
PAPER = "3ea2e0d35eaa8f1612a5d55f56524f55dee7287738fe95938bd38a4c68519bd6"


def stored(month: str) -> str:
    return (STORED / f"{month}.json").read_text(encoding="utf-8")


def copy(month: str, **changed: object) -> frozen.Document:
    document = frozen.read(stored(month))
    return rules.for_programme(frozen.Document(**{**vars(document), **changed}))


def pack(**changed: object) -> Pack:
    october = copy("2026-10", **changed)
    digest = frozen.data_hash(frozen.write(october))
    return build(october, data_hash=digest, before=copy("2026-09"))


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_of_schema_2_is_written_again_as_it_was(month):
    document = frozen.read(stored(month))
    assert document.schema == 2
    assert document.has_money
    assert frozen.write(document) == stored(month)


def test_a_month_of_schema_2_and_the_boards_copy_of_it_keep_their_hashes():
    assert frozen.data_hash(frozen.write(frozen.read(stored("2026-10")))) == WHOLE
    assert frozen.data_hash(frozen.write(copy("2026-10"))) == COPY


def test_a_month_of_schema_2_reads_on_the_page_as_it_did():
    assert sha256(html.article(pack()).encode()).hexdigest() == PAGE


def test_a_month_of_schema_2_prints_as_it_did():
    assert sha256(pdf.render(pack())).hexdigest() == PAPER


def of_savings(ref: str, document: frozen.Document) -> list[tuple[str, str, tuple]]:
    workstream = next(each for each in document.workstreams if each.ref == ref)
    reasons = (*workstream.dimensions["savings"].reasons, *workstream.overall.reasons)
    told = [each for each in reasons if each.rule.startswith("savings.")]
    return [(each.rule, each.sentence, each.figures) for each in told]


def test_a_new_month_masks_every_sum_that_holds_a_withheld_scheme():
    told = of_savings("WS01", copy("2026-10", schema=3))
    rules_told = {rule for rule, _, _ in told}
    assert {"savings.run-rate", "savings.second-half", "savings.last-quarter"} <= rules_told
    assert {sentence for _, sentence, _ in told} == {
        "Savings include workforce-sensitive schemes, so the figures are left out"
    }
    assert {figures for _, _, figures in told} == {()}


def test_the_page_of_a_new_month_prints_none_of_these_sums():
    before, now = html.article(pack()), html.article(pack(schema=3))
    for sum_of_both in ("£85k a month", "87.7% of the plan", "81.6% of the plan"):
        assert sum_of_both in before
        assert sum_of_both not in now


def test_the_report_of_a_new_month_takes_its_shares_of_what_it_shows():
    """The firm scheme's £159k beside one of £120k; the withheld one's £362k is in no share."""
    said = html.article(pack(schema=3))
    assert "57% of the forecast shown here is fully developed at low risk." in said
    assert "25% of the forecast" not in said


def test_the_table_by_workstream_says_why_its_lines_miss_its_total():
    note = "Schemes that are withheld are in the last line and in none of the workstreams"
    assert note in html.article(pack(schema=3))
    assert note not in html.article(pack(schema=3, schemes=()))


def test_what_is_held_is_said_of_the_schemes_that_are_counted():
    said = html.article(pack(schema=3))
    assert "0 of 2 schemes shown here approved" in said
    assert "of 1 scheme is held by the quality gate" not in said


def test_a_workstream_without_a_withheld_scheme_keeps_its_figures():
    new = of_savings("WS02", copy("2026-10", schema=3))
    assert new == of_savings("WS02", copy("2026-10"))
    assert any("£19k a month" in sentence for _, sentence, _ in new)


def test_what_the_range_is_drawn_from_adds_up_to_the_months_own_sums():
    document = frozen.read(stored("2026-10"))
    *of_status, together = outlook.inputs(document)
    assert [each.status for each in of_status] == ["fully developed", "plans in progress"]
    assert together.observations == document.year_end.observations
    assert together.to_date == document.savings.ytd_actual
    assert together.to_date + together.remaining == document.savings.counted
    assert together.forecast == sum(each.pence for each in document.year_end.history)
    firm = of_status[0]  # £12k came in October of £15k; quality holds what remains
    assert (firm.observations, firm.forecast, firm.delivered) == (1, 15_000_00, 12_000_00)
    assert (firm.schemes, firm.to_date, firm.remaining) == (1, 84_000_00, 0)


def test_a_copy_without_its_withheld_schemes_says_who_has_what_the_range_is_drawn_from():
    assert outlook.inputs(copy("2026-10")) == []
    said = html.article(pack(schema=3))
    assert "The whole month keeps it, and whoever may read that can draw the range again" in said
    assert "What the range is drawn from</caption>" not in said


def test_a_report_that_withholds_nothing_prints_what_its_range_is_drawn_from():
    schemes = tuple(
        replace(each, disclosure="private") for each in frozen.read(stored("2026-10")).schemes
    )
    said = html.article(pack(schema=3, schemes=schemes))
    table = said.split("What the range is drawn from")[1].split("</table>")[0]
    assert "Fully developed" in table
    assert pdf.render(pack(schema=3, schemes=schemes))
    assert "What the range is drawn from" not in html.article(pack(schemes=schemes))
