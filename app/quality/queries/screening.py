"""The limits of screening out, and what a scheme is measured by against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core.actor import Place
from app.core.errors import NotFound
from app.core.money import Pence
from app.db import db
from app.programmes import queries as programmes
from app.programmes.queries import HeldRole
from app.quality.models import ScreeningLimits
from app.quality.rules import screening as rules
from app.quality.rules.approval import Seat
from app.quality.rules.screening import Candidate, Limits
from app.savings import queries as savings
from app.savings.models import Scheme
from app.savings.queries import line
from app.savings.rules import figures


def limits(limits_id: int) -> ScreeningLimits:
    """The limits by their id. Raises NotFound."""
    found = db.session.get(ScreeningLimits, limits_id)
    if found is None:
        raise NotFound("those limits")
    return found


def proposed(programme_id: int) -> Sequence[ScreeningLimits]:
    """Every version that was not withdrawn, newest first."""
    return db.session.scalars(
        select(ScreeningLimits)
        .where(ScreeningLimits.programme_id == programme_id)
        .where(ScreeningLimits.withdrawn_at.is_(None))
        .order_by(ScreeningLimits.id.desc())
    ).all()


def in_force(programme_id: int) -> ScreeningLimits | None:
    """The newest that both executives signed: a change holds only once both have signed it."""
    return next((each for each in proposed(programme_id) if each.is_signed), None)


def signed_in_line(scheme: Scheme, row: ScreeningLimits | None, on: date) -> str:
    """Why the limits cannot approve this scheme: who signed them is in its line; else empty.

    By account; a signature from before accounts were kept is compared by its name.
    """
    if row is None:
        return ""
    names = programmes.names(line.line_of(scheme, on))
    within = {_plain(name): key for key, name in names.items()}
    for said, *people in (
        (row.medical_by, row.medical_id, row.medical_for_id),
        (row.nursing_by, row.nursing_id, row.nursing_for_id),
    ):
        written = {_plain(part) for part in said.split(", for ")}
        is_within = bool(names.keys() & set(people))
        if is_within or (people[0] is None and not written.isdisjoint(within)):
            return rules.IN_LINE.format(name=said)
    return ""


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def candidate(scheme: Scheme, is_patient_facing: bool | None) -> Candidate:
    """What is known of the scheme, the largest of its full-year figures counting."""
    has_staff = scheme.wte_budgeted is not None or scheme.wte_contracted is not None
    is_pay = scheme.category.casefold().startswith("pay") or has_staff if scheme.category else None
    return Candidate(
        full_year=full_year(scheme),
        is_pay=True if has_staff else is_pay,
        is_patient_facing=is_patient_facing,
    )


def full_year(scheme: Scheme) -> Pence | None:
    """The most that the scheme was ever said to be worth in a year: nobody gets under a limit by
    phasing it late.
    """
    known = [scheme.signed_full_year_effect, scheme.recurrent_full_year]
    for year in savings.years(scheme.id):
        cells = savings.figures(scheme.id, year)
        for split in (cells.plan, cells.forecast):
            if any(cell is not None for cell in split.months):
                known += [split.year, figures.fye(split)]
    return max((each for each in known if each is not None), default=None)


def rule_of(row: ScreeningLimits | None) -> Limits | None:
    """The limits as the rules read them."""
    if row is None:
        return None
    return Limits(
        most=row.most,
        allows_pay=row.allows_pay,
        allows_patient_facing=row.allows_patient_facing,
    )


def seats(person_id: int | None, programme_id: int, on: date) -> dict[Seat, HeldRole]:
    """In which of the two seats the person may sign in the programme, own roles before others'."""
    if person_id is None:
        return {}
    held = programmes.held_roles(person_id, Place(programme_id), on)
    found: dict[Seat, HeldRole] = {}
    for each in held:
        for seat in Seat:
            if each.role == seat.value:
                found.setdefault(seat, each)
    return found
