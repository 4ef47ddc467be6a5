"""Who may decide, what both words do to the scheme, and what ends an approval."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.actions.models import Action, ActionKind, ActionStatus
from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.db import db
from app.programmes.models import Deputy, Disclosure
from app.programmes.roles import Role
from app.quality.commands import panel, readings, reopening
from app.quality.models import AssessmentStatus, MeasureReading, PanelDecision, QualityMeasure
from app.quality.queries import assessments
from app.quality.queries import panel as panel_queries
from app.quality.rules.approval import Outcome, PanelVerdict, Seat
from app.quality.rules.measures import Standing
from app.savings.models import GateDecision, Scheme, SchemeStatus, Stage
from app.savings.rules.lifecycle import Gate, Verdict
from tests import make
from tests.make.quality import assessment as make_assessment
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 20)
LATER = datetime(2026, 10, 21, 9, 30, tzinfo=UTC)
SENT = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
APPROVE, CONDITIONS, PAUSE, REFUSE = PanelVerdict
MD, CN = Seat.MEDICAL, Seat.NURSING


@pytest.fixture
def workstream(programme):
    return make.workstream(programme=programme, lead_id=make.person().id)


@pytest.fixture
def waiting(workstream, medical, nurse):
    """An assessment with the panel, as a command loads it."""
    scheme = make.scheme(workstream=workstream, owner_id=make.person().id)
    return sent(scheme)


def sent(scheme, **given):
    made = make_assessment(
        of=scheme,
        **{"status": AssessmentStatus.WITH_PANEL, "submitted_at": SENT, **given},
    )
    return loaded(made)


def loaded(made):
    db.session.commit()
    return assessments.get(made.id, Actor.system("test"))


def say(assessment, who, seat, verdict=APPROVE, **given):
    values = {"reason": "Read and weighed", "actor": make.actor(who), "at": AT, **given}
    return panel.decide(loaded(assessment), seat=seat, verdict=verdict, **values)


def deputy(principal, **given):
    who = make.person(**given)
    stored(
        Deputy(
            principal_id=principal.id,
            deputy_id=who.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            reason="On leave",
        )
    )
    return who


@pytest.mark.parametrize("first", [MD, CN], ids=["medical director first", "chief nurse first"])
def test_both_executives_approve_in_either_order(waiting, medical, nurse, first):
    who = {MD: medical, CN: nurse}

    assert say(waiting, who[first], first) is Outcome.WAITING
    assert waiting.scheme.quality_cleared_until is None
    assert say(waiting, who[first.other], first.other) is Outcome.APPROVED

    assert waiting.status is AssessmentStatus.APPROVED
    assert (waiting.approved_on, waiting.valid_until) == (TODAY, date(2027, 10, 20))
    assert waiting.scheme.is_quality_valid(TODAY)
    assert waiting.scheme.quality_cleared_by == (
        "Dr Ada Okoro (medical director) and Jo Bell (chief nurse)"
    )


def test_a_yes_of_the_medical_director_alone_clears_nothing(waiting, medical):
    say(waiting, medical, MD)

    assert waiting.status is AssessmentStatus.WITH_PANEL
    assert not waiting.scheme.is_quality_valid(TODAY)


@pytest.mark.parametrize(
    ("verdict", "status"),
    [(REFUSE, AssessmentStatus.REFUSED), (PAUSE, AssessmentStatus.PAUSED)],
)
def test_one_refusal_or_pause_stops_the_scheme_whatever_the_other_said(
    waiting, medical, nurse, verdict, status
):
    say(waiting, medical, MD)
    say(waiting, nurse, CN, verdict, reason="Falls would rise")

    assert waiting.status is status
    assert "chief nurse (Jo Bell)" in waiting.scheme.quality_stopped
    assert "Falls would rise" in waiting.scheme.quality_stopped
    assert not waiting.scheme.is_quality_valid(TODAY)


def test_an_executive_may_take_back_an_approval_that_both_gave(waiting, medical, nurse):
    say(waiting, medical, MD)
    say(waiting, nurse, CN)

    say(waiting, nurse, CN, PAUSE, reason="A cluster of complaints")

    assert waiting.status is AssessmentStatus.PAUSED
    assert not waiting.scheme.is_quality_valid(TODAY)


def test_the_newest_word_of_a_seat_holds(waiting, medical, nurse):
    say(waiting, medical, MD, CONDITIONS, conditions=[("Watch falls", medical.id, TODAY)])
    say(waiting, medical, MD)
    assert say(waiting, nurse, CN) is Outcome.APPROVED
    assert len(panel_queries.decisions(waiting)) == 3


def test_words_given_before_it_was_sent_again_count_no_longer(waiting, medical, nurse):
    say(waiting, medical, MD)
    waiting.submitted_at = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)

    later = datetime(2026, 10, 22, 9, 0, tzinfo=UTC)
    assert say(waiting, nurse, CN, at=later) is Outcome.WAITING


def test_a_deputy_on_the_day_takes_the_seat_and_the_record_says_for_whom(waiting, medical, nurse):
    stands_in = deputy(medical, name="Dr Sam Hill")
    say(waiting, nurse, CN)

    assert say(waiting, stands_in, MD) is Outcome.APPROVED

    row = db.session.scalars(select(PanelDecision).order_by(PanelDecision.id.desc())).first()
    assert (row.by, row.deputising_for) == ("Dr Sam Hill", "Dr Ada Okoro")
    assert waiting.scheme.quality_cleared_by.startswith("Dr Sam Hill, for Dr Ada Okoro")


def test_the_lead_of_the_workstream_cannot_decide_even_with_the_role(waiting, nurse, workstream):
    workstream = db.session.merge(workstream)
    workstream.lead_id = nurse.id
    with pytest.raises(NotAllowed, match="in the line"):
        say(waiting, nurse, CN)


@pytest.mark.parametrize("part", ["owner_id", "author_id"])
def test_whose_scheme_it_is_cannot_decide(waiting, medical, part):
    setattr(waiting.scheme, part, medical.id)
    with pytest.raises(NotAllowed, match="in the line"):
        say(waiting, medical, MD)


def test_a_deputy_of_somebody_in_the_line_cannot_decide(waiting, medical):
    stored(
        Deputy(
            principal_id=waiting.scheme.owner_id,
            deputy_id=medical.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            reason="On leave",
        )
    )
    with pytest.raises(NotAllowed, match="in the line"):
        say(waiting, medical, MD)


@pytest.mark.parametrize("part", ["started_by_id", "clinical_lead_id"])
def test_who_wrote_the_assessment_cannot_decide_on_it(waiting, medical, part):
    setattr(waiting, part, medical.id)
    with pytest.raises(NotAllowed, match="You wrote"):
        say(waiting, medical, MD)


def test_one_person_cannot_take_both_seats(waiting, medical, nurse):
    both = deputy(medical)
    stored(
        Deputy(
            principal_id=nurse.id,
            deputy_id=both.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            reason="On leave",
        )
    )
    say(waiting, both, MD)
    with pytest.raises(NotAllowed, match="another person"):
        say(waiting, both, CN)
    assert waiting.status is AssessmentStatus.WITH_PANEL


def test_the_medical_director_cannot_take_the_chief_nurses_seat(waiting, medical):
    with pytest.raises(NotAllowed, match="Only the chief nurse"):
        say(waiting, medical, CN)


@pytest.mark.parametrize("role", [Role.PMO, Role.LEAD, Role.SRO, Role.FINANCE, Role.CLINICAL_LEAD])
def test_nobody_else_decides(waiting, programme, role):
    with pytest.raises(NotAllowed):
        say(waiting, make.with_role(role, programme=programme), MD)


def test_the_medical_director_of_another_programme_cannot_decide(waiting):
    elsewhere = make.with_role(Role.MEDICAL_DIRECTOR, programme=make.programme())
    with pytest.raises(NotAllowed):
        say(waiting, elsewhere, MD)


def test_a_page_that_went_stale_is_refused(waiting, medical, nurse):
    shown = waiting.version
    say(waiting, medical, MD, version=shown)
    with pytest.raises(Conflict):
        say(waiting, nurse, CN, version=shown)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_every_word_needs_a_reason(waiting, medical, reason):
    with pytest.raises(RuleBroken, match="Say why"):
        say(waiting, medical, MD, reason=reason)


def test_conditions_become_actions_with_an_owner_and_a_date(waiting, medical, nurse):
    say(
        waiting,
        medical,
        MD,
        CONDITIONS,
        conditions=[("Weekly count of falls", nurse.id, date(2026, 11, 30))],
    )

    action = db.session.scalars(select(Action).where(Action.kind == ActionKind.CONDITION)).one()
    assert (action.title, action.owner_id) == ("Weekly count of falls", nurse.id)
    assert (action.source_kind, action.source_id) == ("assessment", waiting.id)


def test_the_condition_of_a_sensitive_scheme_is_as_sensitive(waiting, medical):
    waiting.scheme.disclosure = Disclosure.WORKFORCE
    say(waiting, medical, MD, CONDITIONS, conditions=[("Tell staff first", medical.id, TODAY)])

    action = db.session.scalars(select(Action).where(Action.kind == ActionKind.CONDITION)).one()
    assert action.disclosure is Disclosure.WORKFORCE


@pytest.mark.parametrize(
    ("verdict", "conditions", "field"),
    [
        (CONDITIONS, [], "condition_1"),
        (CONDITIONS, [("", 1, TODAY)], "condition_1"),
        (CONDITIONS, [("Watch", None, TODAY)], "owner_1"),
        (CONDITIONS, [("Watch", 1, None)], "due_1"),
        (CONDITIONS, [("Watch", 1, date(2026, 10, 19))], "due_1"),
        (APPROVE, [("Watch", 1, TODAY)], "verdict"),
    ],
)
def test_conditions_that_cannot_be_tracked_are_refused(
    waiting, medical, verdict, conditions, field
):
    with pytest.raises(RuleBroken) as broken:
        say(waiting, medical, MD, verdict, conditions=conditions)
    assert broken.value.field == field


@pytest.mark.parametrize(
    "status",
    [
        AssessmentStatus.DRAFT,
        AssessmentStatus.PAUSED,
        AssessmentStatus.REFUSED,
        AssessmentStatus.REOPENED,
        AssessmentStatus.WITHDRAWN,
        AssessmentStatus.APPROVED,
    ],
)
def test_what_is_not_with_the_panel_cannot_be_approved(waiting, medical, status):
    waiting.status = status
    with pytest.raises(RuleBroken, match="not with the panel"):
        say(waiting, medical, MD)


def test_an_assessment_of_an_earlier_scope_cannot_be_approved_but_can_be_paused(waiting, medical):
    waiting.scheme.scope_version = 2
    with pytest.raises(RuleBroken, match="scope has changed"):
        say(waiting, medical, MD)
    assert say(waiting, medical, MD, PAUSE) is Outcome.PAUSED


def test_the_story_of_the_scheme_tells_each_word(waiting, medical, nurse):
    say(waiting, medical, MD)
    say(waiting, nurse, CN)
    db.session.commit()

    said = [
        (event.actor_name, event.action)
        for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    ]
    assert ("Dr Ada Okoro", "assessment.approve_assessment") in said
    assert ("Jo Bell", "assessment.approve_assessment") in said
    assert ("Jo Bell", "scheme.clear_quality") in said


@pytest.fixture
def approved(waiting, medical, nurse):
    say(waiting, medical, MD)
    say(waiting, nurse, CN)
    return waiting


@pytest.fixture
def assessor(programme):
    return make.with_role(Role.CLINICAL_LEAD, programme=programme)


def test_reopening_ends_the_approval_and_holds_the_scheme(approved, assessor):
    reopening.reopen(
        loaded(approved), because="Two wards closed", actor=make.actor(assessor), at=AT
    )

    assert approved.status is AssessmentStatus.REOPENED
    assert approved.reopened_on == TODAY
    assert approved.scheme.quality_stopped == "Two wards closed"


def test_only_an_approved_assessment_is_reopened(waiting, assessor):
    with pytest.raises(RuleBroken, match="not approved"):
        reopening.reopen(loaded(waiting), because="Why not", actor=make.actor(assessor), at=AT)


def test_finance_cannot_reopen(approved, programme):
    who = make.actor(make.finance(programme))
    with pytest.raises(NotAllowed):
        reopening.reopen(loaded(approved), because="Money", actor=who, at=AT)


@pytest.fixture
def measure(approved):
    made = stored(
        QualityMeasure(
            assessment_id=approved.id,
            domain="Patient safety",
            title="Falls",
            unit="a month",
            threshold=20_000,
            stop_trigger=30_000,
        )
    )
    return made.id


def read(measure_id, who, value, **given):
    actor = make.actor(who)
    measure = assessments.measure(measure_id, actor)
    values = {"read_on": TODAY, "note": "Ward returns", "actor": actor, "at": AT, **given}
    return readings.record_reading(measure, value=value, **values), measure.assessment


def test_a_reading_beyond_the_stop_trigger_reopens_at_once(measure, assessor):
    found, assessment = read(measure, assessor, 30_001)

    assert found is Standing.BREACHED
    assert assessment.status is AssessmentStatus.REOPENED
    assert assessment.scheme.quality_stopped == (
        "Falls was 30.001 a month on 20 October 2026, above its stop trigger of 30 a month"
    )
    assert not assessment.scheme.is_quality_valid(TODAY)


@pytest.mark.parametrize("value", [30_000, 20_001, 5_000], ids=["at it", "a warning", "fine"])
def test_a_reading_not_beyond_the_stop_trigger_leaves_the_approval(measure, assessor, value):
    _, assessment = read(measure, assessor, value)
    assert assessment.status is AssessmentStatus.APPROVED
    assert db.session.scalars(select(MeasureReading)).one().value == value


def test_a_second_breach_is_kept_and_reopens_nothing_twice(measure, assessor):
    read(measure, assessor, 31_000)
    found, assessment = read(measure, assessor, 40_000)
    assert found is Standing.BREACHED
    assert assessment.status is AssessmentStatus.REOPENED


def test_a_reading_of_tomorrow_is_refused(measure, assessor):
    with pytest.raises(RuleBroken, match="today or earlier"):
        read(measure, assessor, 1, read_on=date(2026, 10, 21))


def test_a_reader_without_the_right_cannot_record(measure, programme):
    with pytest.raises(NotAllowed):
        read(measure, make.finance(programme), 1)


def test_readings_begin_once_it_is_approved(measure, assessor, approved):
    approved.approved_on = None
    db.session.commit()
    with pytest.raises(RuleBroken, match="once the assessment is approved"):
        read(measure, assessor, 1)


def test_the_review_is_noted_on_the_scheme(approved, nurse):
    reopening.review(
        loaded(approved), found_harm=False, text="Falls unchanged", actor=make.actor(nurse), at=AT
    )

    assert (approved.reviewed_by, approved.review_found_harm) == ("Jo Bell", False)
    assert approved.scheme.quality_reviewed_on == TODAY


def test_whose_scheme_it_is_cannot_review_it(approved, workstream):
    owner = make.lead(workstream)
    loaded(approved).scheme.owner_id = owner.id
    with pytest.raises(NotAllowed, match="Somebody other"):
        reopening.review(
            loaded(approved), found_harm=False, text="All well", actor=make.actor(owner), at=AT
        )


def test_what_was_never_approved_cannot_be_reviewed(waiting, nurse):
    with pytest.raises(RuleBroken, match="was approved"):
        reopening.review(
            loaded(waiting), found_harm=True, text="Bad", actor=make.actor(nurse), at=AT
        )


def test_what_waits_is_listed_for_the_seat_oldest_first_until_it_has_spoken(
    workstream, medical, nurse
):
    second = sent(make.scheme(workstream=workstream))
    first = sent(
        make.scheme(workstream=db.session.merge(workstream)),
        submitted_at=datetime(2026, 10, 1, 9, 0, tzinfo=UTC),
    )
    ids = [first.id, second.id]

    assert [each.assessment.id for each in panel_queries.waiting(make.actor(medical), TODAY)] == ids
    say(first, medical, MD)
    db.session.commit()

    assert [
        each.assessment.id for each in panel_queries.waiting(make.actor(medical), TODAY)
    ] == ids[1:]
    assert [each.assessment.id for each in panel_queries.waiting(make.actor(nurse), TODAY)] == ids


def test_nothing_waits_for_those_without_a_seat_or_in_the_line(waiting, programme, medical):
    assert not panel_queries.waiting(make.actor(make.pmo(programme)), TODAY)
    elsewhere = make.with_role(Role.MEDICAL_DIRECTOR, programme=make.programme())
    assert not panel_queries.waiting(make.actor(elsewhere), TODAY)
    loaded(waiting).scheme.owner_id = medical.id
    db.session.commit()
    assert not panel_queries.waiting(make.actor(medical), TODAY)


def test_a_sensitive_one_is_only_counted_for_an_executive_who_is_not_named(waiting, medical):
    waiting.scheme.disclosure = Disclosure.WORKFORCE
    db.session.commit()
    actor = make.actor(medical)
    assert not panel_queries.waiting(actor, TODAY)
    assert panel_queries.withheld(actor, TODAY) == 1


def test_fifty_that_wait_cost_as_many_reads_as_one(waiting, workstream, medical, queries):
    actor = make.actor(medical)

    def reads():
        db.session.expire_all()
        queries.clear()
        assert panel_queries.waiting(actor, TODAY)
        return len(queries)

    reads()
    one = reads()
    for _ in range(10):
        sent(make.scheme(workstream=db.session.merge(workstream)))
    assert reads() == one


def test_the_scheme_is_what_the_board_sees_as_stopped(waiting, medical):
    say(waiting, medical, MD, REFUSE)
    db.session.commit()
    stored_scheme = db.session.get(Scheme, waiting.scheme_id)
    assert stored_scheme.quality_stopped


def test_both_approvals_sign_the_gate_and_a_pause_reopens_it(waiting, medical, nurse):
    loaded(waiting).scheme.stage = Stage.ASSURANCE
    db.session.commit()
    say(waiting, medical, MD)
    assert not db.session.scalars(select(GateDecision)).all()
    say(waiting, nurse, CN)

    signed = db.session.scalars(select(GateDecision).order_by(GateDecision.id)).all()
    assert [(each.gate, each.role, each.by) for each in signed] == [
        (Gate.G3B, "medical-director", "Dr Ada Okoro"),
        (Gate.G3B, "chief-nurse", "Jo Bell"),
    ]
    say(waiting, nurse, CN, PAUSE)
    last = db.session.scalars(select(GateDecision).order_by(GateDecision.id.desc())).first()
    assert last.verdict is Verdict.REOPENED


def test_a_seat_is_decided_again_once_its_executive_has_come_into_the_line(
    waiting, workstream, programme, medical, nurse
):
    loaded(waiting).scheme.stage = Stage.ASSURANCE
    say(waiting, medical, MD)
    say(waiting, nurse, CN)
    other = make.with_role(Role.CHIEF_NURSE, programme=programme, name="Nia Nurse")
    with pytest.raises(RuleBroken, match="it is not with the panel"):
        say(waiting, other, CN, at=LATER)
    workstream.lead_id = nurse.id
    with pytest.raises(NotAllowed, match="line of this scheme"):
        say(waiting, nurse, CN, at=LATER)
    with pytest.raises(RuleBroken, match="it is not with the panel"):
        say(waiting, medical, MD, at=LATER)

    assert say(waiting, other, CN, at=LATER) is Outcome.APPROVED

    scheme = waiting.scheme
    assert (waiting.approved_on, waiting.valid_until) == (TODAY, date(2027, 10, 20))
    assert (scheme.quality_cleared_on, scheme.quality_cleared_until) == (TODAY, date(2027, 10, 20))
    assert scheme.quality_cleared_by == (
        "Dr Ada Okoro (medical director) and Nia Nurse (chief nurse)"
    )
    assert (scheme.stage, scheme.quality_stopped) == (Stage.ASSURANCE, "")
    last = db.session.scalars(select(GateDecision).order_by(GateDecision.id.desc())).first()
    assert (last.gate, last.by, last.verdict) == (Gate.G3B, "Nia Nurse", Verdict.SIGNED)
    assert panel_queries.to_decide_again(waiting, TODAY) == ()


def test_both_seats_are_decided_again_one_after_the_other(
    waiting, workstream, programme, medical, nurse
):
    loaded(waiting).scheme.stage = Stage.ASSURANCE
    say(waiting, medical, MD)
    say(waiting, nurse, CN)
    workstream.lead_id, workstream.sponsor_id = nurse.id, medical.id
    assert panel_queries.to_decide_again(loaded(waiting), TODAY) == (MD, CN)
    for role, seat in ((Role.MEDICAL_DIRECTOR, MD), (Role.CHIEF_NURSE, CN)):
        say(waiting, make.with_role(role, programme=programme), seat, at=LATER)
    assert panel_queries.to_decide_again(loaded(waiting), TODAY) == ()


def test_an_approval_that_a_later_edition_replaced_rules_nothing(measure, approved, assessor):
    later = make_assessment(
        of=loaded(approved).scheme,
        edition=2,
        status=AssessmentStatus.APPROVED,
        approved_on=TODAY,
        is_complete=False,
    )
    assert later.edition == 2
    with pytest.raises(RuleBroken, match="Edition 2 was approved since"):
        read(measure, assessor, 40_000)
    with pytest.raises(RuleBroken, match="Edition 2 was approved since"):
        reopening.reopen(loaded(approved), because="Old", actor=make.actor(assessor), at=AT)


def test_what_an_executive_may_not_decide_is_counted_so_that_a_deputy_is_named(waiting, medical):
    loaded(waiting).scheme.owner_id = medical.id
    db.session.commit()
    assert panel_queries.barred(make.actor(medical), TODAY) == 1


@pytest.mark.parametrize("verdict", [REFUSE, PAUSE])
def test_without_an_approval_no_condition_stands(waiting, medical, nurse, verdict):
    say(waiting, medical, MD, CONDITIONS, conditions=[("Watch falls", medical.id, TODAY)])
    say(waiting, nurse, CN, verdict)
    action = db.session.scalars(select(Action).where(Action.kind == ActionKind.CONDITION)).one()
    assert action.status is ActionStatus.WITHDRAWN
    assert "chief nurse" in action.closing_reason


def test_a_new_word_replaces_the_conditions_of_the_same_seat_only(waiting, medical, nurse):
    say(waiting, nurse, CN, CONDITIONS, conditions=[("Tell patients", nurse.id, TODAY)])
    say(waiting, nurse, CN, CONDITIONS, conditions=[("Tell staff", nurse.id, TODAY)])
    say(waiting, medical, MD, CONDITIONS, conditions=[("Watch falls", medical.id, TODAY)])

    found = {
        action.title: action.status
        for action in db.session.scalars(select(Action).where(Action.kind == ActionKind.CONDITION))
    }
    assert found == {
        "Tell patients": ActionStatus.WITHDRAWN,
        "Tell staff": ActionStatus.OPEN,
        "Watch falls": ActionStatus.OPEN,
    }


def test_a_transacted_scheme_is_still_watched_and_a_withdrawn_one_is_not(measure, assessor):
    scheme = assessments.measure(measure, Actor.system("test")).assessment.scheme
    scheme.status = SchemeStatus.COMPLETE
    found, _ = read(measure, assessor, 5_000)
    assert found is Standing.WITHIN
    scheme = assessments.measure(measure, Actor.system("test")).assessment.scheme
    scheme.status = SchemeStatus.WITHDRAWN
    with pytest.raises(RuleBroken, match="withdrawn"):
        read(measure, assessor, 5_000)


def test_the_system_itself_takes_no_seat(waiting):
    with pytest.raises(NotAllowed, match="Only a person"):
        panel.decide(
            waiting, seat=MD, verdict=APPROVE, reason="x", actor=Actor.system("test"), at=AT
        )
    assert waiting.status is AssessmentStatus.WITH_PANEL
