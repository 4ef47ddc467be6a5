"""A file becomes typed rows; each row and each column is accounted for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading import reader
from app.imports.reading.contracts import ALL
from app.imports.reading.results import Severity, Unreadable
from tests.imports.reading.test_files import workbook

SCHEMES = (
    "Ref,Scheme,Plan £k,Forecast £k,YTD plan £k,YTD actual £k\n"
    "S1,Theatre lists,100,90,50,45\n"
    "S2,Agency,200,200,100,100\n"
)


def read(text, **given):
    return reader.read("schemes.csv", text.encode(), **given)


def said(file, severity=None):
    return [each.message for each in file.findings if severity is None or each.severity is severity]


def test_a_savings_table_is_known_and_read_in_pence():
    file = read(SCHEMES)
    assert (file.kind, file.rows_read, file.unmapped) == ("savings", 2, ())
    assert file.mapped == {
        "Ref": "ref",
        "Scheme": "title",
        "Plan £k": "plan",
        "Forecast £k": "forecast",
        "YTD plan £k": "ytd_plan",
        "YTD actual £k": "ytd_actual",
    }
    assert file.rows[0].values["plan"] == 10_000_000
    assert file.rows[0].row == 2


def test_a_row_that_is_wrong_is_refused_alone_and_its_cell_is_named():
    file = read(SCHEMES.replace("200,200", "2OO,200"))
    (wrong,) = file.rejected
    (error,) = wrong.errors
    assert (error.row, error.column, error.value) == (3, "Plan £k", "2OO")
    assert error.as_json()["severity"] == "error"
    assert [row.values["title"] for row in file.accepted] == ["Theatre lists"]


def test_rows_that_are_not_read_are_noted_once_for_each_run():
    text = (
        SCHEMES
        + ",,,,,\n,,,,,\nS3,,,,,\nRef,Scheme,Plan £k,Forecast £k,YTD plan £k,YTD actual £k\n"
    )
    file = read(text + "Total,,300,290,150,145\n")
    assert file.rows_read == 2
    notes = said(file, Severity.NOTE)
    assert notes == [
        "Rows 4 to 5 blank, not read",
        "Row 6 with an id and nothing else, not read",
        "Row 7 with the headings again, not read",
        "Row 8 with printed totals, not read",
    ]


def test_a_scheme_that_is_only_called_total_is_a_scheme():
    file = read(SCHEMES + "S3,Total knee replacement pathway,50,50,10,10\n")
    assert file.rows_read == 3


def test_a_total_that_has_a_name_of_its_own_is_known_by_adding_up():
    file = read(SCHEMES + ",Total Surgical Division,300,290,150,145\n")
    assert (file.rows_read, len(file.printed_totals)) == (2, 1)


def test_a_total_without_a_name_is_known_by_adding_up():
    file = read(SCHEMES + ",,300,290,150,145\n")
    assert (file.rows_read, len(file.printed_totals)) == (2, 1)


def test_subtotals_are_compared_with_the_rows_that_they_total():
    text = (
        "Scheme,Plan,Forecast\nA,10,10\nB,20,20\nSubtotal,30,30\nC,5,5\nSubtotal,5,8\n"
        "Grand total,35,35\n"
    )
    file = read(text)
    assert file.rows_read == 3
    (warning,) = [each for each in file.findings if each.severity is Severity.WARNING]
    assert (warning.row, warning.column) == (6, "Forecast")
    assert "more than rounding explains" in warning.message


def test_a_printed_variance_is_compared_and_never_kept_for_use():
    file = read("Scheme,Plan,Forecast,Forecast variance\nA,100,80,-20\nB,100,80,20\nC,100,80,-5\n")
    assert [each.row for each in file.findings if each.severity is Severity.WARNING] == [3, 4]
    assert any("opposite sign: it computes to −£20 (adverse)" in each for each in said(file))
    assert file.rejected == ()


def test_a_name_without_a_figure_is_not_a_scheme():
    file = read(SCHEMES + ",Estates,,,,\n")
    assert "has a name and no figures" in file.rejected[0].errors[0].message


def test_an_unknown_amount_is_left_empty_and_said():
    file = read(SCHEMES.replace("S1,Theatre lists,100,90", "S1,Theatre lists,100,TBC"))
    assert file.rows[0].values["forecast"] is None
    assert not file.rejected
    assert "“TBC” is not a figure, so the amount is left empty" in said(file, Severity.WARNING)


def test_a_title_of_ten_thousand_characters_is_refused_with_a_sentence():
    file = read(SCHEMES.replace("Agency", "x" * 10_000))
    assert "10,000 characters long" in file.rejected[0].errors[0].message
    assert len(file.rejected[0].errors[0].value) < 200


@pytest.mark.parametrize("cell", ["see 943 476 5919", "9434765919"])
@pytest.mark.parametrize("column", ["Scheme", "Notes"])
def test_a_row_with_an_nhs_number_is_refused_and_nothing_of_it_kept(cell, column):
    text = f"Scheme,Plan,Forecast,Notes\nA,1,1,\n{cell if column == 'Scheme' else 'B'},2,2,"
    file = read(text + (cell if column == "Notes" else ""))
    (wrong,) = file.rejected
    assert "holds an NHS number" in wrong.errors[0].message
    assert not wrong.values
    assert "9434765919" not in repr(file).replace(" ", "")


def test_the_headings_are_found_below_a_title_and_the_unit_above_them():
    text = "CIP tracker 2026/27 (£'000),,\n,,\nPrepared by the office,,\n"
    file = read(text + "Scheme name,Annual plan,Forecast outturn\nA,10,12\n")
    assert file.rows[0].values["plan"] == 1_000_000
    assert (file.rows[0].row, "Rows 1 to 3 above the headings, not read" in said(file)) == (5, True)


def test_headings_on_two_rows_are_read_together():
    text = ",In year,,Year to date,\nScheme,Plan,Forecast,Plan,Actual\nA,10,12,5,6\n"
    file = read(text)
    values = file.rows[0].values
    assert (values["plan"], values["forecast"]) == (1_000, 1_200)
    assert (values["ytd_plan"], values["ytd_actual"]) == (500, 600)


def test_headings_that_are_nearly_right_are_taken_and_said():
    file = read("Miletone title,Baseline dat,Forecast date\nRooms,01/04/2026,02/04/2026\n")
    assert file.kind == "milestones"
    assert file.rows[0].values["title"] == "Rooms"
    assert any("because it is like “milestone”" in each for each in said(file, Severity.NOTE))


def test_a_second_column_for_one_field_is_left_and_said():
    file = read("Scheme,Plan,Forecast,Target\nA,1,2,3\n")
    assert file.rows[0].values["plan"] == 100
    assert file.unmapped == ("Target",)
    assert any("could be plan as well" in each for each in said(file, Severity.WARNING))


def test_columns_without_a_heading_or_a_meaning_are_listed():
    file = read("Scheme,Plan,Forecast,Colour of folder,\nA,1,2,blue,hello\n")
    assert file.unmapped == ("Colour of folder", "Column E")


def test_a_person_may_change_the_mapping():
    file = read(
        "Scheme,Plan,Forecast,Target\nA,1,2,3\n", mapping={"Target": "plan", "Forecast": ""}
    )
    assert file.rows[0].values["plan"] == 300
    assert "Forecast" in file.unmapped
    assert "Plan" in file.unmapped


def test_a_mapping_to_a_field_that_does_not_exist_maps_nothing():
    file = read("Scheme,Plan,Forecast\nA,1,2\n", mapping={"Plan": "password"})
    assert file.mapped == {"Scheme": "title", "Forecast": "forecast"}


def test_the_same_headings_have_the_same_signature_and_others_another():
    first, again = read(SCHEMES), read(SCHEMES.replace("Agency", "Locums"))
    assert first.signature == again.signature
    assert first.signature != read(SCHEMES.replace("YTD plan £k", "Notes")).signature


def test_a_transposed_table_is_refused_as_transposed():
    with pytest.raises(Unreadable, match="transposed"):
        read("Project name,A,B\nRAG,Red,Green\nStart date,1/4/26,1/5/26\nEnd date,1/6/26,1/7/26\n")


def test_a_file_that_is_not_understood_is_refused_with_what_it_lacks():
    with pytest.raises(Unreadable, match="looks most like risks, and has no column for likelihood"):
        read("Risk id,Risk description,Owner,Status\nR1,Late,Ada,Open\n", kind="risks")
    with pytest.raises(Unreadable, match="no row of headings was found"):
        read("colour,shape\nred,square\n")


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(Unreadable, match="is not a kind of file"):
        read(SCHEMES, kind="poems")


def test_a_risk_takes_its_title_from_its_event_and_computes_its_score():
    file = read("Risk ID,Risk description,Likelihood,Impact,Score\nR1,Rooms late,4 - Likely,3,13\n")
    values = file.rows[0].values
    assert (values["title"], values["likelihood"], values["consequence"]) == ("Rooms late", 4, 3)
    assert any("4 × 3 is 12" in each for each in said(file, Severity.WARNING))
    assert any("No owner is given on 1 rows" in each for each in said(file))


def test_a_dependency_is_between_two():
    file = read(
        "From,To,Deliverable,Need by\nEstates,estates,Rooms,12/01/2027\nIT,Estates,Data,TBC\n"
    )
    assert file.kind == "dependencies"
    assert [row.is_rejected for row in file.rows] == [True, False]


def test_a_tracker_with_a_sheet_for_each_register_is_a_workbook():
    book = workbook(
        ("Cover", [["The programme"]]),
        ("Plan", [["Milestone", "Baseline date"], ["Rooms", date(2026, 4, 1)]]),
        ("RAID", [["Risk", "Likelihood", "Impact"], ["Late", 4, 3]]),
        ("Old", [["Risk", "Likelihood", "Impact"], ["Gone", 1, 1]], lambda sheet: sheet.hide()),
    )
    file = reader.read("tracker.xlsx", book)
    assert (file.kind, [row.table for row in file.rows]) == ("workbook", ["milestones", "risks"])
    assert file.mapped["Plan!Baseline date"] == "baseline"
    assert [sheet.table for sheet in file.sheets] == [None, "milestones", "risks", None]
    assert "This sheet was not read: it is hidden" in said(file)


def test_two_sheets_that_could_be_one_register_are_refused_and_listed():
    risks = [["Risk", "Likelihood", "Impact"], ["Late", 4, 3]]
    with pytest.raises(Unreadable, match="“A”, “B”") as refused:
        reader.read("a.xlsx", workbook(("A", risks), ("B", risks), ("C", [["nothing"]])))
    assert [sheet.name for sheet in refused.value.sheets] == ["A", "B", "C"]


def test_our_own_workbook_is_read_by_its_sheets():
    book = workbook(
        ("About", [["Ragstone workbook"]]),
        (
            "Workstreams",
            [["Ref", "Workstream", "Lead", "Purpose"], ["WS01", "Clinics", "Ada", "x"]],
        ),
        ("Savings by month", [["Scheme", "Financial year", "Measure", "Recurrence", "Apr", "Mar"]]),
        ("Risks", [["Risk", "Likelihood", "Impact", "Row version"], ["Late", 4, 3, 7]]),
    )
    file = reader.read("ragstone.xlsx", book)
    assert file.kind == "workbook"
    assert [row.table for row in file.rows] == ["workstreams", "risks"]
    assert file.rows[1].values["version"] == 7
    assert [sheet.table for sheet in file.sheets][2] == "savings_by_month"


def test_every_contract_knows_its_own_field_names():
    for contract in ALL:
        assert len(set(contract.names)) == len(contract.names)
        for group in contract.telling:
            assert set(group) <= set(contract.names)
        for formula in contract.formulas:
            assert {formula.field, *formula.plus, *formula.minus} <= set(contract.names)


CELL = st.sampled_from(
    ["", " ", "S1", "Total", "A scheme", "100", "-5", "TBC", "abc", "Scheme", "Plan", "9434765919"]
)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12))
def test_rows_read_and_rows_noted_are_all_the_rows(rows):
    lines = ["Ref,Scheme,Plan,Forecast", *(",".join(row) for row in rows)]
    file = read("\n".join(lines) + "\n", kind="savings")
    noted = [
        number
        for finding in file.findings
        if finding.message.endswith(", not read")
        for number in _numbers(finding.message)
    ]
    assert sorted([*noted, *(row.row for row in file.rows)]) == list(range(2, len(rows) + 2))
    assert all(row.errors or row.values.get("title") for row in file.rows)
    assert file.rows_read == len(file.accepted) + len(file.rejected)


def _numbers(message):
    words = message.removesuffix(", not read").split()
    first = int(words[1])
    return range(first, (int(words[3]) if words[0] == "Rows" else first) + 1)
