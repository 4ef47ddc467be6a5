"""A month is opened, updated, challenged, locked, restated and published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import Month
from app.core.rating import Colour
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import WorkstreamCost
from app.reporting import commands, frozen, queries, rules
from app.reporting.models import PeriodStatus, UpdateStatus
from app.savings.models import Scheme, SchemeMonth
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 12)
OFFICE = Actor.system("the office")
OCTOBER = Month(2026, 10)


def a_programme_with_savings():
    programme = make.programme(code="OPD")
    workstream = make.workstream(programme_id=programme.id, ref="WS01")
    scheme = Scheme(workstream_id=workstream.id, ref="WS01-S01", title="Fewer missed appointments")
    db.session.add(scheme)
    db.session.flush()
    for month in OCTOBER.financial_year.months:
        actual = 90_00 if month <= OCTOBER else None
        db.session.add(
            SchemeMonth(
                scheme_id=scheme.id,
                month=month,
                plan_recurrent=100_00,
                forecast_recurrent=90_00,
                actual_recurrent=actual,
            )
        )
    db.session.commit()
    return programmes.by_code("OPD"), workstream


def opened(programme):
    period = commands.open_month(programme, OCTOBER, actor=OFFICE, at=AT)
    db.session.commit()
    return queries.period(programme.id, period.month)


def updated(period, workstream):
    found = programmes.by_ref(period.programme_id, workstream.ref)
    update = commands.begin_update(period, found, actor=OFFICE, at=AT)
    words = {
        "happened": "Reminders went live",
        "path_action": "Text two days before",
        "path_owner": "Ada",
        "path_date": date(2026, 12, 1),
        "path_decision": "None",
    }
    commands.save_update(update, words, actor=OFFICE, at=AT)
    commands.submit(update, calculated=Colour.AMBER, actor=OFFICE, at=AT)
    commands.accept(update, actor=OFFICE, at=AT)
    db.session.commit()
    return update


def position(programme, month=OCTOBER):
    return rules.position(queries.document(programme, month, TODAY), version=None, data_hash=None)


def test_the_live_position_adds_the_savings_up_and_rates_them():
    programme, workstream = a_programme_with_savings()
    updated(opened(programme), workstream)

    found = position(programme)

    assert found["savings"]["plan"] == 1_200_00
    assert found["savings"]["forecast"] == 1_080_00
    assert found["savings"]["ytd_variance"] == -70_00
    assert found["ratings"]["savings"]["amber"] == 1
    assert found["ratings"]["overall"]["amber"] == 1
    assert all(sum(counts.values()) == 1 for counts in found["ratings"].values())


def test_a_workstream_without_an_update_is_not_reported_and_never_green():
    programme, _workstream = a_programme_with_savings()
    opened(programme)

    assert position(programme)["ratings"]["overall"]["not_reported"] == 1
    assert position(programme)["ratings"]["savings"]["amber"] == 1


def test_a_lock_names_who_is_missing_and_waits_to_be_told():
    programme, _workstream = a_programme_with_savings()
    period = opened(programme)

    with pytest.raises(RuleBroken, match="WS01"):
        commands.lock_month(period, reason="Month end", today=TODAY, actor=OFFICE, at=AT)
    assert period.status is PeriodStatus.OPEN


def locked(programme):
    period = queries.period(programme.id, OCTOBER)
    made = commands.lock_month(
        period, reason="Month end", today=TODAY, with_missing=True, actor=OFFICE, at=AT
    )
    db.session.commit()
    return made


def test_a_locked_month_reads_the_same_after_live_data_changes():
    programme, workstream = a_programme_with_savings()
    updated(opened(programme), workstream)
    before = locked(programme).document

    scheme = db.session.scalars(select(Scheme)).one()
    scheme.title = "Something else"
    db.session.commit()

    kept = queries.frozen(programme.id, OCTOBER)
    assert kept.document == before
    assert frozen.read(kept.document).schemes[0].title == "Fewer missed appointments"
    assert queries.first_break() is None


def test_a_locked_month_cannot_be_locked_again_but_can_be_restated():
    programme, workstream = a_programme_with_savings()
    updated(opened(programme), workstream)
    first = locked(programme)
    period = queries.period(programme.id, OCTOBER)

    with pytest.raises(RuleBroken, match="correction"):
        commands.lock_month(period, reason="Again", today=TODAY, actor=OFFICE, at=AT)

    second = commands.restate(period, reason="A late journal", today=TODAY, actor=OFFICE, at=AT)
    db.session.commit()
    assert (first.version, second.version) == (1, 2)
    assert len(queries.versions(period.id)) == 2


def test_a_locked_months_update_cannot_be_changed():
    programme, workstream = a_programme_with_savings()
    updated(opened(programme), workstream)
    made = locked(programme)
    update = queries.find_update(made.period_id, workstream.id)

    with pytest.raises(RuleBroken, match="locked"):
        commands.save_update(update, {"happened": "Changed"}, actor=OFFICE, at=AT)


def test_an_earlier_month_cannot_be_opened_once_a_later_one_is_locked():
    programme, _workstream = a_programme_with_savings()
    opened(programme)
    locked(programme)

    with pytest.raises(RuleBroken, match="October 2026"):
        commands.open_month(programme, OCTOBER.previous, actor=OFFICE, at=AT)


def test_a_better_rating_stands_only_once_it_is_granted():
    programme, workstream = a_programme_with_savings()
    period = opened(programme)
    update = commands.begin_update(period, workstream, actor=OFFICE, at=AT)
    commands.declare(
        update,
        colour=Colour.GREEN,
        reason="A contract lands in March",
        calculated=Colour.AMBER,
        actor=OFFICE,
        at=AT,
    )
    update.status = UpdateStatus.ACCEPTED
    db.session.commit()
    shown = queries.document(programme, OCTOBER, TODAY).workstreams[0]
    assert (shown.overall.colour, shown.shown) == (Colour.AMBER, Colour.AMBER)

    update = queries.find_update(update.period_id, workstream.id)
    commands.grant_better(update, reason="Seen the contract", actor=OFFICE, at=AT)
    db.session.commit()
    shown = queries.document(programme, OCTOBER, TODAY).workstreams[0]
    assert (shown.overall.colour, shown.shown) == (Colour.AMBER, Colour.GREEN)
    assert shown.declared.months_diverging == 1


def test_a_lead_of_another_workstream_may_not_submit_this_ones_update():
    programme, workstream = a_programme_with_savings()
    period = opened(programme)
    stranger = make.actor(make.lead(make.workstream(programme_id=programme.id)))

    with pytest.raises(NotAllowed):
        commands.begin_update(period, workstream, actor=stranger, at=AT)


def test_red_or_amber_needs_a_path_to_green():
    programme, workstream = a_programme_with_savings()
    update = commands.begin_update(opened(programme), workstream, actor=OFFICE, at=AT)
    commands.save_update(update, {"happened": "Reminders went live"}, actor=OFFICE, at=AT)

    with pytest.raises(RuleBroken) as broken:
        commands.submit(update, calculated=Colour.AMBER, actor=OFFICE, at=AT)
    assert broken.value.field == "path_action"


def test_a_month_that_holds_nothing_is_refused():
    programme, _workstream = a_programme_with_savings()
    with pytest.raises(RuleBroken, match="holds nothing"):
        queries.month_of(programme, Month(2031, 1), TODAY)


def test_a_portfolio_return_that_came_first_is_the_update_once_the_month_is_opened():
    programme, workstream = a_programme_with_savings()
    found = programmes.by_ref(programme.id, workstream.ref)
    commands.keep_return(found, OCTOBER, happened="As returned", actor=OFFICE, at=AT)
    commands.keep_return(found, OCTOBER, happened="As returned again", actor=OFFICE, at=AT)
    db.session.commit()

    period = opened(programme)

    update = queries.find_update(period.id, workstream.id)
    assert (update.status, update.happened) == (UpdateStatus.ACCEPTED, "As returned again")
    assert not queries.missing(period)


def test_a_programme_that_only_has_costs_stands_at_the_end_of_their_year():
    programme = make.programme(code="GMPP")
    workstream = make.workstream(programme_id=programme.id)
    year = Month(2021, 10).financial_year
    db.session.add(WorkstreamCost(workstream_id=workstream.id, financial_year=year, baseline=5))
    db.session.commit()

    found = programmes.by_code("GMPP")
    assert queries.month_of(found, None, TODAY) == Month(2022, 3)
    assert queries.month_of(found, Month(2021, 12), TODAY) == Month(2021, 12)


def test_an_update_that_goes_back_after_the_approval_asks_for_it_again():
    programme, workstream = a_programme_with_savings()
    period = opened(programme)
    updated(period, workstream)
    commands.approve(queries.period(programme.id, OCTOBER), actor=OFFICE, at=AT)
    db.session.commit()

    update = queries.find_update(period.id, workstream.id)
    commands.return_update(update, comment="Which clinics?", actor=OFFICE, at=AT)
    db.session.commit()

    period = queries.period(programme.id, OCTOBER)
    assert (period.approved_by, period.approved_at) == ("", None)


def test_a_second_return_for_an_open_month_replaces_the_words_of_the_first():
    programme, workstream = a_programme_with_savings()
    period = opened(programme)
    found = programmes.by_ref(programme.id, workstream.ref)
    for happened in ("As returned", "As returned again"):
        commands.record_office_update(period, found, happened=happened, actor=OFFICE, at=AT)
        db.session.commit()
    update = queries.find_update(period.id, workstream.id)
    assert (update.status, update.happened) == (UpdateStatus.ACCEPTED, "As returned again")


def test_a_lead_enters_no_update_as_the_offices():
    programme, workstream = a_programme_with_savings()
    period = opened(programme)
    lead = make.actor(make.lead(workstream))
    found = programmes.by_ref(programme.id, workstream.ref)
    with pytest.raises(NotAllowed):
        commands.record_office_update(period, found, happened="All is well", actor=lead, at=AT)
    assert queries.find_update(period.id, workstream.id) is None


def test_the_same_return_twice_before_the_month_is_opened_is_told_once():
    programme, workstream = a_programme_with_savings()
    found = programmes.by_ref(programme.id, workstream.ref)
    for _ in range(2):
        commands.keep_return(found, OCTOBER, happened="As returned", actor=OFFICE, at=AT)
        db.session.commit()
    kept = select(AuditEvent).where(AuditEvent.action == "update.keep-return")
    assert len(db.session.scalars(kept).all()) == 1
