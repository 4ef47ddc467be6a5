"""What a portfolio return says of the month: the office's update, never over a lead's own words."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.reporting import commands, queries
from app.reporting.models import PeriodStatus, PortfolioReturn, UpdateStatus
from tests import make
from tests.conftest import NOW
from tests.imports.conftest import OFFICE

OCTOBER = Month(2026, 10)
HEADINGS = ("Project name", "RAG", "RAG narrative", "Schedule narrative", "End date")


@pytest.fixture
def trams(programme):
    return make.workstream(programme_id=programme.id, ref="WS01", name="Trams").id


@pytest.fixture
def period(programme):
    return make.period(programme_id=programme.id).id


@pytest.fixture
def returned(bring):
    """The row of one project, brought in for October."""

    def run(rating="The rails are laid", schedule="", **given):
        return bring(HEADINGS, ("Trams", "Amber", rating, schedule, ""), month="2026-10", **given)

    return run


def update_of(period_id):
    db.session.expire_all()
    (found,) = queries.of_period(period_id).values()
    return found


def kept():
    db.session.expire_all()
    return db.session.scalars(select(PortfolioReturn.happened)).all()


def shown(report):
    return [each.label for row in report.results for each in row.differences]


def warnings(report):
    return [each.message for each in report.findings if each.severity == "warning"]


def test_the_words_of_a_return_are_the_months_accepted_update(returned, trams, period):
    returned(schedule="Two weeks late")
    update = update_of(period)
    assert update.status is UpdateStatus.ACCEPTED
    assert update.happened == "The rails are laid\n\nTwo weeks late"


def test_a_project_without_a_narrative_names_the_file_instead(returned, trams, period):
    returned("")
    assert update_of(period).happened.endswith("no narrative was given")


def test_new_words_replace_those_of_the_return_before_and_are_shown_first(returned, trams, period):
    returned(schedule="Two weeks late")
    report = returned(schedule="Three weeks late")
    assert update_of(period).happened.endswith("Three weeks late")
    assert shown(report) == ["Update for October 2026 (M7)"]


def test_the_same_return_twice_changes_nothing(returned, trams, period):
    returned()
    entered = update_of(period).version
    report = returned()
    assert report.counts["unchanged"] == 1
    assert update_of(period).version == entered


def test_the_same_words_with_another_confidence_leave_the_update_as_it_is(bring, trams, period):
    for colour in ("Amber", "Red"):
        row = ("Trams", colour, "The rails are laid", "", "")
        bring(HEADINGS, row, month="2026-10")
    assert update_of(period).happened == "The rails are laid"


def begun(programme_id):
    period = queries.period(programme_id, OCTOBER)
    workstream = programmes.by_ref(period.programme_id, "WS01")
    update = commands.begin_update(period, workstream, actor=OFFICE, at=NOW)
    commands.save_update(update, {"happened": "We say it ourselves"}, actor=OFFICE, at=NOW)
    db.session.commit()


def test_an_update_that_the_lead_has_begun_stays_and_the_report_says_so(
    returned, trams, period, programme
):
    begun(programme.id)
    report = returned()
    update = update_of(period)
    assert (update.status, update.happened) == (UpdateStatus.DRAFT, "We say it ourselves")
    assert any("has an update of its own for October 2026" in each for each in warnings(report))


def test_a_lead_who_said_the_same_is_not_warned_of(returned, trams, period, programme):
    begun(programme.id)
    report = returned("We say it ourselves")
    assert not any("of its own" in each for each in warnings(report))


def test_before_the_month_is_opened_the_words_wait_and_the_last_ones_count(
    returned, trams, programme
):
    returned()
    returned("The rails are late")
    assert kept() == ["The rails are late"]


def test_also_words_on_the_schedule_alone_wait_for_the_month(returned, trams, programme):
    """Nothing else of the workstream changes with them."""
    returned(schedule="Two weeks late")
    report = returned(schedule="Three weeks late")
    assert kept() == ["The rails are laid\n\nThree weeks late"]
    assert report.counts["updated"] == 1


def test_a_return_that_waits_already_changes_nothing(returned, trams, programme):
    returned()
    assert returned().counts["unchanged"] == 1


def test_a_correction_of_a_locked_month_leaves_its_updates_alone(returned, trams, programme):
    locked = make.period(programme_id=programme.id, status=PeriodStatus.LOCKED).id
    returned(as_correction=True)
    assert queries.of_period(locked) == {}
    assert kept() == []
