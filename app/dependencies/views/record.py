"""The register, and the page of one dependency."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.dependencies import display, queries, rules
from app.dependencies.models import Dependency
from app.dependencies.rules import Party
from app.dependencies.views.blueprint import bp
from app.programmes import queries as programmes
from app.programmes.record_pages import story
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All dependencies that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        wider = queries.with_texts(statement)
        return exports.download(listing, state, wider, actor=actor, at=now())
    table = listing.table(statement, state)
    return render_template("dependencies/index.html", table=table, notices=queries.unnoted(actor))


@bp.route("/<int:dependency_id>")
@requires(Permission.READ_PROGRAMME)
def detail(dependency_id: int) -> ResponseReturnValue:
    """One dependency: its two sides, dates and gap, what each may do, its history."""
    dependency = queries.get(dependency_id, current_actor())
    limits = settings.fill(
        rules.DependencyThresholds, "dependencies", dependency.programme_id, today()
    )
    changes = queries.date_changes(dependency.id)
    return render_template(
        "dependencies/detail.html",
        dependency=dependency,
        line=display.Line(dependency, today(), limits),
        sides=[display.side(dependency, party, current_actor()) for party in Party],
        changes=changes,
        unnoted=[change for change in changes if _is_news(change, dependency)],
        escalates_on=display.escalates_on(dependency, changes, limits),
        gap_in_words=display.gap_in_words,
        chapters=story(dependency, display.LABELS, display.DEEDS),
        owner=programmes.names([dependency.owner_id]).get(dependency.owner_id or 0),
        readers=programmes.names(programmes.readers_of("dependency", dependency.id)),
    )


def _is_news(change: Any, dependency: Dependency) -> bool:
    """Whether the reader speaks for the side that has not said it has seen the change."""
    return change.noted_at is None and queries.speaks_for(
        current_actor(), dependency, change.kind.other
    )
