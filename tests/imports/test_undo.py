"""What a file did is taken back, record by record; what was changed since is left and named."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND
from app.core.rating import Colour
from app.db import db
from app.imports import commands
from app.imports.models import Import, ImportStatus
from app.milestones import commands as milestones
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import queries as programmes
from app.programmes.models import Workstream, WorkstreamStatus
from app.risks.models import ClosingReason, Risk, RiskStatus
from app.savings import queries as savings
from app.savings.models import Scheme, SchemeStatus
from tests import make
from tests.conftest import NOW
from tests.imports.conftest import OFFICE

MILESTONES = ("Milestone ID", "Workstream", "Milestone", "Baseline date", "Forecast date")
CIP = ("Scheme", "Annual plan £k", "Forecast outturn £k", "YTD plan £k", "YTD actual £k")
RISKS = ("Risk ID", "Workstream", "Risk", "Impact", "Likelihood")
PORTFOLIO = (
    "Project name",
    "RAG",
    "Start date",
    "End date",
    "Year baseline £m",
    "Year forecast £m",
)


def undo():
    newest = db.session.scalars(select(Import).order_by(Import.id.desc()).limit(1)).one()
    programmes.programme(newest.programme_id)
    with db.transaction():
        brought = db.session.get_one(Import, newest.id)
        return commands.undo(brought, actor=OFFICE, at=NOW)


def one(model):
    return db.session.scalars(select(model)).one()


def test_what_the_file_made_is_withdrawn_and_keeps_its_reference(bring, workstream):
    bring(MILESTONES, ("A1", "WS01", "Rooms booked", "01/02/2027", ""))
    undone = undo()
    assert undone.withdrawn == ["A1 Rooms booked"]
    milestone = one(Milestone)
    assert (milestone.status, milestone.ref) == (MilestoneStatus.WITHDRAWN, "A1")
    assert "tracker.csv was undone" in milestone.closing_reason
    assert one(Import).status is ImportStatus.UNDONE


def test_what_the_file_changed_is_restored(bring, workstream):
    known = make.milestone(workstream=workstream, ref="A1", title="Rooms")
    bring(MILESTONES, ("A1", "WS01", "Rooms booked", "", "01/02/2027"))
    assert undo().restored == ["A1 Rooms booked"]
    milestone = db.session.get(Milestone, known.id)
    assert (milestone.title, milestone.forecast) == ("Rooms", date(2026, 12, 1))


def test_what_somebody_changed_since_is_left_and_named(bring, workstream):
    bring(
        MILESTONES,
        ("A1", "WS01", "Rooms booked", "01/02/2027", ""),
        ("A2", "WS01", "Staff trained", "01/02/2027", ""),
    )
    first = db.session.scalars(select(Milestone).where(Milestone.ref == "A1")).one()
    programmes.by_ref(workstream.programme_id, "WS01")
    milestones.edit(first, {"is_gate": True}, actor=OFFICE, at=NOW)
    db.session.commit()
    undone = undo()
    assert undone.withdrawn == ["A2 Staff trained"]
    ((name, why),) = undone.left
    assert name == "A1 Rooms booked"
    assert "changed since" in why


def test_the_same_file_brings_back_what_its_undo_withdrew(bring, workstream):
    rows = (MILESTONES, ("A1", "WS01", "Rooms booked", "01/02/2027", ""))
    bring(*rows)
    undo()
    report = bring(*rows)
    assert report.counts["updated"] == 1
    assert one(Milestone).status is MilestoneStatus.OPEN


def test_the_months_of_a_scheme_come_back_to_the_penny(bring, workstream):
    bring(CIP, ("Travel", "120", "110", "60", "60"), month="2026-09")
    before = savings.figures(one(Scheme).id, FinancialYear(2026))
    bring(CIP, ("Travel", "130", "100", "70", "65"), month="2026-10")
    undo()
    db.session.expire_all()
    assert savings.figures(one(Scheme).id, FinancialYear(2026)) == before


def test_a_scheme_that_was_made_is_withdrawn_and_then_comes_back_with_its_money(bring, workstream):
    row = ("Travel", "120", "110", "60", "60")
    bring(CIP, row, month="2026-09")
    undo()
    assert one(Scheme).status is SchemeStatus.WITHDRAWN
    bring(CIP, row, month="2026-09")
    assert one(Scheme).status is SchemeStatus.OPEN
    months = savings.cells(one(Scheme).id, FinancialYear(2026))
    assert months[Month(2026, 9)].actual_non_recurrent == 10 * THOUSAND


def test_a_risk_gets_its_score_back(bring, workstream):
    bring(RISKS, ("R1", "WS01", "Rooms are late", "4", "3"))
    bring(RISKS, ("R1", "WS01", "Rooms are late", "5", "5"))
    undo()
    risk = one(Risk)
    assert (risk.status, risk.current_consequence, risk.current_likelihood) == (
        RiskStatus.OPEN,
        4,
        3,
    )


def test_a_risk_that_was_made_is_closed_as_withdrawn(bring, workstream):
    bring(RISKS, ("R1", "WS01", "Rooms are late", "4", "3"))
    undo()
    assert one(Risk).closing_reason is ClosingReason.WITHDRAWN


def test_a_portfolio_goes_with_its_dates_costs_and_confidence(bring, programme):
    bring(PORTFOLIO, ("Trams", "Amber", "01/04/2026", "31/03/2028", "1.5", "1.6"))
    undone = undo()
    assert len(undone.withdrawn) == 3
    assert undone.left == []
    assert one(Workstream).status is WorkstreamStatus.CLOSED
    again = bring(PORTFOLIO, ("Trams", "Red", "01/04/2026", "31/03/2028", "1.5", "1.6"))
    assert again.counts["updated"] == 1
    found = one(Workstream)
    assert (found.status, found.delivery_confidence) == (WorkstreamStatus.OPEN, Colour.RED)


def test_a_cost_that_was_set_since_stays(bring, programme):
    bring(PORTFOLIO, ("Trams", "Amber", "", "31/03/2028", "1.5", "1.6"))
    bring(PORTFOLIO, ("Trams", "Green", "", "31/03/2028", "1.5", "1.9"))
    undo()
    cost = programmes.costs(programme.id, FinancialYear(2026))[one(Workstream).id]
    assert cost.forecast == 1_600_000 * 100
    assert one(Workstream).delivery_confidence is Colour.AMBER


def test_a_file_is_undone_once(bring, workstream):
    bring(MILESTONES, ("A1", "WS01", "Rooms booked", "01/02/2027", ""))
    undo()
    with pytest.raises(RuleBroken, match="Only a file that was brought in"):
        undo()
