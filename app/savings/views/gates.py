"""A scheme's way through the gates, and what can be decided at each of them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotFound, RuleBroken
from app.programmes.roles import Role
from app.savings import queries
from app.savings.commands import again
from app.savings.commands import lifecycle as commands
from app.savings.display import able as able_display
from app.savings.display import gates as display
from app.savings.forms import gates as forms
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import able, given, lifecycle, signing
from app.savings.queries import waiting as waits
from app.savings.queries.lifecycle import Standing
from app.savings.rules.lifecycle import (
    STAGE_OF,
    Gate,
    Stage,
    has_reached,
    must_wait_for,
    returns_to,
)
from app.savings.rules.needs import Facts, Topic
from app.savings.views.blueprint import bp, for_change
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/gates")
@requires(Permission.SIGN_GATES)
def gates_waiting() -> ResponseReturnValue:
    """All that waits for the reader's signature."""
    waiting = waits.waiting_for(current_actor(), today())
    return render_template("savings/gates_waiting.html", waiting=waiting, names=display.NAMES)


@bp.route("/<int:scheme_id>/gates")
@requires(Permission.READ_PROGRAMME)
def gates(scheme_id: int) -> ResponseReturnValue:
    """Where it stands, what is missing, and what was decided so far."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    standing = lifecycle.standing(scheme, today())
    facts = given.facts([scheme], today())[scheme.id]
    edits = actor.can(Permission.EDIT_SAVINGS, scheme.place)
    lists = _checklists(standing, facts, edits=edits)
    may = _may(standing, actor)
    return render_template(
        "savings/gates.html",
        scheme=scheme,
        lead=display.lead(standing),
        steps=display.steps(standing, [each.gate for each in may["again"]]),
        checklists=lists,
        ready={each.gate for each in lists if each.is_ready},
        story=display.story(standing.decisions),
        limits=display.limits(standing),
        may=may,
        who=_who(standing),
    )


@bp.route("/<int:scheme_id>/gates/<gate>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_GATES)
def gates_sign(scheme_id: int, gate: str) -> ResponseReturnValue:
    """Give one signature."""
    scheme, actor = for_change(scheme_id, Permission.SIGN_GATES)
    asked = _gate(gate)
    form, standing = forms.GateSignForm(obj=scheme), lifecycle.standing(scheme, today())
    anew = signing.again(standing, asked, today())
    if early := None if anew else _too_early(standing, asked):
        return early
    roles = anew or standing.left(asked) or standing.asked(asked)
    form.offer(signing.must_have_roles(standing, asked, roles, actor, on=today()))

    def act() -> None:
        sign = again.sign_again if anew else commands.sign
        sign(scheme, asked, **form.given, version=form.shown_version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, f"You signed {asked.value}")
    told = {"gate": asked, "name": display.NAMES[asked], "again": anew}
    return _shown("sign", form, scheme, standing, **told)


@bp.route("/<int:scheme_id>/gates/<gate>/reject", methods=["GET", "POST"])
@requires(Permission.SIGN_GATES)
def gates_reject(scheme_id: int, gate: str) -> ResponseReturnValue:
    """Send it back."""
    scheme, actor = for_change(scheme_id, Permission.SIGN_GATES)
    asked, form = _gate(gate), forms.GateRejectForm(data={"version": scheme.version})
    standing = lifecycle.standing(scheme, today())
    if early := _too_early(standing, asked):
        return early
    roles, on = standing.asked(asked), today()
    signing.must_have_chance(standing, asked, roles, actor, on=on, rejecting=True)

    def act() -> None:
        reason, version = form.reason.data or "", form.shown_version
        commands.reject(scheme, asked, reason=reason, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, f"You rejected it at {asked.value}")
    back_at = returns_to(STAGE_OF[asked]).value
    return _shown("reject", form, scheme, gate=asked, back_at=back_at)


@bp.route("/<int:scheme_id>/gates/change-scope", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def gates_change_scope(scheme_id: int) -> ResponseReturnValue:
    """What the scheme does is to change."""
    scheme, actor = for_change(scheme_id)
    form = forms.ScopeForm(data={"version": scheme.version})

    def act() -> None:
        what, version = form.what.data or "", form.shown_version
        commands.change_scope(scheme, what=what, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, "The change of scope is on record")
    return _shown("change_scope", form, scheme)


@bp.route("/<int:scheme_id>/gates/enter", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def gates_enter(scheme_id: int) -> ResponseReturnValue:
    """Bring a scheme from before the gates to them."""
    scheme, actor = for_change(scheme_id, Permission.MANAGE_PROGRAMME)
    if scheme.is_gated:
        return _done(scheme, "This scheme goes through the gates already")
    form = forms.EnterForm(data={"version": scheme.version})
    form.stage.choices = display.stages_to_enter()

    def act() -> None:
        scheme.must_be(form.shown_version)
        reason = form.reason.data or ""
        commands.enter_gates(scheme, stage=form.chosen, reason=reason, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, f"{scheme.ref} goes through the gates from now on")
    return _shown("enter", form, scheme)


@bp.route("/<int:scheme_id>/gates/<gate>/record", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def gates_record(scheme_id: int, gate: str) -> ResponseReturnValue:
    """Write down an approval that was given before."""
    scheme, actor = for_change(scheme_id, Permission.MANAGE_PROGRAMME)
    asked, standing = _gate(gate), lifecycle.standing(scheme, today())
    if early := _too_early(standing, asked):
        return early
    form = forms.PastForm(data={"version": scheme.version})
    form.offer(standing.left(asked))

    def act() -> None:
        scheme.must_be(form.shown_version)
        commands.record_past(scheme, asked, **form.given, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, scheme):
        return _done(scheme, f"The approval at {asked.value} is on record")
    return _shown("record", form, scheme, gate=asked, name=display.NAMES[asked])


@bp.route("/<int:scheme_id>/gates/check-again", methods=["POST"])
@requires(Permission.SIGN_GATES)
def gates_check_again(scheme_id: int) -> ResponseReturnValue:
    """Who signs was changed: let it pass where all have signed."""
    scheme, actor = for_change(scheme_id, Permission.SIGN_GATES)
    try:
        commands.check_again(scheme, actor=actor, at=now())
    except RuleBroken as broken:
        return _done(scheme, broken.message)
    return _done(scheme, f"{scheme.ref} has passed: all who sign by today’s settings have signed")


def _shown(
    page: str, form: Any, scheme: Scheme, standing: Standing | None = None, **given: Any
) -> tuple[str, int]:
    address = url_for(".gates", scheme_id=scheme.id)
    template = f"savings/gates_{page}.html"
    shown = {"form": form, "scheme": scheme, "standing": standing, "back": address}
    return render_template(template, **shown, **given), form.status


def _done(scheme: Scheme, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".gates", scheme_id=scheme.id))


def _too_early(standing: Standing, gate: Gate) -> ResponseReturnValue | None:
    """Back to the gates, saying why, where the gate cannot be decided now."""
    scheme = standing.scheme
    try:
        must_wait_for(scheme.stage, gate)
    except RuleBroken as broken:
        return _done(scheme, broken.message)
    return None


def _gate(text: str) -> Gate:
    """The gate of the address. Raises NotFound."""
    found = next((gate for gate in Gate if gate.value.lower() == text.lower()), None)
    if found is None:
        raise NotFound("that gate")
    return found


def _checklists(standing: Standing, facts: Facts, *, edits: bool) -> list[display.Checklist]:
    """What stands between it and its gates, with what the panel has said so far."""
    scheme = standing.scheme
    panel = given.panel_words(scheme)
    return display.checklists(standing, facts, lambda topic: _page(topic, scheme, edits), panel)


def _may(standing: Standing, actor: Actor) -> dict[str, Any]:
    """What the reader may do here, gate by gate, or why they may not."""
    scheme = standing.scheme
    runs = scheme.status is not SchemeStatus.WITHDRAWN
    options = signing.options(standing, actor, on=today()) if runs else ()
    edits = runs and actor.can(Permission.EDIT_SAVINGS, scheme.place)
    office = edits and actor.can(Permission.MANAGE_PROGRAMME, scheme.place)
    is_open = edits and scheme.status is SchemeStatus.OPEN
    return {
        "options": options,
        "again": signing.agains(standing, actor, on=today()) if runs else (),
        "office": office,
        "scope": is_open and not has_reached(scheme.stage, Stage.DELIVERED),
        "enter": office and is_open and scheme.stage is None,
        "passes": able.is_signed(standing),
        "checks": able.may_check(standing, actor, today()),
        "settings": actor.can(Permission.MANAGE_SETTINGS, scheme.place),
        "people": actor.can(Permission.MANAGE_PEOPLE, scheme.place),
    }


def _who(standing: Standing) -> dict[Gate, able_display.Who]:
    """Who can sign what it waits for, and whom to ask where nobody can."""
    ables = able.of(standing, today())
    is_stuck = any(each.stuck for each in ables)
    asks = (Role.ADMIN, Role.PMO) if is_stuck else ()
    contacts = {role: able.asked(standing.scheme, role, today()) for role in asks}
    return able_display.who(ables, standing, contacts)


def _page(topic: Topic, scheme: Scheme, edits: bool) -> str:
    """Where the need is met; for one who may only read, where it shows."""
    if topic is Topic.SRO:
        names_sro = current_actor().can(Permission.MANAGE_PROGRAMME, scheme.place)
        endpoint = "programmes.edit" if names_sro else "overview.programme"
        return url_for(endpoint, code=scheme.workstream.programme.code)
    if topic is Topic.OVERLAPS:
        return url_for("savings.double_counting")
    if topic is Topic.SIGNATURES:
        return url_for("savings.gates", scheme_id=scheme.id, _anchor="again")
    return url_for(_of_the_scheme(topic, edits), scheme_id=scheme.id)


def _of_the_scheme(topic: Topic, edits: bool) -> str:
    return {
        Topic.MANDATE: "mandates.write" if edits else "mandates.mandate",
        Topic.KPIS: "mandates.mandate",
        Topic.LINKS: "mandates.link" if edits else "mandates.mandate",
        Topic.SCHEME: "savings.edit" if edits else "savings.detail",
        Topic.MONTHS: "savings.months" if edits else "savings.detail",
        Topic.BUDGET_LINES: "savings.budget_lines",
        Topic.QUALITY: "quality.scheme",
        Topic.TRANSFERS: "savings.transacted",
        Topic.ACTIONS: "savings.scheme_actions",
    }[topic]
