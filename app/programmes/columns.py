"""The columns that registers share: a reference, a title, a workstream, an owner, a stored field.

They read a `Line`: its `row` is what the query gave, beside what the rules make of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.accounts.models import Person
from app.programmes.models import Programme, Workstream
from app.web.register import Column, Kind


def reference(*sort: Any, narrow: bool | None = True) -> Column:
    """The record's reference. `sort`: a reference is read within its workstream."""
    return Column(
        key="ref",
        heading="Reference",
        value=lambda line: line.row.ref,
        sort=sort,
        narrow=narrow,
    )


def title(heading: str, sort: Any, page: Callable[[int], str]) -> Column:
    """The record's title, which leads to its page."""
    return Column(
        key="title",
        heading=heading,
        value=lambda line: line.row.title,
        sort=sort,
        href=lambda line: page(line.row.id),
    )


def workstream() -> Column:
    """The reference and name of its workstream."""
    return Column(
        key="workstream",
        heading="Workstream",
        value=lambda line: f"{line.row.workstream_ref} {line.row.workstream_name}",
        sort=(Programme.code, Workstream.ref),
    )


def owner() -> Column:
    """The name of its owner."""
    return Column(
        key="owner", heading="Owner", value=lambda line: line.row.owner_name, sort=Person.name
    )


def stored(key: str, heading: str, field: Any, kind: Kind = Kind.TEXT) -> Column:
    """A field of the record as it is stored, such as a date. It is sorted by itself."""
    name = field.key
    return Column(
        key=key,
        heading=heading,
        kind=kind,
        value=lambda line: getattr(line.row, name),
        sort=field,
    )


def rating() -> Column:
    """The colour that the rules give it."""
    return Column(
        key="rating", heading="Rating", kind=Kind.RATING, value=lambda line: line.rating.colour
    )
