"""Each month as its people lived it: actuals, moves, reviews, updates, challenge, lock."""

from __future__ import annotations

from datetime import date, datetime

from app.core import working_days
from app.core.actor import Actor
from app.core.financial_year import Month
from app.core.rating import Colour
from app.demo import assessments, doing, funding, gating, money, registers, story
from app.demo.stage import Stage
from app.demo.story.month import MonthTold, UpdateTold
from app.milestones import commands as milestones
from app.milestones.models import MilestoneStatus
from app.programmes import commands as programmes
from app.programmes.models import Workstream
from app.ratings import queries as ratings
from app.reporting import commands, rules
from app.reporting.models import Period, Update
from app.risks import commands as risks
from app.risks.models import ClosingReason

READER = Actor.system("the demo")
REVIEWED = {-7: -7, -6: -6, -5: 6, -1: 0}
"""Months in which reviews of risks are done, and by when those were due; in others they wait."""
FORGOTTEN = frozenset({"Staff travel between sites", "Sickness in winter", "Network outage"})
NOT_YET_IN = frozenset({"WS06"})  # its flash figures for the open month are still to come


def live(stage: Stage, told: MonthTold, *, today: date) -> None:
    """One month, from its opening to its lock; the open one stops where today is."""
    month = stage.month(told.offset)
    locks = told.offset < 0
    at = stage.moment(working_days.nth_of_month(month.next, 6)) if locks else stage.moment(today)
    period = _open(stage, told.offset, today)
    for dependency in story.DEPENDENCIES:
        registers.deliver(stage, dependency, upto=min(month.last, today))
    assessments.write(stage, told.offset, min(month.last, today))
    assessments.review(stage, min(month.last, today))
    gating.sign(stage, told.offset, min(month.last, today))
    funding.transact(stage, told.offset)
    _complete_milestones(stage, told.offset, at)
    money.save(stage, told.offset, at, late=frozenset() if locks else NOT_YET_IN)
    _move(stage, told, at)
    doing.live(stage, told.offset, at)
    _give_updates(stage, told, period, at)
    if locks:
        funding.close(stage, told.offset, stage.moment(working_days.nth_of_month(month.next, 9)))
        _lock(stage, told, period, working_days.nth_of_month(month.next, 12))


def _open(stage: Stage, offset: int, today: date) -> Period:
    assert stage.programme is not None  # noqa: S101  set_up has made it
    first = min(working_days.nth_of_month(stage.month(offset), 1), today)
    return commands.open_month(
        stage.programme,
        stage.month(offset),
        actor=stage.actor("amara"),
        at=stage.moment(first, 8),
    )


def _complete_milestones(stage: Stage, offset: int, at: datetime) -> None:
    last = min(stage.month(offset).last, at.date())
    for told in story.MILESTONES:
        made = stage.milestones[told.title]
        if told.done is None or made.status is not MilestoneStatus.OPEN:
            continue
        on = stage.day(told.done)
        if on <= last:
            milestones.complete(
                made, on=on, evidence=told.evidence, actor=stage.lead(told.workstream), at=at
            )


def _move(stage: Stage, told: MonthTold, at: datetime) -> None:
    for title, to, reason in told.moved:
        made = stage.milestones[title]
        milestones.reforecast(
            made, to=stage.day(to), reason=reason, actor=stage.lead(made.workstream.ref), at=at
        )
    for title, (consequence, likelihood), note in told.scored:
        risks.review(
            stage.risks[title],
            consequence=consequence,
            likelihood=likelihood,
            note=note,
            actor=stage.lead(stage.risks[title].workstream.ref),
            at=at,
        )
    if told.offset in REVIEWED:
        _settle_risks(stage, told.offset, at)


def _settle_risks(stage: Stage, offset: int, at: datetime) -> None:
    """Reviews that are due are done; in the end three are forgotten, and closed ones are closed."""
    is_end = offset == max(REVIEWED)
    forgotten = FORGOTTEN if is_end else frozenset()
    by = stage.month(REVIEWED[offset]).last
    for told in story.RISKS:
        risk = stage.risks[told.title]
        actor = stage.lead(told.workstream)
        if told.closed and is_end:
            because = ClosingReason.TREATED
            risks.close(risk, because=because, note="The controls hold", actor=actor, at=at)
        elif _is_due(risk.next_review_on, by) and told.title not in forgotten:
            risks.review(
                risk,
                consequence=risk.current_consequence or 1,
                likelihood=risk.current_likelihood or 1,
                note="No change",
                actor=actor,
                at=at,
            )


def _is_due(review: date | None, by: date) -> bool:
    return review is not None and review <= by


def _give_updates(stage: Stage, told: MonthTold, period: Period, at: datetime) -> None:
    for ref, words in told.updates.items():
        update = _written(stage, period, told, ref=ref, at=at)
        if words.declared is not None:
            _declared(stage, update, words, at)
        _submitted(stage, update, at)
        if ref in told.returned:
            quoted, comment = told.returned[ref]
            office = stage.actor("amara")
            commands.return_update(update, quoted=quoted, comment=comment, actor=office, at=at)
            _answered(stage, update, at)
        if told.offset < 0:
            commands.accept(update, actor=stage.actor("amara"), at=at)


def _written(stage: Stage, period: Period, told: MonthTold, *, ref: str, at: datetime) -> Update:
    lead, words = stage.lead(ref), told.updates[ref]
    update = commands.begin_update(period, stage.workstreams[ref], actor=lead, at=at)
    answers = {
        "happened": words.happened,
        "needed": words.needed,
        "nothing_else_changed": True,
        "path_action": words.action or "Hold the weekly review until it turns",
        "path_owner": lead.name,
        "path_date": stage.day(words.turns or told.turns),
        "path_decision": words.decision,
    }
    commands.save_update(update, answers, actor=lead, at=at)
    return update


def _declared(stage: Stage, update: Update, words: UpdateTold, at: datetime) -> None:
    lead = stage.lead(update.workstream.ref)
    calculated = _calculated(stage, update.period, update.workstream)
    if calculated is words.declared:
        return
    commands.declare(
        update,
        colour=words.declared,
        reason=words.why,
        calculated=calculated,
        actor=lead,
        at=at,
    )
    if words.granted:
        sro = stage.actor("david")
        commands.grant_better(update, reason=words.granted, actor=sro, at=at)


def _submitted(stage: Stage, update: Update, at: datetime) -> None:
    calculated = _calculated(stage, update.period, update.workstream)
    lead = stage.lead(update.workstream.ref)
    commands.submit(update, calculated=calculated, actor=lead, at=at)


def _answered(stage: Stage, update: Update, at: datetime) -> None:
    lead = stage.lead(update.workstream.ref)
    named = f"{update.happened} Fracture and hand clinics first, then pain and podiatry."
    commands.save_update(update, {"happened": named}, actor=lead, at=at)
    _submitted(stage, update, at)


def _calculated(stage: Stage, period: Period, workstream: Workstream) -> Colour:
    """Worked out once for the month: what one lead writes moves no other's colour."""
    if period.month not in stage.calculated:
        stage.calculated[period.month] = _standing(stage, period.month)
    return stage.calculated[period.month][workstream.id]


def _standing(stage: Stage, month: Month) -> dict[int, Colour]:
    assert stage.programme is not None  # noqa: S101  set_up has made it
    standing = ratings.standing(
        stage.programme,
        month,
        rules.as_at(month, month.last),
        visible_to=READER,
        updated=frozenset(each.id for each in stage.workstreams.values()),
    )
    return {each.workstream.id: each.overall.colour for each in standing.workstreams}


def _lock(stage: Stage, told: MonthTold, period: Period, on: date) -> None:
    office, sro = stage.actor("amara"), stage.actor("david")
    for ref, (colour, reason) in told.confidence.items():
        programmes.give_confidence(
            stage.workstreams[ref], colour=colour, reason=reason, actor=sro, at=stage.moment(on, 9)
        )
    commands.approve(period, actor=sro, at=stage.moment(on, 10))
    made = commands.lock_month(
        period,
        reason="Month end",
        today=on,
        with_missing=True,
        actor=office,
        at=stage.moment(on, 14),
    )
    commands.publish(made, audience="programme", actor=office, at=stage.moment(on, 16))
