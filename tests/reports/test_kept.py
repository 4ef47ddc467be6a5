"""What the pack of a month says of the money since schema 2."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reporting import frozen
from app.reports import html, pdf
from app.reports.content import Boxes, Bullets, Facts, Figure, Headline, KeyFigures, Table
from app.reports.content.build import build
from tests.reports import hostile, months
from tests.reports.test_build import blocks, pack, said, section

K = months.K


def kept(**changed):
    return pack(months.kept(**changed))


def answers(**changed) -> dict[str, object]:
    return {fact.label: fact.value for fact in blocks(kept(**changed), "position", Facts)[0].facts}


def keys(**changed) -> dict[str, tuple[str, str]]:
    figures = blocks(kept(**changed), "position", KeyFigures)[0].figures
    return {each.label: (each.figure, each.explanation) for each in figures}


def table(caption: str, **changed) -> Table:
    made = section(kept(**changed), "savings").blocks
    tables = [each.figures if isinstance(each, Figure) else each for each in made]
    return next(e for e in tables if isinstance(e, Table) and e.caption.startswith(caption))


def facts_of(anchor: str, **changed) -> dict[str, object]:
    return {
        f.label: f.value for block in blocks(kept(**changed), anchor, Facts) for f in block.facts
    }


def test_the_headline_counts_what_is_not_held_and_says_what_is_validated():
    assert blocks(kept(), "position", Headline)[0].text == (
        "Forecast £9.8m of £12.0m; £8.1m after risk; £3.9m validated of £4.6m claimed."
    )


def test_validated_claimed_held_and_unidentified_are_lines_of_their_own():
    found = keys()
    assert found["Validated to date"] == ("£3.9m", "72.8% of plan to date")
    assert found["Claimed, not validated"] == ("£729k", "to date")
    assert found["Forecast that counts"] == ("£9.8m", "£2.2m below plan")
    assert found["Held by quality gate"][0] == "£700k"
    assert found["Unidentified"][0] == "£1.5m"


def test_the_weights_stand_beside_the_figure_that_uses_them():
    assert keys()["After risk"] == ("£8.1m", "low 90%, medium 60%, high 25%, not assessed 25%")


def test_whether_the_target_is_hit_is_said_before_risk_after_it_and_as_a_range():
    assert answers()["Will we hit the target?"] == (
        "No: £2.2m short of £12.0m before risk, £3.9m after; £700k more is held by the quality "
        "gate. Likely to end between £8.2m and £9.7m (eight draws in ten), half below £9.0m. "
        "The forecast that counts, £9.8m, is higher than nine draws in ten."
    )


def test_who_closes_the_gap_with_how_much_by_when_and_what_nobody_covers():
    assert said(answers()["What closes the gap?"]) == [
        "£620k: Recovery scheme for missed appointments (Marcus Bell, by 31 January 2027).",
        "£380k: Recovery scheme for missed appointments (Ruth Okafor, no date).",
        "£2.9m of the gap after risk has no action.",
    ]


def test_a_gap_that_nobody_closes_is_said_first():
    lines = said(answers(actions=())["What closes the gap?"])
    assert lines[0] == "No action closes the gap of £3.9m after risk."
    assert lines[1].startswith("Missed appointments: ")


def test_what_left_budgets_is_apart_from_what_was_avoided():
    assert answers()["What has left budgets?"] == (
        "£2.9m has left the year's budgets, with a journal; £2.9m cash-releasing is saved to date. "
        "Besides: £1.1m cost avoided and £600k productivity."
    )


def test_the_finance_paper_is_held_against_what_is_validated():
    assert answers()["Agrees with finance?"] == (
        "No: it prints £4.1m, £3.9m is validated, and £200k is not explained. "
        "Signed by Colin Hale on 9 November 2026."
    )
    none = answers(reconciliation=None)["Agrees with finance?"]
    assert none == "No figure of the finance paper is recorded for October 2026."


def test_a_difference_that_is_explained_is_said_and_figures_alike_are_told_apart():
    found = months.kept().reconciliation
    paper = replace(found.paper, theirs=found.validated - 20_000_00, unexplained=0, explained=2_000)
    said = answers(reconciliation=replace(found, paper=paper))["Agrees with finance?"]
    assert "it prints £3,880k, £3,900k is validated, and the £20 between them is explained." in said


def test_signed_figures_that_moved_since_are_named():
    found = replace(months.kept().reconciliation, moved=("claimed",))
    assert "claimed moved since" in answers(reconciliation=found)["Agrees with finance?"]


def test_posts_are_said_as_whole_time_equivalents():
    assert answers()["How many posts?"] == (
        "Savings take out 24.5 whole-time equivalents budgeted, 18.75 contracted."
    )


def test_patients_come_with_what_is_held_and_what_runs_out():
    assert answers()["What of patients?"] == (
        "27 of 30 schemes approved for quality; 3 schemes with £700k held; "
        "1 approval runs out within 30 days."
    )


def test_the_bridge_leads_from_the_target_to_what_is_left_after_risk():
    rows = table("From target to after risk").rows
    assert rows == (
        ("Target", 12_000 * K),
        ("Unidentified: no scheme behind it", -1_500 * K),
        ("Held by the quality gate", -700 * K),
        ("Taken off for risk", -1_745 * K),
        ("After risk", 8_055 * K),
    )
    assert sum(amount for _, amount in rows[:-1]) == rows[-1][1]


@pytest.mark.parametrize("target", [None, 9_000 * K, 10_500 * K])
def test_the_bridge_adds_up_whatever_the_target(target):
    rows = table("From", target=target).rows
    assert sum(amount for _, amount in rows[:-1]) == rows[-1][1]


def test_every_table_of_the_savings_adds_up_to_the_same_totals():
    assert table("Claimed and validated").total == ("To date", 4_629 * K, 3_900 * K, 729 * K)
    assert table("What kind of savings").total == ("All", 4_629 * K)
    assert table("Recurrent and not").total[3] == 12_500 * K - 2_000 * K
    firm = table("Forecast by development status")
    assert firm.total[-1] == sum(each.figures.forecast for each in months.kept().schemes)
    assert firm.total[1] == 30


def test_the_range_is_printed_with_its_method_and_what_it_was_made_from():
    found = facts_of("savings")
    ends = (found["One draw in ten ends below"], found["Nine draws in ten end below"])
    assert ends == ("£8.2m", "£9.7m")
    assert found["How"] == "2,000 draws, the same for ever."
    assert found["Made from"].startswith("54 observations")
    assert "opportunities at most 10%" in found["Weights of what remains"]


def test_how_forecasts_came_out_is_said_in_words():
    lines = [line for block in blocks(kept(), "savings", Bullets) for line in block.items]
    assert lines == [
        "Forecasts one month ahead were 12.0% too high on average, on 9 occasions.",
        "Forecasts three months ahead: not enough history, 4 occasions of the 6 needed.",
    ]
    assert table("How forecasts came out").rows[0][:3] == ("Missed appointments", 1, 9)


def test_what_is_left_out_names_what_the_headline_does_not_count():
    lines = blocks(kept(), "left-out", Bullets)[0].items
    assert "£700k of 3 schemes is held by the quality gate: it does not count." in lines
    assert "£729k is claimed and not validated by finance." in lines
    withheld = (frozen.Withheld(kind="dependencies", count=1, why="workforce-sensitive"),)
    one = blocks(kept(withheld=withheld), "left-out", Bullets)[0].items[0]
    assert one == "1 dependency withheld: workforce-sensitive."


def test_a_month_without_any_of_it_still_reads():
    bare = months.kept(
        year_end=None,
        accuracy=(),
        actions=(),
        reconciliation=None,
        weights={},
        target=None,
        months=frozen.Months(),
        schemes=(),
        savings=frozen.Savings(schemes=1),
    )
    made = pack(bare, months.kept())
    assert html.article(made)
    assert pdf.render(made)


def test_a_programme_without_savings_asks_nothing_of_finance():
    labels = answers(savings=frozen.Savings(), schemes=(), target=None, actions=(), year_end=None)
    assert not {"What has left budgets?", "Agrees with finance?", "How many posts?"} & set(labels)


def test_hostile_names_of_owners_and_papers_are_only_words():
    words = hostile.ALL[0]
    found = replace(months.kept().reconciliation, paper_title=words, signed_by=words)
    actions = tuple(replace(each, owner=words, title=words) for each in months.kept().actions)
    made = build(months.kept(reconciliation=found, actions=actions), data_hash="ab" * 32)
    assert "<script>" not in html.article(made)
    assert pdf.render(made)


def test_the_boxes_still_stand_on_page_one():
    assert blocks(kept(), "position", Boxes)


def test_a_workstream_leads_with_what_is_validated():
    first = months.kept().workstreams[0]
    savings = replace(first.savings, validated=900 * K, held=100 * K)
    made = pack(months.kept(workstreams=(replace(first, savings=savings, target=2_500 * K),)))
    tiles = blocks(made, "workstream-1", KeyFigures)[0].figures
    assert [(each.label, each.figure, each.explanation) for each in tiles[:3]] == [
        ("Validated to date", "£900k", "of £1.1m claimed; 72.6% of plan"),
        ("Forecast that counts", "£2.3m", "£190k below target; £100k held"),
        ("Savings target", "£2.5m", "4 schemes"),
    ]


def test_a_column_without_a_figure_in_it_is_left_out():
    def heads(**changed):
        return [each.heading for each in table("Savings by workstream", **changed).columns]

    assert "Held" in heads()
    assert "Target" not in heads()
    none_held = replace(months.kept().savings, held=0)
    assert "Held" not in heads(savings=none_held)


def test_what_is_newly_held_is_told_as_a_change_for_the_worse():
    before = months.kept(savings=replace(months.kept().savings, held=0, validated=3_000 * K))
    lines = said(blocks(pack(months.kept(), before), "changes", Bullets)[0].items)
    assert "What the quality gate holds rose from £0 to £700k." in lines
    assert "Finance validated £900k more, £3.9m to date." in lines
