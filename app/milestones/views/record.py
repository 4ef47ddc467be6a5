"""The register, and the page of one milestone."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.milestones import display, queries, rules
from app.milestones.views.blueprint import bp
from app.programmes import queries as programmes
from app.programmes.record_pages import story
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All milestones that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        wider = queries.with_texts(statement)
        return exports.download(listing, state, wider, actor=actor, at=now())
    return render_template("milestones/index.html", table=listing.table(statement, state))


@bp.route("/<int:milestone_id>")
@requires(Permission.READ_PROGRAMME)
def detail(milestone_id: int) -> ResponseReturnValue:
    """One milestone: its dates, its rating and why, how it moved, its history."""
    actor = current_actor()
    milestone = queries.get(milestone_id, actor)
    changes = queries.forecast_changes(milestone.id)
    limits = settings.fill(
        rules.DeliveryThresholds, "milestones", milestone.workstream.programme_id, today()
    )
    return render_template(
        "milestones/detail.html",
        milestone=milestone,
        line=display.Line(milestone, today(), limits),
        forecast_changes=changes,
        times_moved=sum(change.before is not None for change in changes),
        chapters=story(milestone, display.LABELS),
        readers=programmes.names(programmes.readers_of("milestone", milestone.id)),
        slip_in_words=display.slip_in_words,
        may_edit=actor.can(Permission.EDIT_MILESTONES, milestone.place),
    )
