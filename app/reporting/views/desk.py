"""What the pages of a month start from: the month, the workstream, its update, who is asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.ratings.rules.findings import Finding
from app.reporting import commands, display, queries
from app.reporting.models import (
    Period,
    PeriodStatus,
    Update,
    UpdateComment,
    UpdateDraft,
    UpdateStatus,
)
from app.reporting.views.steps_in_order import STEPS, Step
from app.web.access import current_actor
from app.web.clock import now, today


@dataclass
class Desk:
    """One workstream's update for one month, as the person who is asking sees it."""

    period: Period
    workstream: Workstream
    update: Update | None
    draft: UpdateDraft | None
    comments: Sequence[UpdateComment]
    actor: Actor

    @property
    def place(self) -> dict[str, str]:
        """What the address of each page of the update holds."""
        period = self.period
        return {
            "code": period.programme.code,
            "month": str(period.month),
            "ref": self.workstream.ref,
        }

    @property
    def is_returned(self) -> bool:
        """Whether the office sent it back."""
        return self.update is not None and self.update.status is UpdateStatus.RETURNED

    @property
    def may_write(self) -> bool:
        """Whether the person may write it, and it is still to be written."""
        is_open = self.update.is_with_lead if self.update else True
        is_open = is_open and self.period.status is PeriodStatus.OPEN
        return is_open and self.actor.can(Permission.SUBMIT_UPDATE, self.workstream.place)

    @property
    def may_review(self) -> bool:
        """Whether the person reviews it, and it waits for that or could be returned."""
        sent = self.update is not None and not self.update.is_with_lead
        is_open = self.period.status is PeriodStatus.OPEN
        return sent and is_open and self.actor.can(Permission.REVIEW_UPDATE, self.workstream.place)

    @property
    def opens_at(self) -> str:
        """The step to begin with: what a comment speaks of, what was left, the first not done."""
        names = [step.name for step in self.steps()]
        pointed = [each.step for each in self.comments] if self.is_returned else []
        left = [self.draft.step] if self.draft else []
        done = self.draft.steps_done.split() if self.draft else []
        to_do = [name for name in names if name not in done]
        return next((each for each in [*pointed, *left, *to_do] if each in names), names[-1])

    @property
    def on_behalf_of(self) -> str:
        """Whose update the office is entering; empty for one's own."""
        if self.workstream.id in self.actor.workstreams(Permission.SUBMIT_UPDATE):
            return ""
        lead = self.workstream.lead
        if lead is None:
            return f"{self.workstream.ref} {self.workstream.name}"
        return "" if lead.id == self.actor.person_id else lead.name

    def url(self, endpoint: str) -> str:
        """The address of a page of this update."""
        code, month, ref = self.place.values()
        return url_for(f"reporting.{endpoint}", code=code, month=month, ref=ref)

    @cached_property
    def asked(self) -> dict[str, frozenset[int]]:
        """The ids of the records that each step asks about."""
        period, workstream, actor = self.period, self.workstream, self.actor
        milestones = queries.asked_milestones(period, workstream, today(), actor=actor)
        schemes = queries.asked_schemes(period, workstream, actor=actor)
        risks = queries.asked_risks(period, workstream, today(), actor=actor)
        return {
            "milestones": frozenset(each.id for each in milestones),
            "savings": frozenset(each.scheme.id for each in schemes),
            "risks": frozenset(each.id for each in risks),
        }

    def steps(self, current: str = "") -> list[Step]:
        """The steps in which something is or was asked, and the one on show."""
        done = self.draft.steps_done.split() if self.draft else []
        shown = {current, *done}
        return [step for step in STEPS if step.name in shown or self.asked.get(step.name, True)]

    def link_for(self, finding: Finding) -> str:
        """Where the finding can be put right: a step of this update, else the record's page."""
        step = display.step_of(finding, self.asked)
        return self.url(step) if step else display.page_of(finding) or self.url("words")

    def said_of(self, step: str) -> list[UpdateComment]:
        """What the office asks to change at this step, while the update is back with its lead."""
        if not self.is_returned:
            return []
        return [each for each in self.comments if each.step == step]

    def typed(self, step: str) -> MultiDict[str, str]:
        """What was just sent, else what was kept as a draft of the step."""
        if request.method == "POST":
            return request.form
        return MultiDict(queries.answers_of(self.draft, step))

    def begun(self) -> Update:
        """The update, begun now if nobody has begun it yet."""
        if self.update is None:
            self.update = commands.begin_update(
                self.period, self.workstream, actor=self.actor, at=now()
            )
        return self.update


def month_of(code: str, month: str, actor: Actor) -> Period:
    """The month of a programme of which the person may read something. Raises NotFound."""
    programme = programme_of(code, actor)
    found = queries.period(programme.id, parsed(month))
    if found is None:
        raise NotFound(f"{month} in {programme.code}: it has not been opened")
    return found


def programme_of(code: str, actor: Actor) -> Programme:
    """The programme, if the person may read something of it. Raises NotFound."""
    found = next((p for p in programmes.readable(actor) if p.code == code.upper()), None)
    if found is None:
        raise NotFound(f"a programme with the code {code}")
    return found


def parsed(month: str) -> Month:
    """The month of an address. Raises NotFound for what is none."""
    try:
        return Month.parse(month)
    except RuleBroken:
        raise NotFound("that month") from None


def desk_of(code: str, month: str, ref: str) -> Desk:
    """For reading. Raises NotFound for a workstream that the person may not see."""
    actor = current_actor()
    period = month_of(code, month, actor)
    seen = programmes.of_programme(period.programme_id, actor)
    workstream = next((each for each in seen if each.ref == ref and not each.is_unassigned), None)
    if workstream is None:
        raise NotFound(f"a workstream with the reference {ref}")
    update = queries.find_update(period.id, workstream.id)
    return Desk(
        period=period,
        workstream=workstream,
        update=update,
        draft=queries.draft_of(update.id, actor) if update else None,
        comments=queries.comments(update.id) if update else (),
        actor=actor,
    )


def desk_for_writing(code: str, month: str, ref: str) -> Desk:
    """For writing: refused for readers, and once the month or the update is closed to it."""
    desk = desk_of(code, month, ref)
    desk.actor.must(Permission.SUBMIT_UPDATE, desk.workstream.place)
    desk.period.must_be_open()
    if desk.update is not None:
        desk.update.must_be_editable()
    return desk
