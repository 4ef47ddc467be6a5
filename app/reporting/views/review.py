"""The office's challenge: accept, return with a comment that quotes the line, grant or refuse."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.reporting import commands, forms, queries, rules
from app.reporting.models import Update
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import UPDATE, bp
from app.reporting.views.desk import Desk
from app.web.access import requires
from app.web.clock import now, today
from app.web.forms import Form


@bp.route(f"{UPDATE}/review")
@requires(Permission.REVIEW_UPDATE)
def review(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Calculated beside declared, last month's words beside this month's."""
    desk = _desk(code, month, ref)
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    return _shown(desk, sent, None)


@bp.route(f"{UPDATE}/accept", methods=["POST"])
@requires(Permission.REVIEW_UPDATE)
def accept(code: str, month: str, ref: str) -> ResponseReturnValue:
    """The office takes the update as it is."""
    desk = _desk(code, month, ref)
    update, form = _sent(desk), forms.AcceptForm()
    if form.validate_on_submit() and form.saves(
        lambda: commands.accept(update, version=form.shown_version, actor=desk.actor, at=now()),
        update,
    ):
        flash(f"The update of {desk.workstream.ref} is accepted")
        return _next_in_queue(desk)
    return _again(desk, form)


@bp.route(f"{UPDATE}/return", methods=["POST"])
@requires(Permission.REVIEW_UPDATE)
def return_update(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Back to the lead, with a comment."""
    desk = _desk(code, month, ref)
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    lines = rules.lines(_sent(desk), sent.standing.dimensions)
    form = forms.ReturnForm()
    form.offer([(each.key, each.label) for each in lines])
    if form.validate_on_submit() and form.saves(lambda: _return(desk, form, lines), desk.update):
        flash(f"The update of {desk.workstream.ref} is back with its lead")
        return _next_in_queue(desk)
    return _shown(desk, sent, form)


@bp.route(f"{UPDATE}/answer", methods=["POST"])
@requires(Permission.GRANT_RATING)
def answer(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Grants or refuses the better rating that the lead asks for."""
    desk = _desk(code, month, ref, Permission.GRANT_RATING)
    form = forms.AnswerForm()
    if form.validate_on_submit() and form.saves(lambda: _answer(desk, form)):
        granted = form.answer.data == "grant"
        flash("The better rating stands for this month" if granted else "The request is refused")
        return redirect(desk.url("review"))
    return _again(desk, form)


def _desk(
    code: str, month: str, ref: str, permission: Permission = Permission.REVIEW_UPDATE
) -> Desk:
    desk = desks.desk_of(code, month, ref)
    desk.actor.must(permission, desk.workstream.place)
    desk.period.must_be_open()
    return desk


def _sent(desk: Desk) -> Update:
    if desk.update is None:
        raise RuleBroken(None, "There is no update to review yet")
    return desk.update


def _return(desk: Desk, form: forms.ReturnForm, lines: Sequence[rules.Line]) -> None:
    quoted = next((each for each in lines if each.key == form.quoted.data), None)
    commands.return_update(
        _sent(desk),
        comment=form.comment.data or "",
        quoted=f"{quoted.label}: {quoted.text}" if quoted else "",
        step=quoted.step if quoted else "",
        version=form.shown_version,
        actor=desk.actor,
        at=now(),
    )


def _answer(desk: Desk, form: forms.AnswerForm) -> None:
    act = commands.grant_better if form.answer.data == "grant" else commands.refuse_better
    act(_sent(desk), reason=form.reason.data or "", actor=desk.actor, at=now())


def _next_in_queue(desk: Desk) -> Response:
    """The worst of those that still wait, else the month."""
    code, month, _ = desk.place.values()
    for tile in queries.board(desk.period, today(), desk.actor).queue:
        if tile.workstream.id != desk.workstream.id:
            return redirect(url_for(".review", code=code, month=month, ref=tile.workstream.ref))
    return redirect(url_for(".month", code=code, month=month))


def _again(desk: Desk, form: Form) -> ResponseReturnValue:
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    return _shown(desk, sent, form)


def _shown(desk: Desk, sent: queries.AsSent, form: Form | None) -> ResponseReturnValue:
    """The page has three forms; the one that was sent shows what was wrong with it."""
    update = desk.update
    lines = rules.lines(update, sent.standing.dimensions) if update else []
    back = form if isinstance(form, forms.ReturnForm) else forms.ReturnForm(None, obj=update)
    back.offer([(each.key, f"{each.label}: {each.text}") for each in lines])
    page = render_template(
        "reporting/review.html",
        desk=desk,
        sent=sent,
        form=form,
        accept=forms.AcceptForm(None, obj=update),
        back=back,
        answer=form if isinstance(form, forms.AnswerForm) else forms.AnswerForm(None),
        before=queries.previous_update(desk.period, desk.workstream.id),
    )
    return page, form.status if form is not None else 200
