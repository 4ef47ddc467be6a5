"""What waits for a person because of quality: to decide, to review, to assess again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core.actor import Actor, Permission
from app.overview.queries.task import Task
from app.quality.queries import again as quality_again
from app.quality.queries import panel, reviews, validity

STOPPED_NAMED = 5
NEXT_EDITION = "Start the next edition in time"


def of_person(actor: Actor, today: date) -> list[Task]:
    """To decide first, then reviews, then approvals that were stopped or end."""
    found = _assessments(actor, today) + _reviews(actor, today)
    return found + _approvals_ending(actor, today)


def _assessments(actor: Actor, today: date) -> list[Task]:
    """What the two clinical executives have to decide on."""
    if not actor.can(Permission.APPROVE_QUALITY):
        return []
    waiting, found = panel.waiting(actor, today), []
    if again := len(quality_again.waiting(actor, today)):
        detail = "Whoever approved them has come into the scheme’s line since"
        found = [Task("quality", "", "", f"QIAs to decide again: {again}", detail)]
    if not waiting:
        return found
    days = (today - waiting[0].since).days
    since = "today" if days < 1 else f"{days} day{'' if days == 1 else 's'} ago"
    detail = f"The first was sent {since}; both clinical executives decide"
    return [Task("quality", "", "", f"QIAs waiting for you: {len(waiting)}", detail), *found]


def _reviews(actor: Actor, today: date) -> list[Task]:
    """Reviews to hold, by a clinical executive; to prepare, by the assessment's clinical lead."""
    if actor.person_id is None:
        return []
    near = reviews.due(actor, today)
    mine = [each for each in near if each.is_mine]
    led = [each for each in near if each.is_led and not each.is_mine]
    return [
        Task("review", "", "", f"{title}: {len(found)}", detail, due=found[0].on)
        for title, detail, found in (
            ("Reviews of quality to hold", "How the measures stand, and whether to go on", mine),
            ("Reviews of your assessments", "Bring the readings of their measures up to date", led),
        )
        if found
    ]


def _approvals_ending(actor: Actor, today: date) -> list[Task]:
    """Of the schemes of one's own workstreams: the next edition takes weeks to write. What was
    stopped before its time is told to the clinical executives too."""
    mine = actor.workstreams(Permission.ASSESS_QUALITY)
    if not mine and not actor.can(Permission.APPROVE_QUALITY):
        return []
    found = validity.ending(actor, today)
    own = {each.scheme.id for each in found if each.scheme.workstream_id in (mine or ())}
    stopped = [
        each
        for each in found
        if each.scheme.quality_stopped
        and (each.scheme.id in own or actor.can(Permission.APPROVE_QUALITY, each.scheme.place))
    ]
    ends = [each for each in found if each.scheme.id in own and not each.scheme.quality_stopped]
    return _stopped(stopped) + _ending(ends)


def _stopped(found: Sequence[validity.Ending]) -> list[Task]:
    if not found:
        return []
    named = ", ".join(each.scheme.ref for each in found[:STOPPED_NAMED])
    more = len(found) - STOPPED_NAMED
    title = f"Stopped for quality: {named}" + (f" and {more} more" if more > 0 else "")
    return [Task("ending", "", "", title, found[0].why)]


def _ending(found: Sequence[validity.Ending]) -> list[Task]:
    if not found:
        return []
    ended = sum(each.has_ended for each in found)
    detail = f"{ended} hold{'s' if ended == 1 else ''} no longer" if ended else NEXT_EDITION
    title = f"Approvals of quality that end: {len(found)}"
    return [Task("ending", "", "", title, detail, due=found[0].scheme.quality_cleared_until)]
