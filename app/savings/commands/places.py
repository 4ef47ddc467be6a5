"""The services and sites on which a scheme lands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.savings.models import Scheme, SchemePlace
from app.savings.queries import places as queries

LONGEST = 200
MOST = 50

Place = tuple[str, str]


def set_places(
    scheme: Scheme,
    places: Sequence[Place],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """All of them, each a service, a site, or a service on a site. An empty pair is left out."""
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    scheme.must_be(version)
    wanted = _each_once(places)
    stored = queries.of_scheme(scheme.id)
    before = [(row.service, row.site) for row in stored]
    if sorted(before) == sorted(wanted):
        return
    for row in stored:
        if (row.service, row.site) not in wanted:
            db.session.delete(row)
    db.session.add_all(
        SchemePlace(scheme_id=scheme.id, service=service, site=site)
        for service, site in wanted
        if (service, site) not in before
    )
    scheme.version += 1
    changes = {"places": (_said(before), _said(wanted))}
    record("scheme.set_places", scheme, changes, actor=actor, at=at)


def _each_once(places: Sequence[Place]) -> list[Place]:
    """In order; a place that differs only in capitals is the same one."""
    found: dict[tuple[str, str], Place] = {}
    for number, (service, site) in enumerate(places):
        pair = (" ".join(service.split()), " ".join(site.split()))
        for field, text in zip(("service", "site"), pair, strict=True):
            if len(text) > LONGEST:
                sentence = f"The {field} must be {LONGEST} characters or fewer"
                raise RuleBroken(f"{field}_{number}", sentence)
        if any(pair):
            found.setdefault((pair[0].casefold(), pair[1].casefold()), pair)
    if len(found) > MOST:
        raise RuleBroken(None, f"A scheme can land on {MOST} places at most")
    return list(found.values())


def _said(places: Sequence[Place]) -> str:
    return "; ".join(" at ".join(part for part in pair if part) for pair in places)
