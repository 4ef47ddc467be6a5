"""The limits of screening out: proposed, signed by two people, withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, RuleBroken
from app.core.money import Pence
from app.db import db
from app.programmes.models import Deputy, RoleAssignment
from app.programmes.roles import Role
from app.quality.commands import screening
from app.quality.queries import screening as queries
from app.quality.rules.approval import Seat
from app.quality.rules.screening import Candidate, Limits, refusals
from tests import make
from tests.make.store import stored

AT = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
SYSTEM = Actor.system("tests")
MEDICAL, NURSING = Seat


@pytest.fixture
def executives(programme):
    """Each seat's person."""
    return {
        seat: make.with_role(Role(seat.value), programme=programme, name=f"The {seat.label}")
        for seat in Seat
    }


@pytest.fixture
def limits(programme):
    made = screening.propose_limits(programme, most=Pence(10_000_00), actor=SYSTEM, at=AT)
    db.session.commit()
    return queries.limits(made.id)


def sign(limits, who, seat, **given):
    screening.sign_limits(limits, seat=seat, actor=make.actor(who), at=AT, **given)


def withdraw(limits, who, reason="Prices rose", **given):
    screening.withdraw_limits(limits, reason=reason, actor=make.actor(who), at=AT, **given)


@pytest.mark.parametrize("most", [-1, 10**15 + 1])
def test_an_amount_below_nothing_or_beyond_everything_is_no_limit(programme, most):
    with pytest.raises(RuleBroken) as refused:
        screening.propose_limits(programme, most=Pence(most), actor=SYSTEM, at=AT)
    assert refused.value.field == "most"


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SRO, Role.SPONSOR, Role.BOARD, Role.AUDITOR])
def test_who_neither_assesses_nor_approves_quality_proposes_no_limits(programme, role):
    who = make.actor(make.with_role(role, programme=programme))
    with pytest.raises(NotAllowed):
        screening.propose_limits(programme, most=Pence(1), actor=who, at=AT)


def test_a_seat_signs_once(limits, executives):
    sign(limits, executives[MEDICAL], MEDICAL)
    with pytest.raises(RuleBroken, match="medical director has signed these limits already"):
        sign(limits, executives[MEDICAL], MEDICAL)


def test_a_deputy_of_both_signs_in_one_seat_only(limits, executives):
    both = make.person(name="Sam Both")
    for principal in executives.values():
        stored(
            Deputy(
                principal_id=principal.id,
                deputy_id=both.id,
                starts_on=date(2026, 10, 1),
                ends_on=date(2026, 10, 31),
                reason="On leave",
            )
        )
    limits = queries.limits(limits.id)
    sign(limits, both, MEDICAL)
    assert limits.medical_by == "Sam Both, for The Medical director"
    with pytest.raises(NotAllowed, match="another person must sign in this one"):
        sign(limits, both, NURSING)
    assert not limits.is_signed


def both_seats(programme):
    """One person who holds both roles."""
    who = make.with_role(Role.MEDICAL_DIRECTOR, programme=programme, name="Ann One")
    stored(
        RoleAssignment(
            person_id=who.id,
            role=Role.CHIEF_NURSE,
            programme_id=programme.id,
            starts_on=date(2020, 4, 1),
        )
    )
    return who


def test_one_person_does_not_sign_in_both_seats_under_another_name(limits, programme):
    who = both_seats(programme)
    sign(limits, who, MEDICAL)
    who.name = "Ann Two"
    db.session.commit()
    with pytest.raises(NotAllowed, match="another person must sign in this one"):
        sign(queries.limits(limits.id), who, NURSING)


def test_nobody_signs_for_the_one_who_signed_in_the_other_seat(limits, programme):
    who, deputy = both_seats(programme), make.person(name="Dee Deputy")
    stored(
        Deputy(
            principal_id=who.id,
            deputy_id=deputy.id,
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            reason="On leave",
        )
    )
    limits = queries.limits(limits.id)
    sign(limits, who, MEDICAL)
    with pytest.raises(NotAllowed, match="whom you stand in for"):
        sign(limits, deputy, NURSING)


def test_two_executives_of_one_name_sign_each_in_their_seat(limits, programme):
    for seat in Seat:
        sign(limits, make.with_role(Role(seat.value), programme=programme, name="Sam Lee"), seat)
    assert limits.is_signed


def test_limits_that_changed_since_the_page_was_opened_are_not_signed(limits, executives):
    shown = limits.version
    sign(limits, executives[MEDICAL], MEDICAL, version=shown)
    db.session.commit()
    with pytest.raises(Conflict):
        sign(limits, executives[NURSING], NURSING, version=shown)


def signed(limits, executives):
    for seat, who in executives.items():
        sign(limits, who, seat)
    db.session.commit()
    return queries.limits(limits.id)


@pytest.mark.parametrize("seat", Seat)
def test_either_executive_withdraws_the_limits_and_then_none_are_in_force(limits, executives, seat):
    limits = signed(limits, executives)
    withdraw(limits, executives[seat])
    db.session.commit()
    assert queries.in_force(limits.programme_id) is None
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc())).first()
    assert (event.action, event.reason) == ("screening.withdraw", "Prices rose")


def test_withdrawn_limits_are_neither_signed_nor_withdrawn_again(limits, executives):
    withdraw(limits, executives[MEDICAL])
    with pytest.raises(RuleBroken, match="propose them again"):
        sign(limits, executives[NURSING], NURSING)
    with pytest.raises(RuleBroken, match="withdrawn already"):
        withdraw(limits, executives[NURSING])


def test_withdrawing_limits_needs_a_reason(limits, executives):
    with pytest.raises(RuleBroken, match="Say why they are withdrawn"):
        withdraw(limits, executives[MEDICAL], reason="  ")
    assert limits.withdrawn_at is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role(seat.value) for seat in Seat}))
def test_nobody_but_the_executives_withdraws_limits(limits, programme, role):
    who = make.with_role(role, programme=programme)
    with pytest.raises(NotAllowed):
        withdraw(queries.limits(limits.id), who)


def test_it_is_asked_whether_patients_use_what_the_scheme_touches():
    known = Candidate(full_year=Pence(1), is_pay=False, is_patient_facing=None)
    widest = Limits(most=Pence(2), allows_pay=True, allows_patient_facing=True)
    ((field, sentence),) = refusals(known, widest)
    assert field == "is_patient_facing"
    assert sentence == "Say whether it touches a service that patients use"
