from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.core.rating import Colour
from app.db import db
from app.programmes import commands, queries
from app.programmes.models import Disclosure, Organisation, OrganisationKind, WorkstreamStatus
from app.programmes.roles import Role
from tests import make

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
YEAR = FinancialYear(2026)
OFFICE = Actor.system("test")


def by(who=None):
    return {"actor": make.actor(who) if who else OFFICE, "at": AT}


def actions():
    db.session.commit()
    return [
        event.action for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.number))
    ]


def organisation(**given):
    made = commands.create_organisation(**{"name": "St Elsewhere", "code": "ZZ1"} | given, **by())
    db.session.commit()
    return made


def test_an_organisation_is_added_under_another():
    above = organisation(name="East Nowhere ICB", code="ZZ9", kind=OrganisationKind.ICB)
    below = organisation(parent_id=above.id)
    assert queries.organisation(below.id).parent.name == "East Nowhere ICB"
    assert actions() == ["organisation.create", "organisation.create"]


def test_a_code_passes_to_the_body_that_follows():
    organisation(name="Old", code="ZZ1", valid_to=date(2026, 3, 31))
    organisation(name="New", code="zz1", valid_from=date(2026, 4, 1))
    assert [each.name for each in queries.organisations_with_code("ZZ1")] == ["Old", "New"]


def test_two_bodies_never_have_one_code_on_the_same_day():
    organisation(name="Old", code="ZZ1", valid_to=date(2026, 4, 1))
    with pytest.raises(RuleBroken, match="ZZ1 is the code of Old until 1 April 2026") as refused:
        organisation(name="New", code="ZZ1", valid_from=date(2026, 4, 1))
    assert refused.value.field == "code"


def test_many_bodies_may_have_no_code_yet():
    organisation(name="One", code="")
    assert organisation(name="Two", code="").code == ""


def test_an_organisation_is_never_above_itself():
    top = organisation(name="Top", code="")
    below = organisation(name="Below", code="", parent_id=top.id)
    with pytest.raises(RuleBroken, match="cannot be under itself"):
        commands.edit_organisation(top, {"parent_id": below.id}, **by())
    with pytest.raises(RuleBroken, match="from the list"):
        commands.edit_organisation(top, {"parent_id": 999_999}, **by())


def test_a_merger_gives_an_organisation_its_last_day():
    old = organisation()
    commands.edit_organisation(old, {"valid_to": date(2026, 9, 30)}, version=old.version, **by())
    db.session.commit()
    assert queries.organisation_choices(date(2026, 10, 1)) == []
    assert queries.organisation_choices(date(2026, 10, 1), old.id) == [
        (old.id, "St Elsewhere (ZZ1)")
    ]
    assert queries.organisations_called("st elsewhere", date(2026, 9, 30)) == [old]
    assert queries.organisations_called("st elsewhere", date(2026, 10, 1)) == []


def test_an_organisation_changed_meanwhile_is_a_conflict():
    old = organisation()
    shown = old.version
    commands.edit_organisation(old, {"name": "St Somewhere"}, **by())
    db.session.commit()
    with pytest.raises(Conflict):
        commands.edit_organisation(old, {"name": "Mine"}, version=shown, **by())


def test_only_those_with_the_right_everywhere_set_up_organisations_and_programmes():
    programme = make.programme()
    office = by(make.pmo(programme))
    with pytest.raises(NotAllowed):
        commands.create_organisation(name="Mine", **office)
    with pytest.raises(NotAllowed):
        commands.edit_organisation(programme_body(programme), {"name": "Mine"}, **office)
    with pytest.raises(NotAllowed):
        commands.create_programme(programme_body(programme), code="A", name="A", **office)
    admin = by(make.with_role(Role.ADMIN))
    assert commands.create_programme(
        commands.create_organisation(name="Mine", **admin), code="A", name="A", **admin
    )


def programme_body(programme):
    return db.session.get(Organisation, programme.organisation_id)


def test_a_programme_starts_empty_private_and_open():
    made = commands.create_programme(make.organisation(), code="opd", name=" Outpatients ", **by())
    db.session.commit()
    found = queries.by_code("OPD")
    assert (found.id, found.name, found.disclosure) == (made.id, "Outpatients", Disclosure.PRIVATE)
    assert queries.of_programme(found.id) == []
    assert actions() == ["programme.create"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "TAKEN"}, "code"),
        ({"code": "a b"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"purpose": "x" * 5001}, "purpose"),
        ({"starts_on": date(2026, 4, 1), "ends_on": date(2026, 3, 31)}, "ends_on"),
        ({"sro_id": 999_999}, "sro_id"),
        ({"disclosure": Disclosure.WORKFORCE}, "disclosure"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_beside_its_question(given, field):
    make.programme(code="TAKEN")
    with pytest.raises(RuleBroken) as refused:
        commands.create_programme(
            make.organisation(), **{"code": "OPD", "name": "Outpatients"} | given, **by()
        )
    assert refused.value.field == field


def test_the_office_edits_its_own_programme_and_no_other():
    mine, other = make.programme(), make.programme()
    office = by(make.pmo(mine))
    commands.edit_programme(mine, {"purpose": "Fewer wasted visits"}, **office)
    with pytest.raises(NotAllowed):
        commands.edit_programme(other, {"purpose": "Mine now"}, **office)
    assert mine.purpose == "Fewer wasted visits"


def test_a_save_that_changes_nothing_leaves_no_event():
    programme = make.programme()
    commands.edit_programme(programme, {"name": programme.name}, **by())
    assert actions() == []


def test_each_financial_year_has_its_target():
    programme = make.programme()
    commands.set_target(programme, year=YEAR, pence=Pence(100), version=0, **by())
    commands.set_target(programme, year=YEAR.next, pence=Pence(300), **by())
    commands.set_target(programme, year=YEAR, pence=Pence(200), version=1, **by())
    assert queries.target(programme.id, YEAR) == 200
    assert queries.target(programme.id, YEAR.next) == 300
    assert queries.target(programme.id, YEAR.previous) is None
    assert actions() == ["programme.set_target"] * 3
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert last.differences == {"target 2026/27": ["£1.00", "£2.00"]}


def test_a_target_set_by_someone_else_meanwhile_is_a_conflict():
    programme = make.programme()
    commands.set_target(programme, year=YEAR, pence=Pence(100), **by())
    with pytest.raises(Conflict):
        commands.set_target(programme, year=YEAR, pence=Pence(1), version=0, **by())


def test_a_target_below_nothing_is_refused():
    with pytest.raises(RuleBroken, match="£0 or more"):
        commands.set_target(make.programme(), year=YEAR, pence=Pence(-1), **by())


def test_workstreams_are_numbered_and_a_number_is_never_used_again():
    programme = make.programme()
    first = commands.add_workstream(programme, name="Clinic utilisation", **by())
    given = commands.add_workstream(programme, ref="ws07", name="Virtual clinics", **by())
    after = commands.add_workstream(programme, name="Booking", **by())
    assert [first.ref, given.ref, after.ref] == ["WS01", "ws07", "WS08"]
    with pytest.raises(RuleBroken, match="already has a workstream WS07"):
        commands.add_workstream(programme, ref="WS07", name="Another", **by())


def test_two_programmes_number_their_workstreams_apart():
    refs = [commands.add_workstream(make.programme(), name="One", **by()).ref for _ in range(2)]
    assert refs == ["WS01", "WS01"]


def test_a_workstream_knows_its_people_and_purpose():
    programme, ann = make.programme(), make.person(name="Ann Lee")
    made = commands.add_workstream(
        programme, name="Booking", purpose="Fewer missed", lead_id=ann.id, **by()
    )
    db.session.commit()
    found = queries.workstream(made.id, OFFICE)
    assert (found.lead.name, found.sponsor, found.purpose) == ("Ann Lee", None, "Fewer missed")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"category": "x" * 201}, "category"),
        ({"ref": "A/B"}, "ref"),
        ({"lead_id": 999_999}, None),
        ({"disclosure": Disclosure.WORKFORCE}, "disclosure"),
    ],
)
def test_a_workstream_that_makes_no_sense_is_refused_beside_its_question(given, field):
    with pytest.raises(RuleBroken) as refused:
        commands.add_workstream(make.programme(), **{"name": "Booking"} | given, **by())
    assert refused.value.field == field


def test_what_a_workstream_does_not_have_cannot_be_set():
    with pytest.raises(TypeError):
        commands.add_workstream(make.programme(), name="Booking", version=9, **by())
    with pytest.raises(TypeError):
        commands.edit_workstream(make.workstream(), {"ref": "WS99"}, **by())


def test_an_importer_may_make_the_unassigned_workstream_and_nothing_else():
    programme = make.programme()
    finance = by(make.finance(programme))
    made = commands.add_workstream(
        programme, ref="UNASSIGNED", name="Unassigned", is_unassigned=True, **finance
    )
    assert made.is_unassigned
    with pytest.raises(NotAllowed):
        commands.add_workstream(programme, name="Mine", **finance)


def test_a_lead_edits_their_own_workstream_and_no_other():
    mine = make.workstream()
    beside = make.workstream(programme_id=mine.programme_id)
    lead = by(make.lead(mine))
    commands.edit_workstream(mine, {"purpose": "Ours"}, **lead)
    with pytest.raises(NotAllowed):
        commands.edit_workstream(beside, {"purpose": "Ours"}, **lead)
    with pytest.raises(NotAllowed):
        commands.edit_workstream(mine, {"status": WorkstreamStatus.CLOSED}, **lead)


def test_finance_sets_the_cost_but_writes_no_narrative():
    workstream = make.workstream()
    finance = by(make.with_role(Role.FINANCE, workstream=workstream))
    with pytest.raises(NotAllowed):
        commands.edit_workstream(workstream, {"purpose": "Ours"}, **finance)
    commands.set_cost(workstream, year=YEAR, baseline=Pence(500), forecast=Pence(600), **finance)
    assert queries.costs(workstream.programme_id, YEAR)[workstream.id].forecast == 600


def test_a_cost_baseline_once_given_is_moved_by_the_office_only():
    workstream = make.workstream()
    lead, office = by(make.lead(workstream)), by(make.pmo())
    commands.set_cost(workstream, year=YEAR, baseline=None, forecast=Pence(5), **lead)
    commands.set_cost(workstream, year=YEAR, baseline=Pence(5), forecast=Pence(5), **lead)
    commands.set_cost(workstream, year=YEAR, baseline=Pence(5), forecast=Pence(9), **lead)
    with pytest.raises(NotAllowed):
        commands.set_cost(workstream, year=YEAR, baseline=Pence(9), forecast=Pence(9), **lead)
    moved = {"baseline": Pence(8), "forecast": Pence(9), "reason": "Agreed by the board"}
    commands.set_cost(workstream, year=YEAR, **moved, **office)
    assert actions() == ["workstream.set_cost"] * 4
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert last.differences == {"baseline cost 2026/27": ["£0.05", "£0.08"]}
    assert last.reason == "Agreed by the board"


def test_a_cost_below_nothing_or_from_a_stale_page_is_refused():
    workstream = make.workstream()
    with pytest.raises(RuleBroken, match="£0 or more"):
        commands.set_cost(workstream, year=YEAR, baseline=None, forecast=Pence(-1), **by())
    commands.set_cost(workstream, year=YEAR, baseline=None, forecast=Pence(1), version=0, **by())
    with pytest.raises(Conflict):
        commands.set_cost(
            workstream, year=YEAR, baseline=None, forecast=Pence(2), version=0, **by()
        )


def test_the_office_decides_what_does_not_apply_and_may_take_it_back():
    workstream = make.workstream()
    office = by(make.pmo(name="Ola"))
    commands.decide_not_applicable(
        workstream, dimension="savings", reason="It enables others", **office
    )
    db.session.commit()
    held = queries.not_applicable(workstream.programme_id)[workstream.id]["savings"]
    assert (held.decided_by, held.reason) == ("Ola", "It enables others")
    with pytest.raises(RuleBroken, match="Savings already does not apply"):
        commands.decide_not_applicable(workstream, dimension="savings", reason="Again", **office)

    commands.make_applicable(workstream, dimension="savings", reason="It now saves", **office)
    db.session.commit()
    assert queries.not_applicable(workstream.programme_id) == {}
    assert len(queries.decisions(workstream.id)) == 1
    with pytest.raises(RuleBroken, match="Savings already applies"):
        commands.make_applicable(workstream, dimension="savings", reason="Again", **office)
    assert actions() == ["workstream.decide_not_applicable", "workstream.make_applicable"]


@pytest.mark.parametrize(("dimension", "reason"), [("mood", "Why not"), ("savings", " ")])
def test_a_decision_names_a_dimension_and_a_reason(dimension, reason):
    with pytest.raises(RuleBroken):
        commands.decide_not_applicable(
            make.workstream(), dimension=dimension, reason=reason, **by()
        )
    with pytest.raises(RuleBroken):
        commands.make_applicable(make.workstream(), dimension=dimension, reason=reason, **by())


def test_a_lead_cannot_decide_that_a_dimension_does_not_apply():
    workstream = make.workstream()
    with pytest.raises(NotAllowed):
        commands.decide_not_applicable(
            workstream, dimension="savings", reason="Too hard", **by(make.lead(workstream))
        )


def test_confidence_is_the_sros_own_word():
    workstream = make.workstream()
    commands.give_confidence(
        workstream, colour=Colour.AMBER, reason="Estates is late", **by(make.sro(name="Sam"))
    )
    db.session.commit()
    assert workstream.delivery_confidence is Colour.AMBER
    assert (workstream.confidence_by, workstream.confidence_at) == ("Sam", AT)
    for who in (make.lead(workstream), make.pmo()):
        with pytest.raises(NotAllowed):
            commands.give_confidence(workstream, colour=Colour.GREEN, reason="Fine", **by(who))


def test_a_portfolio_file_states_confidence_and_says_so():
    workstream = make.workstream()
    commands.give_confidence(
        workstream,
        colour=Colour.RED,
        reason="As reported",
        stated_in="March 2022.csv",
        **by(make.pmo()),
    )
    assert workstream.confidence_by == "stated in March 2022.csv"


def test_confidence_needs_a_colour_of_its_own_and_a_reason():
    workstream = make.workstream()
    with pytest.raises(RuleBroken, match="Choose green, amber or red"):
        commands.give_confidence(workstream, colour=Colour.COMPLETE, reason="Done", **by())
    with pytest.raises(RuleBroken, match="Say what makes you judge so"):
        commands.give_confidence(workstream, colour=Colour.RED, reason=" ", **by())
    commands.give_confidence(workstream, colour=None, reason="Given in error", **by())
    assert workstream.delivery_confidence is None


def test_people_are_named_on_a_record_once_and_may_be_dropped():
    workstream, ann = make.workstream(), make.person(name="Ann")
    hr = by(make.with_role(Role.HR_LEAD))
    for _ in range(2):
        commands.name_reader(workstream, person=ann, **hr)
    assert queries.readers_of("workstream", workstream.id) == {ann.id}
    for _ in range(2):
        commands.drop_reader(workstream, person=ann, **hr)
    assert queries.readers_of("workstream", workstream.id) == frozenset()
    assert actions() == ["workstream.name_reader", "workstream.drop_reader"]


def test_another_workstreams_lead_names_nobody():
    workstream, ann = make.workstream(), make.person()
    with pytest.raises(NotAllowed):
        commands.name_reader(workstream, person=ann, **by(make.lead(make.workstream())))


def test_what_an_organisation_or_a_programme_does_not_have_cannot_be_set():
    programme = make.programme()
    with pytest.raises(TypeError, match="no colour"):
        commands.edit_organisation(programme_body(programme), {"colour": "blue"}, **by())
    with pytest.raises(TypeError, match="no code"):
        commands.edit_programme(programme, {"code": "NEW"}, **by())


def test_saying_the_same_again_leaves_no_second_event():
    workstream = make.workstream()
    programme = queries.programme(workstream.programme_id)
    for _ in range(2):
        commands.edit_organisation(programme.organisation, {"name": "St Elsewhere"}, **by())
        commands.set_target(programme, year=YEAR, pence=Pence(1), **by())
        commands.edit_workstream(workstream, {"purpose": "Ours"}, **by())
        commands.set_cost(workstream, year=YEAR, baseline=None, forecast=Pence(1), **by())
        commands.give_confidence(workstream, colour=Colour.RED, reason="Late", **by())
    assert actions() == [
        "organisation.edit",
        "programme.set_target",
        "workstream.edit",
        "workstream.set_cost",
        "workstream.give_confidence",
    ]
