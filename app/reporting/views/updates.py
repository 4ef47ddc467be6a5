"""A workstream's update for a month: where it opens, how it reads, and that it was sent."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.reporting import frozen, queries
from app.reporting.models import UpdateStatus
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import UPDATE, bp
from app.savings.display import claims as claims_shown
from app.savings.queries import claims, line
from app.web.access import requires
from app.web.clock import today


@bp.route(UPDATE)
@requires(Permission.READ_PROGRAMME)
def update(code: str, month: str, ref: str) -> ResponseReturnValue:
    """To write it: at the card where it was left. To read it: the whole of it."""
    desk = desks.desk_of(code, month, ref)
    steps = desk.steps() if desk.may_write else []
    if steps and not desk.is_returned:
        return redirect(desk.url(desk.opens_at))
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    return render_template(
        "reporting/update.html",
        desk=desk,
        steps=steps,
        sent=sent,
        before=queries.previous_update(desk.period, desk.workstream.id),
        kept=_kept(desk),
        claims=_claims(desk),
    )


def _claims(desk: desks.Desk) -> claims_shown.Month | None:
    """What the workstream claims for the month, for one who validates it; None for others."""
    if not desk.actor.can(Permission.VALIDATE_SAVINGS, desk.workstream.place):
        return None
    programme_id, month = desk.period.programme_id, desk.period.month
    within = claims.tolerances(programme_id, today())
    rows = claims.of_month(programme_id, month, within, desk.actor)
    mine = [row for row in rows if row.place.workstream_id == desk.workstream.id]
    return claims_shown.Month(
        mine, desk.actor, claims_shown.Asked.of({}), line.acting_as(desk.actor, today())
    )


def _kept(desk: desks.Desk) -> frozen.Workstream | None:
    """How the workstream stood when the month was locked."""
    document = queries.as_locked(desk.period)
    lines = document.workstreams if document else ()
    return next((each for each in lines if each.ref == desk.workstream.ref), None)


@bp.route(f"{UPDATE}/submitted")
@requires(Permission.SUBMIT_UPDATE)
def submitted(code: str, month: str, ref: str) -> ResponseReturnValue:
    """It was sent: who reviews it, and what comes next."""
    desk = desks.desk_of(code, month, ref)
    if desk.update is None or desk.update.status is not UpdateStatus.SUBMITTED:
        return redirect(desk.url("update"))
    return render_template("reporting/submitted.html", desk=desk)
