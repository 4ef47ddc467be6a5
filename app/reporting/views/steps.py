"""The steps of a lead's update: each saves its answers at once, or keeps them as a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.actor import Permission
from app.db import db
from app.milestones import rules as milestone_rules
from app.reporting import commands, forms, queries, rules
from app.reporting.forms import Cards, RatingForm, WordsForm
from app.reporting.queries import asked
from app.reporting.views import desk as desks
from app.reporting.views.blueprint import UPDATE, bp
from app.reporting.views.desk import Desk
from app.settings import queries as settings
from app.web.access import requires
from app.web.clock import now, today

Typed = MultiDict[str, str]


@bp.route(f"{UPDATE}/milestones", methods=["GET", "POST"])
@requires(Permission.SUBMIT_UPDATE)
def milestones(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Those that are due or late: done, on time, or a new date."""
    return _cards(desks.desk_for_writing(code, month, ref), "milestones", _milestone_cards)


@bp.route(f"{UPDATE}/savings", methods=["GET", "POST"])
@requires(Permission.SUBMIT_UPDATE)
def savings(code: str, month: str, ref: str) -> ResponseReturnValue:
    """What each scheme saved this month, and will for the rest of the year."""
    return _cards(desks.desk_for_writing(code, month, ref), "savings", _scheme_cards)


@bp.route(f"{UPDATE}/risks", methods=["GET", "POST"])
@requires(Permission.SUBMIT_UPDATE)
def risks(code: str, month: str, ref: str) -> ResponseReturnValue:
    """Those due for review: the same, up or down."""
    return _cards(desks.desk_for_writing(code, month, ref), "risks", _risk_cards)


@bp.route(f"{UPDATE}/words", methods=["GET", "POST"])
@requires(Permission.SUBMIT_UPDATE)
def words(code: str, month: str, ref: str) -> ResponseReturnValue:
    """What happened, what is needed, and the path to green."""
    desk = desks.desk_for_writing(code, month, ref)
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    form = WordsForm.of(desk.update, desk.typed("words"), with_path=sent.needs_path)
    if form.validate_on_submit() and form.saves(lambda: _save_words(desk, form), desk.update):
        return _onward(desk, "words")
    return _shown(
        desk,
        "words",
        form,
        sent=sent,
        before=queries.previous_update(desk.period, desk.workstream.id),
        gaps=rules.gaps(desk.update, sent.reported.calculated) if "needed" in request.args else (),
    )


@bp.route(f"{UPDATE}/rating", methods=["GET", "POST"])
@requires(Permission.SUBMIT_UPDATE)
def rating(code: str, month: str, ref: str) -> ResponseReturnValue:
    """How the rules rate the workstream, what the lead declares, and the sending."""
    desk = desks.desk_for_writing(code, month, ref)
    sent = queries.as_sent(
        desk.period, desk.workstream, desk.update, today(), visible_to=desk.actor
    )
    form = RatingForm.of(desk.update, sent.reported.calculated, desk.typed("rating"))
    if form.validate_on_submit() and form.saves(lambda: _declare(desk, form, sent), desk.update):
        if rules.gaps(desk.begun(), sent.reported.calculated):
            return redirect(f"{desk.url('words')}?needed=y")
        if form.saves(lambda: _submit(desk, sent)):
            return redirect(desk.url("submitted"))
    gaps = rules.gaps(desk.update, sent.reported.calculated)
    return _shown(desk, "rating", form, sent=sent, gaps=gaps)


def _cards(
    desk: Desk, name: str, build: Callable[[Desk, Typed], Sequence[forms.Card]]
) -> ResponseReturnValue:
    form = Cards(build(desk, desk.typed(name)), desk.typed(name))
    if form.is_sent() and form.saves(actor=desk.actor, at=now()):
        return _onward(desk, name)
    if request.method == "POST":
        # What the commands did before one of them refused is undone, so the page shows what is
        # stored; the cards keep what was typed, and what was wrong with it.
        db.session.rollback()
        desk = desks.desk_for_writing(**desk.place)
        form.show_again(build(desk, MultiDict()))
    return _shown(desk, name, form)


def _milestone_cards(desk: Desk, typed: Typed) -> Sequence[forms.Card]:
    found = queries.asked_milestones(
        desk.period,
        desk.workstream,
        today(),
        actor=desk.actor,
        also=forms.answered_ids(_sent_or(typed), "m"),
    )
    limits = settings.fill(
        milestone_rules.DeliveryThresholds, "milestones", desk.period.programme_id, today()
    )
    return [forms.MilestoneCard(each, typed, limits) for each in found]


def _scheme_cards(desk: Desk, typed: Typed) -> Sequence[forms.Card]:
    also = forms.answered_ids(_sent_or(typed), "s")
    found = queries.asked_schemes(desk.period, desk.workstream, actor=desk.actor, also=also)
    people = asked.may_be_asked(desk.workstream, today(), actor=desk.actor)
    return [forms.SchemeCard(each, typed, people) for each in found]


def _risk_cards(desk: Desk, typed: Typed) -> Sequence[forms.Card]:
    also = forms.answered_ids(_sent_or(typed), "r")
    found = queries.asked_risks(desk.period, desk.workstream, today(), actor=desk.actor, also=also)
    return [forms.RiskCard(each, typed) for each in found]


def _sent_or(typed: Typed) -> Typed:
    """What was sent names the records to show, also when the boxes show what is stored."""
    return typed or request.form


def _save_words(desk: Desk, form: WordsForm) -> None:
    shown = _shown_version(desk, form)
    commands.save_update(desk.begun(), form.values, version=shown, actor=desk.actor, at=now())


def _shown_version(desk: Desk, form: WordsForm | RatingForm) -> int | None:
    """None where nobody has begun the update yet: there is nothing that may be overwritten."""
    return form.shown_version if desk.update else None


def _declare(desk: Desk, form: RatingForm, sent: queries.AsSent) -> None:
    shown = _shown_version(desk, form)
    update = desk.begun()
    update.must_be(shown)
    commands.declare(
        update,
        colour=form.colour,
        reason=form.reason,
        calculated=sent.reported.calculated,
        actor=desk.actor,
        at=now(),
    )


def _submit(desk: Desk, sent: queries.AsSent) -> None:
    commands.submit(desk.begun(), calculated=sent.reported.calculated, actor=desk.actor, at=now())
    commands.drop_draft(desk.begun(), step="rating", actor=desk.actor, at=now())


def _onward(desk: Desk, name: str) -> ResponseReturnValue:
    """Saved: the draft of the step is forgotten, and the next step is shown."""
    commands.drop_draft(desk.begun(), step=name, actor=desk.actor, at=now())
    following = [step.name for step in desk.steps(name)]
    return redirect(desk.url(following[following.index(name) + 1]))


def _shown(desk: Desk, name: str, form: Any, **more: Any) -> ResponseReturnValue:
    steps = desk.steps(name)
    number = [step.name for step in steps].index(name)
    page = render_template(
        f"reporting/{name}.html",
        desk=desk,
        form=form,
        step=name,
        steps=steps,
        number=number + 1,
        previous=steps[number - 1] if number else None,
        **more,
    )
    return page, form.status
