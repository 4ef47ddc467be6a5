"""Which schemes are cross-cutting, and what each of their workstreams has of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select, case, or_, select, true

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme, SchemeShare
from app.savings.rules import shares as rules
from app.savings.rules.totals import SchemeSums

Sums = TypeVar("Sums", bound=SchemeSums)
Columns = TypeVarTuple("Columns")


class Share(NamedTuple):
    """A workstream's share of a scheme, in hundredths of a per cent."""

    ref: str
    workstream_id: int
    share: int
    is_seen: bool  # whether the reader may read the workstream


@dataclass(frozen=True)
class Shares:
    """By scheme's id, its shares by the workstreams' references: all of one programme."""

    of: Mapping[int, Sequence[Share]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.of)

    def into(self, workstream_id: int) -> list[int]:
        """The ids of the schemes that have a share there."""
        return [
            scheme
            for scheme, shares in self.of.items()
            if any(each.workstream_id == workstream_id for each in shares)
        ]

    @property
    def seen(self) -> list[int]:
        """The ids of the schemes that have a share in a workstream that the reader may read."""
        return [
            scheme for scheme, shares in self.of.items() if any(each.is_seen for each in shares)
        ]

    def parts(self, scheme_id: int, home: int, sums: Sums) -> list[tuple[int, Sums]]:
        """By workstream, what each has of the scheme: its own all of it, where none is shared."""
        given = self.of.get(scheme_id)
        if given is None:
            return [(home, sums)]
        places = [each.workstream_id for each in given]
        own = places.index(home) if home in places else None
        return list(zip(places, rules.parts(sums, _parts(given), own), strict=True))


NONE = Shares()


def of_programme(programme_id: int, visible_to: Actor) -> Shares:
    """All shares of the programme's schemes, in one read."""
    seen = case((programmes.seen_workstreams(visible_to), True), else_=False)
    rows = db.session.execute(
        select(SchemeShare.scheme_id, Workstream.ref, Workstream.id, SchemeShare.share, seen)
        .join(Workstream, Workstream.id == SchemeShare.workstream_id)
        .where(Workstream.programme_id == programme_id)
    )
    found: dict[int, list[Share]] = defaultdict(list)
    for scheme_id, *share in sorted(rows, key=lambda row: (row.ref, row.id)):
        found[scheme_id].append(Share(*share))  # in the order of a frozen month, on any database
    return Shares(found)


def seen(statement: Select[*Columns], visible_to: Actor, also: Collection[int]) -> Select[*Columns]:
    """As `programmes.seen`; of these schemes the reader is told in whatever workstream they are."""
    readable = with_these(programmes.seen_workstreams(visible_to), also)
    return statement.where(readable, programmes.seen_records(visible_to, Scheme))


def there(only: int | None, shared: Shares) -> ColumnElement[bool]:
    """The condition that keeps the workstream's own schemes, and those of which it has a share."""
    if only is None:
        return true()
    return with_these(Scheme.workstream_id == only, shared.into(only))


def with_these(condition: ColumnElement[bool], schemes: Collection[int]) -> ColumnElement[bool]:
    """The condition that keeps these schemes too: those with a share in what is asked for."""
    return or_(condition, Scheme.id.in_(schemes)) if schemes else condition


def _parts(given: Sequence[Share]) -> list[int]:
    return [each.share for each in given]
