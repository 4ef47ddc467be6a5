"""Setting up a programme, changing it, and saying what it has to save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.audit.commands import record
from app.core.actor import EVERYWHERE, Actor, Permission
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.db import db
from app.db.model import apply, apply_all
from app.programmes import queries, rules
from app.programmes.models import (
    Disclosure,
    Organisation,
    Programme,
    ProgrammeTarget,
)

EDITABLE = frozenset(
    {"organisation_id", "name", "purpose", "sro_id", "starts_on", "ends_on", "status", "disclosure"}
)


def create_programme(
    organisation: Organisation,
    *,
    code: str,
    name: str,
    purpose: str = "",
    sro_id: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    disclosure: Disclosure = Disclosure.PRIVATE,
    actor: Actor,
    at: datetime,
) -> Programme:
    """An empty programme of the organisation. Its code is in every address, and stays."""
    actor.must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    code = rules.programme_code(code)
    if queries.has_code(code):
        raise RuleBroken("code", f"There is already a programme with the code {code}")
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "name": name,
        "purpose": purpose,
        "sro_id": sro_id,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "disclosure": disclosure,
    }
    programme = Programme(code=code, **_checked(values))
    db.session.add(programme)
    record("programme.create", programme, {"code": (None, code)}, actor=actor, at=at)
    return programme


def edit_programme(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Change what is said of it: name, organisation, purpose, SRO, dates, status, disclosure."""
    actor.must(Permission.MANAGE_PROGRAMME, programme.place)
    programme.must_be(version)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A programme has no {', '.join(sorted(unknown))} to edit")
    before = {field: getattr(programme, field) for field in EDITABLE}
    changes = apply_all(programme, _checked({**before, **values}))
    if changes:
        record("programme.edit", programme, changes, actor=actor, at=at)


def set_target(
    programme: Programme,
    *,
    year: FinancialYear,
    pence: Pence,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> ProgrammeTarget:
    """What it has to save in the financial year. `version` is the target's; 0 while it had none."""
    actor.must(Permission.MANAGE_PROGRAMME, programme.place)
    if pence < 0:
        raise RuleBroken("pence", "Enter a target of £0 or more")
    target = queries.target_row(programme.id, year)
    if version is not None and version != (target.version if target else 0):
        raise Conflict(f"Someone else set the target for {year} while you were working on it")
    if target is None:
        target = ProgrammeTarget(programme_id=programme.id, financial_year=year, pence=pence)
        db.session.add(target)
        changes: dict[str, Any] = {"pence": (None, pence)}
    else:
        changes = apply(target, pence=pence)
    if changes:
        said = {f"target {year}": rules.in_pounds(changes["pence"])}
        record("programme.set_target", programme, said, actor=actor, at=at)
    return target


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    ask = "Enter the programme’s name"
    values["name"] = rules.required("name", values["name"], ask=ask, longest=200)
    values["purpose"] = rules.limited("purpose", values["purpose"])
    rules.must_end_after(values["starts_on"], values["ends_on"], field="ends_on")
    if values["disclosure"] is Disclosure.WORKFORCE:
        raise RuleBroken("disclosure", NOT_WHOLE)
    try:
        queries.people_must_exist([values["sro_id"]])
    except NotFound:
        raise RuleBroken("sro_id", "Choose a person from the list") from None
    return values


NOT_WHOLE = "Mark the records as workforce-sensitive, one by one: a whole part cannot be"
