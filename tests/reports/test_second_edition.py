"""What packs do since their second edition: folded pages, short tables whole, plain settings."""

from __future__ import annotations

from dataclasses import replace

import html5lib

from app.reporting import frozen
from app.reports import html
from app.reports.content import Bullets, Section, Table
from app.reports.content.build import build
from app.reports.pdf import blocks as pdf_blocks
from app.reports.pdf import fonts
from app.reports.pdf.styles import Setting
from tests.reports import months
from tests.reports.test_build import blocks

HTML = "{http://www.w3.org/1999/xhtml}"
K = months.K


def pack(document: frozen.Document, before: frozen.Document | None = None):
    return build(document, data_hash="0" * 64, before=before)


def page(document: frozen.Document):
    return html5lib.HTMLParser(strict=True).parse(html.document(pack(document)))


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_link_to_a_workstream_leads_to_a_fold_that_bears_its_name():
    made = page(months.kept())
    folds = {each.get("id"): each for each in made.iter(f"{HTML}details") if each.get("id")}
    assert "workstream-1" in folds
    name = folds["workstream-1"].find(f"{HTML}summary/{HTML}h3")
    assert words(name).startswith("WS01")
    sections = list(made.iter(f"{HTML}section"))
    assert any(each.get("aria-labelledby") == name.get("id") for each in sections)


def test_the_figures_behind_a_picture_are_folded_and_none_is_lost():
    made = page(months.kept())
    folded = [each for each in made.iter(f"{HTML}details") if not each.get("id")]
    named = [words(each.find(f"{HTML}summary")) for each in folded]
    assert "The figures: Cumulative savings, 2026/27" in named
    assert all(each.find(f".//{HTML}table") is not None for each in folded)


def test_every_anchor_of_a_folded_page_is_one_of_a_kind_and_every_link_finds_its_own():
    made = page(months.kept())
    ids = [each.get("id") for each in made.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    links = [each.get("href") for each in made.iter(f"{HTML}a")]
    assert [to for to in links if to.startswith("#") and to[1:] not in ids] == []


def test_a_page_of_the_first_edition_folds_nothing():
    assert "<details" not in html.article(pack(months.document()))
    assert "report-fold" not in html.document(pack(months.document()))


def test_a_year_of_months_goes_to_the_next_page_whole_and_a_register_does_not():
    fonts.register()
    year, register = (
        pdf_blocks.tables.grid(replace(sample_table(), rows=sample_table().rows * times))
        for times in (12, 60)
    )
    kept = Setting(keeps_tables=True)
    whole = year.wrap(0, 0)[1]
    assert pdf_blocks._kept_together(year, kept) == whole
    assert pdf_blocks._kept_together(year, Setting()) < whole / 2
    assert pdf_blocks._kept_together(register, kept) < register.wrap(0, 0)[1] / 2


def sample_table() -> Table:
    return Table(sample_columns(), (("Apr", 1, 2),))


def sample_columns():
    found = blocks(pack(months.kept()), "rules", Table)
    return found[1].columns[:3]


def test_settings_are_named_and_sums_are_pounds():
    document = months.kept(
        settings=(
            frozen.SettingUsed(key="gates.g4_limit", value="100000000 pence", owner="Finance"),
            frozen.SettingUsed(key="milestones.critical_green_days", value="5 working days"),
            frozen.SettingUsed(key="validation.claim_pounds", value="500 pounds"),
        )
    )
    settings = blocks(pack(document), "rules", Table)[1]
    assert settings.rows == (
        ("Gates: G4 limit", "£1,000,000", "Finance"),
        ("Milestones: critical green days", "5 working days", "Default"),
        ("Validation: claim pounds", "£500", "Default"),
    )
    assert "None of them was changed" in settings.note


def test_since_and_reason_of_a_setting_stand_where_one_was_changed():
    given = frozen.SettingUsed(key="a.b", value="1", since="1 May 2026", reason="The board asked")
    settings = blocks(pack(months.kept(settings=(given,))), "rules", Table)[1]
    assert [each.heading for each in settings.columns][3:] == ["Since", "Reason"]
    assert settings.rows[0][3:] == ("1 May 2026", "The board asked")


def test_a_forecast_that_moved_a_little_is_said_finely_enough_to_show_it():
    now = months.kept()
    then = replace(
        now,
        month=now.month.previous,
        savings=replace(now.savings, forecast=now.savings.forecast + 28 * K),
    )
    lines = blocks(pack(now, then), "changes", Bullets)[0].items
    assert "The savings forecast fell by £28k, from £10,528k to £10,500k." in lines


def test_less_validated_than_a_month_before_is_said_as_less():
    now = months.kept()
    then = replace(
        now,
        month=now.month.previous,
        savings=replace(now.savings, validated=now.savings.validated + 40 * K),
    )
    lines = blocks(pack(now, then), "changes", Bullets)[0].items
    assert "Finance validated £40k less, £3.9m to date." in lines


def test_a_reason_that_two_rules_give_is_said_once():
    document = months.kept()
    first, *rest = document.workstreams
    name, rated = next(iter(first.dimensions.items()))
    twice = replace(rated, reasons=rated.reasons * 2)
    changed = replace(first, dimensions={**first.dimensions, name: twice})
    once = html.article(pack(document))
    assert html.article(pack(replace(document, workstreams=(changed, *rest)))) == once


def test_every_decision_that_is_asked_stands_in_a_list_of_its_own():
    document = months.kept()
    told = frozen.Commentary(status="accepted", path_decision="Extend the lease")
    asking = tuple(replace(each, commentary=told) for each in document.workstreams[:3])
    made = pack(replace(document, workstreams=asking))
    section: Section = next(each for each in made.sections if each.anchor == "asked")
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows] == ["Extend the lease."] * 3


def test_a_month_that_asks_for_nothing_has_no_list_of_what_is_asked():
    none = tuple(replace(each, commentary=None) for each in months.kept().workstreams)
    assert "asked" not in [each.anchor for each in pack(months.kept(workstreams=none)).sections]
    old = [each.anchor for each in pack(months.document()).sections]
    assert "asked" not in old
