"""The dependency register: its columns and filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.core.actor import Actor
from app.dependencies import queries, rules
from app.dependencies.display.words import Line, gap_in_words
from app.dependencies.models import Dependency, DependencyStatus
from app.dependencies.queries import Giver, Receiver
from app.programmes import columns
from app.programmes import queries as programmes
from app.programmes.filters import place_filters
from app.programmes.models import Programme
from app.settings import queries as settings
from app.web import register
from app.web.register import Column, Filter, Kind, Listing

STATUS_COLOURS = {
    "Agreed": "green",
    "Delivered": "blue",
    "Accepted": "blue",
    "Disputed": "red",
    "Proposed": "yellow",
}
SEARCHED = (
    Dependency.ref,
    Dependency.title,
    Dependency.acceptance,
    Dependency.giver_body,
    Dependency.receiver_body,
)
SETTLED = [each for each in DependencyStatus if each.is_settled]


def listing(actor: Actor, args: Mapping[str, str], today: date) -> Listing:
    """The register as this reader may see it, today."""
    readable = programmes.readable(actor)
    ids = [programme.id for programme in readable]
    limits = settings.filled(rules.DependencyThresholds, "dependencies", ids, today)

    def read(row: Any) -> Line:
        return Line(row, today, limits[row.programme_id])

    return Listing(
        name="dependencies",
        columns=[*_names(), *_sides(), *_dates(), *_standing(), *_for_files()],
        filters=[
            *_places(actor, readable, args.get("programme", "")),
            *_filters(actor, today),
            register.by_rating(
                Dependency.id, lambda: map(read, queries.rows(queries.listed(actor)))
            ),
        ],
        searched=SEARCHED,
        sort="need",
        first=(Dependency.status.in_(SETTLED),),
        last=(Dependency.id,),
        read=read,
    )


def _places(actor: Actor, readable: Sequence[Programme], chosen: str) -> list[Filter]:
    """A dependency is in a workstream that is either of its sides."""
    places = place_filters(
        actor,
        readable,
        chosen_programme=chosen,
        programme_is=lambda key: Dependency.programme_id == key,
        workstream_is=lambda key: or_(Dependency.giver_id == key, Dependency.receiver_id == key),
    )
    return [*places, *_each_side(places[-1])]


def _names() -> list[Column]:
    page = register.links_to("dependencies.detail", "dependency_id")
    return [
        columns.reference(Programme.code, Dependency.ref),
        columns.title("Deliverable", Dependency.title, page),
    ]


def _sides() -> list[Column]:
    return [
        Column(
            key="giver",
            heading="Giver",
            value=lambda line: line.giver,
            sort=(Giver.ref, Dependency.giver_body),
        ),
        Column(
            key="receiver",
            heading="Receiver",
            value=lambda line: line.receiver,
            sort=(Receiver.ref, Dependency.receiver_body),
        ),
    ]


def _dates() -> list[Column]:
    return [
        columns.stored("need", "Needed by", Dependency.need_by, Kind.DATE),
        columns.stored("promise", "Promised for", Dependency.promise, Kind.DATE),
        Column(
            key="gap",
            heading="Gap (days)",
            kind=Kind.NUMBER,
            value=lambda line: line.gap,
            shown=lambda line: gap_in_words(line.gap),
        ),
    ]


def _standing() -> list[Column]:
    return [
        Column(
            key="status",
            heading="Status",
            kind=Kind.TAG,
            value=lambda line: line.row.status.label,
            sort=Dependency.status,
            colours=STATUS_COLOURS,
        ),
        columns.rating(),
    ]


def _for_files() -> list[Column]:
    return register.for_files(
        ("why", "Why this rating", Kind.TEXT, lambda line: line.rating.why),
        ("float", "Float (days)", Kind.NUMBER, lambda line: line.row.float_days),
        ("critical", "Critical", Kind.TEXT, lambda line: line.row.is_critical),
        ("acceptance", "Acceptance criteria", Kind.TEXT, lambda line: line.row.acceptance),
        ("giver-by", "Signed for the giver", Kind.TEXT, lambda line: line.row.giver_signed_by),
        ("giver-on", "Signed on (giver)", Kind.DATE, lambda line: line.row.giver_signed_on),
        (
            "receiver-by",
            "Signed for the receiver",
            Kind.TEXT,
            lambda line: line.row.receiver_signed_by,
        ),
        (
            "receiver-on",
            "Signed on (receiver)",
            Kind.DATE,
            lambda line: line.row.receiver_signed_on,
        ),
        ("delivered", "Delivered", Kind.DATE, lambda line: line.row.delivered_on),
        ("moved", "Times a date moved", Kind.NUMBER, lambda line: line.row.times_moved),
        ("reason", "Why disputed or withdrawn", Kind.TEXT, lambda line: line.row.closing_reason),
        ("programme", "Programme", Kind.TEXT, lambda line: line.row.programme_code),
    )


def _is(side: Any) -> Callable[[str], ColumnElement[bool]]:
    def condition(value: str) -> ColumnElement[bool]:
        found: ColumnElement[bool] = side.is_(None) if value == "outside" else side == int(value)
        return found

    return condition


def _each_side(workstream: Filter) -> list[Filter]:
    """The workstreams again, and outside bodies, as either side: what a matrix cell links to."""
    return [
        Filter(
            key=key,
            label=label,
            options=[*workstream.options, ("outside", "Outside bodies")],
            condition=_is(side),
            every="Any workstream or body",
        )
        for key, label, side in (
            ("giver", "Giver", Dependency.giver_id),
            ("receiver", "Receiver", Dependency.receiver_id),
        )
    ]


def _filters(actor: Actor, today: date) -> list[Filter]:
    statuses = {each.value: (each.label, Dependency.status == each) for each in DependencyStatus}
    statuses["open"] = ("Not yet delivered", Dependency.status.not_in(SETTLED))
    return [
        register.yes("late", "Late", is_late(today), every="Late or not"),
        register.yes(
            "waiting", "Waiting for my signature", queries.waiting_for(actor), every="Yes or no"
        ),
        register.choice(
            "status",
            "Status",
            statuses,
            every="All but withdrawn",
            otherwise=Dependency.status != DependencyStatus.WITHDRAWN,
        ),
    ]


def is_late(today: date) -> ColumnElement[bool]:
    """The rule's `is_late`, for the database: a test keeps the two in step."""
    need_by, promise = Dependency.need_by, Dependency.promise
    return and_(Dependency.status.not_in(SETTLED), or_(need_by < today, promise > need_by))
