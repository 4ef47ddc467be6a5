"""Reads of organisations, programmes, workstreams, roles, and what a reader may see."""

from app.programmes.queries.actors import actor_for
from app.programmes.queries.programmes import (
    by_code,
    programme,
    readable,
    target,
    targets,
    with_audience,
)
from app.programmes.queries.refs import next_ref
from app.programmes.queries.visibility import (
    readers_of,
    seen,
    seen_records,
    seen_workstreams,
    withheld,
)
from app.programmes.queries.workstreams import (
    by_ref,
    choices,
    costs,
    not_applicable,
    of_programme,
    places,
    workstream,
)

__all__ = [
    "actor_for",
    "by_code",
    "by_ref",
    "choices",
    "costs",
    "next_ref",
    "not_applicable",
    "of_programme",
    "places",
    "programme",
    "readable",
    "readers_of",
    "seen",
    "seen_records",
    "seen_workstreams",
    "target",
    "targets",
    "with_audience",
    "withheld",
    "workstream",
]
