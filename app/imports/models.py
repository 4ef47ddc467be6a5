"""Files brought in, what each changed, and the mappings that people have chosen."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Place
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.programmes.models import Programme


class ImportStatus(StrEnum):
    """Where a file stands: read and waiting, applied, undone or set aside."""

    READ = "read"
    APPLIED = "applied"
    UNDONE = "undone"
    SET_ASIDE = "set aside"


class Import(Versioned, Timestamped, Model):
    """One file brought in. Its bytes are kept until it is applied, then only their hash."""

    __tablename__ = "import_file"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    workstream_id: Mapped[int | None] = mapped_column(ForeignKey("workstream.id"))
    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(255))
    file_size: Mapped[int]
    file_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    month: Mapped[Month | None]
    mapping: Mapped[str] = mapped_column(Text, default="{}")
    report: Mapped[str] = mapped_column(Text, default="{}")
    status: Mapped[ImportStatus] = mapped_column(
        words(ImportStatus, "status"), default=ImportStatus.READ
    )
    is_correction: Mapped[bool] = mapped_column(default=False)
    brought_by: Mapped[str] = mapped_column(String(200))
    brought_by_id: Mapped[int | None]
    brought_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")

    @property
    def place(self) -> Place:
        """Where its permissions are held."""
        return Place(self.programme_id, self.workstream_id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return self.file_name

    def must_wait(self) -> None:
        """Raises RuleBroken for a file that was applied, undone or set aside already."""
        if self.status is not ImportStatus.READ:
            raise RuleBroken(None, f"This file was {self.status.value} already")


class ImportedChange(Model):
    """What an import did to one record, so that it can be undone record by record."""

    __tablename__ = "imported_change"

    import_id: Mapped[int] = mapped_column(ForeignKey("import_file.id"))
    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    created: Mapped[bool]
    before: Mapped[str] = mapped_column(Text, default="{}")
    after: Mapped[str] = mapped_column(Text, default="{}")
    version_after: Mapped[int]

    __table_args__ = (Index(None, "import_id"),)


class RememberedMapping(Versioned, Timestamped, Model):
    """Which heading a person said means which field, for files with the same headings."""

    __tablename__ = "remembered_mapping"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("programme_id", "kind", "signature"),)

    @staticmethod
    def short(signature: str) -> str:
        """A file's signature grows with its sheets; this is as long for every file."""
        return hashlib.sha256(signature.encode()).hexdigest()
