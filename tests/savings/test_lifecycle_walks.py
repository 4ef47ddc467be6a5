"""Whatever is tried in whatever order, nothing is approved or delivered without its signatures."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.core.errors import RagstoneError
from app.core.money import THOUSAND
from app.db import db
from app.programmes.roles import Role
from app.savings import commands as savings
from app.savings import queries
from app.savings.commands import again
from app.savings.commands import lifecycle as commands
from app.savings.commands.quality import note_quality_review, stop_quality
from app.savings.models import DevelopmentStatus
from app.savings.rules import lifecycle
from app.savings.rules.lifecycle import Gate, Stage, Verdict
from tests import make
from tests.make.gates import AT, SYSTEM, YEAR, cleared, decisions, gated

FAY, LEE = "Fay Finance", "Lee Lead"
NOW = {"actor": SYSTEM, "at": AT}
LATER_THAN_G3 = [Stage.APPROVAL, Stage.APPROVED, Stage.IN_DELIVERY, Stage.DELIVERED, Stage.CLOSED]
LATER_THAN_G5 = LATER_THAN_G3[2:]


def sign_what_it_waits_for(scheme):
    for gate in Gate:
        try:
            commands.sign(scheme, gate, **NOW)
        except RagstoneError:
            continue
        return


MOVES = {
    "next": sign_what_it_waits_for,
    "quality": cleared,
    "stop": lambda scheme: stop_quality(scheme, reason="Falls rose", **NOW),
    "scope": lambda scheme: commands.change_scope(scheme, what="More", **NOW),
    "dearer": lambda scheme: plan(scheme, 30),
    "as it was": lambda scheme: plan(scheme, 20),
    "review": lambda scheme: note_quality_review(scheme, on=AT.date(), **NOW),
    "typed": lambda scheme: savings.edit(
        scheme, {"development_status": DevelopmentStatus.FULLY_DEVELOPED}, **NOW
    ),
    "withdraw": lambda scheme: savings.withdraw(scheme, reason="No", **NOW),
    "reopen": lambda scheme: savings.reopen(scheme, reason="Yes", **NOW),
    "complete": lambda scheme: savings.complete(scheme, reason="Journal", **NOW),
    **{
        f"sign {gate}": lambda scheme, gate=gate: commands.sign(scheme, gate, **NOW)
        for gate in Gate
    },
    **{
        f"sign {gate} again": lambda scheme, gate=gate: again.sign_again(scheme, gate, **NOW)
        for gate in Gate
    },
    "to the signer": lambda scheme: lead_is(scheme, FAY),
    "to another": lambda scheme: lead_is(scheme, LEE),
    "written down": lambda scheme: commands.record_past(
        scheme, Gate.G3A, role=Role.FINANCE, by=FAY, given_on=AT.date(), evidence="Paper", **NOW
    ),
    **{
        f"reject {gate}": lambda scheme, gate=gate: commands.reject(
            scheme, gate, reason="No", **NOW
        )
        for gate in Gate
    },
}
OFTEN = ["next"] * 40 + ["quality"] * 8 + ["review"] * 2
ONE_MOVE = st.sampled_from([*MOVES, *OFTEN])


def lead_is(scheme, name):
    scheme.workstream.lead_id = db.session.scalars(
        select(Person.id).where(Person.name == name).order_by(Person.id)
    ).first()


def plan(scheme, thousands):
    cells = {month: {"plan_recurrent": thousands * THOUSAND} for month in YEAR.months}
    savings.set_months(scheme, cells, **NOW)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(ONE_MOVE, min_size=5, max_size=40))
def test_no_walk_reaches_approval_or_delivery_without_what_they_rest_on(walk):
    made = gated()
    for name in (FAY, LEE):
        make.person(name=name)
    scheme = queries.get(made.id, SYSTEM)
    for move in walk:
        before = scheme.stage
        try:
            MOVES[move](scheme)
        except RagstoneError:
            assert scheme.stage is before
        must_rest_on_signatures(scheme)
        if scheme.stage is not before and scheme.stage in LATER_THAN_G3[1:]:
            must_rest_on_others(scheme)
    db.session.rollback()


def must_rest_on_signatures(scheme):
    said = decisions(scheme)
    rounds = 1 + sum(each.verdict is Verdict.REJECTED for each in said)
    if scheme.stage in LATER_THAN_G3:
        assert holds(said, Gate.G3A, rounds) == {"finance"}
        assert holds(said, Gate.G3B, rounds) == {"medical-director", "chief-nurse"}
    else:
        assert scheme.development_status is not DevelopmentStatus.FULLY_DEVELOPED
    if scheme.stage in LATER_THAN_G5:
        assert holds(said, Gate.G4, rounds)
        assert holds(said, Gate.G5, rounds)
        approved = [each for each in said if each.gate is Gate.G4][-1]
        now = sum(row.plan_recurrent or 0 for row in queries.cells(scheme.id, YEAR).values())
        assert abs(now - approved.plan_then) * 10 <= approved.plan_then


def must_rest_on_others(scheme):
    """Whoever leads the workstream as a gate is passed is not the only one behind G3a."""
    lead = db.session.get(Person, scheme.workstream.lead_id or 0)
    standing = lifecycle.in_force(decisions(scheme))
    behind = {each.by for each in standing if each.gate is Gate.G3A}
    assert lead is None or behind != {lead.name}


def holds(said, gate, this_round):
    """The roles whose signature of this round nothing has reopened since."""
    roles = set()
    for each in said:
        reopened = each.verdict is Verdict.REOPENED
        if reopened and (each.gate is gate or gate in (Gate.G4, Gate.G5)):
            roles = set()
        if each.verdict is Verdict.SIGNED and each.gate is gate and each.round == this_round:
            roles.add(each.role)
    return roles
