"""The routes besides the full assessment: screening out within limits, and past approvals."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.quality.commands import past, screening
from app.quality.forms.routes import YES, LimitsForm, PastForm, ScreenOutForm, SignForm
from app.quality.forms.steps import ReasonForm
from app.quality.models import ScreeningLimits
from app.quality.queries import screening as queries
from app.quality.rules import screening as rules
from app.quality.rules.approval import Seat
from app.quality.views.blueprint import bp
from app.savings import queries as savings
from app.savings.models import Scheme
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered


@bp.route("/schemes/<int:scheme_id>/screen-out", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def screen_out(scheme_id: int) -> ResponseReturnValue:
    """No full assessment, within the limits."""
    scheme, actor = _for_change(scheme_id)
    screening.must_not_be_own(scheme, actor=actor)
    form = ScreenOutForm()

    def act() -> None:
        facing = form.is_patient_facing.data == YES
        reason = form.reason.data or ""
        screening.screen_out(scheme, is_patient_facing=facing, reason=reason, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        return _done(scheme, "Screened out: no full assessment is needed")
    page = render_template("quality/screen_out.html", form=form, scheme=scheme, **_measured(scheme))
    return page, form.status


@bp.route("/schemes/<int:scheme_id>/record-past", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY)
def record_past(scheme_id: int) -> ResponseReturnValue:
    """An approval that was given before."""
    scheme, actor = _for_change(scheme_id)
    past.must_be_outside_the_line(scheme, actor=actor, on=today())
    form = PastForm()

    if form.validate_on_submit() and form.saves(lambda: _record(scheme, form, actor)):
        return _done(scheme, "The approval is recorded")
    return render_template("quality/record_past.html", form=form, scheme=scheme), form.status


@bp.route("/screening")
@requires(Permission.READ_PROGRAMME)
def screening_limits() -> ResponseReturnValue:
    """Which schemes of a programme need no full assessment, and who signed that."""
    actor = current_actor()
    readable = programmes.readable(actor)
    code = request.args.get("programme", "")
    chosen = (each for each in readable if each.code == code)
    programme = next(chosen, readable[0] if readable else None)
    return render_template(
        "quality/screening_limits.html",
        programmes=readable,
        programme=programme,
        **_signed(actor, programme),
    )


@bp.route("/screening/<code>/propose", methods=["GET", "POST"])
@requires(Permission.ASSESS_QUALITY, Permission.APPROVE_QUALITY)
def propose_limits(code: str) -> ResponseReturnValue:
    """New limits, which both executives then sign."""
    actor = current_actor()
    programme = programmes.readable_by_code(code, actor)
    if not _may_propose(actor, programme):
        actor.must(Permission.ASSESS_QUALITY, programme.place)
    form = LimitsForm()

    def act() -> None:
        screening.propose_limits(programme, **form.values, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        flash("Limits proposed. They hold once both executives have signed")
        return redirect(url_for(".screening_limits", programme=code))
    page = render_template("quality/propose_limits.html", form=form, programme=programme)
    return page, form.status


@bp.route("/screening/<int:limits_id>/sign/<seat>", methods=["POST"])
@requires(Permission.APPROVE_QUALITY)
def sign_limits(limits_id: int, seat: str) -> ResponseReturnValue:
    """One executive's signature."""
    limits, actor, programme = _limits(limits_id)
    chosen = _seat(seat)
    form = SignForm()
    if form.validate_on_submit():
        version = form.shown_version
        screening.sign_limits(limits, seat=chosen, version=version, actor=actor, at=now())
        flash("Signed" if limits.is_signed else "Signed. They wait for the other executive")
    return redirect(url_for(".screening_limits", programme=programme.code))


@bp.route("/screening/<int:limits_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPROVE_QUALITY)
def withdraw_limits(limits_id: int) -> ResponseReturnValue:
    """They hold no longer."""
    limits, actor, programme = _limits(limits_id)
    form = ReasonForm(obj=limits)

    def act() -> None:
        reason, version = form.reason.data or "", form.shown_version
        screening.withdraw_limits(limits, reason=reason, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, limits):
        flash("Limits withdrawn")
        return redirect(url_for(".screening_limits", programme=programme.code))
    page = render_template(
        "quality/withdraw_limits.html", form=form, limits=limits, programme=programme
    )
    return page, form.status


def _signed(actor: Actor, programme: Programme | None) -> dict[str, Any]:
    """The versions of the limits, and what the reader may do with them."""
    rows = queries.proposed(programme.id) if programme else ()
    return {
        "rows": rows,
        "in_force": next((each for each in rows if each.is_signed), None),
        "seats": queries.seats(actor.person_id, programme.id, today()) if programme else {},
        "may_propose": programme is not None and _may_propose(actor, programme),
    }


def _measured(scheme: Scheme) -> dict[str, Any]:
    """The scheme against the limits, as if no patient would notice: that is asked."""
    limits = queries.in_force(scheme.workstream.programme_id)
    known = queries.candidate(scheme, is_patient_facing=False)
    refusals = rules.refusals(known, queries.rule_of(limits))
    if sentence := queries.signed_in_line(scheme, limits, today()):
        refusals = [(None, sentence), *refusals]
    return {"limits": limits, "known": known, "refusals": refusals}


def _screen_out(scheme: Scheme, form: ScreenOutForm, actor: Actor) -> None:
    facing, reason = form.is_patient_facing.data == YES, form.reason.data or ""
    screening.screen_out(scheme, is_patient_facing=facing, reason=reason, actor=actor, at=now())


def _record(scheme: Scheme, form: PastForm, actor: Actor) -> None:
    past.record_past(
        scheme,
        medical_by=form.medical_by.data or "",
        nursing_by=form.nursing_by.data or "",
        given_on=answered(form.given_on.data),
        evidence=form.evidence.data or "",
        valid_until=form.valid_until.data,
        actor=actor,
        at=now(),
    )


def _seat(text: str) -> Seat:
    if text not in tuple(Seat):
        raise NotFound("that seat")
    return Seat(text)


def _for_change(scheme_id: int) -> tuple[Scheme, Actor]:
    actor = current_actor()
    scheme = savings.get(scheme_id, actor)
    actor.must(Permission.ASSESS_QUALITY, scheme.place)
    return scheme, actor


def _limits(limits_id: int) -> tuple[ScreeningLimits, Actor, Programme]:
    """The limits, for one who may sign in their programme."""
    actor = current_actor()
    limits = queries.limits(limits_id)
    actor.must(Permission.APPROVE_QUALITY, limits.place)
    return limits, actor, programmes.programme(limits.programme_id)


def _may_propose(actor: Actor, programme: Programme) -> bool:
    either = (Permission.ASSESS_QUALITY, Permission.APPROVE_QUALITY)
    return any(actor.can(each, programme.place) for each in either)


def _done(scheme: Scheme, message: str) -> Response:
    flash(message)
    return redirect(url_for(".scheme", scheme_id=scheme.id))
