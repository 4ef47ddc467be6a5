"""The audit trail's two tables: its events, and the head of their chain."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.rules import Sealed
from app.db.model import Model


class AuditEvent(Model):
    """One change, by one actor. Triggers in both databases refuse to alter or remove it."""

    __tablename__ = "audit_event"

    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(200))
    actor_person_id: Mapped[int | None]
    acting_for: Mapped[str] = mapped_column(String(400), default="")
    action: Mapped[str] = mapped_column(String(80))
    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int | None]
    record_name: Mapped[str] = mapped_column(String(300))
    programme_id: Mapped[int | None]
    workstream_id: Mapped[int | None]
    disclosure: Mapped[str] = mapped_column(String(40), default="private")
    reason: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[str] = mapped_column(Text, default="{}")
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index(None, "record_kind", "record_id"),
        Index(None, "programme_id", "number"),
    )

    @property
    def content(self) -> dict[str, Any]:
        """What the digest covers."""
        return {name: getattr(self, name) for name in CONTENT}

    @property
    def differences(self) -> dict[str, list[Any]]:
        """Field name to [before, after]."""
        found: dict[str, list[Any]] = json.loads(self.changes)
        return found

    def sealed(self) -> Sealed:
        """The event as the chain's rules read it."""
        return Sealed(
            self.number, self.at, self.salt, self.content, self.digest, self.previous, self.hash
        )


CONTENT = (
    "actor_name",
    "actor_person_id",
    "acting_for",
    "action",
    "record_kind",
    "record_id",
    "record_name",
    "programme_id",
    "workstream_id",
    "disclosure",
    "reason",
    "changes",
)


class AuditHead(Model):
    """The chain's one head: how many events there are, and the hash of the last."""

    __tablename__ = "audit_head"

    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))
