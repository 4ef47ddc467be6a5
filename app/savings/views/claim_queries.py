"""Finance's queries: those that wait, and the thread of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed
from app.db import page
from app.savings.commands import threads as commands
from app.savings.forms import validation as forms
from app.savings.models import ClaimQuery
from app.savings.queries import threads
from app.savings.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered
from app.web.register import state


@bp.route("/queries")
@requires(Permission.READ_PROGRAMME)
def queries() -> ResponseReturnValue:
    """Open queries, the first due first; or the closed ones."""
    actor = current_actor()
    is_closed = request.args.get("show") == "closed"
    number = state.number(request.args.get("page", ""), 1, state.LAST_PAGE)
    found = page.of_scalars(threads.listed(actor, is_closed=is_closed), number)
    return render_template("savings/queries.html", page=found, is_closed=is_closed)


@bp.route("/queries/<int:query_id>", methods=["GET", "POST"])
@requires(Permission.READ_PROGRAMME)
def query(query_id: int) -> ResponseReturnValue:
    """The thread: what was asked and said, and a box to answer in."""
    actor = current_actor()
    asked = threads.get(query_id, actor)
    form = forms.AnswerForm(data={"version": asked.version})

    def act() -> None:
        text, version = answered(form.text.data), form.shown_version
        commands.answer(asked, text=text, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, asked):
        flash("Your message is in the thread")
        return redirect(url_for(".query", query_id=asked.id))
    return render_template(
        "savings/query.html",
        form=form,
        asked=asked,
        thread=threads.messages(asked.id),
        **_allowed(asked, actor),
    ), form.status


@bp.route("/queries/<int:query_id>/close", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def close_query(query_id: int) -> ResponseReturnValue:
    """No answer is wanted any more."""
    actor = current_actor()
    asked = threads.get(query_id, actor)
    if not commands.may_close(asked, actor=actor):
        raise NotAllowed("Only finance, or whoever asked, closes a query")
    form = forms.CloseForm(data={"version": asked.version})

    def act() -> None:
        note, version = answered(form.note.data), form.shown_version
        commands.close_query(asked, note=note, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, asked):
        return _closed(asked, actor)
    return render_template("savings/close_query.html", form=form, asked=asked), form.status


def _allowed(asked: ClaimQuery, actor: Actor) -> dict[str, bool]:
    return {
        "may_answer": commands.may_answer(asked, actor=actor),
        "may_close": commands.may_close(asked, actor=actor),
        "may_decide": actor.can(Permission.VALIDATE_SAVINGS, asked.scheme.place),
    }


def _closed(asked: ClaimQuery, actor: Actor) -> ResponseReturnValue:
    """Finance goes on to the claim; whoever else asked stays with the thread."""
    if actor.can(Permission.VALIDATE_SAVINGS, asked.scheme.place):
        flash("The query is closed. Now decide on the claim")
        return redirect(url_for(".decide", scheme_id=asked.scheme_id, month=asked.month))
    flash("The query is closed")
    return redirect(url_for(".query", query_id=asked.id))
