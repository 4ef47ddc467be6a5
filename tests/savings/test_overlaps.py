"""Savings that may be counted twice are found, settled with a reason, and found again if moved."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.ratings import queries as ratings
from app.ratings.rules.findings import Check, Severity
from app.savings import commands as savings
from app.savings import queries
from app.savings.commands import budget_lines as commands
from app.savings.commands import overlaps as deciding
from app.savings.models import OverlapDecision, SchemeBudgetLine, SchemeShare
from app.savings.queries import overlaps
from app.savings.rules import overlaps as rules
from app.savings.rules.overlaps import Kind, Line, Named
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
APRIL, OCTOBER, MARCH = Month(2026, 4), Month(2026, 10), Month(2027, 3)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}


def line(scheme, centre="4711", account="5200", first=APRIL, last=MARCH):
    return Line(scheme, centre, account, first, last)


def pairs(*lines):
    return [each.schemes for each in rules.on_one_line(lines)]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({}, {}, True),
        ({"last": OCTOBER}, {"first": OCTOBER}, True),
        ({"last": OCTOBER}, {"first": OCTOBER.next}, False),
        ({"last": None}, {"first": Month(2030, 1), "last": None}, True),
        ({"account": ""}, {"account": "9999"}, True),
        ({"account": "5200"}, {"account": "5300"}, False),
        ({"centre": "4711"}, {"centre": "4712"}, False),
        ({"centre": "CC-47 11"}, {"centre": "cc4711"}, True),
    ],
)
def test_two_schemes_meet_on_one_line_in_the_same_months_only(one, other, meet):
    assert pairs(line(1, **one), line(2, **other)) == ([(1, 2)] if meet else [])


def test_a_scheme_never_meets_itself():
    assert pairs(line(1), line(1, account="")) == []


def test_a_pair_is_found_once_however_many_lines_it_shares():
    found = rules.on_one_line([line(1), line(2), line(1, "99"), line(2, "99"), line(3, "99")])
    assert [each.schemes for each in found] == [(1, 2), (1, 3), (2, 3)]
    assert "and 1 more" in found[0].shared


MONTHS = some.integers(0, 30).map(APRIL.plus)
LINES = some.lists(
    some.builds(
        Line, some.integers(1, 5), some.sampled_from("AB"), some.sampled_from(["", "1", "2"]),
        MONTHS, some.one_of(some.none(), MONTHS),
    ),
    max_size=12,
)  # fmt: skip  # a table, read down its columns


@given(LINES)
def test_the_pairs_are_those_that_a_look_at_every_two_lines_finds(lines):
    lines = [each for each in lines if each.last is None or each.first <= each.last]

    def meet(one, other):
        return (
            one.scheme_id < other.scheme_id
            and one.cost_centre == other.cost_centre
            and (one.account == other.account or "" in (one.account, other.account))
            and (one.last is None or other.first <= one.last)
            and (other.last is None or one.first <= other.last)
        )

    every_two = {(a.scheme_id, b.scheme_id) for a in lines for b in lines if meet(a, b)}
    assert set(pairs(*lines)) == every_two


def test_a_key_changes_when_either_sides_line_does():
    before = rules.on_one_line([line(1), line(2)])[0].key
    assert rules.on_one_line([line(2), line(1)])[0].key == before
    assert rules.on_one_line([line(1), line(2, last=OCTOBER)])[0].key != before
    assert rules.on_one_line([line(1, account=""), line(2)])[0].key != before
    assert rules.on_one_line([line(1), line(2), line(3, "9")])[0].key == before


def test_shares_that_do_not_add_up_to_the_whole_are_found():
    found = rules.not_whole({1: [(7, 5000), (8, 5000)], 2: [(7, 3333), (8, 3333)]})
    assert [each.schemes for each in found] == [(2,)]
    assert found[0].shared == "Its shares add up to 66.66%, not 100%"


def named(key, title, place=1, start=None, plan=0):
    return Named(key, place, title, start, plan)


def exactly(one, other):
    return 100.0 if one == other else 0.0


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("Fewer agency nurses", "fewer AGENCY nurses", True),
        ("Review of the agency nurses", "Agency nurses: review", True),
        ("Close ward 3", "Close ward 4", False),
        ("Fewer agency nurses", "Theatre productivity", False),
        ("", "", False),
    ],
)
def test_titles_are_compared_by_the_words_that_say_something(one, other, are_alike):
    found = rules.alike([named(1, one), named(2, other, place=2)], exactly)
    assert bool(found) is are_alike


def test_two_schemes_of_one_workstream_are_never_twins():
    assert rules.alike([named(1, "Agency"), named(2, "Agency")], exactly) == []


def test_hundreds_of_one_title_are_found_without_comparing_every_two():
    many = [named(key, "Agency", place=key % 2) for key in range(400)]
    assert len(rules.alike(many, exactly)) == 399


@pytest.mark.parametrize(
    ("start", "plan", "are_twins"),
    [(date(2026, 4, 1), 5, True), (None, 7, True), (None, 0, False), (date(2026, 5, 1), 5, False)],
)
def test_twins_also_start_on_the_same_day_or_plan_the_same_amount(start, plan, are_twins):
    one = named(1, "Agency", start=date(2026, 4, 1), plan=7)
    other = named(2, "Agency", place=2, start=start, plan=plan)
    assert bool(rules.twins([(one, other)])) is are_twins


@pytest.fixture
def programme():
    return make.programme(code="OPD")


@pytest.fixture
def places(programme):
    return [make.workstream(ref=f"WS0{n}", programme_id=programme.id) for n in (1, 2)]


@pytest.fixture
def two(places):
    """Two schemes of two workstreams on one budget line."""
    made = [
        make.scheme(workstream_id=place.id, ref=f"{place.ref}-S01", title=title)
        for place, title in zip(places, ("Agency nurses", "Pathology"), strict=True)
    ]
    for each in made:
        make.money(each, plan=[1] * 12)
        db.session.add(SchemeBudgetLine(scheme_id=each.id, cost_centre="4711", from_month=APRIL))
    db.session.commit()
    return [each.id for each in made]


def get(key):
    return queries.get(key, SYSTEM)


def settle(programme, key=None, *, reason="Two posts of one team", actor=SYSTEM):
    found = programmes.programme(programme.id)
    key = key or overlaps.unresolved(programme.id)[0].key
    made = deciding.settle_overlap(found, key, reason=reason, actor=actor, at=AT)
    db.session.commit()
    return made


def test_a_pair_is_open_until_somebody_settles_it_with_a_reason(programme, two):
    assert [each.schemes for each in overlaps.unresolved(programme.id)] == [tuple(two)]
    with pytest.raises(RuleBroken, match="Say why"):
        settle(programme, reason=" ")
    settle(programme)
    assert overlaps.unresolved(programme.id) == []
    assert [overlaps.unresolved_of(get(key)) for key in two] == [[], []]


def test_both_schemes_trails_tell_of_the_decision(programme, two):
    settle(programme)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "scheme.settle_overlap")
    ).all()
    assert sorted(each.record_id for each in events) == sorted(two)
    assert all(each.reason == "Two posts of one team" for each in events)


def test_a_decision_is_told_of_the_workforce_sensitive_scheme_alone(programme, two):
    get(two[0]).disclosure = Disclosure.WORKFORCE
    db.session.commit()
    settle(programme)
    [event] = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "scheme.settle_overlap")
    )
    assert (event.record_id, event.disclosure) == (two[0], Disclosure.WORKFORCE)


def test_a_decision_lapses_when_either_line_changes_and_holds_when_nothing_does(programme, two):
    settle(programme)
    scheme = get(two[1])
    same = [line(scheme.id, "4711", "", APRIL, None)]
    commands.set_budget_lines(scheme, same, **NOW)
    assert overlaps.unresolved(programme.id) == []
    commands.set_budget_lines(scheme, [line(scheme.id, "4711", "5200")], **NOW)
    assert [each.kind for each in overlaps.unresolved(programme.id)] == [Kind.LINE]


def test_what_was_settled_can_be_opened_again_and_both_decisions_stay(programme, two):
    key = settle(programme).key
    found = programmes.programme(programme.id)
    deciding.reopen_overlap(found, key, reason="The posts moved", **NOW)
    assert [each.key for each in overlaps.unresolved(programme.id)] == [key]
    assert db.session.scalar(select(func.count()).select_from(OverlapDecision)) == 2


def test_a_pair_is_settled_once(programme, two):
    key = settle(programme).key
    with pytest.raises(RuleBroken, match="settled already"):
        settle(programme, key)
    with pytest.raises(NotFound):
        settle(programme, "line-1-2-abc")


def test_only_finance_settles_and_never_its_own_scheme(programme, two):
    lead = make.actor(make.lead(get(two[0]).workstream))
    with pytest.raises(NotAllowed):
        settle(programme, actor=lead)
    finance = make.finance(programmes.programme(programme.id))
    get(two[0]).owner_id = finance.id
    db.session.commit()
    with pytest.raises(RuleBroken, match="somebody else has to decide"):
        settle(programme, actor=make.actor(finance))


def test_a_withdrawn_scheme_is_counted_nowhere_and_so_not_twice(programme, two):
    savings.withdraw(get(two[0]), reason="No", **NOW)
    assert overlaps.unresolved(programme.id) == []


def test_the_findings_tell_of_it_as_an_error_until_it_is_settled(programme, two):
    def found():
        listed = ratings.findings(programme.id, OCTOBER, date(2026, 10, 20), SYSTEM)
        return [each for each in listed if each.rule is Check.SCHEME_COUNTED_TWICE]

    assert [each.record for each in found()] == ["WS01-S01", "WS02-S01"]
    assert {each.severity for each in found()} == {Severity.ERROR}
    settle(programme)
    assert found() == []


def test_nothing_points_at_a_workforce_sensitive_scheme(programme, two, client):
    get(two[0]).disclosure = Disclosure.WORKFORCE
    db.session.commit()
    assert list(overlaps.unresolved_by_scheme(programme.id)) == [two[0]]
    reader = make.finance(programmes.programme(programme.id))
    page = client.sign_in(reader).get("/savings/double-counting").get_data(as_text=True)
    assert "WS02-S01" not in page
    assert "WS01-S01" not in page


def test_lines_are_written_and_taken_away_as_one_save(two):
    scheme = get(two[0])
    shown = scheme.version
    wanted = [line(scheme.id), line(scheme.id, "9", "", OCTOBER, None)]
    commands.set_budget_lines(scheme, wanted, version=shown, **NOW)
    assert [each.cost_centre for each in overlaps.lines_of(scheme.id)] == ["4711", "9"]
    assert scheme.version == shown + 1
    with pytest.raises(Conflict):
        commands.set_budget_lines(scheme, [], version=shown, **NOW)
    commands.set_budget_lines(scheme, [], **NOW)
    assert overlaps.lines_of(scheme.id) == []


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([line(1, "")], "cost_centre_0"),
        ([line(1, "x" * 41)], "cost_centre_0"),
        ([line(1), line(1, first=OCTOBER, last=APRIL)], "to_1"),
        ([line(1), line(1)], "cost_centre_1"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_beside_its_box(two, lines, field):
    with pytest.raises(RuleBroken) as refused:
        commands.set_budget_lines(get(two[0]), lines, **NOW)
    assert refused.value.field == field


@pytest.mark.parametrize("shares", [(9999, 0), (5000, 5001), (-1, 10001)])
def test_shares_must_add_up_to_the_whole(two, places, shares):
    given = dict(zip([each.id for each in places], shares, strict=True))
    with pytest.raises(RuleBroken, match="share"):
        commands.set_shares(get(two[0]), given, **NOW)


def test_shares_are_written_in_words_to_the_trail(two, places):
    one, other = (each.id for each in places)
    commands.set_shares(get(two[0]), {one: 3334, other: 6666}, **NOW)
    db.session.commit()
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "scheme.set_shares")
    ).one()
    assert event.differences == {"shares": ["", "WS01 33.34%, WS02 66.66%"]}
    commands.set_shares(get(two[0]), {}, **NOW)
    assert overlaps.shares_of(two[0]) == {}


def test_a_share_of_another_programme_is_refused(two):
    elsewhere = make.workstream().id
    with pytest.raises(RuleBroken, match="of this programme"):
        commands.set_shares(get(two[0]), {elsewhere: 10_000}, **NOW)


def test_only_those_who_may_edit_the_scheme_change_its_lines(two):
    elsewhere = make.actor(make.lead(make.workstream()))
    for act in (
        lambda: commands.set_budget_lines(get(two[0]), [], actor=elsewhere, at=AT),
        lambda: commands.set_shares(get(two[0]), {}, actor=elsewhere, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def shown(response):
    return response.get_data(as_text=True)


def test_finance_settles_a_pair_on_its_page(client, programme, two):
    reader = make.finance(programmes.programme(programme.id), name="Fay Finance")
    page = shown(client.sign_in(reader).get("/savings/double-counting"))
    assert "To settle: 1" in page
    assert "£12,000.00" in page
    key = overlaps.unresolved(programme.id)[0].key
    address = f"/savings/double-counting/OPD/{key}"
    assert client.post(address, data={"reason": "", "verdict": "settle"}).status_code == 422
    assert client.post(address, data={"reason": "Split", "verdict": "settle"}).status_code == 302
    page = shown(client.get("/savings/double-counting"))
    assert "To settle: 0" in page
    assert "Settled by Fay Finance" in page
    client.post(address, data={"reason": "Not so", "verdict": "open"})
    assert "To settle: 1" in shown(client.get("/savings/double-counting"))


def test_a_lead_neither_settles_nor_sees_anothers_scheme(client, programme, two):
    lead = make.lead(get(two[0]).workstream)
    page = shown(client.sign_in(lead).get("/savings/double-counting"))
    assert "WS02-S01" not in page
    key = overlaps.unresolved(programme.id)[0].key
    assert client.get(f"/savings/double-counting/OPD/{key}").status_code == 403


def test_lines_and_shares_are_changed_on_pages(client, two, places):
    lead = make.lead(get(two[0]).workstream)
    key, version, mine = two[0], get(two[0]).version, places[0].id
    data = {
        "version": version,
        "cost_centre_0": " 12 34 ",
        "account_0": "",
        "from_0": "2026-04",
        "to_0": "2027-03",
        "cost_centre_1": "",
        "from_1": "",
    }
    address = f"/savings/{key}/budget-lines/edit"
    answer = client.sign_in(lead).post(address, data={**data, "from_0": "April"})
    assert answer.status_code == 422
    assert "Enter a month as year and month" in shown(answer)
    assert client.post(address, data=data).status_code == 302
    page = shown(client.get(f"/savings/{key}/budget-lines"))
    assert "12 34" in page
    assert "Every account" in page
    assert client.post(address, data=data).status_code == 409
    wrong = client.post(
        f"/savings/{key}/shares", data={"version": version + 1, f"share_{mine}": "99.99"}
    )
    assert "add up to 99.99%" in shown(wrong)
    right = client.post(
        f"/savings/{key}/shares", data={"version": version + 1, f"share_{mine}": "100"}
    )
    assert right.status_code == 302
    assert db.session.scalars(select(SchemeShare.share)).one() == 10_000


def test_nothing_found_says_on_what_it_depends(client, programme):
    reader = make.sro(programme)
    assert "budget lines" in shown(client.sign_in(reader).get("/savings/double-counting"))


def test_the_number_of_reads_does_not_grow_with_the_schemes(programme, two, places, queries):
    def reads():
        queries.clear()
        overlaps.unresolved(programme.id)
        return len(queries)

    few, key, place = reads(), programme.id, places[0].id
    for number in range(30):
        made = make.scheme(workstream_id=place, title=f"Agency nurses {number}")
        db.session.add(SchemeBudgetLine(scheme_id=made.id, cost_centre="4711", from_month=APRIL))
    db.session.commit()
    assert key
    assert reads() == few


def test_shares_that_stay_as_they_were_are_no_change(two, places):
    shares = {places[0].id: 6000, places[1].id: 4000}
    commands.set_shares(get(two[0]), shares, **NOW)
    shown = get(two[0]).version
    commands.set_shares(get(two[0]), shares, **NOW)
    assert get(two[0]).version == shown


def test_a_scheme_has_no_more_lines_than_a_page_can_show(two):
    most = [line(two[0], str(number)) for number in range(commands.MOST_LINES)]
    with pytest.raises(RuleBroken, match="50 budget lines at most"):
        commands.set_budget_lines(get(two[0]), [*most, line(two[0], "one more")], **NOW)
    commands.set_budget_lines(get(two[0]), most, **NOW)
    assert len(overlaps.lines_of(two[0])) == 50


def test_finance_does_not_settle_a_pair_of_which_it_may_see_one_scheme_only(programme, two):
    get(two[0]).disclosure = Disclosure.WORKFORCE
    db.session.commit()
    finance = make.actor(make.finance(programmes.programme(programme.id)))
    with pytest.raises(NotFound):
        settle(programme, actor=finance)
    assert len(overlaps.unresolved(programme.id)) == 1
