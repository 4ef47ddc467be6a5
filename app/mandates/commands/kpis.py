"""Adding, changing and withdrawing a scheme's KPIs, and reading them month by month."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from app.audit.commands import record
from app.core import answers, dates, quantity
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.mandates import queries, rules
from app.mandates.models import Kpi, KpiReading
from app.mandates.queries import writing
from app.savings.models import Scheme

LONGEST_UNIT = 40


@dataclass(frozen=True)
class Measured:
    """A KPI as it is given. Values are whole thousandths."""

    title: str
    unit: str
    is_better_above: bool
    baseline: int
    target: int


def add(scheme: Scheme, given: Measured, *, actor: Actor, at: datetime) -> Kpi:
    """How success is measured."""
    writing.must_be_open_to(actor, scheme)
    checked = _checked(given)
    _must_be_new(scheme, checked)
    made = Kpi(scheme_id=scheme.id, scheme=scheme, **asdict(checked))
    db.session.add(made)
    record("scheme.add_kpi", scheme, {"kpi": (None, made.in_words)}, actor=actor, at=at)
    return made


def edit(
    kpi: Kpi,
    given: Measured,
    *,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Once G2 is signed it says why: what was promised is being promised otherwise."""
    writing.must_be_open_to(actor, kpi.scheme)
    _must_be_used(kpi)
    kpi.must_be(version)
    checked, before = asdict(_checked(given)), kpi.in_words
    if all(getattr(kpi, name) == value for name, value in checked.items()):
        return
    _must_be_new(kpi.scheme, _checked(given), besides=kpi)
    if writing.is_signed(kpi.scheme):
        reason = answers.reason(reason, "G2 was signed with this KPI: say why it changes")
    apply_all(kpi, checked)
    told: Changes = {"kpi": (before, kpi.in_words)}
    record("scheme.edit_kpi", kpi.scheme, told, actor=actor, at=at, reason=reason.strip())


def withdraw(
    kpi: Kpi, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> None:
    """It measures the scheme no longer; it stays on record with its readings."""
    writing.must_be_open_to(actor, kpi.scheme)
    _must_be_used(kpi)
    kpi.must_be(version)
    reason = answers.reason(reason, "Say why it is withdrawn")
    apply(kpi, is_withdrawn=True, withdrawn_reason=reason)
    told: Changes = {"kpi": (kpi.in_words, None)}
    record("scheme.withdraw_kpi", kpi.scheme, told, actor=actor, at=at, reason=reason)


def read(
    kpi: Kpi, *, month: Month, value: int, note: str = "", actor: Actor, at: datetime
) -> KpiReading:
    """What it stood at in a month that is over, or in this one; a newer reading corrects it."""
    writing.must_be_open_to(actor, kpi.scheme)
    _must_be_used(kpi)
    today = dates.in_london(at)
    if month > Month.of(today):
        raise RuleBroken("month", "Enter a month that has begun, not one to come")
    made = KpiReading(
        kpi_id=kpi.id,
        month=month,
        value=value,
        note=note.strip(),
        by=actor.name,
        person_id=actor.person_id,
        at=at,
    )
    db.session.add(made)
    stood = f"{kpi.title}, {month.label}: {quantity.in_words(value, kpi.unit)}"
    told: Changes = {"kpi_reading": (None, stood)}
    record("scheme.read_kpi", kpi.scheme, told, actor=actor, at=at, reason=made.note)
    return made


def _checked(given: Measured) -> Measured:
    title = answers.title(given.title, "title", "Name")
    unit = given.unit.strip()
    if not unit or len(unit) > LONGEST_UNIT:
        raise RuleBroken(
            "unit", f"Say in what it is counted, such as % or days: at most {LONGEST_UNIT} letters"
        )
    rules.must_be_sound_target(given.baseline, given.target, is_better_above=given.is_better_above)
    return Measured(title, unit, given.is_better_above, given.baseline, given.target)


def _must_be_new(scheme: Scheme, given: Measured, *, besides: Kpi | None = None) -> None:
    """One thing is measured once: two KPIs alike would be asked for, read and signed twice."""
    used = (each for each in queries.kpis(scheme.id) if not each.is_withdrawn)
    if any(answers.is_alike(each.title, given.title) for each in used if each is not besides):
        said = "This scheme has a KPI of that name: change that one, or say what this one measures"
        raise RuleBroken("title", said)


def _must_be_used(kpi: Kpi) -> None:
    if kpi.is_withdrawn:
        raise RuleBroken(None, "This KPI is withdrawn: add a new one instead")
