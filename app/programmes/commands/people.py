"""A leaver: deactivated, their roles ended, nobody standing in for them or they for anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core.actor import Actor
from app.programmes.commands.deputies import end_all_deputies
from app.programmes.commands.roles import end_all_roles


def leave(person: Person, *, reason: str, today: date, actor: Actor, at: datetime) -> None:
    """They may do nothing from now on. Their records stay theirs until handed over."""
    accounts.deactivate(person, reason=reason, actor=actor, at=at)
    yesterday = today - timedelta(days=1)
    end_all_roles(person, last_day=yesterday, reason=reason, actor=actor, at=at)
    end_all_deputies(person, last_day=yesterday, actor=actor, at=at)
