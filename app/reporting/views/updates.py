"""A workstream's update for a month: where it opens, how it reads, and that it was sent."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.reporting import frozen, queries
from app.reporting.models import UpdateStatus
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import UPDATE, bp
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
