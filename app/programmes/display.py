"""The lists of organisations, programmes and workstreams, and the words for what changed."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import func

from app.accounts.models import Person
from app.programmes import queries
from app.programmes.models import (
    Disclosure,
    Organisation,
    OrganisationKind,
    Programme,
    ProgrammeStatus,
    Workstream,
    WorkstreamStatus,
)
from app.web import register
from app.web.register import Column, Kind, Listing

ORGANISATION_KINDS = {
    OrganisationKind.TRUST: "NHS trust",
    OrganisationKind.ICB: "Integrated care board",
    OrganisationKind.OTHER: "Other body",
}
DISCLOSURES = {
    Disclosure.PRIVATE: "Private: not for publication",
    Disclosure.PUBLIC: "Public: may be published",
    Disclosure.COMMERCIAL: "Commercial: in confidence",
}
STATUS_COLOURS = {"Open": "green", "Closed": "grey"}
LABELS = {
    "sro_id": "Senior responsible owner",
    "organisation_id": "Organisation",
    "parent_id": "Is part of",
    "valid_from": "Exists from",
    "valid_to": "Existed until",
    "clinical_lead_id": "Clinical lead",
    "finance_lead_id": "Finance lead",
    "sponsor_id": "Executive sponsor",
}
DEEDS = {
    "create": "set it up",
    "set_target": "set a target",
    "open_next_year": "opened next year’s plan with the roll-over",
    "set_cost": "set the cost",
    "decide_not_applicable": "decided what does not apply",
    "make_applicable": "decided that it applies again",
    "give_confidence": "gave delivery confidence",
}


def programme_path(code: str) -> str:
    """The address of the programme's page."""
    return url_for("overview.programme", code=code)


def workstream_path(code: str, ref: str) -> str:
    """The address of the workstream's page."""
    return url_for("overview.workstream", code=code, ref=ref)


def names_of_people() -> dict[str, dict[int, str]]:
    """What the ids in a history stand for."""
    people = queries.people_names()
    fields = ("sro_id", "sponsor_id", "lead_id", "clinical_lead_id", "finance_lead_id")
    return dict.fromkeys(fields, people)


def organisations() -> Listing:
    """Trusts, boards and other bodies."""
    kinds = {
        kind.value: (words, Organisation.kind == kind) for kind, words in ORGANISATION_KINDS.items()
    }
    address = register.links_to("programmes.organisation", "organisation_id")
    return Listing(
        name="organisations",
        columns=[
            _text("name", "Organisation", func.lower(Organisation.name), lambda r: address(r.id)),
            _text("code", "Code", Organisation.code),
            Column(
                key="kind",
                heading="Kind",
                value=lambda r: ORGANISATION_KINDS[r.kind],
                sort=Organisation.kind,
            ),
            _text("parent", "Part of", func.lower(queries.Parent.name)),
            _day("valid_from", "Exists from", Organisation.valid_from),
            _day("valid_to", "Existed until", Organisation.valid_to),
        ],
        filters=[register.choice("kind", "Kind", kinds, every="All kinds")],
        searched=[Organisation.name, Organisation.code],
        sort="name",
        last=[Organisation.id],
    )


def programmes() -> Listing:
    """The programmes that the reader may see."""
    return Listing(
        name="programmes",
        columns=[
            _text("code", "Code", Programme.code),
            _text("name", "Programme", func.lower(Programme.name), _to_programme),
            _text("organisation", "Organisation", func.lower(Organisation.name)),
            _text("sro", "Senior responsible owner", func.lower(Person.name)),
            _status(Programme.status),
        ],
        filters=[_open_or_closed(Programme.status, ProgrammeStatus)],
        searched=[Programme.code, Programme.name, Organisation.name],
        sort="code",
        last=[Programme.id],
    )


def workstreams(code: str) -> Listing:
    """The programme's workstreams that the reader may see."""
    return Listing(
        name="workstreams",
        columns=[
            _text("ref", "Reference", Workstream.ref),
            _text(
                "name",
                "Workstream",
                func.lower(Workstream.name),
                lambda r: workstream_path(code, r.ref),
            ),
            _text("lead", "Lead", func.lower(queries.Lead.name)),
            _text("sponsor", "Executive sponsor", func.lower(queries.Sponsor.name)),
            Column(
                key="confidence",
                heading="Delivery confidence",
                kind=Kind.RATING,
                value=lambda r: r.delivery_confidence,
            ),
            _status(Workstream.status),
        ],
        filters=[_open_or_closed(Workstream.status, WorkstreamStatus)],
        searched=[Workstream.ref, Workstream.name, queries.Lead.name],
        sort="ref",
        last=[Workstream.id],
    )


def _to_programme(row: Any) -> str:
    return programme_path(row.code)


def _text(key: str, heading: str, sort: Any, href: Any = None) -> Column:
    return Column(
        key=key, heading=heading, value=lambda row: getattr(row, key), sort=sort, href=href
    )


def _day(key: str, heading: str, sort: Any) -> Column:
    return Column(
        key=key, heading=heading, kind=Kind.DATE, value=lambda row: getattr(row, key), sort=sort
    )


def _status(sort: Any) -> Column:
    return Column(
        key="status",
        heading="Status",
        kind=Kind.TAG,
        value=lambda row: row.status.value.capitalize(),
        sort=sort,
        colours=STATUS_COLOURS,
    )


def _open_or_closed(column: Any, kind: Any) -> register.Filter:
    options = {each.value: (each.value.capitalize(), column == each) for each in kind}
    return register.choice("status", "Status", options)
