"""Schemes that go through the gates, signed by the people whose part it is."""

from __future__ import annotations

from datetime import date, datetime

from app.demo import mandates, story
from app.demo.stage import TELLER, Stage
from app.demo.story.gates import GatedTold
from app.savings import commands as savings
from app.savings.commands import budget_lines, lifecycle
from app.savings.models import Scheme
from app.savings.rules.overlaps import Line

BEGUN = -4
"""The month in which new schemes began to go through the gates."""


def _enter(stage: Stage, at: datetime) -> None:
    """Described, owned by somebody outside the lead's signature, and at the first gate."""
    for told in story.GATED:
        scheme = _scheme(stage, told)
        owner = stage.people[told.owner].id
        described = {"description": told.description, "owner_id": owner, "set_up_cost": 8_000_00}
        savings.edit(scheme, described, actor=TELLER, at=at)
        cost_centre, account = told.budget_line
        line = Line(scheme.id, cost_centre, account, stage.month(-1))
        budget_lines.set_budget_lines(scheme, [line], actor=TELLER, at=at)
        lifecycle.enter_gates(
            scheme, reason="New schemes go through the gates", actor=TELLER, at=at
        )
    mandates.write(stage, at)


def sign(stage: Stage, offset: int, today: date) -> None:
    """What is signed in the month, as far as today."""
    if offset == BEGUN:
        _enter(stage, stage.moment(stage.month(offset).first, 11))
    for told in story.GATED:
        for gate, key, on in told.signed:
            if on[0] == offset and stage.day(on) <= today:
                at = stage.moment(stage.day(on), 16)
                lifecycle.sign(_scheme(stage, told), gate, actor=stage.actor(key), at=at)
    mandates.read(stage, offset, today)


def _scheme(stage: Stage, told: GatedTold) -> Scheme:
    return next(each for each in stage.schemes if each.title == told.scheme)
