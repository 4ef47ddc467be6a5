"""What the open months wait for, from one person's chair."""

from __future__ import annotations

from datetime import date

from app.reporting import queries as reporting
from app.reporting.models import PeriodStatus, UpdateStatus
from app.reporting.queries import Wait
from tests import make
from tests.make.store import stored

TODAY = date(2026, 11, 3)
AFTER_THE_CUT_OFF = date(2026, 11, 12)


def an_open_month():
    programme = make.programme()
    return make.period(programme_id=programme.id), make.workstream(programme_id=programme.id)


def waits(person, today=TODAY):
    return [each.what for each in reporting.waiting_for(make.actor(person), today)]


def test_a_lead_is_asked_for_the_update_of_their_own_workstream_only():
    period, workstream = an_open_month()
    make.workstream(programme_id=period.programme_id)

    found = reporting.waiting_for(make.actor(make.lead(workstream)), TODAY)

    assert [(each.what, each.workstream.id) for each in found] == [(Wait.SEND, workstream.id)]
    assert (found[0].is_begun, found[0].is_late) == (False, False)


def test_a_returned_update_waits_for_its_lead_to_correct_it():
    period, workstream = an_open_month()
    lead = make.lead(workstream)
    update = make.update(period_id=period.id, workstream_id=workstream.id)
    assert reporting.waiting_for(make.actor(lead), TODAY)[0].is_begun

    update.status = UpdateStatus.RETURNED
    stored(update)
    assert waits(lead) == [Wait.CORRECT]


def test_a_submitted_update_waits_for_the_office_and_no_longer_for_its_lead():
    period, workstream = an_open_month()
    lead, office = make.lead(workstream), make.pmo()
    assert waits(office) == [Wait.CHASE]

    make.update(period_id=period.id, workstream_id=workstream.id, status=UpdateStatus.SUBMITTED)
    assert waits(lead) == []
    assert waits(office) == [Wait.REVIEW]


def test_the_sro_approves_once_everything_is_accepted_and_then_the_office_locks():
    period, workstream = an_open_month()
    office, sro = make.pmo(), make.sro()
    make.update(period_id=period.id, workstream_id=workstream.id, status=UpdateStatus.ACCEPTED)
    assert (waits(office), waits(sro)) == ([], [Wait.APPROVE])

    period.approved_by = "The SRO"
    stored(period)
    assert (waits(office), waits(sro)) == ([Wait.LOCK], [])


def test_after_the_cut_off_the_sro_can_approve_with_some_missing():
    an_open_month()
    assert waits(make.sro()) == []
    assert waits(make.sro(), AFTER_THE_CUT_OFF) == [Wait.APPROVE]


def test_nothing_waits_in_a_locked_month_or_in_somebody_elses_programme():
    period, _workstream = an_open_month()
    assert waits(make.pmo(make.programme())) == []

    period.status = PeriodStatus.LOCKED
    stored(period)
    assert waits(make.pmo()) == []


def test_what_waits_is_read_in_as_many_queries_for_one_workstream_as_for_twenty(queries):
    period, _workstream = an_open_month()
    office = make.actor(make.pmo())
    queries.clear()
    _read(office)
    before = len(queries)

    for _ in range(20):
        make.workstream(programme_id=period.programme_id)
    queries.clear()
    _read(office)
    assert len(queries) == before


def _read(actor):
    return reporting.waiting_for(actor, TODAY)
