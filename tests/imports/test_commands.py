"""What a row leads to: a new record, a changed one, none, or a refusal that names its cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.audit import queries as audit
from app.core.errors import NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND
from app.db import db
from app.dependencies.models import Dependency, DependencyStatus
from app.imports.models import Import, ImportedChange, ImportStatus
from app.milestones.models import ForecastChange, Milestone, MilestoneStatus
from app.programmes.models import Disclosure, Workstream
from app.risks.models import Risk, RiskStatus
from app.savings import queries as savings
from app.savings.models import DevelopmentStatus, Scheme, Stage
from tests import make
from tests.imports.conftest import OFFICE

MILESTONES = ("Milestone ID", "Workstream", "Milestone", "Baseline date", "Forecast date")
RISKS = ("Risk ID", "Workstream", "Risk", "Impact", "Likelihood", "Status", "Owner")
CIP = ("Scheme", "Annual plan £k", "Forecast outturn £k", "YTD plan £k", "YTD actual £k")


def counts(report):
    found = report.counts
    return tuple(found[name] for name in ("created", "updated", "unchanged", "rejected"))


def errors(report):
    return [each for each in report.findings if each.severity == "error"]


def one(model):
    return db.session.scalars(select(model)).one()


# --- which record a row means


def test_a_new_row_keeps_the_files_id_and_one_without_gets_the_next(bring, workstream):
    bring(
        MILESTONES,
        ("A7", "WS01", "Rooms booked", "01/02/2027", ""),
        ("", "Virtual clinics", "Staff trained", "01/03/2027", ""),
        ("", "WS01", "Clinics open", "01/04/2027", ""),
    )
    refs = db.session.scalars(select(Milestone.ref).order_by(Milestone.id)).all()
    assert refs == ["A7", "WS01-M01", "WS01-M02"]


def test_a_reference_is_never_used_again(bring, workstream):
    make.milestone(workstream=workstream, ref="WS01-M04", status=MilestoneStatus.WITHDRAWN)
    bring(MILESTONES, ("", "WS01", "Rooms booked", "01/02/2027", ""))
    assert "WS01-M05" in db.session.scalars(select(Milestone.ref)).all()


def test_an_id_that_two_rows_share_names_neither(bring, workstream):
    bring(
        MILESTONES,
        ("7", "WS01", "Rooms booked", "01/02/2027", ""),
        ("7", "WS01", "Staff trained", "01/03/2027", ""),
    )
    assert set(db.session.scalars(select(Milestone.ref))) == {"WS01-M01", "WS01-M02"}


def test_the_same_file_twice_creates_nothing(bring, workstream):
    rows = (
        MILESTONES,
        ("A7", "WS01", "Rooms booked", "01/02/2027", "01/03/2027"),
        ("", "WS01", "Staff trained", "01/03/2027", ""),
    )
    bring(*rows)
    events = audit.head().count
    assert counts(bring(*rows)) == (0, 0, 2, 0)
    assert audit.head().count == events + 1, "only that the file was brought in"


def test_a_row_matches_by_folded_title_in_its_workstream_only(bring, programme, workstream):
    other = make.workstream(programme_id=programme.id, ref="WS02", name="Community shift")
    here = make.milestone(workstream=workstream, title="Rooms  Booked", forecast=date(2027, 1, 1))
    there = make.milestone(workstream=other, title="Rooms booked")
    report = bring(MILESTONES, ("", "WS01", "rooms booked", "", "01/02/2027"))
    assert counts(report) == (0, 1, 0, 0)
    assert db.session.get(Milestone, here.id).forecast == date(2027, 2, 1)
    assert db.session.get(Milestone, there.id).forecast == date(2026, 12, 1)


def test_two_records_with_the_title_are_ambiguous_and_both_are_named(bring, workstream):
    for ref in ("M1", "M2"):
        make.milestone(workstream=workstream, title="Rooms booked", ref=ref)
    report = bring(MILESTONES, ("", "WS01", "Rooms booked", "", "01/02/2027"))
    assert counts(report) == (0, 0, 0, 1)
    (error,) = errors(report)
    assert "ambiguous" in error.message
    assert "M1, M2" in error.message
    assert (error.row, error.column) == (2, "Milestone")


def test_two_rows_with_one_title_and_no_id_are_ambiguous(bring, workstream):
    row = ("", "WS01", "Rooms booked", "01/02/2027", "")
    assert counts(bring(MILESTONES, row, row)) == (1, 0, 0, 1)


def test_a_record_that_the_reader_may_not_see_is_not_touched_or_shown(bring, programme, workstream):
    hidden = make.milestone(
        workstream=workstream, ref="S1", title="Staff at risk", disclosure=Disclosure.WORKFORCE
    )
    office = make.actor(make.pmo(programme))
    report = bring(MILESTONES, ("S1", "WS01", "Something else", "", "01/02/2027"), actor=office)
    assert counts(report) == (0, 0, 0, 1)
    assert "may not see" in errors(report)[0].message
    assert "Staff at risk" not in str(report.in_full())
    assert db.session.get(Milestone, hidden.id).title == "Staff at risk"


# --- where a row belongs


def test_rows_without_a_workstream_go_where_they_were_sent(bring, workstream):
    bring(MILESTONES[2:], ("Rooms booked", "01/02/2027", ""), workstream_id=workstream.id)
    assert one(Milestone).workstream_id == workstream.id


def test_rows_without_a_workstream_stay_unassigned(bring, programme):
    report = bring(MILESTONES[2:], ("Rooms booked", "01/02/2027", ""))
    made = one(Workstream)
    assert (made.ref, made.is_unassigned) == ("UNASSIGNED", True)
    assert any("UNASSIGNED was made" in each.message for each in report.findings)


def test_a_workstream_that_rows_name_is_made_and_said(bring, programme):
    report = bring(MILESTONES, ("", "Estates", "Rooms booked", "01/02/2027", ""))
    assert (one(Workstream).ref, one(Workstream).name) == ("WS01", "Estates")
    assert any("WS01 was made" in each.message for each in report.findings)


def test_a_name_that_is_almost_a_workstreams_is_asked_about(bring, workstream):
    report = bring(MILESTONES, ("", "Virtual clinic", "Rooms booked", "01/02/2027", ""))
    assert counts(report) == (0, 0, 0, 1)
    assert "Virtual clinics" in errors(report)[0].message
    assert errors(report)[0].column == "Workstream"


def test_a_projects_dates_get_references_that_are_free(bring, programme):
    known = make.workstream(programme_id=programme.id, ref="WS01", name="Trams")
    make.milestone(workstream=known, ref="WS01-M01", title="Rails bought")
    report = bring(
        ("Project name", "RAG", "Start date", "End date"),
        ("Trams", "Amber", "01/04/2026", "31/03/2028"),
    )
    assert counts(report) == (0, 1, 0, 0)
    refs = db.session.scalars(select(Milestone.ref).order_by(Milestone.id)).all()
    assert refs == ["WS01-M01", "WS01-M02", "WS01-M03"]


def test_a_generated_reference_fits_whatever_its_workstream_is_called(bring, programme):
    make.workstream(programme_id=programme.id, ref="W" * 60, name="Trams")
    bring(MILESTONES, ("", "Trams", "Rooms booked", "01/02/2027", ""))
    assert len(one(Milestone).ref) <= 60


# --- milestones


def test_a_forecast_moves_with_its_reason_and_the_baseline_stays(bring, workstream):
    known = make.milestone(workstream=workstream, ref="M1", title="Rooms booked")
    report = bring(
        (*MILESTONES, "Reason for change"),
        ("M1", "WS01", "Rooms booked", "01/01/2027", "01/02/2027", "Lift broke"),
    )
    (result,) = report.results
    assert [(each.label, each.before, each.after) for each in result.differences] == [
        ("Forecast", "1 December 2026", "1 February 2027")
    ]
    milestone = db.session.get(Milestone, known.id)
    assert milestone.current_baseline == date(2026, 12, 1)
    assert one(ForecastChange).reason == "Lift broke"
    assert any("Only an approved change moves a baseline" in f.message for f in report.findings)


def test_a_completion_carries_its_evidence(bring, workstream):
    headings = (*MILESTONES[:4], "Completed on", "Evidence")
    bring(headings, ("M1", "WS01", "Rooms booked", "01/02/2026", "02/02/2026", "Lease signed"))
    milestone = one(Milestone)
    assert (milestone.status, milestone.completed_on, milestone.evidence) == (
        MilestoneStatus.COMPLETE,
        date(2026, 2, 2),
        "Lease signed",
    )


def test_a_row_that_a_command_refuses_half_way_leaves_nothing(bring, workstream):
    headings = (*MILESTONES, "Completed on")
    report = bring(
        headings,
        ("M1", "WS01", "Done tomorrow", "01/02/2026", "", "01/02/2027"),
        ("M2", "WS01", "Rooms booked", "01/02/2027", "", ""),
    )
    assert counts(report) == (1, 0, 0, 1)
    assert one(Milestone).ref == "M2"
    assert "past" in errors(report)[0].message
    assert errors(report)[0].column == "Completed on"


def test_a_withdrawn_record_is_not_opened_by_a_file(bring, workstream):
    make.milestone(
        workstream=workstream,
        ref="M1",
        status=MilestoneStatus.WITHDRAWN,
        closing_reason="No longer needed",
    )
    report = bring(MILESTONES, ("M1", "WS01", "Rooms booked", "", "01/02/2027"))
    assert counts(report) == (0, 0, 0, 1)
    assert "No longer needed" in errors(report)[0].message


# --- risks


def test_a_risk_has_its_score_and_a_gap_is_a_finding(bring, workstream):
    report = bring(RISKS, ("R9", "WS01", "Rooms are late", "4", "3", "", "Nobody Known"))
    risk = one(Risk)
    assert (risk.current_consequence, risk.current_likelihood) == (4, 3)
    assert (risk.status, risk.owner_id) == (RiskStatus.OPEN, None)
    assert risk.next_review_on == date(2027, 1, 19)
    assert any("“Nobody Known”" in each.message for each in report.findings)


def test_a_risk_is_scored_again_and_closed(bring, workstream):
    bring(RISKS, ("R9", "WS01", "Rooms are late", "4", "3", "Open", ""))
    report = bring(RISKS, ("R9", "WS01", "Rooms are late", "5", "3", "Closed", ""))
    shown = [(each.label, each.before, each.after) for each in report.results[0].differences]
    assert ("Current score", "4 × 3 = 12", "5 × 3 = 15") in shown
    assert one(Risk).status is RiskStatus.CLOSED
    again = bring(RISKS, ("R9", "WS01", "Rooms are late", "5", "3", "Closed", ""))
    assert counts(again) == (0, 0, 1, 0)


def test_an_owner_is_known_by_name_or_address(bring, workstream):
    owner = make.person(name="Asha Rao", email="asha@example.test")
    bring(
        RISKS,
        ("R1", "WS01", "One", "1", "1", "", "asha rao"),
        ("R2", "WS01", "Two", "1", "1", "", "ASHA@example.test"),
    )
    assert {risk.owner_id for risk in db.session.scalars(select(Risk))} == {owner.id}


# --- dependencies


def test_a_dependency_comes_in_as_a_draft_whatever_its_status_says(bring, workstream):
    report = bring(
        ("Giver", "Receiver", "Deliverable", "Need by", "Status"),
        ("Digital supplier", "Virtual clinics", "The link", "01/02/2027", "Agreed"),
    )
    found = one(Dependency)
    assert (found.status, found.giver_body) == (DependencyStatus.DRAFT, "Digital supplier")
    assert (found.receiver_id, found.ref) == (workstream.id, "WS01-D01")
    assert any("two owners" in each.message for each in report.findings)


def test_a_dependency_without_a_giver_is_refused_on_that_cell(bring, workstream):
    report = bring(
        ("Giver", "Receiver", "Deliverable", "Need by"),
        ("", "Virtual clinics", "The link", "01/02/2027"),
    )
    assert counts(report) == (0, 0, 0, 1)
    assert errors(report)[0].column == "Giver"


# --- savings


def test_savings_need_the_month_at_whose_end_they_stand(bring, workstream):
    with pytest.raises(RuleBroken, match="month"):
        bring(CIP, ("Travel", "120", "120", "60", "50"))


def test_a_later_months_table_gives_the_months_since_by_difference(bring, workstream):
    bring(CIP, ("Travel", "120", "110", "60", "60"), month="2026-09")
    report = bring(CIP, ("Travel", "120", "110", "70", "67"), month="2026-10")
    assert counts(report) == (0, 1, 0, 0)
    figures = savings.figures(one(Scheme).id, FinancialYear(2026))
    actual = figures.actual.months
    assert actual[:7] == (*(10 * THOUSAND,) * 6, 7 * THOUSAND)
    assert sum(cell or 0 for cell in figures.forecast.months[7:]) == 43 * THOUSAND


def test_a_cumulative_figure_that_falls_is_a_finding_that_names_both(bring, workstream):
    bring(CIP, ("Travel", "120", "110", "60", "60"), month="2026-09")
    report = bring(CIP, ("Travel", "120", "110", "70", "55"), month="2026-10")
    (said,) = [each for each in report.findings if "fallen" in each.message]
    assert "£60,000.00" in said.message
    assert "£55,000.00" in said.message


def test_the_year_must_agree_with_itself_at_month_twelve(bring, workstream):
    report = bring(CIP, ("Travel", "120", "110", "120", "100"), month="2027-03")
    assert counts(report) == (0, 0, 0, 1)
    assert "M12" in errors(report)[0].message


def test_a_scheme_without_a_status_has_plans_in_progress(bring, workstream):
    bring(CIP, ("Travel", "120", "110", "60", "60"), month="2026-09")
    assert one(Scheme).development_status is DevelopmentStatus.PLANS_IN_PROGRESS


def test_a_file_does_not_say_how_far_a_gated_scheme_is_developed(bring, workstream):
    headings = (*CIP, "Development status")
    row = ("Travel", "120", "110", "60", "60")
    bring(headings, (*row, "Opportunity"), month="2026-09")
    scheme = one(Scheme)
    scheme.stage = Stage.IDEA
    db.session.commit()
    report = bring(headings, (*row, "Fully developed"), month="2026-09")
    assert one(Scheme).development_status is DevelopmentStatus.OPPORTUNITY
    assert any("goes through the gates" in each.message for each in report.findings)


def test_an_unidentified_saving_is_a_gap_and_not_a_scheme(bring, workstream):
    headings = (*CIP, "Development status")
    rows = ("To be found", "120", "110", "60", "60", "Unidentified")
    report = bring(headings, rows, month="2026-09")
    assert counts(report) == (0, 0, 0, 1)
    assert errors(report)[0].column == "Development status"


# --- who may, and what is kept


def test_only_those_who_may_import_can(bring, workstream):
    with pytest.raises(NotAllowed):
        bring(
            MILESTONES,
            ("", "WS01", "Rooms booked", "01/02/2027", ""),
            actor=make.actor(make.lead(workstream)),
        )


def test_what_a_person_may_not_change_is_refused_row_by_row(bring, programme, workstream):
    finance = make.actor(make.finance(programme))
    report = bring(MILESTONES, ("", "WS01", "Rooms booked", "01/02/2027", ""), actor=finance)
    assert counts(report) == (0, 0, 0, 1)
    assert "permission" in errors(report)[0].message


def test_the_file_is_kept_by_its_hash_and_every_change_by_its_record(bring, workstream):
    bring(MILESTONES, ("", "WS01", "Rooms booked", "01/02/2027", ""))
    kept, change = one(Import), one(ImportedChange)
    assert (kept.status, kept.content, len(kept.file_hash)) == (ImportStatus.APPLIED, None, 64)
    assert (change.record_kind, change.created, change.version_after) == ("milestone", True, 1)
    assert audit.first_break() is None


def test_a_thousand_rows_ask_no_more_of_the_database_than_ten(bring, workstream, queries):
    def asked(prefix, count):
        rows = [(f"{prefix}{n}", "WS01", f"{prefix} {n}", "01/02/2027", "") for n in range(count)]
        bring(MILESTONES, *rows)
        queries.clear()
        assert bring(MILESTONES, *rows).counts["unchanged"] == count
        return len(queries)

    assert asked("B", 300) == asked("A", 10)


cells = st.sampled_from(
    ["", "WS01", "Rooms booked", "Staff trained", "01/02/2027", "31/02/2027", "TBC", "A1", "A2"]
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(cells, cells, cells, cells, cells), min_size=1, max_size=6))
def test_rows_read_is_always_the_sum_of_what_became_of_them(bring, programme, rows):
    report = bring(MILESTONES, *rows)
    found = report.counts
    assert found["rows_read"] == report.file.rows_read == sum(counts(report))
    rejected = [each for each in report.results if each.outcome == "rejected"]
    assert all(each.errors and each.errors[0].column for each in rejected)
    assert db.session.scalar(select(func.count()).select_from(Import)) >= 1


def test_the_system_name_is_in_the_trail(bring, workstream):
    bring(MILESTONES, ("", "WS01", "Rooms booked", "01/02/2027", ""))
    assert {each.actor_name for each in audit.of_record("milestone", one(Milestone).id)} == {
        OFFICE.name
    }
