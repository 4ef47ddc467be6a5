from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from app.db import db
from app.milestones.rules import DeliveryThresholds
from app.settings import commands, queries
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
OFFICE = Actor.system("test")
KEY = "milestones.green_days"


def set_value(value=3, programme_id=None, key=KEY, **given):
    defaults = {
        "effective_from": TODAY,
        "owner": "Programme board",
        "reason": "Agreed in October",
        "actor": OFFICE,
        "at": AT,
    }
    row = commands.set_value(key, value, programme_id, **{**defaults, **given})
    db.session.commit()
    return row


def green(programme_id=None, on=TODAY):
    return queries.fill(DeliveryThresholds, "milestones", programme_id, on).green_days


def test_without_a_stored_value_the_default_holds():
    assert queries.fill(DeliveryThresholds, "milestones", None, TODAY) == DeliveryThresholds()


def test_a_value_holds_from_its_date_on():
    set_value(3, effective_from=date(2026, 10, 10))
    assert [green(on=date(2026, 10, 9)), green(on=date(2026, 10, 10))] == [5, 3]


def test_a_programmes_own_value_holds_over_a_later_one_for_all():
    mine, other = make.programme(), make.programme()
    set_value(2, mine.id, effective_from=date(2026, 9, 1))
    set_value(3, effective_from=date(2026, 10, 1))
    assert [green(mine.id), green(other.id), green()] == [2, 3, 3]


def test_of_two_values_for_one_day_the_later_save_holds():
    set_value(3)
    set_value(4)
    assert green() == 4


def test_nothing_that_was_set_is_altered():
    set_value(3)
    set_value(4)
    assert [row.value for row in queries.history(KEY, None)] == ["4", "3"]


@pytest.mark.parametrize("sql", ["UPDATE setting SET value = '9'", "DELETE FROM setting"])
def test_the_database_refuses_to_alter_a_setting_that_was_made(sql):
    set_value(3)
    with pytest.raises(DatabaseError, match="cannot be altered"):
        db.session.execute(text(sql))
    db.session.rollback()


def test_a_report_can_print_every_setting_that_it_used():
    set_value(3)
    used = {each.key: each for each in queries.used(None, TODAY)}
    mine, other = used[KEY], used["milestones.amber_days"]
    assert (mine.value, mine.default, mine.owner, mine.reason) == (
        3,
        5,
        "Programme board",
        "Agreed in October",
    )
    assert (mine.effective_from, mine.is_default, mine.shown) == (TODAY, False, "3 working days")
    assert (other.value, other.owner, other.effective_from, other.is_default) == (
        20,
        "Programme office",
        None,
        True,
    )


def test_the_trail_says_what_it_was_what_it_is_and_why():
    set_value(3)
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.record_name, event.reason) == (
        "setting.set",
        KEY,
        "Agreed in October",
    )
    assert event.differences["value"] == ["5", "3"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"value": "lots"}, "value"),
        ({"value": 21}, "value"),
        ({"owner": " "}, "owner"),
        ({"owner": "x" * 201}, "owner"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 5001}, "reason"),
        ({"effective_from": date(1999, 12, 31)}, "effective_from"),
        ({"effective_from": date(2036, 1, 1)}, "effective_from"),
    ],
    ids=["no number", "above amber", "no owner", "long owner", "no reason", "long", "old", "far"],
)
def test_what_makes_no_sense_is_refused_beside_its_question(given, field):
    with pytest.raises(RuleBroken) as refused:
        set_value(**given)
    assert refused.value.field == field


def test_a_later_value_of_the_group_must_agree_too():
    set_value(8, key="milestones.amber_days", effective_from=date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="must not be above"):
        set_value(10)
    set_value(7)
    assert green(on=date(2026, 12, 2)) == 7


def test_only_until_a_later_value_of_the_setting_itself_takes_over():
    set_value(5, effective_from=date(2026, 11, 1))
    set_value(8, key="milestones.amber_days", effective_from=date(2026, 12, 1))
    set_value(10)
    assert [green(), green(on=date(2026, 12, 2))] == [10, 5]


def test_a_setting_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        set_value(key="milestones.magic")


def test_a_value_set_by_someone_else_meanwhile_is_a_conflict():
    first = set_value(3)
    set_value(4, version=first.id)
    with pytest.raises(Conflict):
        set_value(2, version=first.id)


def test_a_lead_may_not_change_a_setting_nor_an_office_that_of_another_programme():
    workstream, other = make.workstream(), make.programme()
    with pytest.raises(NotAllowed):
        set_value(3, workstream.programme_id, actor=make.actor(make.lead(workstream)))
    office = make.actor(make.pmo(other))
    with pytest.raises(NotAllowed):
        set_value(3, workstream.programme_id, actor=office)
    with pytest.raises(NotAllowed):
        set_value(3, None, actor=office)
    assert set_value(3, other.id, actor=office).set_by == office.name
