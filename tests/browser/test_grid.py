"""The grid of a scheme's months and the sheet of all schemes, as people with Excel use them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.financial_year import FinancialYear, Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.roles import Role
from app.savings.commands import closing
from app.savings.models import Scheme, SchemeBudgetLine, SchemeMonth
from app.savings.rules.lifecycle import Stage
from tests import make
from tests.browser.conftest import NOW
from tests.browser.month import Walk

YEAR = FinancialYear(2026)
SYSTEM = Actor.system("test")

PASTE = """(text) => {
  const data = new DataTransfer()
  data.setData('text/plain', text)
  const made = { clipboardData: data, bubbles: true, cancelable: true }
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', made))
}"""


@pytest.fixture
def walk():
    return Walk(with_actuals=True)


@pytest.fixture
def scheme(walk):
    return db.session.scalars(select(Scheme).order_by(Scheme.id)).first()


@pytest.fixture
def lead(visit, walk):
    return visit(walk.lead)


def box(visitor, label):
    return visitor.page.get_by_label(label, exact=True)


def paste(visitor, label, text):
    box(visitor, label).focus()
    visitor.page.evaluate(PASTE, text)


def said(visitor):
    return visitor.page.locator("[data-grid-said]").inner_text()


def focused(visitor):
    return visitor.page.evaluate(
        "() => document.querySelector(`label[for='${document.activeElement.id}']`)?.textContent"
    )


def open_months(visitor, scheme):
    visitor.go(f"/savings/{scheme.id}/months?year=2026-27")


def test_keys_move_as_in_a_spreadsheet(lead, scheme):
    open_months(lead, scheme)
    box(lead, "Plan, recurrent, April 2026").fill("10")
    keys = [
        ("ArrowDown", "Plan, recurrent, May 2026"),
        ("Enter", "Plan, recurrent, June 2026"),
        ("Shift+Enter", "Plan, recurrent, May 2026"),
        ("ArrowRight", "Plan, non-recurrent, May 2026"),
        ("ArrowLeft", "Plan, recurrent, May 2026"),
        ("ArrowUp", "Plan, recurrent, April 2026"),
        ("End", "Actual, non-recurrent, April 2026"),
        ("Home", "Plan, recurrent, April 2026"),
        ("Control+End", "Actual, non-recurrent, March 2027"),
        ("Control+Home", "Plan, recurrent, April 2026"),
        ("ArrowUp", "Plan, recurrent, April 2026"),
    ]
    for key, label in keys:
        lead.page.keyboard.press(key)
        assert focused(lead) == label, key


def test_within_a_number_left_and_right_move_the_caret(lead, scheme):
    open_months(lead, scheme)
    cell = box(lead, "Plan, non-recurrent, April 2026")
    cell.fill("1234")
    lead.page.keyboard.press("ArrowLeft")
    assert focused(lead) == "Plan, non-recurrent, April 2026"
    lead.page.keyboard.press("Home")
    lead.page.keyboard.press("ArrowLeft")
    assert focused(lead) == "Plan, recurrent, April 2026"


def test_a_paste_fills_the_cells_says_so_and_is_undone(lead, scheme):
    open_months(lead, scheme)
    first = "Forecast, recurrent, November 2026"
    before = box(lead, first).input_value()
    paste(lead, first, '"£1,250.50"\t(500)\r\n\t-\r\n')
    assert box(lead, first).input_value() == "£1,250.50"
    assert box(lead, "Forecast, non-recurrent, November 2026").input_value() == "(500)"
    assert box(lead, "Forecast, non-recurrent, December 2026").input_value() == "0"
    assert said(lead) == "4 cells filled in. Nothing is saved yet."
    lead.check()
    lead.touch("Undo paste")
    assert box(lead, first).input_value() == before
    assert "undone" in said(lead)
    assert not lead.page.get_by_role("button", name="Undo paste").is_visible()


def test_ctrl_z_takes_a_paste_back(lead, scheme):
    open_months(lead, scheme)
    label = "Forecast, recurrent, November 2026"
    before = box(lead, label).input_value()
    paste(lead, label, "1\t2\n3\t4")
    lead.page.keyboard.press("Control+z")
    assert box(lead, label).input_value() == before


def test_a_cell_that_is_no_amount_says_so_at_once_and_the_server_says_it_too(lead, scheme):
    open_months(lead, scheme)
    label = "Forecast, recurrent, November 2026"
    paste(lead, label, "lots\t5\n6\t7")
    assert "1 cell is not an amount: Forecast, recurrent, November 2026" in said(lead)
    assert box(lead, label).get_attribute("aria-invalid") == "true"
    lead.check()
    lead.press("Save 2026/27")
    assert lead.reads("must be an amount of money")
    lead.check()
    box(lead, label).fill("5")
    lead.page.keyboard.press("Tab")
    assert box(lead, label).get_attribute("aria-invalid") is None


def test_headings_and_a_column_of_months_are_found(lead, scheme):
    open_months(lead, scheme)
    block = "Month\tForecast\nMar-27\t33\nNovember 2026\t11\nTotal\t44"
    paste(lead, "Forecast, recurrent, April 2026", block)
    assert box(lead, "Forecast, recurrent, March 2027").input_value() == "33"
    assert box(lead, "Forecast, recurrent, November 2026").input_value() == "11"
    assert "1 row not used, as no row here has the name: Total" in said(lead)


def test_a_block_with_strange_names_is_refused_with_a_sentence(lead, scheme):
    open_months(lead, scheme)
    label = "Forecast, recurrent, April 2026"
    before = box(lead, label).input_value()
    paste(lead, label, "Red\t1\nBlue\t2")
    assert "neither an amount nor the name of a row" in said(lead)
    assert box(lead, label).input_value() == before


def test_totals_follow_what_is_typed(lead, scheme):
    open_months(lead, scheme)
    for month in YEAR.months:
        box(lead, f"Plan, recurrent, {month.name}").fill("10.10")
    assert lead.page.locator("[data-total]").first.inner_text() == "£121.20"
    assert lead.page.locator('[data-so-far="2027-03 plan"]').inner_text() == "£121.20"
    assert lead.page.locator('[data-so-far="2026-06 plan"]').inner_text() == "£30.30"


def test_closed_months_and_a_frozen_plan_are_read_not_typed(visit, walk, scheme):
    key, stage = scheme.id, Stage.IN_DELIVERY
    scheme.stage = stage
    programme = programmes.programme(walk.programme.id)
    closing.close_months(programme, Month(2026, 9), actor=SYSTEM, at=NOW)
    db.session.commit()
    for phone in (False, True):
        lead = visit(walk.lead, phone=phone)
        lead.go(f"/savings/{key}/months?year=2026-27")
        assert box(lead, "Forecast, recurrent, September 2026").count() == 0
        assert box(lead, "Plan, recurrent, October 2026").count() == 0
        assert box(lead, "Forecast, recurrent, October 2026").is_visible()
        assert lead.reads("The plan is frozen since G5")
        lead.check()


def pasted(rows, columns):
    return "\n".join(
        "\t".join(f"{row * 100 + column}.25" for column in range(columns)) for row in rows
    )


def test_forty_by_twelve_cells_from_excel_are_pasted_and_saved(visit, walk):
    for number in range(5, 41):
        make.scheme(workstream_id=walk.clinics.id, ref=f"WS01-S{number:02d}", title=f"S {number}")
    lead = visit(walk.lead)
    lead.go("/savings/sheet?mode=recurrent&month=2026-10")
    first = lead.page.locator("[data-cell] input").first
    first.focus()
    lead.page.evaluate(PASTE, pasted(range(40), 12))
    assert said(lead) == "480 cells filled in. Nothing is saved yet."
    lead.check()
    lead.press("Save the sheet")
    assert lead.reads("40 schemes saved")
    db.session.rollback()  # what was read before is an older moment
    expected = sum(row * 10_000 + column * 100 + 25 for row in range(40) for column in range(12))
    assert db.session.scalar(select(func.sum(SchemeMonth.forecast_recurrent))) == expected


def test_rows_go_to_their_schemes_by_reference_whatever_the_order(lead, walk):
    lead.go("/savings/sheet?month=2026-10")
    refs = lead.page.eval_on_selector_all(
        "[data-line]", "lines => lines.map(line => line.dataset.names)"
    )
    block = "\n".join([f"{ref}\t{number}" for number, ref in enumerate(reversed(refs))] + ["X9\t1"])
    lead.page.locator("[data-cell] input").first.focus()
    lead.page.evaluate(PASTE, f"Ref\tSaved\n{block}")
    values = [
        lead.page.locator(f'[data-names="{ref}"] input[inputmode]').first.input_value()
        for ref in refs
    ]
    assert values == [str(number) for number in reversed(range(len(refs)))]
    assert "X9" in said(lead)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("mode", ["month", "recurrent"])
def test_the_sheet_is_sound_on_a_laptop_and_on_a_phone(visit, walk, phone, mode):
    lead = visit(walk.lead, phone=phone)
    lead.go(f"/savings/sheet?month=2026-10&mode={mode}")
    lead.check()


def test_the_grid_is_a_plain_form_without_scripts(visit, walk, scheme):
    key = scheme.id
    lead = visit(walk.lead, scripts=False)
    lead.go(f"/savings/{key}/months?year=2026-27")
    box(lead, "Forecast, recurrent, March 2027").fill("77")
    lead.press("Save 2026/27")
    assert lead.reads("2026/27 saved")
    db.session.rollback()
    row = select(SchemeMonth.forecast_recurrent).where(SchemeMonth.scheme_id == key)
    assert db.session.scalar(row.where(SchemeMonth.month == Month(2027, 3))) == 7_700


@pytest.mark.parametrize("phone", [False, True])
def test_a_closed_month_is_corrected_and_a_pair_is_settled(visit, walk, phone):
    finance = walk.person("Fay Finance", Role.FINANCE)
    schemes = db.session.scalars(select(Scheme).order_by(Scheme.id)).all()[:2]
    for each in schemes:
        line = SchemeBudgetLine(scheme_id=each.id, cost_centre="4711", from_month=Month(2026, 4))
        db.session.add(line)
    programme = programmes.programme(walk.programme.id)
    closing.close_months(programme, Month(2026, 9), actor=SYSTEM, at=NOW)
    db.session.commit()
    visitor = visit(finance, phone=phone)
    visitor.go(f"/savings/{schemes[0].id}/adjust")
    visitor.page.get_by_label("Add to the recurrent actual").fill("-250")
    visitor.page.get_by_label("Why the figure changes").fill("Journal 9")
    visitor.press("Show the figures after it")
    assert visitor.reads("would read")
    visitor.check()
    visitor.press("Save the correction")
    assert visitor.reads("Journal 9")
    visitor.check()
    for page in ("budget-lines", "budget-lines/edit", "shares"):
        visitor.go(f"/savings/{schemes[0].id}/{page}")
        visitor.check()
    visitor.go("/savings/double-counting")
    visitor.check()
    visitor.follow("Settle")
    visitor.check()
    visitor.page.get_by_label("Why").fill("Two posts")
    visitor.press("Settle")
    assert visitor.reads("Settled by Fay Finance")
    visitor.check()
