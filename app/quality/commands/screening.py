"""The route that needs no full assessment: its limits, and screening a scheme out within them."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.commands import record
from app.core import answers, dates, money
from app.core.actor import Actor, Permission, Place
from app.core.errors import NotAllowed, RuleBroken
from app.core.money import Pence
from app.db import db
from app.db.model import apply
from app.programmes.models import Programme
from app.programmes.queries import HeldRole
from app.programmes.roles import Role
from app.quality.commands import past
from app.quality.commands.assessment import next_edition
from app.quality.commands.trail import note
from app.quality.models import Assessment, AssessmentStatus, Route, ScreeningLimits
from app.quality.queries import assessments, screening, thresholds
from app.quality.rules import approval
from app.quality.rules import screening as rules
from app.quality.rules.approval import Seat
from app.savings.commands import quality
from app.savings.models import Scheme
from app.savings.queries import line
from app.savings.rules.lifecycle import Approval

PEOPLE = {
    Seat.MEDICAL: ("medical_id", "medical_for_id"),
    Seat.NURSING: ("nursing_id", "nursing_for_id"),
}
FIELDS = {Seat.MEDICAL: ("medical_by", "medical_at"), Seat.NURSING: ("nursing_by", "nursing_at")}
MOST_PENCE = 10**15


def propose_limits(
    programme: Programme,
    *,
    most: Pence,
    allows_pay: bool = False,
    allows_patient_facing: bool = False,
    words: str = "",
    actor: Actor,
    at: datetime,
) -> ScreeningLimits:
    """Limits that hold once both executives have signed them; until then the ones before hold."""
    _must_propose(actor, programme.place)
    if not 0 <= most <= MOST_PENCE:
        raise RuleBroken("most", "Enter an amount of 0 or more")
    made = ScreeningLimits(
        programme_id=programme.id,
        most=most,
        allows_pay=allows_pay,
        allows_patient_facing=allows_patient_facing,
        words=words.strip(),
        proposed_by=actor.name,
        medical_by="",
        nursing_by="",
        version=1,
    )
    db.session.add(made)
    changes = {
        "most": (None, money.exact(most)),
        "allows_pay": (None, allows_pay),
        "allows_patient_facing": (None, allows_patient_facing),
    }
    record("screening.propose", made, changes, actor=actor, at=at, reason=made.words)
    return made


def sign_limits(
    limits: ScreeningLimits,
    *,
    seat: Seat,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """One executive's signature, or that of a named deputy; two people sign the two seats."""
    actor.must(Permission.APPROVE_QUALITY, limits.place)
    held = screening.seats(actor.person_id, limits.programme_id, dates.in_london(at)).get(seat)
    if held is None:
        raise NotAllowed(f"Only the {seat.label.lower()}, or their named deputy, signs here")
    limits.must_be(version)
    if limits.withdrawn_at is not None:
        raise RuleBroken(None, "These limits were withdrawn: propose them again")
    by, when = FIELDS[seat]
    if getattr(limits, by):
        raise RuleBroken(None, f"The {seat.label.lower()} has signed these limits already")
    _must_be_another(limits, seat.other, actor, held)
    changes = apply(limits, **{by: _signature(actor, held), when: at})
    person, principal = PEOPLE[seat]
    apply(limits, **{person: actor.person_id, principal: held.principal_id})  # the name tells it
    record("screening.sign", limits, changes, actor=actor, at=at)


def _must_be_another(limits: ScreeningLimits, other: Seat, actor: Actor, held: HeldRole) -> None:
    """Two people stand behind the two signatures, whoever signs for them."""
    behind = {getattr(limits, name) for name in PEOPLE[other]} - {None}
    signed = getattr(limits, FIELDS[other][0]).partition(", for ")[0]
    is_same = bool(behind & {actor.person_id, held.principal_id})
    if is_same or (not behind and signed == actor.name):
        raise NotAllowed(
            "You, or whom you stand in for, have signed in the other seat: another person must "
            "sign in this one"
        )


def withdraw_limits(
    limits: ScreeningLimits,
    *,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """They hold no longer. What was screened out under them stays so until its day."""
    actor.must(Permission.APPROVE_QUALITY, limits.place)
    limits.must_be(version)
    if limits.withdrawn_at is not None:
        raise RuleBroken(None, "These limits are withdrawn already")
    reason = answers.reason(reason, "Say why they are withdrawn")
    changes = apply(limits, withdrawn_at=at)
    record("screening.withdraw", limits, changes, actor=actor, at=at, reason=reason)


def screen_out(
    scheme: Scheme,
    *,
    is_patient_facing: bool | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Within the limits no full assessment is needed: recorded, and valid like an approval.

    Not by the scheme's own owner or author. Refused outside the limits, with the sentence why.
    """
    actor.must(Permission.ASSESS_QUALITY, scheme.place)
    must_not_be_own(scheme, actor=actor)
    _must_not_be_stopped(scheme)
    _must_have_found_no_harm(scheme, actor)
    limits = screening.in_force(scheme.workstream.programme_id)
    if limits is None:
        raise RuleBroken(None, rules.NO_LIMITS)
    _must_be_signed_outside(scheme, limits, dates.in_london(at))
    known = screening.candidate(scheme, is_patient_facing)
    for field, sentence in rules.refusals(known, screening.rule_of(limits)):
        raise RuleBroken(field, sentence)
    said = answers.reason(reason, "Say why no full assessment is needed")
    today = dates.in_london(at)
    made = next_edition(scheme, Route.SCREENED_OUT, actor=actor)
    made.summary, made.screening_reason = scheme.description, said
    made.is_patient_facing = is_patient_facing
    made.status, made.approved_on = AssessmentStatus.APPROVED, today
    _, panel = thresholds.both_of_scheme(scheme, today)
    made.valid_until = approval.valid_until(today, panel)
    db.session.add(made)
    outcome = {"valid_until": (None, made.valid_until)}
    note("screen_out", made, outcome, actor=actor, at=at, reason=said)
    _clear(scheme, limits, today, made.valid_until, actor=actor, at=at)
    return made


def must_not_be_own(scheme: Scheme, *, actor: Actor) -> None:
    """Raises NotAllowed for the scheme's owner and author."""
    if actor.person_id is not None and actor.person_id in line.own(scheme):
        raise NotAllowed("Somebody other than the scheme’s owner and author screens it out")


def _must_not_be_stopped(scheme: Scheme) -> None:
    """An approval that was ended or refused is given anew by the panel only."""
    if scheme.quality_stopped:
        raise RuleBroken(None, f"{past.STOPPED}: {scheme.quality_stopped}")


def _must_be_signed_outside(scheme: Scheme, limits: ScreeningLimits | None, on: date) -> None:
    """The signatures of the limits become those of the scheme: nobody gives one in their line."""
    if sentence := screening.signed_in_line(scheme, limits, on):
        raise RuleBroken(None, sentence)


def _must_have_found_no_harm(scheme: Scheme, actor: Actor) -> None:
    """What was found once is not screened away: only a full assessment says that it is over."""
    known = assessments.current_of(scheme.id, actor)
    if known is not None and any(effect.is_negative for effect in known.effects):
        raise RuleBroken(
            None,
            f"Edition {known.assessment.edition} found that it makes something worse: assess it "
            "in full",
        )


def _clear(
    scheme: Scheme, limits: ScreeningLimits, on: date, until: date, *, actor: Actor, at: datetime
) -> None:
    """The signatures that both executives put to the limits are their approval of each scheme."""
    by = {Seat.MEDICAL: limits.medical_by, Seat.NURSING: limits.nursing_by}
    quality.clear_quality(
        scheme,
        by=f"screening out, within the limits of {by[Seat.MEDICAL]} and {by[Seat.NURSING]}",
        on=on,
        until=until,
        approvals=tuple(
            Approval(
                role=Role(seat.value),
                by=by[seat].partition(", for ")[0],
                person_id=getattr(limits, PEOPLE[seat][0]),
                deputising_for=by[seat].partition(", for ")[2],
                given_on=on,
            )
            for seat in Seat
        ),
        actor=actor,
        at=at,
    )


def _signature(actor: Actor, held: HeldRole) -> str:
    return f"{actor.name}, for {held.deputising_for}" if held.deputising_for else actor.name


def _must_propose(actor: Actor, place: Place) -> None:
    if not actor.can(Permission.APPROVE_QUALITY, place):
        actor.must(Permission.ASSESS_QUALITY, place)
