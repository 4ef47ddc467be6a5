"""Whose scheme it is: nobody approves their own, nor does anyone in its line."""

from __future__ import annotations

from datetime import date

from app.core.actor import Actor
from app.programmes import queries as programmes
from app.savings.models import Scheme


def own(scheme: Scheme) -> frozenset[int]:
    """The people whose scheme it is: its owner, and whoever entered it."""
    return _people(scheme.owner_id, scheme.author_id)


def is_own(scheme: Scheme, actor: Actor, on: date) -> bool:
    """Whether it is the actor's scheme, or that of somebody for whom they stand in that day."""
    if actor.person_id is None:
        return False
    return not own(scheme).isdisjoint(
        {actor.person_id, *programmes.principals_of(actor.person_id, on)}
    )


def line_of(scheme: Scheme, on: date) -> frozenset[int]:
    """Its owner and author, the workstream's lead, sponsor and clinical lead, and their deputies.

    Needs the workstream to be loaded.
    """
    people = named(scheme)
    return people | programmes.deputies_on(people, on)


def named(scheme: Scheme) -> frozenset[int]:
    """Its line without those who stand in for them."""
    workstream = scheme.workstream
    return own(scheme) | _people(
        workstream.lead_id, workstream.sponsor_id, workstream.clinical_lead_id
    )


def _people(*ids: int | None) -> frozenset[int]:
    return frozenset(each for each in ids if each is not None)
