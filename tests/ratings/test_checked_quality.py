"""What is asked of the database about each scheme's quality."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.quality.rules.thresholds import DEFAULTS
from app.ratings.queries import checked_quality
from app.savings.models import DevelopmentStatus, Stage
from tests import make

OCTOBER = Month(2026, 10)
SYSTEM = Actor.system("test")


@pytest.mark.parametrize(
    ("given", "pence"),
    [
        ({}, 7 * 8_000_00),
        ({"stage": Stage.IN_DELIVERY}, 0),
        ({"development_status": DevelopmentStatus.FULLY_DEVELOPED}, 7 * 8_000_00),
    ],
    ids=["from before the gates", "at the gates", "fully developed"],
)
def test_what_a_scheme_from_before_the_gates_has_saved_to_date_is_known(given, pence):
    workstream = make.workstream()
    scheme = make.scheme(workstream_id=workstream.id, **given)
    make.savings.money(scheme, plan=[10] * 12, forecast=[10] * 12, actual=[8] * 9)
    (found,) = checked_quality.schemes(
        workstream.programme_id, OCTOBER, date(2026, 10, 31), visible_to=SYSTEM, limits=DEFAULTS
    )
    assert found.saved == pence
