"""Reads of dependencies, of how their dates moved, and of who may see them."""

from app.dependencies.queries.records import (
    date_changes,
    get,
    of_workstream,
    side,
    sides,
    speaks_for,
    unnoted,
)
from app.dependencies.queries.register import (
    Giver,
    Receiver,
    count_waiting,
    facts,
    listed,
    of_programme,
    rows,
    waiting_for,
    with_texts,
)
from app.dependencies.queries.visibility import seen

__all__ = [
    "Giver",
    "Receiver",
    "count_waiting",
    "date_changes",
    "facts",
    "get",
    "listed",
    "of_programme",
    "of_workstream",
    "rows",
    "seen",
    "side",
    "sides",
    "speaks_for",
    "unnoted",
    "waiting_for",
    "with_texts",
]
