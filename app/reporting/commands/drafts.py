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
    draft = _own(update, actor, at)
    if draft is not None:
        apply(draft, step=step, answers=text, saved_at=at)
        db.session.flush()


def drop_draft(update: Update, *, step: str, actor: Actor, at: datetime) -> None:
    """Forgets what was typed: the step has been saved, which is remembered."""
    actor.must(Permission.SUBMIT_UPDATE, update.place)
    draft = _own(update, actor, at)
    if draft is not None:
        done = sorted({*draft.steps_done.split(), step})
        apply(draft, step="", answers="{}", steps_done=" ".join(done), saved_at=at)


def _own(update: Update, actor: Actor, at: datetime) -> UpdateDraft | None:
    """The actor's draft, begun now if there is none; a process of the system has none."""
    if actor.person_id is None:
        return None
    draft = queries.draft_of(update.id, actor)
    if draft is None:
        draft = UpdateDraft(
            update_id=update.id, person_id=actor.person_id, steps_done="", saved_at=at
        )
        db.session.add(draft)
    return draft
