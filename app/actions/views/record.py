"""The register, and the page of one action."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.actions import display, queries, rules
from app.actions.models import Action
from app.actions.views.blueprint import bp, may_complete
from app.audit import exports
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.record_pages import story
from app.savings import queries as savings
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.links import record_page

KINDS = {"scheme": "Scheme", "assessment": "Quality impact assessment"}


@dataclass(frozen=True)
class Source:
    """What the action came from, in words, and its page where it has one."""

    text: str
    href: str | None = None


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All actions that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        wider = queries.with_texts(statement)
        return exports.download(listing, state, wider, actor=actor, at=now())
    table = listing.table(statement, state)
    return render_template("actions/index.html", table=table)


@bp.route("/<int:action_id>")
@requires(Permission.READ_PROGRAMME)
def detail(action_id: int) -> ResponseReturnValue:
    """One action: what, who, by when, where it came from, what came of it, its history."""
    actor = current_actor()
    action = queries.get(action_id, actor)
    limits = settings.fill(
        rules.ActionThresholds, "actions", action.workstream.programme_id, today()
    )
    return render_template(
        "actions/detail.html",
        action=action,
        line=display.Line(action, today(), limits),
        kind=display.kind_in_words(action.kind),
        brought=display.brought(action),
        source=_source(action, actor),
        chapters=story(action, display.LABELS, display.DEEDS),
        readers=programmes.names(programmes.readers_of("action", action.id)),
        may_edit=actor.can(Permission.EDIT_ACTIONS, action.place),
        may_complete=may_complete(action, actor),
    )


def _source(action: Action, actor: Actor) -> Source | None:
    """Where it came from; a record that the reader may not see is not named."""
    if not action.source_kind or action.source_id is None:
        return None
    kind = KINDS.get(action.source_kind, action.source_kind.capitalize())
    part = f", {action.source_part}" if action.source_part else ""
    href = record_page(action.source_kind, action.source_id)
    if action.source_kind != "scheme":
        return Source(f"{kind}{part}", href)
    try:
        scheme = savings.get(action.source_id, actor)
    except NotFound:
        return Source("A scheme that is not shown to you")
    return Source(f"{scheme.ref} {scheme.title}{part}", href)
