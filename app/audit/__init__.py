"""Who changed what and when.

Commands write it in the same transaction as the change; it is hash-chained and never edited.
"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.audit import commands, evidence


def init_app(app: Flask) -> None:
    """Seals what was recorded just before each transaction commits."""
    sessions = app.extensions["database"]["sessions"]
    event.listen(sessions, "before_commit", commands.seal)
    event.listen(sessions, "after_soft_rollback", _forget)
    app.after_request(evidence.keep_refusal)


def _forget(session: Session, _previous: object) -> None:
    commands.forget(session)
