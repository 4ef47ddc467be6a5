"""The action register: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from app.accounts.models import Person
from app.actions import queries, rules
from app.actions.models import Action, ActionKind, ActionStatus
from app.core import money
from app.core.actor import Actor
from app.programmes import columns
from app.programmes import queries as programmes
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.settings import queries as settings
from app.web import register
from app.web.register import Column, Filter, Kind, Listing

Limits = Mapping[int, rules.ActionThresholds]
"""What each programme's settings say, by its id."""

LABELS = {
    "due_on": "By when",
    "expected": "Expected to bring",
    "achieved": "Brought",
    "completed_on": "Completed on",
    "outcome": "What came of it",
    "closing_reason": "Why withdrawn",
    "financial_year": "Financial year",
    "source_part": "For",
    "kind": "What it is for",
}
DEEDS = {"complete": "marked it complete, and said what came of it"}
OPEN = Action.status == ActionStatus.OPEN
STATE_COLOURS = {
    "Overdue": "red",
    "Due soon": "yellow",
    "Open": "blue",
    "Complete": "green",
    "Withdrawn": "grey",
}


@dataclass(frozen=True)
class Line:
    """A row of the register, with what the rules make of it on the day."""

    row: Any
    today: date
    thresholds: rules.ActionThresholds = rules.DEFAULTS

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return bool(self.row.status is ActionStatus.OPEN)

    @property
    def state(self) -> str:
        """`Overdue`, `Due soon`, `Open`, `Complete` or `Withdrawn`."""
        if rules.is_overdue(self.row.due_on, self.today, is_open=self.is_open):
            return "Overdue"
        if rules.is_due_soon(
            self.row.due_on, self.today, is_open=self.is_open, thresholds=self.thresholds
        ):
            return "Due soon"
        return str(self.row.status.value.capitalize())

    @property
    def lateness(self) -> str:
        """`3 working days late`; empty where it is not."""
        days = rules.days_late(self.row.due_on, self.today) if self.is_open else 0
        return f"{days} working day{'' if days == 1 else 's'} late" if days else ""

    @property
    def colour(self) -> str:
        """The tag's, for its state."""
        return STATE_COLOURS[self.state]


def kind_in_words(kind: ActionKind) -> str:
    """`Closes the gap`."""
    return kind.value.capitalize()


def brought(row: Any) -> str:
    """`£40k of £60k expected`, once it is complete; empty where no pounds were expected."""
    if row.expected is None or row.achieved is None:
        return ""
    return f"{money.pounds(row.achieved)} of {money.pounds(row.expected)} expected"


def listing(actor: Actor, args: Mapping[str, str], today: date) -> Listing:
    """The register as this reader may see it, today."""
    readable = programmes.readable(actor)
    ids = [programme.id for programme in readable]
    limits = settings.filled(rules.ActionThresholds, "actions", ids, today)
    return Listing(
        name="actions",
        columns=[*_names(), *_standing(), *_for_files()],
        filters=[
            *place_filters(actor, readable, chosen_programme=args.get("programme", "")),
            *filters(today, limits),
            _by_owner(actor),
        ],
        searched=(Action.ref, Action.title, Action.description, Person.name),
        sort="due",
        first=(Action.status != ActionStatus.OPEN,),
        last=(Action.id,),
        read=lambda row: Line(row, today, limits[row.programme_id]),
    )


def _names() -> list[Column]:
    return [
        columns.reference(Programme.code, Workstream.ref, Action.ref),
        columns.title("Action", Action.title, register.links_to("actions.detail", "action_id")),
        columns.workstream(),
        columns.owner(),
    ]


def _standing() -> list[Column]:
    return [
        Column(
            key="kind",
            heading="What it is for",
            value=lambda line: kind_in_words(line.row.kind),
            sort=Action.kind,
        ),
        columns.stored("due", "By when", Action.due_on, Kind.DATE),
        columns.stored("expected", "Expected", Action.expected, Kind.MONEY),
        columns.stored("achieved", "Brought", Action.achieved, Kind.MONEY),
        _state(),
    ]


def _state() -> Column:
    return Column(
        key="state",
        heading="Status",
        kind=Kind.TAG,
        value=lambda line: line.state,
        colours=STATE_COLOURS,
    )


def _for_files() -> list[Column]:
    return register.for_files(
        ("completed", "Completed", Kind.DATE, lambda line: line.row.completed_on),
        ("outcome", "What came of it", Kind.TEXT, lambda line: line.row.outcome),
        ("description", "Description", Kind.TEXT, lambda line: line.row.description),
        ("year", "Financial year", Kind.TEXT, lambda line: str(line.row.financial_year or "")),
        ("closing", "Why withdrawn", Kind.TEXT, lambda line: line.row.closing_reason),
        ("disclosure", "Disclosure", Kind.TEXT, lambda line: line.row.disclosure.value),
        ("programme", "Programme", Kind.TEXT, lambda line: line.row.programme_code),
    )


def filters(today: date, limits: Limits) -> list[Filter]:
    """What for, by when, status."""
    kinds = {each.name.lower(): (kind_in_words(each), Action.kind == each) for each in ActionKind}
    due = {
        "overdue": ("Overdue", is_overdue(today)),
        "soon": ("Due soon", is_due_soon(today, limits)),
        "unknown": ("No date", and_(OPEN, Action.due_on.is_(None))),
    }
    return [
        register.choice("kind", "What it is for", kinds, every="Anything"),
        register.choice("due", "By when", due, every="Any date"),
        register.by_status(Action.status, hides=ActionStatus.WITHDRAWN),
    ]


def is_overdue(today: date) -> ColumnElement[bool]:
    """The rule's `is_overdue`, for the database: a test keeps the two in step."""
    return and_(OPEN, Action.due_on < today)


def is_due_soon(today: date, limits: Limits) -> ColumnElement[bool]:
    """The rule's `is_due_soon`, for the database, by what each programme's settings say."""
    soon = (
        and_(
            Workstream.programme_id == programme_id,
            Action.due_on.between(today, rules.last_day_due_soon(today, thresholds)),
        )
        for programme_id, thresholds in limits.items()
    )
    return and_(OPEN, or_(false(), *soon))


def _by_owner(actor: Actor) -> Filter:
    """Mine first, then by name, then those that nobody owns."""
    people = [(str(key), name) for key, name in queries.owners(actor) if key != actor.person_id]

    def owned_by(value: str) -> ColumnElement[bool]:
        if value == "nobody":
            return Action.owner_id.is_(None)
        return Action.owner_id == (actor.person_id if value == "me" else int(value))

    return Filter(
        key="owner",
        label="Owner",
        options=[("me", "Me"), *people, ("nobody", "Nobody yet")],
        condition=owned_by,
        every="Anybody",
    )
