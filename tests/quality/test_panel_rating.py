"""What the quality dimension is rated by, as it is read from the stored records."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.actions.models import Action, ActionKind
from app.core.financial_year import Month
from app.core.rating import Colour, Dimension
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.quality.models import AssessmentStatus, MeasureReading, QualityMeasure
from app.quality.queries import rated
from app.ratings import queries as ratings
from app.ratings.queries.standing import HIDDEN
from app.savings.models import DevelopmentStatus, SchemeStatus, Stage
from tests import make
from tests.make.quality import assessment
from tests.make.store import numbers, stored

TODAY = date(2026, 10, 20)
CLEARED = {"quality_cleared_on": date(2026, 6, 1), "quality_cleared_until": date(2027, 6, 1)}
READY = {"development_status": DevelopmentStatus.FULLY_DEVELOPED}


@pytest.fixture
def workstream():
    return make.workstream()


def scheme(workstream, **given):
    return make.scheme(workstream_id=workstream.id, **given)


def approved(of, **given):
    values = {"status": AssessmentStatus.APPROVED, "approved_on": date(2026, 6, 1), **given}
    return assessment(of=of, negative={"Patient safety": (3, 2)}, **values)


def reading(made, value, on=TODAY):
    measure = db.session.scalars(
        select(QualityMeasure).where(QualityMeasure.assessment_id == made.id)
    ).one()
    row = MeasureReading(
        measure_id=measure.id,
        read_on=on,
        value=value,
        by="Ben",
        at=datetime(2026, 10, 20, 9, 0, tzinfo=UTC),
    )
    return stored(row)


def standing(workstream, reader=None):
    found = programmes.programme(workstream.programme_id)
    actor = make.actor(reader or make.pmo())
    return ratings.standing(
        found, Month(2026, 10), TODAY, visible_to=actor, updated=frozenset()
    ).workstreams[0]


def quality(workstream, reader=None):
    return standing(workstream, reader).dimensions[Dimension.QUALITY]


def test_a_tracker_from_before_the_gates_is_not_applicable(workstream):
    scheme(workstream)
    assert quality(workstream).colour is Colour.NOT_APPLICABLE


@pytest.mark.parametrize("given", [READY, {"stage": Stage.IN_DELIVERY}])
def test_a_scheme_fully_developed_or_in_delivery_without_an_approval_is_red(workstream, given):
    of = scheme(workstream, **given)
    found = quality(workstream)
    assert found.colour is Colour.RED
    assert found.reasons[0].record.ref == of.ref


def test_an_approval_makes_it_green(workstream):
    approved(scheme(workstream, **READY, **CLEARED))
    assert quality(workstream).colour is Colour.GREEN


def test_a_transacted_or_withdrawn_scheme_needs_none(workstream):
    scheme(workstream, **READY, status=SchemeStatus.COMPLETE)
    scheme(workstream, **READY, status=SchemeStatus.WITHDRAWN)
    assert quality(workstream).colour is Colour.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("values", "colour"),
    [
        ([5_000], Colour.GREEN),
        ([25_000], Colour.AMBER),
        ([35_000], Colour.RED),
        ([35_000, 5_000], Colour.GREEN),
        ([5_000, 25_000], Colour.AMBER),
    ],
    ids=["fine", "warns", "stops", "mended", "worse again"],
)
def test_the_last_reading_of_a_measure_counts(workstream, values, colour):
    made = approved(scheme(workstream, **READY, **CLEARED))
    for value in values:
        reading(made, value)
    assert quality(workstream).colour is colour


def test_a_reading_after_the_as_at_day_does_not_count_yet(workstream):
    made = approved(scheme(workstream, **READY, **CLEARED))
    reading(made, 35_000, date(2026, 10, 21))
    assert quality(workstream).colour is Colour.GREEN


def test_the_measures_of_the_last_approved_edition_are_watched(workstream):
    of = scheme(workstream, **READY, **CLEARED)
    reading(approved(of, edition=1), 35_000)
    approved(of, edition=2)
    assessment(of=of, edition=3, is_complete=False)
    assert quality(workstream).colour is Colour.GREEN


def test_a_refused_edition_that_was_withdrawn_counts_no_more(workstream):
    of = scheme(workstream)
    assessment(of=of, edition=1, status=AssessmentStatus.REFUSED, is_complete=False)
    assert quality(workstream).colour is Colour.RED
    assessment(of=of, edition=2, is_complete=False)
    assert quality(workstream).colour is Colour.NOT_REPORTED


def test_a_condition_past_its_day_is_amber(workstream):
    of = scheme(workstream, **READY, **CLEARED)
    made = approved(of)
    stored(
        Action(
            ref=f"A{next(numbers)}",
            title="Weekly count",
            kind=ActionKind.CONDITION,
            workstream_id=workstream.id,
            due_on=date(2026, 10, 19),
            source_kind="assessment",
            source_id=made.id,
        )
    )
    found = quality(workstream)
    assert found.colour is Colour.AMBER
    assert found.reasons[0].sentence == "1 condition of its approval is overdue"


def test_the_reason_of_a_sensitive_scheme_names_nothing(workstream):
    of = scheme(workstream, **READY, title="Close the ward")
    of.disclosure = Disclosure.WORKFORCE
    db.session.commit()
    found = quality(workstream)
    assert found.colour is Colour.RED
    assert found.reasons[0].sentence == HIDDEN
    assert found.reasons[0].record is None


def test_many_schemes_cost_as_many_reads_as_one(workstream, queries):
    programme_id = workstream.programme_id
    reading(approved(scheme(workstream, **READY, **CLEARED)), 5_000)

    def reads():
        queries.clear()
        assert rated.by_workstream(programme_id, TODAY)
        return len(queries)

    one = reads()
    for _ in range(10):
        reading(approved(scheme(db.session.merge(workstream), **READY, **CLEARED)), 5_000)
    assert reads() == one == 4
