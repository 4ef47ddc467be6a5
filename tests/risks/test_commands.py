from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.programmes.models import Disclosure, WorkstreamStatus
from app.programmes.roles import Role
from app.risks import commands, queries
from app.risks.models import ClosingReason, RiskStatus, ScoreKind
from app.settings import commands as settings
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
SYSTEM = Actor.system("test")
NOW = {"actor": SYSTEM, "at": AT}
CURRENT = {"kind": ScoreKind.CURRENT}


@pytest.fixture
def workstream():
    return make.workstream(ref="WS01", programme_id=make.programme().id)


@pytest.fixture
def owner():
    return make.person(name="Olu Owner")


@pytest.fixture
def risk(workstream, owner):
    added = commands.add(
        workstream,
        title="Rooms are not ready",
        owner_id=owner.id,
        inherent=(4, 4),
        current=(4, 3),
        target=(4, 2),
        **NOW,
    )
    db.session.commit()
    return queries.get(added.id, SYSTEM)


def events(action):
    return db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.number)
    ).all()


def history(risk):
    return [(row.kind.value, row.consequence, row.likelihood) for row in queries.scores(risk.id)]


def test_a_risk_gets_the_next_reference_and_a_review_by_its_score(risk):
    assert risk.ref == "WS01-R01"
    assert risk.next_review_on == date(2027, 1, 19)
    assert risk.raised_on == TODAY
    assert history(risk) == [("target", 4, 2), ("current", 4, 3), ("inherent", 4, 4)]


def test_on_a_page_an_open_risk_needs_an_owner(workstream):
    with pytest.raises(RuleBroken, match="Choose an owner") as refused:
        commands.add(workstream, title="Nobody's", **NOW)
    assert refused.value.field == "owner_id"


def test_an_import_may_leave_owner_and_scores_empty(workstream):
    risk = commands.add(workstream, title="Nobody's", ref="27", require_owner=False, **NOW)
    assert (risk.ref, risk.owner_id, risk.next_review_on, risk.raised_on) == (
        "27",
        None,
        None,
        None,
    )
    assert history(risk) == []


def test_scores_out_of_order_are_taken_with_a_reason(workstream, owner):
    scores = {"current": (4, 4), "inherent": (3, 3), "owner_id": owner.id}
    with pytest.raises(RuleBroken, match="current score 16 is above the inherent score 9"):
        commands.add(workstream, title="Odd", **scores, **NOW)
    risk = commands.add(workstream, title="Odd", reason="It grew", **scores, **NOW)
    assert risk.score(ScoreKind.CURRENT) == 16


def test_an_imports_scores_out_of_order_are_not_refused(workstream):
    commands.add(
        workstream, title="Odd", current=(4, 4), inherent=(3, 3), require_owner=False, **NOW
    )


@pytest.mark.parametrize("cell", [(0, 3), (3, 6)])
def test_a_score_off_the_matrix_is_refused(workstream, owner, cell):
    with pytest.raises(RuleBroken, match="from 1 to 5"):
        commands.add(workstream, title="Off", current=cell, owner_id=owner.id, **NOW)


def test_a_closed_workstream_takes_no_new_risk(workstream, owner):
    workstream.status = WorkstreamStatus.CLOSED
    with pytest.raises(RuleBroken, match="closed"):
        commands.add(workstream, title="Late", owner_id=owner.id, **NOW)


def test_an_edit_records_what_changed(risk):
    commands.edit(risk, {"title": "Rooms are not  ready", "cause": "Estates are late"}, **NOW)
    commands.edit(risk, {"cause": "Estates are late"}, **NOW)
    db.session.commit()
    [event] = events("risk.edit")
    assert event.differences == {"cause": ["", "Estates are late"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 10_000}, "title"),
        ({"owner_id": None}, "owner_id"),
        ({"target_date": date(206, 1, 1)}, "target_date"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_question(risk, values, field):
    with pytest.raises(RuleBroken) as refused:
        commands.edit(risk, values, **NOW)
    assert refused.value.field == field


def test_an_edit_cannot_reach_past_the_scores_own_commands(risk):
    with pytest.raises(TypeError, match="current_consequence"):
        commands.edit(risk, {"current_consequence": 1}, **NOW)


def test_a_stale_page_is_a_conflict_whatever_it_does(risk, workstream):
    before = risk.version
    commands.edit(risk, {"cause": "New"}, version=before, **NOW)
    db.session.commit()
    stale = {"version": before, **NOW}
    for act in (
        lambda: commands.edit(risk, {"cause": "Mine"}, **stale),
        lambda: commands.score(risk, consequence=1, likelihood=1, **CURRENT, **stale),
        lambda: commands.review(risk, consequence=1, likelihood=1, **stale),
        lambda: commands.close(risk, because=ClosingReason.TREATED, note="Done", **stale),
    ):
        with pytest.raises(Conflict):
            act()


def test_only_those_who_may_edit_risks_here_do(risk, workstream):
    stranger = {"actor": make.actor(make.lead(make.workstream())), "at": AT}
    for act in (
        lambda: commands.add(workstream, title="Mine", **stranger),
        lambda: commands.edit(risk, {}, **stranger),
        lambda: commands.score(risk, consequence=1, likelihood=1, **CURRENT, **stranger),
        lambda: commands.review(risk, consequence=1, likelihood=1, **stranger),
        lambda: commands.close(risk, because=ClosingReason.TREATED, note="x", **stranger),
        lambda: commands.reopen(risk, reason="x", **stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_scoring_keeps_the_history_and_moves_the_next_review(risk):
    commands.score(risk, consequence=4, likelihood=4, reason="Two more sites", **CURRENT, **NOW)
    assert risk.next_review_on == date(2026, 11, 19)
    assert history(risk)[0] == ("current", 4, 4)
    assert queries.scores(risk.id)[0].reason == "Two more sites"
    db.session.commit()
    [event] = events("risk.score")
    assert event.differences["current_likelihood"] == [3, 4]


def test_scoring_the_same_again_is_no_change(risk):
    commands.score(risk, consequence=4, likelihood=3, **CURRENT, **NOW)
    assert len(history(risk)) == 3
    assert events("risk.score") == []


def test_a_target_above_the_current_score_asks_why(risk):
    target = {"kind": ScoreKind.TARGET, "consequence": 4, "likelihood": 4}
    with pytest.raises(RuleBroken, match="target score 16 is above the current score 12"):
        commands.score(risk, **target, **NOW)
    commands.score(risk, **target, reason="The board accepts it", **NOW)
    assert risk.score(ScoreKind.TARGET) == 16
    assert risk.next_review_on == date(2027, 1, 19)


def test_a_review_that_finds_it_the_same_needs_no_words(risk):
    commands.review(risk, consequence=4, likelihood=3, **NOW)
    assert risk.last_reviewed_on == TODAY
    assert risk.next_review_on == date(2027, 1, 19)
    assert history(risk)[0] == ("current", 4, 3)
    assert len(history(risk)) == 4


def test_a_review_that_moves_the_score_says_why(risk):
    with pytest.raises(RuleBroken, match="one line why") as refused:
        commands.review(risk, consequence=5, likelihood=4, **NOW)
    assert refused.value.field == "note"
    assert risk.score(ScoreKind.CURRENT) == 12
    commands.review(risk, consequence=5, likelihood=4, note="Lift failed", **NOW)
    assert risk.score(ScoreKind.CURRENT) == 20
    assert risk.next_review_on == date(2026, 11, 19)
    db.session.commit()
    assert events("risk.review")[0].reason == "Lift failed"


def test_a_review_gives_a_first_score(workstream):
    risk = commands.add(workstream, title="Imported", require_owner=False, **NOW)
    commands.review(risk, consequence=2, likelihood=2, note="First look", **NOW)
    assert risk.score(ScoreKind.CURRENT) == 4


def test_the_programmes_own_intervals_decide(risk, workstream):
    settings.set_value(
        "risks.high_review_days",
        60,
        workstream.programme_id,
        effective_from=TODAY,
        owner="Programme board",
        reason="Agreed",
        **NOW,
    )
    commands.review(risk, consequence=4, likelihood=3, **NOW)
    assert risk.next_review_on == date(2026, 12, 19)


def test_closing_needs_a_reason_and_a_sentence(risk):
    with pytest.raises(RuleBroken, match="Say in a sentence"):
        commands.close(risk, because=ClosingReason.TREATED, note=" ", **NOW)
    commands.close(risk, because=ClosingReason.TREATED, note="Rooms were handed over", **NOW)
    assert (risk.status, risk.closed_on) == (RiskStatus.CLOSED, TODAY)
    for act in (
        lambda: commands.edit(risk, {}, **NOW),
        lambda: commands.score(risk, consequence=1, likelihood=1, **CURRENT, **NOW),
        lambda: commands.review(risk, consequence=1, likelihood=1, **NOW),
        lambda: commands.close(risk, because=ClosingReason.TREATED, note="Again", **NOW),
    ):
        with pytest.raises(RuleBroken, match="open it again"):
            act()


def test_a_risk_is_tolerated_only_once_it_is_at_its_target(risk):
    tolerated = {"because": ClosingReason.TOLERATED, "note": "Board, October"}
    with pytest.raises(RuleBroken, match="12, above its target 8"):
        commands.close(risk, **tolerated, **NOW)
    commands.review(risk, consequence=4, likelihood=2, note="Controls work", **NOW)
    commands.close(risk, **tolerated, **NOW)
    assert risk.status is RiskStatus.CLOSED


def test_a_reopened_risk_is_reviewed_as_if_scored_today(risk):
    with pytest.raises(RuleBroken, match="open already"):
        commands.reopen(risk, reason="x", **NOW)
    commands.close(risk, because=ClosingReason.TREATED, note="Done", **NOW)
    with pytest.raises(RuleBroken, match="Say why"):
        commands.reopen(risk, reason="", **NOW)
    later = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    commands.reopen(risk, reason="It came back", actor=SYSTEM, at=later)
    assert (risk.status, risk.closing_reason, risk.closed_on) == (RiskStatus.OPEN, None, None)
    assert risk.next_review_on == date(2027, 3, 2)


def test_whoever_hides_a_risk_still_sees_it(risk, workstream):
    lead = make.actor(make.lead(workstream))
    commands.edit(risk, {"disclosure": Disclosure.WORKFORCE}, actor=lead, at=AT)
    assert queries.get(risk.id, lead).id == risk.id


def test_a_clinical_lead_edits_risks_and_does_not_hide_them(risk, workstream):
    clinical = make.actor(make.with_role(Role.CLINICAL_LEAD, workstream=workstream))
    commands.edit(risk, {"controls": "A rota"}, actor=clinical, at=AT)
    with pytest.raises(NotAllowed, match="who sees a record"):
        commands.edit(risk, {"disclosure": Disclosure.WORKFORCE}, actor=clinical, at=AT)


def test_a_risk_without_a_score_has_no_day_of_review_when_it_is_open_again(workstream, owner):
    added = commands.add(workstream, title="Nobody to staff it", owner_id=owner.id, **NOW)
    db.session.commit()
    risk = queries.get(added.id, SYSTEM)
    commands.close(risk, because=ClosingReason.TREATED, note="Staffed", **NOW)
    commands.reopen(risk, reason="They left", **NOW)
    assert (risk.status, risk.next_review_on) == (RiskStatus.OPEN, None)


def test_a_review_that_leaves_the_score_is_in_its_history_nevertheless(risk):
    commands.review(risk, consequence=4, likelihood=3, **NOW)
    assert history(risk).count(("current", 4, 3)) == 2
