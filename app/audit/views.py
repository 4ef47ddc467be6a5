"""The trail's pages: the list, one event, and whether the chain is whole."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports, queries, trail
from app.audit.display import story
from app.audit.models import AuditEvent
from app.core.actor import Permission
from app.programmes import queries as programmes
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.links import record_page

bp = Blueprint("audit", __name__, url_prefix="/audit")

PEOPLE = (
    "owner_id",
    "lead_id",
    "sponsor_id",
    "clinical_lead_id",
    "finance_lead_id",
    "sro_id",
)


@bp.route("")
@requires(Permission.READ_AUDIT)
def index() -> ResponseReturnValue:
    """What was done in the places whose trail the reader may read."""
    actor = current_actor()
    visible = programmes.seen_events(actor)
    events = trail.listing(visible, today())
    state = events.state(request.args)
    statement = events.narrow(queries.listed(visible), state)
    if state.file:
        return exports.download(events, state, statement, actor=actor, at=now())
    return render_template("audit/index.html", table=events.table(statement, state))


@bp.route("/<int:number>")
@requires(Permission.READ_AUDIT)
def detail(number: int) -> ResponseReturnValue:
    """One event: who, when, why, and each field before and after."""
    event = queries.event(number, programmes.seen_events(current_actor()))
    return render_template(
        "audit/detail.html",
        event=event,
        chapter=story([event], names=_names(event))[0],
        kind=trail.kind_in_words(event.record_kind),
        action=trail.action_in_words(event.action),
        page=record_page(event.record_kind, event.record_id),
    )


@bp.route("/verify")
@requires(Permission.READ_AUDIT)
def verify() -> ResponseReturnValue:
    """Reads the whole chain, and says whether it is as it was written."""
    broken = queries.first_break()
    return render_template("audit/verify.html", broken=broken, head=queries.head(), at=now())


def _names(event: AuditEvent) -> dict[str, dict[int, str]]:
    ids = [key for field in PEOPLE for key in event.differences.get(field, ())]
    return dict.fromkeys(PEOPLE, programmes.names(ids))
