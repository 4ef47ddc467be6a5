"""Bringing a scheme to the gates, signing and rejecting them, and changing its scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.audit.commands import record
from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.db.model import apply
from app.programmes.roles import Role
from app.savings.commands import decisions
from app.savings.commands.decisions import Word
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import able, given, line, signing
from app.savings.queries import lifecycle as queries
from app.savings.queries.lifecycle import Standing
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Gate, Stage

LONGEST_NAME = 200
FINANCE_VALIDATED = (Stage.ASSURANCE, Stage.APPROVAL, Stage.APPROVED, Stage.IN_DELIVERY)


def enter_gates(
    scheme: Scheme, *, stage: Stage = Stage.IDEA, reason: str, actor: Actor, at: datetime
) -> None:
    """A scheme from before the gates goes through them from that stage on.

    Not beyond assurance: what was approved before is written down, gate by gate.
    """
    _must_be_office(scheme, actor)
    _must_not_be_withdrawn(scheme)
    if scheme.stage is not None:
        raise RuleBroken("stage", "This scheme goes through the gates already")
    if lifecycle.has_reached(stage, Stage.APPROVAL):
        raise RuleBroken(
            "stage",
            "A scheme is brought in at assurance at the latest: from there write down the "
            "approvals that it has, with their evidence",
        )
    scheme.must_be_open()
    reason = answers.reason(reason, "Say why it goes through the gates from now on")
    decisions.enter(scheme, stage, reason=reason, actor=actor, at=at)


def sign(
    scheme: Scheme,
    gate: Gate,
    *,
    role: Role | None = None,
    reason: str = "",
    evidence: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """One signature of the gate that the scheme waits for."""
    standing = _at_gate(scheme, gate, version=version, actor=actor, at=at)
    today = dates.in_london(at)
    roles = _asked(standing, gate, role, True)
    signer = signing.must_have_chance(standing, gate, roles, actor, on=today)
    _must_be_ready(standing, gate, today)
    word = Word.of(signer, reason=reason, evidence=evidence)
    decisions.sign(standing, gate, word, actor=actor, at=at)


def reject(
    scheme: Scheme,
    gate: Gate,
    *,
    role: Role | None = None,
    reason: str,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Not as it is: back to design, or before assurance one stage back."""
    standing = _at_gate(scheme, gate, version=version, actor=actor, at=at)
    roles = _asked(standing, gate, role, False)
    today = dates.in_london(at)
    signer = signing.must_have_chance(standing, gate, roles, actor, on=today, rejecting=True)
    reason = answers.reason(reason, "Say why it is rejected, and what has to change")
    decisions.reject(standing, gate, Word.of(signer, reason=reason), actor=actor, at=at)


def record_past(
    scheme: Scheme,
    gate: Gate,
    *,
    role: Role,
    by: str,
    given_on: date,
    evidence: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The programme office writes down an approval that was given before, with its evidence."""
    _must_be_office(scheme, actor)
    standing = _at_gate(scheme, gate, version=None, actor=actor, at=at)
    _asked(standing, gate, role, True)
    today = dates.in_london(at)
    if given_on > today:
        raise RuleBroken("given_on", "Enter a day that is not in the future")
    answers.day(given_on, "given_on", "Date")
    by = answers.title(by, "by", "Name of who approved it")
    if len(by) > LONGEST_NAME:
        raise RuleBroken("by", f"The name must be {LONGEST_NAME} characters or fewer")
    evidence = answers.reason(evidence, "Say where the approval is written", "evidence")
    _must_be_independent(standing, gate, by, actor, today=today)
    _must_be_ready(standing, gate, today)
    word = Word(
        by=by, role=role.value, given_on=given_on, evidence=evidence, recorded_by=actor.name
    )
    decisions.sign(standing, gate, word, actor=actor, at=at)


def check_again(scheme: Scheme, *, actor: Actor, at: datetime) -> None:
    """Reads anew who must sign: where all have, the scheme moves on. It gives no signature."""
    actor.must(Permission.SIGN_GATES, scheme.place)
    if line.is_own(scheme, actor, dates.in_london(at)):
        raise NotAllowed("You cannot let your own scheme pass its gate: somebody else has to")
    _must_not_be_withdrawn(scheme)
    stage, today = lifecycle.must_be_gated(scheme.stage), dates.in_london(at)
    standing = queries.standing(scheme, today)
    if not able.is_signed(standing):
        raise RuleBroken(None, "Its gate still waits for a signature: see below who can sign it")
    for gate in lifecycle.WAITS_FOR[stage]:
        _must_be_ready(standing, gate, today)
    decisions.pass_on(standing, actor=actor, at=at)


def change_scope(
    scheme: Scheme, *, what: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """The scheme is to do something else: its effect on quality is assessed again."""
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    scheme.must_be(version)
    if lifecycle.has_reached(scheme.stage, Stage.DELIVERED):
        raise RuleBroken(
            "what", "A delivered scheme keeps its scope: add a new scheme for what is to be done"
        )
    what = answers.reason(what, "Say what changes in what the scheme does", "what")
    changes = apply(scheme, scope_version=scheme.scope_version + 1)
    if scheme.quality_cleared_until is not None and not scheme.quality_stopped:
        changes |= apply(scheme, quality_stopped=f"The scope changed: {what}")
    record("scheme.change_scope", scheme, changes, actor=actor, at=at, reason=what)
    decisions.reopen(scheme, Gate.G3B, reason=f"The scope changed: {what}", actor=actor, at=at)


def reopen_if_value_moved(scheme: Scheme, *, actor: Actor, at: datetime) -> None:
    """Finance validates again when value moves beyond tolerance from what was signed last."""
    if scheme.stage not in FINANCE_VALIDATED:
        return
    db.session.flush()  # where many changes are one, the months may not be stored yet
    standing = queries.standing(scheme, dates.in_london(at))
    signed = standing.signed_value
    if signed and (moved := standing.value.moved_beyond(signed, standing.gates)):
        decisions.reopen(scheme, Gate.G3A, reason=moved, actor=actor, at=at)


def _at_gate(
    scheme: Scheme, gate: Gate, *, version: int | None, actor: Actor, at: datetime
) -> Standing:
    actor.must(Permission.SIGN_GATES, scheme.place)
    _must_not_be_withdrawn(scheme)
    scheme.must_be(version)
    lifecycle.must_wait_for(scheme.stage, gate)
    if gate is Gate.G3B:
        raise RuleBroken(
            "gate",
            "G3b is signed by the medical director and the chief nurse through the quality impact "
            "assessment: open its page",
        )
    return queries.standing(scheme, dates.in_london(at))


def _asked(standing: Standing, gate: Gate, role: Role | None, is_signing: bool) -> Sequence[Role]:
    """The roles in which the gate may be decided now. Raises RuleBroken for another one."""
    asked = standing.asked(gate)
    if role is not None and role not in asked:
        raise RuleBroken("role", f"{gate} does not ask for the {role.label.lower()}")
    left = standing.left(gate) if is_signing else asked
    if not left:
        raise RuleBroken("gate", f"{gate} has every signature that it asks for")
    if role is not None and role not in left:
        raise RuleBroken("role", f"The {role.label.lower()} has signed {gate} already")
    return (role,) if role is not None else left


def _must_be_ready(standing: Standing, gate: Gate, today: date) -> None:
    if gate is Gate.G5 and not standing.has_approved_baseline:
        raise RuleBroken("gate", "G5 needs the plan that G4 approved: have it approved first")
    missing = given.unmet(standing.scheme, gate, standing.gates, today)
    if missing:
        listed = "; ".join(need.sentence for need in missing)
        raise RuleBroken("gate", f"{gate} cannot be signed until these hold: {listed}")


def _must_be_office(scheme: Scheme, actor: Actor) -> None:
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    actor.must(Permission.MANAGE_PROGRAMME, scheme.place)


def _must_be_independent(
    standing: Standing, gate: Gate, by: str, actor: Actor, *, today: date
) -> None:
    if actor.person_id in line.own(standing.scheme):
        raise NotAllowed("You cannot write down an approval of your own scheme")
    if sentence := signing.by_others(standing, gate, by, today):
        raise RuleBroken("by", sentence)


def _must_not_be_withdrawn(scheme: Scheme) -> None:
    """One that is complete still has G7 before it."""
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: open it again first")
