from datetime import date

from app.core import dates
from app.core.errors import Conflict, NotAllowed, NotFound, RagstoneError, RuleBroken


def test_every_refusal_is_a_sentence_for_people():
    assert str(NotFound("milestone WS01-M03")) == "We could not find milestone WS01-M03"
    assert NotAllowed("Only the programme office can lock a month").message == (
        "Only the programme office can lock a month"
    )
    assert issubclass(Conflict, RagstoneError)


def test_a_broken_rule_names_its_field():
    broken = RuleBroken("forecast", "Enter a date after the baseline")
    assert (broken.field, broken.message) == ("forecast", "Enter a date after the baseline")


def test_a_conflict_keeps_both_versions():
    conflict = Conflict(
        "Ada changed this first", mine={"forecast": "1 May"}, theirs={"forecast": "2 May"}
    )
    assert (conflict.mine, conflict.theirs) == ({"forecast": "1 May"}, {"forecast": "2 May"})
    assert Conflict("Changed").mine == {}


def test_dates_are_written_as_the_nhs_does():
    assert dates.long(date(2026, 11, 3)) == "3 November 2026"
