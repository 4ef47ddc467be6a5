from dataclasses import dataclass
from datetime import date

import pytest

from app.core.errors import NotFound
from app.core.financial_year import Month
from app.milestones.rules import DeliveryThresholds
from app.settings import queries as settings
from app.settings import registry
from app.settings.calendar import MonthlyCalendar

TODAY = date(2026, 10, 20)


@dataclass(frozen=True)
class Unknown:
    green: int = 1


def test_all_settings_of_a_programme_are_read_in_one_go(queries):
    queries.clear()
    values = settings.as_at(None, TODAY)
    values.fill(DeliveryThresholds, "milestones")
    values.fill(MonthlyCalendar, "calendar")
    assert len(settings.used(None, TODAY)) == len(registry.settings())
    assert len(queries) == 2


def test_only_what_a_feature_has_declared_can_be_filled():
    with pytest.raises(LookupError):
        settings.fill(Unknown, "milestones", None, TODAY)
    with pytest.raises(NotFound):
        registry.setting("milestones.magic")


def test_two_features_cannot_declare_the_same_settings():
    with pytest.raises(TypeError, match="already declared"):
        registry.declare("milestones", Unknown)


def test_octobers_update_is_due_on_working_day_8_of_november():
    assert MonthlyCalendar().cut_off_of(Month(2026, 10)) == date(2026, 11, 11)
