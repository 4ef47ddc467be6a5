"""Which packs a reader may open, and what a pack is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.reporting import frozen, rules
from app.reporting import queries as reporting
from app.reporting.models import FrozenMonth
from app.reports.content import Pack
from app.reports.content.build import build

PROGRAMME = "programme"
PREVIEW = "Preview: this month is not locked, and its figures may change"
NOT_YET = "Only reports for the programme board are built yet: use --audience programme"


@dataclass(frozen=True)
class Listed:
    """One locked month that the reader may open."""

    programme: Programme
    month: Month
    version: int
    is_published: bool
    locked_at: datetime
    data_hash: str


def listed(actor: Actor) -> list[Listed]:
    """By programme, newest month first; one that is not published only for those who run it."""
    found: list[Listed] = []
    for programme in programmes.with_audience(actor):
        published = {each.id for each in reporting.published(programme.id)}
        months = reporting.locked(programme.id)
        found += [
            _listed(programme, each, each.id in published)
            for each in months
            if each.id in published or _runs(actor, programme)
        ]
    return found


def opened(code: str, month: Month, version: int, visible_to: Actor) -> FrozenMonth:
    """The frozen month, if the reader may open it; else NotFound, as if it did not exist."""
    programme = programmes.readable_by_code(code, visible_to)
    found = reporting.frozen(programme.id, month, version)
    may_read = found is not None and (
        _runs(visible_to, programme) or reporting.is_published(found.id)
    )
    if found is None or not may_read:
        raise NotFound("that report")
    return found


def pack(found: FrozenMonth) -> Pack:
    """The programme board's pack of this version: the same for ever.

    It is compared with the month that was locked before it, as that stood when this was locked.
    """
    document = document_for(found, PROGRAMME)
    earlier = reporting.before_lock(found)
    before = rules.for_programme(frozen.read(earlier.document)) if earlier else None
    return build(
        document,
        data_hash=frozen.data_hash(frozen.write(document)),
        version=found.version,
        before=before,
    )


def preview(code: str, month: Month, today: date, visible_to: Actor) -> Pack:
    """The pack as it would read if the month were locked now; for those who run the programme."""
    programme = programmes.readable_by_code(code, visible_to)
    period = reporting.period(programme.id, month)
    if period is None or not _runs(visible_to, programme):
        raise NotFound("that month")
    live = reporting.document(programme, month, today, accepted_only=True)
    document = rules.for_programme(live)
    earlier = reporting.before(programme.id, month)
    made = build(
        document,
        data_hash=frozen.data_hash(frozen.write(document)),
        before=rules.for_programme(frozen.read(earlier.document)) if earlier else None,
    )
    return replace(made, marking=PREVIEW)


def document_for(found: FrozenMonth, audience: str) -> frozen.Document:
    """What the audience may see of the month. Raises RuleBroken where that is not built yet."""
    if audience != PROGRAMME:
        raise RuleBroken("audience", NOT_YET)
    return rules.for_programme(frozen.read(found.document))


def _runs(actor: Actor, programme: Programme) -> bool:
    return actor.can(Permission.READ_PROGRAMME, programme.place)


def _listed(programme: Programme, each: FrozenMonth, is_published: bool) -> Listed:
    return Listed(
        programme=programme,
        month=each.period.month,
        version=each.version,
        is_published=is_published,
        locked_at=each.locked_at,
        data_hash=each.data_hash,
    )
