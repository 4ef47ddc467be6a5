"""The register, and the page of one risk."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.programmes import queries as programmes
from app.programmes.filters import chosen_places
from app.programmes.record_pages import story
from app.risks import display, queries, rules
from app.risks.display.record import cell_in_words, out_of_order
from app.risks.views.blueprint import bp
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All risks that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        wider = queries.with_texts(statement)
        return exports.download(listing, state, wider, actor=actor, at=now())
    table = listing.table(statement, state)
    withheld = queries.withheld(actor, *chosen_places(listing.filters, state))
    place = {key: state.chosen.get(key) or None for key in ("programme", "workstream")}
    return render_template("risks/index.html", table=table, place=place, withheld=withheld)


@bp.route("/<int:risk_id>")
@requires(Permission.READ_PROGRAMME)
def detail(risk_id: int) -> ResponseReturnValue:
    """One risk: its statement, three scores, reviews, its rating and why, its history."""
    actor = current_actor()
    risk = queries.get(risk_id, actor)
    limits = settings.fill(rules.RiskThresholds, "risks", risk.workstream.programme_id, today())
    return render_template(
        "risks/detail.html",
        risk=risk,
        statement=display.statement(risk),
        lines=display.score_lines(risk, limits),
        out_of_order=out_of_order(risk),
        line=display.Line(queries.row(risk.id, actor), today(), limits),
        scores=queries.scores(risk.id),
        cell_in_words=cell_in_words,
        band_colours=display.BAND_COLOURS,
        readers=programmes.names(programmes.readers_of("risk", risk.id)),
        chapters=story(risk, display.LABELS),
        may_edit=actor.can(Permission.EDIT_RISKS, risk.place),
    )
