"""Rows of the workbook's sheet of schemes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.tables.scheme_fields import (
    CASH,
    CATEGORY,
    DESCRIPTION,
    FULL_YEAR,
    RISK,
    STARTS,
    STATUS,
    TITLE,
    comes_back,
    owner,
    without_gated_status,
    write_back,
)
from app.imports.reading.results import TypedRow
from app.programmes.models import Workstream
from app.savings import commands
from app.savings.models import Scheme


class Schemes:
    """Adds and edits schemes; their money is on another sheet."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._register = bringing.register(Scheme, rows)
        self._attributes = (
            TITLE,
            DESCRIPTION,
            CATEGORY,
            CASH,
            STATUS,
            RISK,
            STARTS,
            FULL_YEAR,
            owner(bringing.people),
        )

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        spot = self._bringing.workstreams.of(row)
        title = str(row.values["title"])
        ref = row.values.get("ref")
        found = self._register.find(str(ref) if ref else None, title, spot.key)
        given = values.given(row, self._attributes)
        if found is None:
            return Step(
                row,
                title,
                differences=values.differences(None, given, self._attributes),
                create=lambda: self._add(row, spot.get(), given),
            )
        given = without_gated_status(self._bringing, row, found, values.changed(found, given))
        shown = (
            *comes_back(self._bringing, found),
            *values.differences(found, given, self._attributes),
        )
        must_be_fresh(row, found, self._register.versions[found.id], shown)
        act = None if not shown else lambda record: write_back(self._bringing, record, given)
        return Step(row, found.title, found, shown, change=act)

    def _add(self, row: TypedRow, workstream: Workstream, given: Mapping[str, Any]) -> Scheme:
        ref = row.values.get("ref")
        return commands.add(
            workstream,
            declared_elsewhere=True,
            ref=self._register.new_ref(str(ref) if ref else None, f"{workstream.ref}-S"),
            actor=self._asked.actor,
            at=self._asked.at,
            **given,
        )
