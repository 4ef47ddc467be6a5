"""What one person typed into an update and has not saved yet."""

from __future__ import annotations

import json

from sqlalchemy import select

from app.core.actor import Actor
from app.db import db
from app.reporting.models import UpdateDraft


def draft_of(update_id: int, actor: Actor) -> UpdateDraft | None:
    """The actor's own draft of the update, if there is one."""
    return db.session.scalars(
        select(UpdateDraft).where(
            UpdateDraft.update_id == update_id, UpdateDraft.person_id == actor.person_id
        )
    ).one_or_none()


def answers_of(draft: UpdateDraft | None, step: str) -> dict[str, str]:
    """What was typed at the step: the names and values of its form."""
    if draft is None or draft.step != step:
        return {}
    answers: dict[str, str] = json.loads(draft.answers)
    return answers
