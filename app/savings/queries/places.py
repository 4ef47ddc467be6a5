"""Where schemes land: services and sites."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Workstream
from app.savings.models import Scheme, SchemePlace, SchemeStatus


def of_scheme(scheme_id: int) -> Sequence[SchemePlace]:
    """By service and site."""
    return db.session.scalars(
        select(SchemePlace)
        .where(SchemePlace.scheme_id == scheme_id)
        .order_by(SchemePlace.service, SchemePlace.site, SchemePlace.id)
    ).all()


def landings(programme_id: int, visible_to: Actor) -> Select[int, str, str, str, str]:
    """Each open scheme on each of its places: id, reference, title, service, site."""
    statement = (
        select(Scheme.id, Scheme.ref, Scheme.title, SchemePlace.service, SchemePlace.site)
        .join(SchemePlace, SchemePlace.scheme_id == Scheme.id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, Scheme.status == SchemeStatus.OPEN)
        .order_by(Scheme.ref, SchemePlace.id)
    )
    return programmes.seen(statement, visible_to, Scheme)


def names_used(programme_id: int, visible_to: Actor) -> tuple[list[str], list[str]]:
    """The services and the sites that schemes of the programme name already."""
    return (
        _names(SchemePlace.service, programme_id, visible_to),
        _names(SchemePlace.site, programme_id, visible_to),
    )


def _names(column: InstrumentedAttribute[str], programme_id: int, visible_to: Actor) -> list[str]:
    statement = (
        select(column)
        .join(Scheme, Scheme.id == SchemePlace.scheme_id)
        .join(Workstream, Workstream.id == Scheme.workstream_id)
        .where(Workstream.programme_id == programme_id, column != "")
        .distinct()
        .order_by(column)
    )
    return list(db.session.scalars(programmes.seen(statement, visible_to, Scheme)))
