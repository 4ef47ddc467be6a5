"""The register of assessments: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_

from app.accounts.models import Person
from app.core import dates
from app.core.actor import Actor
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.quality.display.gate import STATUS_COLOURS
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import register as queries
from app.savings.models import Scheme
from app.web import register
from app.web.register import Column, Filter, Kind, Listing

SOON = timedelta(days=30)
STATE_COLOURS = {each.value.capitalize(): colour for each, colour in STATUS_COLOURS.items()}
Read = Callable[[Any], Any]


def listing(actor: Actor, args: Mapping[str, str], on: date) -> Listing:
    """The register as this reader may see it, on the day."""
    return Listing(
        name="assessments",
        columns=columns(),
        filters=[
            *place_filters(actor, chosen_programme=args.get("programme", "")),
            *filters(on),
        ],
        searched=(Scheme.ref, Scheme.title, Assessment.summary, Person.name),
        sort="ref",
        last=(Assessment.id,),
    )


def columns() -> list[Column]:
    """What the page and the files show."""
    page = register.links_to("quality.scheme", "scheme_id")
    return [
        Column(
            key="ref",
            heading="Reference",
            value=lambda row: row.ref,
            sort=(Programme.code, Workstream.ref, Scheme.ref),
        ),
        Column(
            key="title",
            heading="Scheme",
            value=lambda row: row.title,
            sort=Scheme.title,
            href=lambda row: page(row.scheme_id),
        ),
        Column(
            key="state",
            heading="State",
            kind=Kind.TAG,
            value=lambda row: row.status.value.capitalize(),
            sort=Assessment.status,
            colours=STATE_COLOURS,
        ),
        *_scores(),
        *_days(),
        *_for_files(),
    ]


def filters(on: date) -> list[Filter]:
    """Where it stands, and when its approval ends."""
    states = {
        each.value.replace(" ", "-"): (each.value.capitalize(), Assessment.status == each)
        for each in AssessmentStatus
        if each is not AssessmentStatus.WITHDRAWN
    }
    until = Scheme.quality_cleared_until
    ends = {
        "soon": ("In 30 days", and_(until.between(on, on + SOON), Scheme.quality_stopped == "")),
        "over": ("Ran out", until < on),
        "stopped": ("Stopped", Scheme.quality_stopped != ""),
        "valid": ("Valid", and_(until >= on, Scheme.quality_stopped == "")),
    }
    scores = {
        "board": ("15 and more", queries.RESIDUAL >= 15),
        "high": ("8 to 14", queries.RESIDUAL.between(8, 14)),
        "low": ("Below 8", queries.RESIDUAL < 8),
    }
    return [
        register.choice("state", "State", states, every="Any state"),
        register.choice("ends", "Approval ends", ends, every="Any time"),
        register.choice("score", "Score that is left", scores, every="Any score"),
    ]


def _scores() -> list[Column]:
    numbers: list[tuple[str, str, Read, Any]] = [
        ("highest", "Highest score", lambda row: row.highest, queries.HIGHEST),
        ("residual", "After mitigation", lambda row: row.residual, queries.RESIDUAL),
    ]
    return [
        Column(key=key, heading=heading, kind=Kind.NUMBER, value=value, sort=sort)
        for key, heading, value, sort in numbers
    ]


def _days() -> list[Column]:
    days: list[tuple[str, str, Read, Any]] = [
        ("sent", "Sent to the panel", _sent, Assessment.submitted_at),
        ("until", "Valid until", _until, Assessment.valid_until),
    ]
    return [
        Column(key=key, heading=heading, kind=Kind.DATE, value=value, sort=sort)
        for key, heading, value, sort in days
    ]


def _sent(row: Any) -> date | None:
    return dates.in_london(row.submitted_at) if row.submitted_at else None


def _until(row: Any) -> date | None:
    """Of an approval that still stands: one that was reopened ended before its day."""
    return row.valid_until if row.status is AssessmentStatus.APPROVED else None


def _for_files() -> list[Column]:
    more: list[tuple[str, str, Kind, Read]] = [
        ("edition", "Edition", Kind.NUMBER, lambda row: row.edition),
        ("route", "Route", Kind.TEXT, lambda row: row.route.value.capitalize()),
        ("approved", "Approved on", Kind.DATE, lambda row: row.approved_on),
        ("stopped", "Stopped because", Kind.TEXT, lambda row: row.quality_stopped),
        ("lead", "Clinical lead", Kind.TEXT, lambda row: row.lead_name),
        ("workstream", "Workstream", Kind.TEXT, _workstream),
        ("disclosure", "Who may see it", Kind.TEXT, lambda row: row.disclosure.value.capitalize()),
        ("programme", "Programme", Kind.TEXT, lambda row: row.programme_code),
    ]
    return [
        Column(key=key, heading=heading, kind=kind, value=value, on_page=False)
        for key, heading, kind, value in more
    ]


def _workstream(row: Any) -> str:
    return f"{row.workstream_ref} {row.workstream_name}"
