"""How forecasts came out, for a page: of what its reader may see, and by person where decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor, Permission, Place
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.programmes.roles import Role
from app.reporting import frozen
from app.reporting.models import AccuracyByPerson
from app.reporting.queries import forecasts, frozen_months
from app.reporting.rules import outlook, past
from app.reporting.rules.outlook import Input
from app.reporting.rules.past import Stood, Told
from app.savings.models import Scheme
from app.savings.queries import reconciliation
from app.savings.rules import accuracy
from app.savings.rules.accuracy import Record

MOST = 50
"""Schemes on the page: those whose forecasts came out furthest from the mark."""

Records = tuple[Record, ...]
SchemeRow = Any  # a row of `_schemes`


@dataclass(frozen=True)
class Line:
    """The programme, a workstream, a scheme or a person, with a record for each time ahead."""

    name: str
    records: Records
    ref: str = ""
    scheme_id: int | None = None


@dataclass(frozen=True)
class Page:
    """All that the page shows. `people` is empty unless the decision and the reader allow it.

    `whole`, `year_end`: for who may learn the sums of the whole; `hides_whole` if another reads it.
    """

    months: Sequence[Month]
    whole: Line | None
    hides_whole: bool
    workstreams: Sequence[Line]
    schemes: Sequence[Line]
    left: int  # schemes that are not listed: without enough history, or nearer the mark
    people: Sequence[Line]
    year_end: frozen.YearEnd | None
    inputs: Sequence[Input]  # of the range
    counted: int  # the forecast that counted in that month
    decision: AccuracyByPerson | None
    may_decide: bool


def page(programme: Programme, visible_to: Actor, today: date) -> Page:
    """From the newest version of each locked month, in a fixed number of reads."""
    months = forecasts.stood(programme.id)
    told = _told(months)
    seen, hidden = _schemes(programme.id, visible_to)
    is_whole = reconciliation.sees_whole(programme, visible_to)
    shown = _furthest([_scheme(told, each) for each in seen])
    last = _last(programme.id, months) if is_whole else None
    is_sro = holds_sro(visible_to, programme.place, today)
    decision = by_person(programme.id)
    return Page(
        months=[each.month for each in months],
        whole=_whole(months) if is_whole else None,
        hides_whole=not is_whole and visible_to.can(Permission.READ_PROGRAMME, programme.place),
        workstreams=_workstreams(told, programme.id, visible_to, hidden),
        schemes=shown,
        left=len(seen) - len(shown),
        people=_people(told, seen, None if is_sro else visible_to.person_id)
        if decision is not None and decision.is_shown
        else [],
        year_end=last.year_end if last else None,
        inputs=outlook.inputs(last) if last else [],
        counted=last.savings.counted if last else 0,
        decision=decision,
        may_decide=is_sro,
    )


def by_person(programme_id: int) -> AccuracyByPerson | None:
    """The newest decision on the view by person; None: nobody has decided, so it is not shown."""
    return db.session.scalars(
        select(AccuracyByPerson)
        .where(AccuracyByPerson.programme_id == programme_id)
        .order_by(AccuracyByPerson.id.desc())
        .limit(1)
    ).one_or_none()


def holds_sro(actor: Actor, place: Place, on: date) -> bool:
    """Whether the actor is the SRO there: in an own right, not as somebody's deputy."""
    if actor.person_id is None:
        return False
    held = programmes.held_roles(actor.person_id, place, on)
    return any(each.role is Role.SRO and not each.deputising_for for each in held)


def _whole(months: Sequence[Stood]) -> Line:
    found = tuple(past.of_programme(months, ahead) for ahead in accuracy.AHEAD)
    return Line("The whole programme", found)


def _workstreams(
    told: _Told, programme_id: int, actor: Actor, hidden: frozenset[str]
) -> list[Line]:
    """Without those whose sums hold a scheme that the reader may not see."""
    listed = programmes.of_programme(programme_id, actor)
    shown = [each for each in listed if each.ref not in hidden]
    return [Line(each.name, _records(told.by_workstream, [each.ref]), each.ref) for each in shown]


def _furthest(lines: Sequence[Line]) -> list[Line]:
    """Those with enough history, the furthest out first."""
    known = [each for each in lines if any(one.bias is not None for one in each.records)]
    return sorted(known, key=lambda each: (-_out(each), each.ref))[:MOST]


def _out(line: Line) -> int:
    return max(abs(each.bias or 0) for each in line.records)


def _scheme(told: _Told, row: SchemeRow) -> Line:
    return Line(row.title, _records(told.by_ref, [row.ref]), row.ref, row.id)


def _people(told: _Told, seen: Sequence[SchemeRow], only: int | None) -> list[Line]:
    """Each owner's schemes together; of one person alone, unless the SRO asks."""
    owned: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    for row in seen:
        if row.owner_id is not None and (only is None or row.owner_id == only):
            owned.setdefault(row.owner_id, set()).add(row.ref)
            names[row.owner_id] = row.owner
    order = sorted(owned, key=lambda key: (names[key], key))
    return [Line(names[key], _records(told.by_ref, owned[key])) for key in order]


@dataclass(frozen=True)
class _Told:
    """For each time ahead, what was forecast and what came, by scheme and by workstream."""

    by_ref: Mapping[int, Mapping[str, Sequence[Told]]]
    by_workstream: Mapping[int, Mapping[str, Sequence[Told]]]


def _told(months: Sequence[Stood]) -> _Told:
    came = past.newest(months)
    each = {ahead: past.told(months, ahead, came) for ahead in accuracy.AHEAD}
    return _Told(
        {ahead: _grouped((one.line.ref, one) for one in told) for ahead, told in each.items()},
        {a: _grouped((one.line.workstream, one) for one in told) for a, told in each.items()},
    )


def _grouped(pairs: Iterable[tuple[str, Told]]) -> Mapping[str, Sequence[Told]]:
    found: dict[str, list[Told]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def _records(by: Mapping[int, Mapping[str, Sequence[Told]]], keys: Iterable[str]) -> Records:
    """One observation a month: what the schemes forecast and brought together."""
    mine = list(keys)
    return tuple(
        accuracy.record(ahead, past.together(one for key in mine for one in of.get(key, ())))
        for ahead, of in by.items()
    )


def _schemes(programme_id: int, actor: Actor) -> tuple[Sequence[SchemeRow], frozenset[str]]:
    """The schemes that the reader may see, by reference; the workstreams of the others."""
    statement = (
        select(
            Scheme.id,
            Scheme.ref,
            Scheme.title,
            Scheme.owner_id,
            Person.name.label("owner"),
            Workstream.ref.label("workstream"),
        )
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .outerjoin(Person, Person.id == Scheme.owner_id)
        .where(Workstream.programme_id == programme_id)
    )
    whole = db.session.execute(statement).all()
    seen = db.session.execute(programmes.seen(statement, actor, Scheme)).all()
    shown = {each.id for each in seen}
    hidden = frozenset(each.workstream for each in whole if each.id not in shown)
    return sorted(seen, key=lambda each: each.ref), hidden


def _last(programme_id: int, months: Sequence[Stood]) -> frozen.Document | None:
    """The newest locked month: how the year may end is as it keeps it."""
    if not months:
        return None
    return frozen_months.last_document(programme_id, months[-1].month.next)
