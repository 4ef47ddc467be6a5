"""Whose scheme it is: nobody approves their own, nor does anyone in its line."""

from __future__ import annotations

from datetime import date

from app.core.actor import Actor
from app.programmes import queries as programmes
from app.savings.models import Scheme


def own(scheme: Scheme) -> frozenset[int]:
    """The people whose scheme it is: its owner, and whoever entered it."""
    return people(scheme.owner_id, scheme.author_id)


def is_own(scheme: Scheme, actor: Actor, on: date) -> bool:
    """Whether it is the actor's scheme, or that of somebody for whom they stand in that day."""
    return not own(scheme).isdisjoint(acting_as(actor, on))


def acting_as(actor: Actor, on: date) -> frozenset[int]:
    """The actor, and those for whom they stand in that day: in whose line one is, they are too."""
    if actor.person_id is None:
        return frozenset()
    return frozenset({actor.person_id, *programmes.principals_of(actor.person_id, on)})


def line_of(scheme: Scheme, on: date) -> frozenset[int]:
    """Its owner and author, the workstream's lead, sponsor and clinical lead, and their deputies.

    Needs the workstream to be loaded.
    """
    around = named(scheme)
    return around | programmes.deputies_on(around, on)


def named(scheme: Scheme) -> frozenset[int]:
    """Its line without those who stand in for them."""
    workstream = scheme.workstream
    return own(scheme) | people(
        workstream.lead_id, workstream.sponsor_id, workstream.clinical_lead_id
    )


def people(*ids: int | None) -> frozenset[int]:
    """Those of them that are somebody."""
    return frozenset(each for each in ids if each is not None)
