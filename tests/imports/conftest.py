"""A programme, and files brought into it as the command line and the pages do."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.imports import attempts
from app.programmes import queries as programmes
from tests import make
from tests.conftest import NOW

OFFICE = Actor.system("office")


def table(*rows) -> bytes:
    """A CSV file of the rows."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def programme():
    return make.programme(code="OPD", name="Outpatients")


@pytest.fixture
def workstream(programme):
    return make.workstream(programme_id=programme.id, ref="WS01", name="Virtual clinics")


@pytest.fixture
def bring(programme):
    """`bring(rows)`: what became of a CSV file, applied."""

    def run(*rows, month=None, actor=OFFICE, name="tracker.csv", content=None, **given):
        wanted = attempts.Wanted(
            programme_id=programmes.by_code("OPD").id,
            name=name,
            content=content or table(*rows),
            month=Month.parse(month) if month else None,
            **given,
        )
        file = attempts.read(wanted)
        with db.transaction():
            return attempts.apply(wanted, file, actor=actor, at=NOW)

    return run
