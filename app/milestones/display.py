"""The milestone register: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Colour, Rating
from app.milestones import queries, rules
from app.milestones.models import Milestone, MilestoneStatus
from app.programmes import columns
from app.programmes import queries as programmes
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.settings import queries as settings
from app.web import register
from app.web.register import Column, Filter, Kind, Listing

LABELS = {
    "first_baseline": "First baseline",
    "current_baseline": "Current baseline",
    "completed_on": "Completed on",
    "is_gate": "Gate",
    "is_critical": "On the critical path",
    "closing_reason": "Reason for withdrawing",
}
OPEN = Milestone.status == MilestoneStatus.OPEN


@dataclass(frozen=True)
class Line:
    """A row of the register, with what the rules make of it on the day."""

    row: Any
    today: date
    thresholds: rules.DeliveryThresholds

    @cached_property
    def rating(self) -> Rating:
        """As the record's page rates it. What is withdrawn is not rated."""
        if self.row.status is MilestoneStatus.WITHDRAWN:
            return Rating(Colour.NOT_APPLICABLE)
        return rules.rate(queries.facts(self.row), self.today, self.thresholds)

    def slip(self, baseline: date | None) -> int | None:
        """Working days after that baseline; None where nothing is expected any more."""
        if self.row.status is MilestoneStatus.WITHDRAWN:
            return None
        return rules.slip(baseline, self.row.forecast, self.row.completed_on, self.today)


def slip_in_words(days: int | None) -> str:
    """`4 days late`, `on time`, `2 days early`; a dash when it cannot be known."""
    if days is None:
        return "–"
    if days == 0:
        return "On time"
    return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'late' if days > 0 else 'early'}"


def kind(row: Any) -> str:
    """Gate, critical, or both; nothing for an ordinary one."""
    words = [
        word for word, holds in (("Gate", row.is_gate), ("Critical", row.is_critical)) if holds
    ]
    return ", ".join(words)


def listing(actor: Actor, args: Mapping[str, str], today: date) -> Listing:
    """The register as this reader may see it, today."""
    readable = programmes.readable(actor)
    ids = [programme.id for programme in readable]
    limits = settings.filled(rules.DeliveryThresholds, "milestones", ids, today)

    def read(row: Any) -> Line:
        return Line(row, today, limits[row.programme_id])

    return Listing(
        name="milestones",
        columns=[*_names(), *_standing(), *_for_files()],
        filters=[
            *place_filters(actor, readable, chosen_programme=args.get("programme", "")),
            *filters(today),
            register.by_rating(
                Milestone.id, lambda: map(read, queries.rows(queries.listed(actor)))
            ),
        ],
        searched=(Milestone.ref, Milestone.title, Milestone.description, Person.name),
        sort="forecast",
        first=(Milestone.status != MilestoneStatus.OPEN,),
        last=(Milestone.id,),
        read=read,
    )


def _names() -> list[Column]:
    page = register.links_to("milestones.detail", "milestone_id")
    return [
        columns.reference(Programme.code, Workstream.ref, Milestone.ref),
        columns.title("Milestone", Milestone.title, page),
        columns.workstream(),
        columns.owner(),
        Column(key="kind", heading="Gate or critical", value=lambda line: kind(line.row)),
        columns.stored("baseline", "Baseline", Milestone.current_baseline, Kind.DATE),
        columns.stored("forecast", "Forecast", Milestone.forecast, Kind.DATE),
    ]


def _standing() -> list[Column]:
    return [
        Column(
            key="slip",
            heading="Slip (working days)",
            kind=Kind.NUMBER,
            value=lambda line: line.slip(line.row.current_baseline),
            shown=lambda line: slip_in_words(line.slip(line.row.current_baseline)),
        ),
        columns.rating(),
    ]


def _for_files() -> list[Column]:
    return register.for_files(
        ("why", "Why this rating", Kind.TEXT, lambda line: line.rating.why),
        ("completed", "Completed", Kind.DATE, lambda line: line.row.completed_on),
        ("status", "Status", Kind.TEXT, lambda line: line.row.status.value.capitalize()),
        ("first", "First baseline", Kind.DATE, lambda line: line.row.first_baseline),
        (
            "whole-slip",
            "Slip against first baseline (working days)",
            Kind.NUMBER,
            lambda line: line.slip(line.row.first_baseline),
        ),
        ("moved", "Times the forecast moved", Kind.NUMBER, lambda line: line.row.times_moved),
        ("description", "Description", Kind.TEXT, lambda line: line.row.description),
        ("evidence", "Evidence", Kind.TEXT, lambda line: line.row.evidence),
        ("link", "Evidence link", Kind.TEXT, lambda line: line.row.evidence_link),
        ("closing", "Why withdrawn", Kind.TEXT, lambda line: line.row.closing_reason),
        ("programme", "Programme", Kind.TEXT, lambda line: line.row.programme_code),
    )


def filters(today: date) -> list[Filter]:
    """Late, due, gate or critical, status."""
    month = Month.of(today)
    kinds = {
        "gate": ("Gates", Milestone.is_gate),
        "critical": ("Critical", Milestone.is_critical),
        "key": ("Gates and critical", or_(Milestone.is_gate, Milestone.is_critical)),
    }
    due = {
        "overdue": ("Overdue", and_(OPEN, Milestone.forecast < today)),
        "this-month": (f"This month ({month.label})", _due_in(month)),
        "next-month": (f"Next month ({month.next.label})", _due_in(month.next)),
        "unknown": ("No forecast", and_(OPEN, Milestone.forecast.is_(None))),
    }
    return [
        register.yes("late", "Late", is_late(today), every="Late or not"),
        register.choice("due", "Due", due, every="Any date"),
        register.choice("kind", "Gate or critical", kinds),
        register.by_status(Milestone.status, hides=MilestoneStatus.WITHDRAWN),
    ]


def is_late(today: date) -> ColumnElement[bool]:
    """The rule's `is_late`, for the database: a test keeps the two in step."""
    baseline = Milestone.current_baseline
    return and_(OPEN, or_(baseline < today, Milestone.forecast > baseline))


def _due_in(month: Month) -> ColumnElement[bool]:
    return and_(OPEN, Milestone.forecast.between(month.first, month.last))
