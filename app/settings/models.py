"""Settings as dated rows: a new value is a new row, and the old ones stay."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Place
from app.db.model import Model


class Setting(Model):
    """One value of one setting, from a date on. With no programme it is for all of them."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(80))
    programme_id: Mapped[int | None]
    value: Mapped[str] = mapped_column(Text)
    effective_from: Mapped[date]
    owner: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]

    __table_args__ = (Index(None, "programme_id", "key", "effective_from"),)

    @property
    def version(self) -> int:
        """What a page shows of it: a row is never altered, so the newest row's id says it all."""
        return self.id

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return self.key

    @property
    def place(self) -> Place:
        """Where it holds."""
        return Place(self.programme_id)
