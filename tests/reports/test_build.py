"""What the pack of a frozen month says, checked as data before anything is drawn."""

import re
from dataclasses import replace

import pytest

from app.core.rating import Colour
from app.reporting import frozen
from app.reports import html, pdf
from app.reports.content import (
    Boxes,
    Bullets,
    Facts,
    Figure,
    Headline,
    KeyFigures,
    Link,
    Pack,
    Paragraph,
    RatingCell,
    ReasonList,
    Table,
)
from app.reports.content.build import build
from tests.reports import hostile, months

K = months.K
DOCUMENTS = {
    "October": months.document,
    "September": months.september,
    "portfolio": months.portfolio,
    "empty": months.empty,
    "one workstream": lambda: replace(
        months.document(), workstreams=months.document().workstreams[:1]
    ),
    "before the year began": lambda: months.document(months=frozen.Months(plan=(0,) * 12)),
}


def pack(document=None, before=None, **given) -> Pack:
    return build(document or months.document(), data_hash="ab" * 32, before=before, **given)


def section(of: Pack, anchor: str):
    return next(each for each in of.sections if each.anchor == anchor)


def blocks(of: Pack, anchor: str, kind):
    return [each for each in section(of, anchor).blocks if isinstance(each, kind)]


def said(items) -> list[str]:
    return [item.text if isinstance(item, Link) else item for item in items]


def changes(document=None, before=None) -> list[str]:
    made = pack(document, before or months.september())
    return said(blocks(made, "changes", Bullets)[0].items)


def answers(document=None) -> dict:
    facts = blocks(pack(document), "position", Facts)[0].facts
    return {
        fact.label: said(fact.value) if isinstance(fact.value, tuple) else fact.value
        for fact in facts
    }


@pytest.mark.parametrize("make", DOCUMENTS.values(), ids=DOCUMENTS)
def test_any_month_can_be_printed_and_read(make):
    made = pack(make(), before=months.september())
    assert pdf.render(made).startswith(b"%PDF")
    assert "ab" * 32 in html.document(made)


def test_a_document_read_back_says_the_same():
    document = months.document()
    assert pack(frozen.read(frozen.write(document))) == pack(document)


def test_the_headline_is_one_sentence_with_figures():
    headline = blocks(pack(before=months.september()), "position", Headline)[0]
    assert headline.text == (
        "Forecast £10.5m of £12.0m; £8.1m after risk; worse than September 2026."
    )


def test_without_an_earlier_month_nothing_is_compared():
    made = pack()
    assert "than" not in blocks(made, "position", Headline)[0].text
    assert "No earlier month is locked" in blocks(made, "changes", Paragraph)[0].text


def test_another_financial_year_is_not_compared_in_money():
    before = replace(months.september(), financial_year=months.FinancialYear.parse("2025/26"))
    assert "than" not in blocks(pack(before=before), "position", Headline)[0].text
    assert not [line for line in changes(before=before) if "savings forecast" in line]


def test_a_portfolio_without_savings_is_headed_by_its_confidence():
    text = blocks(pack(months.portfolio(20)), "position", Headline)[0].text
    assert text == "Delivery confidence of 20 workstreams: 2 red, 14 amber and 2 green."


def test_the_key_figures_count_what_the_month_holds():
    figures = {
        each.label: (each.figure, each.explanation)
        for each in blocks(pack(), "position", KeyFigures)[0].figures
    }
    assert figures["Savings forecast"] == ("£10.5m", "£1.5m below plan")
    assert figures["Delivered to date"] == ("£4.6m", "86.4% of plan to date")
    assert figures["Recurrent"] == ("58%", "£4.4m is one-off")
    assert figures["Ratings"] == ("2 red", "4 amber, 1 green and 1 not reported")
    assert figures["Milestones late"] == ("9", "of 60; 5 gates or critical")
    assert figures["Dependencies late"] == ("3", "of 25; 5 not agreed")


def test_a_plan_of_nought_has_no_share_delivered():
    savings = replace(months.document().savings, ytd_plan=0)
    figures = blocks(pack(months.document(savings=savings)), "position", KeyFigures)[0].figures
    assert figures[2].explanation == "n/a of plan to date"
    table = blocks(pack(months.document(savings=savings)), "savings", Figure)[1].figures
    assert table.total[-1] == "n/a"


def test_a_red_workstream_alerts_with_its_reason_and_what_is_asked():
    boxes = blocks(pack(), "position", Boxes)[0]
    assert said(boxes.alert)[0] == (
        "Missed appointments is red. WS04-M02: Actual to date is 62.2% of plan; below 75% is red. "
        "Asked: Release £60k of transformation funding."
    )
    assert boxes.alert[0].to == "#workstream-4"


def test_red_delivery_confidence_alerts_too():
    alert = said(blocks(pack(months.portfolio(20)), "position", Boxes)[0].alert)
    assert alert == [
        "Project 7 of the national portfolio: delivery confidence is red.",
        "Project 17 of the national portfolio: delivery confidence is red.",
    ]


def test_a_register_without_records_has_no_key_figure():
    figures = blocks(pack(months.portfolio(20)), "position", KeyFigures)[0].figures
    assert [each.label for each in figures] == ["Delivery confidence", "Ratings"]


def test_dimensions_that_nobody_reports_are_named_not_tabled():
    table = blocks(pack(months.portfolio(9)), "ratings", Table)[0]
    assert len(table.columns) == 3
    assert table.note.startswith("Not reported by any workstream: delivery, savings, risk")


def test_what_to_watch_names_the_amber_the_silent_and_the_excused():
    advice = said(blocks(pack(), "position", Boxes)[0].advise)
    assert advice[0].startswith("4 workstreams amber: Clinic utilisation, Virtual clinics,")
    assert advice[1] == "1 workstream not reported: Advice and guidance."
    assert advice[2] == "1 rating shown better than calculated, by leave."
    assert advice[3] == "74% of the remaining forecast falls in January to March."


def test_a_forecast_spread_evenly_is_not_called_back_loaded():
    even = replace(months.document().months, forecast=(K,) * 12)
    advice = said(blocks(pack(months.document(months=even)), "position", Boxes)[0].advise)
    assert not [line for line in advice if "January to March" in line]


@pytest.mark.parametrize(
    ("target", "after_risk", "answer"),
    [
        (12_000 * K, 8_055 * K, "No: £1.5m short of £12.0m before risk, £3.9m after."),
        (10_000 * K, 8_055 * K, "On the forecast, yes; after risk £1.9m short."),
        (10_000 * K, 10_200 * K, "Yes: £500k above it before risk, £200k after."),
        (None, 8_055 * K, "No target is set for 2026/27."),
    ],
)
def test_page_one_answers_whether_the_target_will_be_hit(target, after_risk, answer):
    savings = replace(months.document().savings, risk_adjusted_forecast=after_risk)
    document = months.document(target=target, savings=savings)
    assert answers(document)["Will we hit the target?"] == answer


def test_page_one_names_who_closes_the_gap_by_when_the_reddest_first():
    lines = answers()["What closes the gap?"]
    assert lines == [
        "Missed appointments: Bring the second batch of clinics forward to December "
        "(Marcus Bell, by 29 January 2027).",
        "Community shift of dermatology, ophthalmology and musculoskeletal activity: Bring the "
        "second batch of clinics forward to December (Owen Parry, by 29 January 2027).",
        "And 4 more paths to green.",
    ]


def test_page_one_names_the_dates_missed_the_latest_first():
    lines = answers()["Which dates were missed?"]
    assert re.fullmatch(r"Reminder contract live, step 3: \d+ working days late\.", lines[0])
    assert lines[-1] == "And 7 more late milestones."


def test_cost_counts_only_those_with_both_figures():
    assert answers()["What has it cost?"] == (
        "Forecast £1.3m, £60k above the baseline of £1.2m, for 6 workstreams with both; 2 left out."
    )


def test_a_question_without_data_is_left_out():
    assert answers(months.empty()) == {}


def test_what_changed_gives_each_colour_its_reason_the_worst_first():
    lines = changes()
    assert lines[0] == (
        "Missed appointments went from amber to red: Actual to date is 62.2% of plan; "
        "below 75% is red."
    )
    assert lines[3].startswith("Advice and guidance went from green to not reported")


def test_what_changed_counts_money_dates_risks_and_settings():
    lines = changes()
    assert "The savings forecast fell by £310k, from £10.8m to £10.5m." in lines
    assert any(line.startswith("9 milestones newly late: Reminder") for line in lines)
    assert "Risks: 4 scored higher." in lines
    assert "The setting savings.green_percent changed from 90 to 95." in lines


def test_workstreams_that_came_or_went_are_named():
    before = months.september()
    gone = replace(before.workstreams[0], ref="WS99", name="Closed early")
    lines = changes(before=replace(before, workstreams=(*before.workstreams[1:], gone)))
    assert "New: Clinic utilisation." in lines
    assert "No longer reported: Closed early." in lines


def test_a_month_like_the_last_says_so():
    quiet = months.document(risks=())
    made = pack(quiet, before=quiet)
    assert blocks(made, "changes", Paragraph)[0].text == "Nothing that this report counts."


def test_a_rating_shown_better_keeps_what_was_calculated_and_who_granted_it():
    table = blocks(pack(), "ratings", Table)[0]
    virtual = table.rows[4]
    assert virtual[1] == RatingCell(Colour.AMBER, Colour.AMBER, 3, calculated=Colour.RED)
    assert "Virtual clinics: shown better than calculated, granted by Amina Yusuf" in table.note


def test_delivery_confidence_has_a_column_where_anybody_gave_it():
    headings = [c.heading for c in blocks(pack(months.portfolio(9)), "ratings", Table)[0].columns]
    assert "Delivery confidence" in headings
    assert "Delivery confidence" not in [
        column.heading for column in blocks(pack(), "ratings", Table)[0].columns
    ]


def test_the_curve_adds_up_and_the_forecast_leaves_from_the_actual():
    curve = blocks(pack(), "savings", Figure)[0].picture
    assert curve.plan[-1] == 12_000 * K
    assert curve.actual[6] == curve.forecast[6] == 4_629 * K
    assert curve.forecast[:6] == (None,) * 6
    assert curve.actual[7:] == (None,) * 5
    assert curve.forecast[-1] == 10_500 * K


@pytest.mark.parametrize("month", range(1, 13))
def test_the_curve_holds_in_every_month_of_the_year(month):
    document = months.document(months.FinancialYear.parse("2026/27").month(month))
    curve = blocks(pack(document), "savings", Figure)[0].picture
    assert len(curve.forecast) == len(curve.actual) == 12
    assert curve.forecast[month - 1] == curve.actual[month - 1]
    assert curve.forecast[: month - 1] == (None,) * (month - 1)


def test_how_firm_the_forecast_is_keeps_its_two_axes():
    table = next(t for t in blocks(pack(), "savings", Table) if "firm" in t.caption)
    assert [column.heading for column in table.columns] == [
        *("Development status", "Schemes", "Low risk", "Medium risk", "High risk"),
        *("Risk not given", "Forecast"),
    ]
    assert table.total[1] == 30
    assert all(sum(row[2:-1]) == row[-1] for row in (*table.rows, table.total))
    assert table.note == "£1.5m of the target has no scheme behind it."


def test_the_bands_of_the_grid_are_those_of_the_months_settings():
    setting = frozen.SettingUsed(key="risk.high_from", value="10")
    picture = blocks(pack(months.document(settings=(setting,))), "risks", Figure)[0].picture
    assert picture.bands_from == (4, 10, 15)


def test_a_workstreams_page_says_why_and_how_it_turns():
    made = pack()
    reasons = blocks(made, "workstream-4", ReasonList)[0].entries
    assert [entry.dimension for entry in reasons] == [
        *("Overall", "Delivery", "Savings", "Risk", "Quality", "Dependencies", "Cost")
    ]
    assert reasons[1].sentences == ("WS04-M02: Actual to date is 62.2% of plan; below 75% is red.",)
    path = {fact.label: fact.value for fact in blocks(made, "workstream-4", Facts)[0].facts}
    assert path["Who and when"] == "Marcus Bell, by 29 January 2027"


def test_a_workstream_without_an_update_says_so():
    facts = blocks(pack(), "workstream-3", Facts)[0].facts
    assert facts[0].value == "No update was accepted for October 2026."


def test_of_very_many_workstreams_only_the_red_have_a_page_and_it_is_said():
    made = pack(months.portfolio())
    pages = [each for each in made.sections if each.level == 2]
    assert len(pages) == 23
    opening = blocks(made, "workstreams", Paragraph)[0].text
    assert opening.startswith("A page for each of the 23 that are red, of 235")


def test_what_is_left_out_is_counted():
    made = pack()
    lines = said(blocks(made, "left-out", Bullets)[0].items)
    assert lines == [
        "2 risks withheld: workforce-sensitive.",
        "2 workstreams have no cost baseline or forecast, and no rating for cost.",
    ]
    findings = blocks(made, "left-out", Table)[0]
    assert findings.caption == "Findings in the data: 1 warning"


def test_the_settings_used_are_printed():
    table = blocks(pack(), "rules", Table)[1]
    assert ("savings.green_percent", "95", "Default", "", "") in table.rows


@pytest.mark.parametrize("text", hostile.ALL, ids=["markup", "long", "W", "names", "control", "-"])
def test_hostile_records_print(text):
    document = months.document()
    workstream = replace(document.workstreams[3], name=text, purpose=text, lead=text)
    hostile_month = replace(
        document,
        workstreams=(workstream,),
        milestones=tuple(replace(each, title=text) for each in document.milestones[:9]),
        risks=tuple(replace(each, title=text) for each in document.risks[:3]),
    )
    made = pack(hostile_month, before=months.september())
    assert pdf.render(made).startswith(b"%PDF")
    assert "<script" not in html.document(made)
