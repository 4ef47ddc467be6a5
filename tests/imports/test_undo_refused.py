"""What a command refuses to take back stays to the penny, and the rest of the file goes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.financial_year import FinancialYear
from app.core.money import THOUSAND
from app.db import db
from app.programmes import queries as programmes
from app.savings import queries as savings
from app.savings.commands import closing, validation
from app.savings.models import Adjustment, Scheme, SchemeMonth, SchemeStatus
from app.savings.queries import validated
from app.savings.rules.lifecycle import Stage
from app.savings.rules.validation import Evidence
from tests.conftest import NOW
from tests.imports.conftest import OFFICE
from tests.imports.test_undo import undo

CIP = (
    "Scheme",
    "Category",
    "Annual plan £k",
    "Forecast outturn £k",
    "YTD plan £k",
    "YTD actual £k",
)
YEAR = FinancialYear(2026)
SEPTEMBER, OCTOBER = YEAR.month(6), YEAR.month(7)
FINANCE = Actor.system("finance")


@pytest.fixture
def into(bring, workstream):
    """`into(row, ..., month=...)`: a table of figures to date, brought into the workstream."""
    key = workstream.id

    def run(*rows, **given):
        return bring(CIP, *rows, workstream_id=key, **given)

    return run


def close(month):
    with db.transaction():
        closing.close_months(programmes.by_code("OPD"), month, actor=OFFICE, at=NOW)


def scheme(title="Agency"):
    db.session.expire_all()
    key = db.session.scalars(select(Scheme.id).where(Scheme.title == title)).one()
    return savings.get(key, FINANCE)


def validate(month, title="Agency"):
    with db.transaction():
        told = {"evidence": Evidence.ESR, "reason": "Seen", "actor": FINANCE, "at": NOW}
        validation.validate(scheme(title), month, **told)


def actual(title="Agency", until=SEPTEMBER):
    """What the scheme saved month by month in £k, April first."""
    rows = db.session.scalars(
        select(SchemeMonth)
        .where(SchemeMonth.scheme_id == scheme(title).id, SchemeMonth.month <= until)
        .order_by(SchemeMonth.month)
    )
    cells = [(row.actual_recurrent or 0) + (row.actual_non_recurrent or 0) for row in rows]
    return [each // THOUSAND for each in cells]


def validated_so_far(title="Agency"):
    return validated.of_one(scheme(title).id, YEAR, OCTOBER) // THOUSAND


def told_of_schemes():
    """The trail of schemes, as pairs of name and deed."""
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    return [
        (each.record_name.split(" ", 1)[1], each.action.removeprefix("scheme."))
        for each in events
        if each.record_kind == "scheme"
    ]


ROW = ("Agency", "Pay", 120, 110, 60, 48)


def test_a_validated_month_keeps_every_closed_month_of_a_scheme_that_a_correction_made(into):
    close(SEPTEMBER)
    into(ROW, month="2026-09", as_correction=True)
    validate(SEPTEMBER)
    before = told_of_schemes()
    made = len(db.session.scalars(select(Adjustment)).all())

    undone = undo()

    ((_, why),) = undone.left
    assert "September 2026 (M6)" in why
    assert "April 2026" not in why  # what a correction closed it takes back: only finance's stays
    assert actual() == [8] * 6
    assert validated_so_far() == 8
    assert len(db.session.scalars(select(Adjustment)).all()) == made
    assert scheme().status is SchemeStatus.OPEN
    assert told_of_schemes() == before
    assert audit.first_break() is None


def test_the_other_records_of_the_file_go_before_and_after_it_with_their_events(into):
    close(SEPTEMBER)
    rows = [(title, *ROW[1:]) for title in ("Agency", "Beds", "Cars")]
    into(*rows, month="2026-09", as_correction=True)
    validate(SEPTEMBER, "Beds")
    before = told_of_schemes()

    undone = undo()

    assert [name.split(" ", 1)[1] for name in undone.withdrawn] == ["Cars", "Agency"]
    assert [name.split(" ", 1)[1] for name, _ in undone.left] == ["Beds"]
    assert (actual("Agency"), actual("Beds"), actual("Cars")) == ([0] * 6, [8] * 6, [0] * 6)
    since = told_of_schemes()[len(before) :]
    assert since == [
        ("Cars", "correct_months"),
        ("Cars", "withdraw"),
        ("Agency", "correct_months"),
        ("Agency", "withdraw"),
    ]
    assert audit.first_break() is None


def test_a_record_that_is_refused_half_way_has_nothing_taken_back_and_no_event(into):
    into(ROW, month="2026-09")
    close(SEPTEMBER)
    changed = ("Agency", "Non-pay", 132, 110, 66, 42)
    into(changed, ("Beds", *ROW[1:]), month="2026-09", as_correction=True)
    db.session.execute(
        Scheme.__table__.update().where(Scheme.title == "Agency").values(stage=Stage.IN_DELIVERY)
    )
    db.session.commit()
    before, money = told_of_schemes(), actual()

    undone = undo()

    ((name, why),) = undone.left
    assert name.endswith("Agency")
    assert "frozen since G5" in why
    assert scheme().category == "Non-pay"
    assert actual() == money
    assert told_of_schemes()[len(before) :] == [("Beds", "correct_months"), ("Beds", "withdraw")]


def test_figures_that_finance_validated_since_are_not_taken_back(into):
    into(ROW, month="2026-09")
    into(("Agency", "Pay", 120, 110, 70, 60), month="2026-10")
    validate(OCTOBER)

    ((_, why),) = undo().left

    assert "Finance validated what it saved in October 2026 (M7) since" in why
    assert actual(until=OCTOBER) == [8] * 6 + [12]
    assert validated_so_far() == 12


def test_figures_above_what_finance_validated_before_are_taken_back_to_it(into):
    into(ROW, month="2026-09")
    validate(SEPTEMBER)
    into(("Agency", "Pay", 120, 110, 60, 54), month="2026-09")
    assert sum(actual()) == 54

    assert undo().left == []

    assert actual() == [8] * 6
    assert validated_so_far() == 8


def test_a_scheme_whose_open_month_was_validated_is_not_withdrawn(into):
    into(ROW, month="2026-09")
    validate(SEPTEMBER)
    ((_, why),) = undo().left
    assert "closed or validated: September 2026 (M6)" in why
    assert (actual(), validated_so_far()) == ([8] * 6, 8)
