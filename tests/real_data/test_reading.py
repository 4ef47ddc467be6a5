"""Files that nobody on the project wrote are read as their authors meant them."""

import json
from collections import Counter

import pytest

from app.core.money import MILLION, THOUSAND
from app.imports import savings_figures
from app.imports.reading import reader
from app.imports.reading.results import Severity, Unreadable
from app.savings import rules

MONTH_8 = 8


def read(path, **given):
    return reader.read(path.name, path.read_bytes(), **given)


def total(rows, field):
    return sum(row.values.get(field) or 0 for row in rows)


def of_column(file, name):
    """Field → heading, turned round."""
    return next(heading for heading, field in file.mapped.items() if field == name)


def expected_of(path):
    """A portfolio's expected figures, from the file beside it that names its year."""
    year = path.stem[-4:]
    beside = path.parent / f"expected_{year}.json"
    return json.loads(beside.read_text()) if beside.exists() else None


def portfolios(find):
    """Every portfolio that is not transposed."""
    for path in find("gmpp/*.csv"):
        try:
            yield path, read(path)
        except Unreadable as refused:
            if "transposed" not in str(refused):
                raise


def test_every_portfolio_reads_all_its_rows_or_is_called_transposed(find):
    read_rows = {path.name: (file.kind, file.rows_read) for path, file in portfolios(find)}
    assert all(kind == "portfolio" and rows for kind, rows in read_rows.values())
    transposed = {path.name for path in find("gmpp/*.csv")} - set(read_rows)
    assert transposed == {"GMPP_uk_2015.csv"}
    assert read_rows["CO_Government_Major_Projects_Portofolio_AR_Data_March_2024.csv"] == (
        "portfolio",
        11,
    )


def test_every_portfolio_with_expected_figures_has_them(find):
    checked = 0
    for path, file in portfolios(find):
        expected = expected_of(path)
        if not expected:
            continue
        checked += 1
        assert file.rows_read == expected["rows"]
        assert not file.rejected
        assert file.unmapped == ()
        assert len({row.values["ref"] for row in file.rows}) == expected["unique_ids"]
        ratings = Counter(row.values["delivery_confidence"] for row in file.rows)
        assert {(each or "not published").capitalize(): n for each, n in ratings.items()} == {
            each.capitalize(): n for each, n in expected["rag"].items()
        }
        assert Counter(row.values["category"] for row in file.rows) == expected["category"]
        assert Counter(row.values["organisation"] for row in file.rows) == expected["department"]
    assert checked == 1


def test_the_costs_of_a_portfolio_add_up_and_say_what_they_leave_out(find):
    (path,) = find("gmpp/*March_2022.csv")
    expected, rows = expected_of(path), read(path).rows
    assert (
        total(rows, "cost_baseline") == round(expected["sum_fy_baseline_m"] * 100) * MILLION // 100
    )
    assert (
        total(rows, "cost_forecast") == round(expected["sum_fy_forecast_m"] * 100) * MILLION // 100
    )
    assert total(rows, "whole_life_cost") == expected["sum_wlc_m_published_only"] * MILLION
    counted = [
        row
        for row in rows
        if row.values["cost_baseline"] is not None and row.values["cost_forecast"] is not None
    ]
    assert (len(counted), len(rows) - len(counted)) == (198, 37)
    assert sum(row.values["cost_forecast"] is not None for row in rows) == 200
    assert total(counted, "cost_forecast") == 3_943_379 * MILLION // 100


def test_every_printed_variance_that_does_not_follow_is_flagged_and_no_other(find):
    (path,) = find("gmpp/*March_2022.csv")
    file, expected = read(path), expected_of(path)["variance_not_reproducible"]
    heading = of_column(file, "cost_variance_percent")
    refs = {row.row: row.values["ref"] for row in file.rows}
    flagged = {
        refs[finding.row]: finding.value
        for finding in file.findings
        if finding.column == heading and finding.message.startswith("Printed as")
    }
    assert flagged == {each["id"]: each["printed_variance"] for each in expected}
    assert len(flagged) == 19


def test_the_words_in_cells_of_figures_and_dates_are_findings_that_name_the_cell(find):
    (path,) = find("gmpp/*March_2022.csv")
    file = read(path)
    exempt = [each for each in file.findings if "Exempt under Section" in (each.value or "")]
    assert exempt
    assert all(each.severity is Severity.WARNING and each.row and each.column for each in exempt)


def test_a_cip_table_is_read_with_its_total_kept_apart(find):
    for path in find("savings/lch_*.csv"):
        file = read(path)
        assert (file.kind, file.rows_read, len(file.printed_totals)) == ("savings", 15, 1)
        assert not file.rejected
        assert total(file.rows, "full_year_effect") == 7_412 * THOUSAND
        assert total(file.rows, "plan") == 8_032 * THOUSAND
        assert total(file.rows, "forecast") == 5_523 * THOUSAND
        assert total(file.rows, "forecast") - total(file.rows, "plan") == -2_509 * THOUSAND
        assert total(file.rows, "ytd_plan") == 4_825 * THOUSAND
        assert total(file.rows, "ytd_actual") == 3_897 * THOUSAND
        printed = file.printed_totals[0].values
        assert (printed["ytd_plan"], printed["ytd_actual"]) == (4_823 * THOUSAND, 3_895 * THOUSAND)


def test_a_total_that_only_rounding_parts_from_its_rows_is_a_note(find):
    (path,) = find("savings/lch_*.csv")
    about_total = [each for each in read(path).findings if each.row == 17 and each.column]
    notes = {each.column: each for each in about_total if each.severity is Severity.NOTE}
    assert set(notes) == {"Year to Date Plan £k", "Year to Date Actual £k"}
    assert all("within the rounding" in each.message for each in notes.values())
    (warning,) = [each for each in about_total if each.severity is Severity.WARNING]
    assert (warning.column, warning.value) == ("Variance Year to Date £k", "-£928")
    assert "signs differ" in warning.message


def test_a_variance_printed_with_the_wrong_sign_is_flagged_on_its_row(find):
    (path,) = find("savings/lch_*.csv")
    file = read(path)
    titles = {row.row: row.values["title"] for row in file.rows}
    flagged = {
        titles[each.row]: each.column for each in file.findings if "opposite sign" in each.message
    }
    assert set(flagged) == {
        "Procurement",
        "Health and Wellbeing",
        "Service Reviews",
        "EPR",
        "Increase in Vacancy Factor",
    }
    assert set(flagged.values()) == {"Variance Year to Date £k"}


def test_the_sign_traps_of_a_cip_table_are_said(find):
    (path,) = find("savings/lch_*.csv")
    file = read(path)
    said = {(each.row, each.column): each.message for each in file.findings}
    assert "months left are forecast at −£571k" in said[(14, "Forecast Outturn £k")]
    assert "the value of a full year" in said[(10, "Recurrent Plan £k")]


def test_the_cells_of_a_cip_table_add_up_to_what_was_printed(find):
    (path,) = find("savings/lch_*.csv")
    for row in read(path).rows:
        values = row.values
        made = savings_figures.year(values, month=MONTH_8)
        assert made.has_estimated_phasing
        assert made.has_estimated_split
        assert made.figures.plan.year == values["plan"]
        assert rules.ytd_plan(made.figures, MONTH_8) == values["ytd_plan"]
        assert rules.ytd_actual(made.figures, MONTH_8) == values["ytd_actual"]
        assert rules.fot(made.figures, MONTH_8) == values["forecast"]
        if values["title"] == "Increase in Vacancy Factor":
            assert rules.remaining_forecast(made.figures, MONTH_8) == -571 * THOUSAND


@pytest.mark.parametrize(
    ("name", "unachieved"),
    [
        ("outturn", [450, 1_000, 1_389, 1_018, 88, 0, 0]),
        ("inyear", [186, 1_306, 1_389, 1_063, 32, 0, 0]),
    ],
)
def test_savings_proposed_and_achieved_are_read_with_their_pressures(find, name, unachieved):
    (path,) = find(f"savings/bhcc_*_{name}.csv")
    file = read(path)
    assert (file.kind, file.rows_read, len(file.printed_totals)) == ("savings", 7, 1)
    net = [row.values["plan"] - row.values["actual"] - row.values["pressures"] for row in file.rows]
    assert net == [each * THOUSAND for each in unachieved]
    assert file.printed_totals[0].values["unachieved"] == sum(net)
    assert not [each for each in file.findings if each.severity is not Severity.NOTE]


def test_every_savings_table_reads_and_its_plans_match_its_printed_total(find):
    for path in find("savings/*.csv"):
        file = read(path)
        assert file.kind == "savings"
        assert total(file.rows, "plan") == file.printed_totals[0].values["plan"]


def test_a_risk_register_is_read_below_its_preface(find):
    for path in find("risk-registers/*.xlsx"):
        file = read(path)
        assert (file.kind, file.rows_read) == ("risks", 23)
        assert not file.rejected
        for row in file.rows:
            values = row.values
            assert values["likelihood"] * values["consequence"] == values["score"]
            assert values["title"]
        assert not [each for each in file.findings if "computed one" in each.message]
        said = [each.message for each in file.findings]
        assert "Rows 43 to 44 with an id and nothing else, not read" in said
        assert "No owner is given on 23 rows (rows 20 to 42)" in said
        assert "No status is given on 23 rows (rows 20 to 42)" in said
        assert [(sheet.name, sheet.table) for sheet in file.sheets] == [
            ("Risk Register", "risks"),
            ("Scale and Key", None),
        ]


def test_a_blank_return_is_refused_with_its_sheets_and_why(find):
    for path in find("pmo-templates/*.xlsm"):
        with pytest.raises(Unreadable) as refused:
            read(path)
        seen = refused.value.sheets
        assert len(seen) == 26
        assert all(sheet.reason for sheet in seen)
        assert all(f"“{sheet.name}”" in str(refused.value) for sheet in seen)
        assert any(sheet.hidden and sheet.reason == "it is hidden" for sheet in seen)
