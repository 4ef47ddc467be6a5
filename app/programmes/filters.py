"""The programme and the workstream as filters of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement

from app.core.actor import Actor
from app.programmes import queries
from app.programmes.models import Programme, Workstream
from app.web.register import Filter, State

Condition = Callable[[int], Any]


def _in_programme(programme_id: int) -> Any:
    return Workstream.programme_id == programme_id


def _in_workstream(workstream_id: int) -> Any:
    return Workstream.id == workstream_id


def place_filters(
    actor: Actor,
    programmes: Sequence[Programme] | None = None,
    *,
    chosen_programme: str = "",
    programme_is: Condition = _in_programme,
    workstream_is: Condition = _in_workstream,
) -> list[Filter]:
    """Drop-downs of the programmes and workstreams that the actor may read.

    The workstreams are those of the chosen programme, where one is chosen. With one programme
    only, there is no programme to choose. `programmes` are those that the actor may read, where
    the caller has them already.
    """
    if programmes is None:
        programmes = queries.readable(actor)
    narrowed = next((p.code for p in programmes if p.code == chosen_programme), "")
    workstream = _workstreams(actor, narrowed, len(programmes) > 1 and not narrowed, workstream_is)
    if len(programmes) < 2:
        return [workstream]
    return [_programmes(programmes, programme_is), workstream]


def chosen_places(filters: Iterable[Filter], state: State) -> list[ColumnElement[bool]]:
    """The conditions of the programme and workstream that are chosen, and of nothing else."""
    return [
        each.condition(state.chosen[each.key])
        for each in filters
        if each.key in ("programme", "workstream") and state.chosen.get(each.key)
    ]


def _programmes(programmes: Sequence[Programme], condition: Condition) -> Filter:
    ids = {found.code: found.id for found in programmes}
    return Filter(
        key="programme",
        label="Programme",
        options=[(found.code, f"{found.code} {found.name}") for found in programmes],
        condition=lambda code: condition(ids[code]),
        every="All programmes",
    )


def _workstreams(actor: Actor, programme: str, with_code: bool, condition: Condition) -> Filter:
    options = [
        (str(row.id), f"{row.code} {row.ref} {row.name}" if with_code else f"{row.ref} {row.name}")
        for row in queries.places(actor)
        if programme in ("", row.code)
    ]
    return Filter(
        key="workstream",
        label="Workstream",
        options=options,
        condition=lambda key: condition(int(key)),
        every="All workstreams",
    )
