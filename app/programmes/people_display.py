"""The list of people: its columns and filters."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.accounts.models import Person
from app.programmes import queries
from app.programmes.roles import Role
from app.web import register
from app.web.register import Column, Filter, Kind, Listing, choice

ACTIVE, LEFT = "Active", "Left"


def listing(today: date) -> Listing:
    """People by name, with the roles they hold today."""
    return Listing(
        name="people",
        columns=_columns(),
        filters=[_by_status(), _by_role(today)],
        searched=(Person.name, Person.email, Person.job_title),
        sort="name",
        last=(Person.id,),
    )


def roles_in_words(row: Any) -> str:
    """Each role once, in words."""
    held = {role for role in (row.roles or "").split(",") if role}
    return ", ".join(sorted(Role(role).label for role in held))


def _columns() -> list[Column]:
    page = register.links_to("people.detail", "person_id")
    return [
        Column(
            key="name",
            heading="Name",
            value=lambda row: row.name,
            sort=Person.name,
            href=lambda row: page(row.id),
        ),
        Column(
            key="email",
            heading="E-mail address",
            value=lambda row: row.email,
            sort=Person.email,
        ),
        Column(key="job", heading="Job title", value=lambda row: row.job_title),
        Column(key="roles", heading="Roles", value=roles_in_words),
        Column(
            key="status",
            heading="Status",
            kind=Kind.TAG,
            value=lambda row: LEFT if row.deactivated_at else ACTIVE,
            colours={ACTIVE: "green"},
        ),
    ]


def _by_status() -> Filter:
    left = Person.deactivated_at.is_not(None)
    options = {"active": (ACTIVE, ~left), "left": (LEFT, left)}
    return choice("status", "Status", options, every="Everybody")


def _by_role(today: date) -> Filter:
    options = {role.value: (role.label, queries.holds(role, today)) for role in Role}
    return choice("role", "Role", options, every="Any or none")
