"""Commands of the update and its challenge: may they, may it, and what changes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.money import Pence
from app.core.rating import Colour
from app.db import db
from app.milestones import queries as milestones
from app.reporting import commands, queries
from app.reporting.models import PeriodStatus, UpdateStatus
from app.reporting.rules import Move
from app.risks import queries as risks
from app.savings.models import SchemeMonth
from tests import make
from tests.make.reporting import OCTOBER
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
OFFICE = Actor.system("the office")


@pytest.fixture
def place():
    programme = make.programme(code="OPD")
    return make.period(programme_id=programme.id), make.workstream(programme_id=programme.id)


def begun(place, status=UpdateStatus.DRAFT, **given):
    period, workstream = place
    make.update(period_id=period.id, workstream_id=workstream.id, status=status, **given)
    return queries.find_update(period.id, workstream.id)


def asked(place):
    period, workstream = place
    return queries.asked_schemes(period, workstream, actor=OFFICE)[0]


def cell(scheme, name, month=OCTOBER):
    row = db.session.query(SchemeMonth).filter_by(scheme_id=scheme.id, month=month).one()
    return getattr(row, name)


def a_split_scheme(place):
    scheme = make.money(
        make.scheme(workstream_id=place[1].id), plan=[10] * 12, forecast=[10] * 12, actual=[9] * 6
    )
    for month in OCTOBER.financial_year.months:
        row = db.session.query(SchemeMonth).filter_by(scheme_id=scheme.id, month=month).one()
        row.plan_non_recurrent = row.forecast_non_recurrent = Pence(5_000_00)
    db.session.commit()
    return scheme


def test_one_actual_is_shared_between_recurrent_and_not_as_it_was_forecast(place):
    scheme = a_split_scheme(place)
    found = asked(place)

    commands.answer_scheme(found, actual=Pence(9_000_00), rest=found.rest, actor=OFFICE, at=AT)

    assert cell(scheme, "actual_recurrent") == 6_000_00
    assert cell(scheme, "actual_non_recurrent") == 3_000_00


def test_the_rest_of_the_year_adds_up_to_what_was_typed(place):
    a_split_scheme(place)
    found = asked(place)

    commands.answer_scheme(found, actual=found.actual, rest=Pence(61_234_57), actor=OFFICE, at=AT)

    db.session.flush()
    assert asked(place).rest == 61_234_57


def test_an_actual_can_be_taken_back_and_a_forecast_cannot_be_left_out(place):
    scheme = make.money(
        make.scheme(workstream_id=place[1].id), plan=[10] * 12, forecast=[10] * 12, actual=[9] * 7
    )
    found = asked(place)
    with pytest.raises(RuleBroken, match="rest of the year"):
        commands.answer_scheme(found, actual=found.actual, rest=None, actor=OFFICE, at=AT)

    commands.answer_scheme(found, actual=None, rest=found.rest, actor=OFFICE, at=AT)
    assert cell(scheme, "actual_recurrent") is None


def test_a_scheme_that_agrees_is_not_touched_but_must_be_the_one_that_was_shown(place):
    scheme = make.money(
        make.scheme(workstream_id=place[1].id), plan=[10] * 12, forecast=[10] * 12, actual=[9] * 7
    )
    found, before = asked(place), scheme.version
    commands.answer_scheme(found, actual=found.actual, rest=found.rest, actor=OFFICE, at=AT)
    assert scheme.version == before
    with pytest.raises(Conflict):
        commands.answer_scheme(
            found, actual=found.actual, rest=found.rest, version=before + 1, actor=OFFICE, at=AT
        )


def test_in_march_there_is_no_rest_of_the_year(place):
    march = OCTOBER.financial_year.month(12)
    period = make.period(programme_id=place[0].programme_id, month=march)
    make.money(make.scheme(workstream_id=place[1].id), plan=[10] * 12)
    found = asked((period, place[1]))
    assert (found.months_left, found.rest) == ([], None)
    at_its_end = datetime(2027, 3, 31, 9, 30, tzinfo=UTC)
    commands.answer_scheme(found, actual=Pence(1_00), rest=None, actor=OFFICE, at=at_its_end)
    db.session.flush()
    assert asked((period, place[1])).actual == 1_00


def test_a_scheme_without_any_money_takes_its_first_as_recurrent(place):
    scheme = make.scheme(workstream_id=place[1].id)
    found = asked(place)
    commands.answer_scheme(found, actual=Pence(1_00), rest=Pence(5_00), actor=OFFICE, at=AT)
    assert cell(scheme, "actual_recurrent") == 1_00
    assert cell(scheme, "forecast_recurrent", OCTOBER.next) == 1_00


def test_an_on_time_milestone_must_be_the_one_that_was_shown(place):
    made = make.milestone(workstream_id=place[1].id)
    milestone = milestones.get(made.id, OFFICE)
    commands.answer_milestone(milestone, None, version=milestone.version, actor=OFFICE, at=AT)
    with pytest.raises(Conflict):
        commands.answer_milestone(milestone, None, version=99, actor=OFFICE, at=AT)


def test_a_risk_without_a_score_or_at_the_end_of_its_scale_is_not_moved(place):
    bare = make.risk(workstream_id=place[1].id)
    highest = make.risk(workstream_id=place[1].id, current=(5, 5))
    for risk, move, sentence in (
        (bare, Move.SAME, "no score yet"),
        (highest, Move.UP, "end of its scale"),
        (highest, Move.DOWN, "why it moved"),
    ):
        found = risks.get(risk.id, OFFICE)
        with pytest.raises(RuleBroken, match=sentence):
            commands.answer_risk(found, move, actor=OFFICE, at=AT)


CHALLENGES = {
    "accept": lambda update, actor: commands.accept(update, actor=actor, at=AT),
    "return": lambda update, actor: commands.return_update(
        update, comment="Where?", actor=actor, at=AT
    ),
    "grant": lambda update, actor: commands.grant_better(
        update, reason="Seen it", actor=actor, at=AT
    ),
    "refuse": lambda update, actor: commands.refuse_better(
        update, reason="Not yet", actor=actor, at=AT
    ),
}


@pytest.mark.parametrize("act", CHALLENGES)
def test_the_challenge_is_the_offices_and_ends_with_the_lock(place, act):
    update = begun(place, UpdateStatus.SUBMITTED, declared=Colour.GREEN)
    with pytest.raises(NotAllowed):
        CHALLENGES[act](update, make.actor(make.lead(place[1])))

    update.period.status = PeriodStatus.LOCKED
    with pytest.raises(RuleBroken, match="can make a correction"):
        CHALLENGES[act](update, OFFICE)


@pytest.mark.parametrize("act", CHALLENGES)
def test_a_draft_is_not_challenged(place, act):
    with pytest.raises(RuleBroken):
        CHALLENGES[act](begun(place), OFFICE)


def test_an_accepted_update_can_still_be_returned_with_a_comment(place):
    update = begun(place, UpdateStatus.ACCEPTED)
    with pytest.raises(RuleBroken, match="Say what needs to change"):
        commands.return_update(update, comment=" ", actor=OFFICE, at=AT)
    commands.return_update(update, comment="Where?", step="words", actor=OFFICE, at=AT)
    assert update.status is UpdateStatus.RETURNED
    assert queries.comments(update.id)[0].step == "words"


def test_a_better_rating_is_answered_with_a_reason(place):
    update = begun(place, UpdateStatus.SUBMITTED, declared=Colour.GREEN)
    with pytest.raises(RuleBroken, match="Say why"):
        commands.grant_better(update, reason=" ", actor=OFFICE, at=AT)


def test_an_update_is_begun_once_and_not_for_records_without_a_workstream(place):
    period = queries.period(place[0].programme_id, OCTOBER)
    first = commands.begin_update(period, place[1], actor=OFFICE, at=AT)
    assert commands.begin_update(period, place[1], actor=OFFICE, at=AT).id == first.id
    nowhere = make.workstream(programme_id=period.programme_id, is_unassigned=True)
    with pytest.raises(RuleBroken, match="without a workstream"):
        commands.begin_update(period, nowhere, actor=OFFICE, at=AT)


def test_only_a_colour_of_the_board_can_be_declared_and_a_change_asks_anew(place):
    update = begun(place, declared=Colour.GREEN, declared_reason="x", granted_by="The office")
    declare = {"calculated": Colour.AMBER, "actor": OFFICE, "at": AT}
    with pytest.raises(RuleBroken, match="Choose red"):
        commands.declare(update, colour=Colour.NOT_REPORTED, **declare)
    commands.declare(update, colour=Colour.GREEN, reason="x", **declare)
    assert update.granted_by == "The office"
    commands.declare(update, colour=Colour.RED, reason="It slipped", **declare)
    assert update.granted_by == ""


def test_an_update_has_no_other_words(place):
    with pytest.raises(ValueError, match="status"):
        commands.save_update(begun(place), {"status": "accepted"}, actor=OFFICE, at=AT)


def test_saving_the_same_words_twice_leaves_one_event(place):
    update = begun(place, happened="Reminders went live")
    commands.save_update(update, {"happened": "Reminders went live"}, actor=OFFICE, at=AT)
    assert update.version == 1


def test_the_system_keeps_no_draft_and_a_person_keeps_one(place):
    update = begun(place)
    commands.keep_draft(update, {"happened": "x"}, step="words", actor=OFFICE, at=AT)
    commands.drop_draft(update, step="words", actor=OFFICE, at=AT)
    assert queries.draft_of(update.id, OFFICE) is None

    lead = make.actor(make.lead(place[1]))
    commands.keep_draft(update, {"happened": "x"}, step="words", actor=lead, at=AT)
    assert queries.answers_of(queries.draft_of(update.id, lead), "words") == {"happened": "x"}
    assert queries.answers_of(queries.draft_of(update.id, lead), "rating") == {}
    stranger = make.actor(make.lead(make.workstream()))
    with pytest.raises(NotAllowed):
        commands.keep_draft(update, {}, step="words", actor=stranger, at=AT)


def test_the_office_speaks_for_a_workstream_without_a_lead(place):
    update = begun(place, happened="Reminders went live")
    office = make.actor(make.pmo())
    commands.submit(update, calculated=Colour.GREEN, actor=office, at=AT)
    assert update.on_behalf_of == "the workstream"
    with pytest.raises(RuleBroken, match="with the office"):
        commands.submit(update, calculated=Colour.GREEN, actor=office, at=AT)


def test_months_are_opened_once_approved_while_open_and_published_newest_first(place):
    period = queries.period(place[0].programme_id, OCTOBER)
    with pytest.raises(RuleBroken, match="opened already"):
        commands.open_month(period.programme, OCTOBER, actor=OFFICE, at=AT)
    with pytest.raises(RuleBroken, match="needs no correction"):
        commands.restate(period, reason="x", today=date(2026, 11, 12), actor=OFFICE, at=AT)
    lock = {"today": date(2026, 11, 12), "actor": OFFICE, "at": AT}
    with pytest.raises(RuleBroken, match="Say why"):
        commands.lock_month(period, reason=" ", with_missing=True, **lock)
    stored(commands.lock_month(period, reason="Month end", with_missing=True, **lock))
    period = queries.period(place[0].programme_id, OCTOBER)
    with pytest.raises(RuleBroken, match="cannot be changed"):
        commands.approve(period, actor=OFFICE, at=AT)
    period = queries.period(place[0].programme_id, OCTOBER)
    commands.restate(period, reason="A late journal", **lock)
    db.session.flush()
    first = queries.frozen(period.programme_id, OCTOBER, version=1)
    with pytest.raises(RuleBroken, match="Version 2 is newer"):
        commands.publish(first, audience="programme", actor=OFFICE, at=AT)
