"""A month's document has each scheme's own figures, which add up to the programme's."""

from __future__ import annotations

from datetime import date

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.reporting import commands, frozen
from tests import make
from tests.conftest import NOW

OFFICE = Actor.system("the office")


def test_two_schemes_of_one_reference_in_two_workstreams_keep_their_own_figures(app):
    programme = make.programme(code="OPD")
    for number, ref in enumerate(("WS01", "WS02"), start=1):
        place = make.workstream(programme_id=programme.id, ref=ref)
        scheme = make.scheme(workstream=place, ref="WS01-S01")
        make.money(scheme, plan=[number] * 12, actual=[number] * 7, forecast=[number] * 12)
    period = commands.open_month(programmes.by_code("OPD"), Month(2026, 10), actor=OFFICE, at=NOW)
    made = commands.lock_month(
        period,
        reason="Month end",
        today=date(2026, 11, 12),
        with_missing=True,
        actor=OFFICE,
        at=NOW,
    )
    db.session.commit()
    document = frozen.read(made.document)
    plans = [each.figures.plan for each in document.schemes]
    assert plans == [12 * 100_000, 24 * 100_000]
    assert sum(plans) == document.savings.plan
