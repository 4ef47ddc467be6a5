"""Writes of the month: open, update, challenge, approve, lock, publish."""

from app.reporting.commands.answers import (
    Done,
    NewDate,
    answer_milestone,
    answer_risk,
    answer_scheme,
)
from app.reporting.commands.challenge import accept, grant_better, refuse_better, return_update
from app.reporting.commands.drafts import drop_draft, keep_draft
from app.reporting.commands.months import approve, lock_month, open_month, publish, restate
from app.reporting.commands.updates import (
    begin_update,
    declare,
    keep_return,
    record_office_update,
    save_update,
    submit,
)

__all__ = [
    "Done",
    "NewDate",
    "accept",
    "answer_milestone",
    "answer_risk",
    "answer_scheme",
    "approve",
    "begin_update",
    "declare",
    "drop_draft",
    "grant_better",
    "keep_draft",
    "keep_return",
    "lock_month",
    "open_month",
    "publish",
    "record_office_update",
    "refuse_better",
    "restate",
    "return_update",
    "save_update",
    "submit",
]
