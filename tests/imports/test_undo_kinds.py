"""Each kind of record as it was before a file; what cannot come back is said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from app.accounts.models import Person
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND
from app.core.rating import Colour
from app.db import db
from app.dependencies.models import Dependency, DependencyStatus
from app.imports import commands
from app.imports.models import Import, ImportedChange
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import commands as changing
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.reporting import queries as months
from app.reporting.models import UpdateStatus
from app.risks.models import Risk, RiskStatus, ScoreKind
from app.savings import queries as savings
from app.savings.models import DevelopmentStatus, Scheme, SchemeStatus, Stage
from tests import make
from tests.conftest import NOW
from tests.imports.conftest import OFFICE

DEPENDENCIES = ("ID", "Giver", "Receiver", "Deliverable", "Need by", "Promise", "Float")
MILESTONES = ("Milestone ID", "Workstream", "Milestone", "Baseline date", "Forecast date")
RISKS = ("Risk ID", "Workstream", "Risk", "Impact", "Likelihood", "Status", "Owner")
PORTFOLIO = ("Project name", "RAG", "End date", "RAG narrative")
PEOPLE = ("E-mail", "Name", "Role", "Workstream")
YEAR = FinancialYear(2026)


def undo():
    newest = db.session.scalars(select(Import).order_by(Import.id.desc()).limit(1)).one()
    programmes.programme(newest.programme_id)
    with db.transaction():
        brought = db.session.get_one(Import, newest.id)
        return commands.undo(brought, actor=OFFICE, at=NOW)


def one(model):
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


# --- dependencies


def test_a_dependency_that_the_file_made_is_withdrawn(bring, workstream):
    bring(DEPENDENCIES, ("D1", "Estates", "WS01", "Rooms", "01/02/2027", "", ""))
    assert undo().withdrawn == ["D1 Rooms"]
    made = one(Dependency)
    assert made.status is DependencyStatus.WITHDRAWN
    assert "was undone" in made.closing_reason


def test_a_dependency_gets_its_words_and_its_dates_back(bring, workstream):
    make.dependency(receiver=workstream, giver_body="Estates", ref="D1", title="Rooms")
    bring(
        DEPENDENCIES, ("D1", "Estates", "WS01", "Rooms, painted", "15/12/2026", "10/12/2026", "9")
    )
    changed = one(Dependency)
    assert (changed.title, changed.float_days) == ("Rooms, painted", 9)
    assert changed.need_by == date(2026, 12, 15)
    undone = undo()
    assert (undone.restored, undone.left) == (["D1 Rooms, painted"], [])
    again = one(Dependency)
    assert (again.title, again.float_days) == ("Rooms", 0)
    assert (again.need_by, again.promise) == (date(2026, 12, 1), date(2026, 12, 1))


def test_a_date_that_only_the_file_gave_stays_and_is_named(bring, workstream):
    make.dependency(
        receiver=workstream, giver_body="Estates", ref="D1", title="Rooms", promise=None
    )
    bring(DEPENDENCIES, ("D1", "Estates", "WS01", "Rooms", "", "10/12/2026", ""))
    ((name, why),) = undo().left
    assert name == "D1 Rooms"
    assert why == "Its promise date was given by the file, and cannot be emptied"
    assert one(Dependency).promise == date(2026, 12, 10)


# --- milestones


def test_a_milestone_that_the_file_completed_is_open_again(bring, workstream):
    make.milestone(workstream=workstream, ref="A1", title="Rooms")
    bring((*MILESTONES, "Completed on"), ("A1", "WS01", "Rooms", "", "", "01/10/2026"))
    assert one(Milestone).status is MilestoneStatus.COMPLETE
    undone = undo()
    assert undone.left == []
    again = one(Milestone)
    assert (again.status, again.completed_on) == (MilestoneStatus.OPEN, None)


def test_a_baseline_that_the_file_gave_stays_and_is_named(bring, workstream):
    make.milestone(
        workstream=workstream, ref="A1", title="Rooms", current_baseline=None, first_baseline=None
    )
    bring(MILESTONES, ("A1", "WS01", "Rooms", "01/02/2027", ""))
    assert one(Milestone).current_baseline == date(2027, 2, 1)
    assert "a baseline cannot be taken back" in undo().left[0][1]


def test_a_forecast_that_only_the_file_gave_stays_and_is_named(bring, workstream):
    make.milestone(
        workstream=workstream,
        ref="A1",
        title="Rooms",
        current_baseline=None,
        first_baseline=None,
        forecast=None,
    )
    bring(MILESTONES, ("A1", "WS01", "Rooms", "", "01/02/2027"))
    ((_, why),) = undo().left
    assert why == "Its forecast was given by the file, and a forecast cannot be emptied"
    assert one(Milestone).forecast == date(2027, 2, 1)


def test_a_milestone_that_came_back_with_a_file_is_withdrawn_again(bring, workstream):
    rows = (MILESTONES, ("A1", "WS01", "Rooms booked", "01/02/2027", ""))
    bring(*rows)
    undo()
    bring(*rows)
    assert undo().restored == ["A1 Rooms booked"]
    assert one(Milestone).status is MilestoneStatus.WITHDRAWN


# --- risks


def test_a_risk_that_the_file_closed_is_open_again_with_its_words(bring, workstream):
    owner = make.person(name="Olu Owner")
    given = {"owner_id": owner.id, "current": (4, 3)}
    make.risk(workstream=workstream, ref="R1", title="Rooms are late", **given)
    bring(RISKS, ("R1", "WS01", "Rooms are never ready", "5", "5", "Closed", ""))
    assert one(Risk).status is RiskStatus.CLOSED
    assert undo().left == []
    again = one(Risk)
    assert (again.status, again.title) == (RiskStatus.OPEN, "Rooms are late")
    assert again.cell(ScoreKind.CURRENT) == (4, 3)


def test_a_score_and_an_owner_that_only_the_file_gave_stay_and_are_named(bring, workstream):
    make.person(name="Olu Owner")
    make.risk(
        workstream=workstream,
        ref="R1",
        title="Rooms are late",
        owner_id=None,
        current_consequence=None,
        current_likelihood=None,
    )
    bring(RISKS, ("R1", "WS01", "Rooms are late", "4", "3", "", "Olu Owner"))
    undone = undo()
    assert sorted(why for _, why in undone.left) == [
        "Its current score was given by the file, and cannot be taken back",
        "Its owner was named by the file, and an open risk keeps an owner",
    ]
    assert one(Risk).cell(ScoreKind.CURRENT) == (4, 3)


def test_a_risk_that_came_back_with_a_file_is_closed_again(bring, workstream):
    rows = (RISKS, ("R1", "WS01", "Rooms are late", "4", "3", "", ""))
    bring(*rows)
    undo()
    bring(*rows)
    assert one(Risk).status is RiskStatus.OPEN
    undo()
    assert one(Risk).status is RiskStatus.CLOSED


def test_a_risk_that_was_made_closed_stays_closed(bring, workstream):
    bring(RISKS, ("R1", "WS01", "Rooms are late", "4", "3", "Closed", ""))
    assert undo().withdrawn == ["R1 Rooms are late"]
    assert one(Risk).status is RiskStatus.CLOSED


# --- schemes


def test_a_pressure_against_a_scheme_goes_back_to_what_it_was(bring, workstream):
    money = ("Savings proposed £k", "Gross savings achieved £k", "In-year pressures £k")
    for pressure, month in (("7", "2026-09"), ("9", "2026-10")):
        bring(("Scheme", *money), ("Travel", "120", "110", pressure), month=month)
    assert savings.pressure(one(Scheme).id, YEAR).pence == -9 * THOUSAND
    assert undo().left == []
    assert savings.pressure(one(Scheme).id, YEAR).pence == -7 * THOUSAND


def test_a_scheme_that_came_back_with_a_file_is_withdrawn_again(bring, workstream):
    rows = (
        ("Scheme", "Annual plan £k", "Forecast outturn £k", "YTD plan £k", "YTD actual £k"),
        ("Travel", "120", "110", "60", "60"),
    )
    bring(*rows, month="2026-09")
    undo()
    bring(*rows, month="2026-09")
    assert one(Scheme).status is SchemeStatus.OPEN
    undo()
    assert one(Scheme).status is SchemeStatus.WITHDRAWN


# --- workstreams, their updates, people


def test_a_workstream_gets_its_words_and_its_missing_confidence_back(bring, programme):
    make.workstream(programme_id=programme.id, ref="WS01", name="Trams", category="Roads")
    bring(
        ("Project name", "RAG", "End date", "Category", "Year baseline £m"),
        ("Trams", "Red", "31/03/2028", "Rails", "1.5"),
    )
    assert one(Workstream).delivery_confidence is Colour.RED
    undone = undo()
    assert undone.left == []
    again = one(Workstream)
    assert (again.category, again.delivery_confidence) == ("Roads", None)
    assert programmes.costs(programme.id, YEAR)[again.id].baseline is None


def test_a_cost_that_somebody_set_since_stays_and_is_named(bring, programme):
    make.workstream(programme_id=programme.id, ref="WS01", name="Trams")
    bring(("Project name", "RAG", "End date", "Year baseline £m"), ("Trams", "Red", "", "1.5"))
    found = programmes.by_ref(programme.id, "WS01")
    changing.set_cost(
        found, year=YEAR, baseline=7 * THOUSAND, forecast=None, reason="x", actor=OFFICE, at=NOW
    )
    db.session.commit()
    left = dict(undo().left)
    assert any("changed since" in why for why in left.values())
    assert programmes.costs(programme.id, YEAR)[found.id].baseline == 7 * THOUSAND


def test_an_update_that_a_file_made_is_returned_and_one_that_it_changed_says_what_it_said(
    bring, programme
):
    make.workstream(programme_id=programme.id, ref="WS01", name="Trams")
    period = make.period(programme_id=programme.id)
    row = ("Trams", "Amber", "31/03/2028")
    bring(PORTFOLIO, (*row, "The rails are laid"), month="2026-10")
    bring(PORTFOLIO, (*row, "The rails are late"), month="2026-10")

    def said():
        db.session.expire_all()
        (update,) = months.of_period(period.id).values()
        return update.status, update.happened

    assert said() == (UpdateStatus.ACCEPTED, "The rails are late")
    assert undo().left == []
    assert said() == (UpdateStatus.ACCEPTED, "The rails are laid")


def test_an_update_that_only_the_file_gave_is_returned(bring, programme):
    make.workstream(programme_id=programme.id, ref="WS01", name="Trams")
    period = make.period(programme_id=programme.id)
    bring(PORTFOLIO, ("Trams", "Amber", "", "The rails are laid"), month="2026-10")
    undo()
    db.session.expire_all()
    (update,) = months.of_period(period.id).values()
    assert (update.status, update.happened) == (UpdateStatus.RETURNED, "The rails are laid")
    (comment,) = months.comments(update.id)
    assert "was undone" in comment.comment


def test_people_and_their_roles_are_for_an_administrator_to_take_back(bring, programme):
    make.person(email="ada@example.test", name="Ada Known")
    bring(
        PEOPLE,
        ("ada@example.test", "Ada Known", "Programme office", ""),
        ("new@example.test", "Ned New", "Programme office", ""),
    )
    undone = undo()
    assert undone.withdrawn == []
    assert {name.split(" (")[0]: why for name, why in undone.left} == {
        "Ada Known": "Roles are not taken back: an administrator can end them",
        "Ned New": "People are not taken back: an administrator can deactivate them",
    }
    assert undone.restored == []
    assert {each.name for each in db.session.scalars(select(Person))} == {"Ada Known", "Ned New"}


def test_a_record_that_is_no_more_is_passed_over(bring, workstream):
    bring(MILESTONES, ("A1", "WS01", "Rooms booked", "01/02/2027", ""))
    change = db.session.scalars(select(ImportedChange)).one()
    change.record_id = 999_999
    db.session.commit()
    undone = undo()
    assert (undone.withdrawn, undone.restored, undone.left) == ([], [], [])


def test_a_workstream_whose_words_alone_changed_gets_them_back(bring, programme):
    bring(PORTFOLIO, ("Trams", "Amber", "", "The rails are laid"), month="2026-10")
    bring(("Project name", "RAG", "End date", "Category"), ("Trams", "", "", "Rails"))
    assert one(Workstream).category == "Rails"
    assert undo().left == []
    assert (one(Workstream).category, one(Workstream).delivery_confidence) == ("", Colour.AMBER)


def test_how_far_a_scheme_at_its_gates_is_developed_is_not_taken_back_by_an_undo(bring, workstream):
    """It was brought to the gates after the file came, which nobody saved anything else for."""
    money = ("Annual plan £k", "Forecast outturn £k", "YTD plan £k")
    for status, month in (("opportunity", "2026-09"), ("plans in progress", "2026-10")):
        bring(
            ("Scheme", "Development status", *money),
            ("Travel", status, "120", "110", "60"),
            month=month,
        )
    scheme = one(Scheme)
    assert scheme.development_status == DevelopmentStatus.PLANS_IN_PROGRESS
    db.session.execute(update(Scheme).values(stage=Stage.SCOPING))
    db.session.commit()
    assert undo().left == []
    assert one(Scheme).development_status == DevelopmentStatus.PLANS_IN_PROGRESS
