"""What a person typed into an update, kept until it is saved; not audited, as nothing changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import apply
from app.reporting import queries
from app.reporting.models import Update, UpdateDraft

LONGEST_DRAFT = 100_000


def keep_draft(
    update: Update, answers: Mapping[str, str], *, step: str, actor: Actor, at: datetime
) -> None:
    """Keeps the answers of one step, unchecked, so that it opens again as it was left."""
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    update.must_be_editable()
    text = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)
    if len(text) > LONGEST_DRAFT:
        raise RuleBroken(None, "That is more than a draft can hold: shorten it, then save")
    if actor.person_id is None:
        return
    draft = queries.draft_of(update.id, actor)
    if draft is None:
        draft = UpdateDraft(update_id=update.id, person_id=actor.person_id)
        db.session.add(draft)
    apply(draft, step=step, answers=text, saved_at=at)
    db.session.flush()


def drop_draft(update: Update, *, actor: Actor, at: datetime) -> None:
    """Forgets what was typed: it has been saved."""
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    draft = queries.draft_of(update.id, actor)
    if draft is not None:
        apply(draft, step="", answers="{}", saved_at=at)
