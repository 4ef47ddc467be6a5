"""The mandate on one page, writing it, and choosing its milestones and risks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.mandates import display, forms, queries
from app.mandates.commands import pages as commands
from app.mandates.models import Mandate
from app.mandates.queries import writing
from app.mandates.views.blueprint import bp, done, for_change
from app.milestones import queries as milestones_of
from app.risks import queries as risks_of
from app.savings import queries as savings
from app.savings.models import Scheme
from app.web.access import current_actor, requires
from app.web.clock import now

NOT_BEGUN = 0  # the version of a mandate that is not written yet


@bp.route("/<int:scheme_id>/mandate")
@requires(Permission.READ_PROGRAMME)
def mandate(scheme_id: int) -> ResponseReturnValue:
    """What the scheme is to do, how it is measured, and what belongs to it."""
    actor = current_actor()
    scheme = savings.get(scheme_id, actor)
    kpis = queries.kpis(scheme.id)
    stood = queries.readings([each.id for each in kpis])
    measures = display.measures(kpis, stood, begun=scheme.starts_on)
    return render_template(
        "mandates/mandate.html",
        scheme=scheme,
        mandate=queries.of_scheme(scheme.id),
        measures=[each for each in measures if not each.kpi.is_withdrawn],
        withdrawn=[each for each in measures if each.kpi.is_withdrawn],
        milestones=queries.milestones(scheme, actor),
        risks=queries.risks(scheme, actor),
        score=display.score,
        may=_may(scheme, actor),
    )


@bp.route("/<int:scheme_id>/mandate/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def write(scheme_id: int) -> ResponseReturnValue:
    """Write the page, or a part of it."""
    scheme, actor = for_change(scheme_id)
    found = queries.of_scheme(scheme.id)
    form = forms.MandateForm(obj=found, data={"version": _version(found)})
    owner = found.benefit_owner_id if found else None
    form.offer(accounts.choices(including=owner), is_relied_on=writing.is_relied_on(scheme))

    def act() -> None:
        values, version = form.given, form.shown_version
        what = values.pop("what")
        commands.write(scheme, values, what=what, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, found):
        return done(scheme, f"Mandate of {scheme.ref} saved")
    return render_template("mandates/write.html", form=form, scheme=scheme), form.status


@bp.route("/<int:scheme_id>/mandate/milestones-and-risks", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def link(scheme_id: int) -> ResponseReturnValue:
    """Which milestones and risks of the workstream belong to it."""
    scheme, actor = for_change(scheme_id)
    stored = _stored_links(scheme, actor)
    form = forms.LinksForm(obj=stored)
    form.offer(*_offered(scheme, actor))

    def act() -> None:
        version = form.shown_version
        commands.link(scheme, **form.given, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, stored):
        return done(scheme, f"Milestones and risks of {scheme.ref} saved")
    may = {
        "milestones": actor.can(Permission.EDIT_MILESTONES, scheme.place),
        "risks": actor.can(Permission.EDIT_RISKS, scheme.place),
    }
    return render_template("mandates/link.html", form=form, scheme=scheme, may=may), form.status


def _stored_links(scheme: Scheme, actor: Actor) -> SimpleNamespace:
    return SimpleNamespace(
        version=_version(queries.of_scheme(scheme.id)),
        milestones=queries.milestones(scheme, actor).ids,
        risks=queries.risks(scheme, actor).ids,
    )


def _offered(scheme: Scheme, actor: Actor) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Of the workstream, and those that belong to it already though they are closed."""
    promised = list(milestones_of.of_workstream(scheme.workstream_id, actor))
    feared = list(risks_of.of_workstream(scheme.workstream_id, actor))
    feared += [each for each in queries.risks(scheme, actor).seen if each not in feared]
    return display.milestone_choices(promised), display.risk_choices(feared)


def _version(found: Mandate | None) -> int:
    return found.version if found else NOT_BEGUN


def _may(scheme: Scheme, actor: Actor) -> dict[str, Any]:
    """Whether the reader may write here, and why nobody may."""
    edits = actor.can(Permission.EDIT_SAVINGS, scheme.place)
    try:
        writing.must_be_open_to(actor, scheme)
    except RuleBroken as broken:
        return {"write": False, "note": broken.message if edits else ""}
    except NotAllowed:
        return {"write": False, "note": ""}
    return {"write": True, "note": ""}
