"""What a lead types is kept while they type: on the way out, and when the signal is lost."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotFound
from app.reporting import commands
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import UPDATE, bp
from app.reporting.views.steps_in_order import NAMES
from app.web.access import requires
from app.web.clock import now

NOT_ANSWERS = frozenset({"csrf_token", "step", "later"})


@bp.route(f"{UPDATE}/drafts/<step>", methods=["POST"])
@requires(Permission.SUBMIT_UPDATE)
def keep_draft(code: str, month: str, ref: str, step: str) -> ResponseReturnValue:
    """Keeps the step as it was typed. A script sends it every few seconds, a person by a button."""
    desk = desks.desk_for_writing(code, month, ref)
    if step not in NAMES:
        raise NotFound("that step")
    answers = {key: text for key, text in request.form.items() if key not in NOT_ANSWERS}
    commands.keep_draft(desk.begun(), answers, step=step, actor=desk.actor, at=now())
    if "later" in request.form:
        flash("Your draft is kept. It opens again where you left it, also on another device")
        return redirect(url_for("overview.home"))
    return redirect(desk.url("draft"))


@bp.route(f"{UPDATE}/draft")
@requires(Permission.SUBMIT_UPDATE)
def draft(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Says when the draft was kept. Reached only after it was: a script tells so that it was."""
    desk = desks.desk_for_writing(code, month, ref)
    return render_template("reporting/draft.html", desk=desk)
