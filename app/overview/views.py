"""The home page, the programme page and the workstream page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.audit import kept
from app.core import money
from app.core.actor import Actor, Permission
from app.overview import display, queries
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.ratings.rules import Dimension
from app.reporting import frozen, rules
from app.reporting import queries as reporting
from app.reports.content.build import kept as kept_money
from app.savings.display import shares
from app.savings.queries import unreported
from app.web.access import current_actor, requires, signed_in
from app.web.clock import today

bp = Blueprint("overview", __name__)

PAGES = {
    "milestone": "milestones.detail",
    "scheme": "savings.detail",
    "risk": "risks.detail",
    "dependency": "dependencies.detail",
}


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    """What is waiting for the reader, and the programmes they may see."""
    actor = current_actor()
    found = programmes.with_audience(actor)
    waiting = queries.tasks(actor, today())
    return render_template("overview/home.html", programmes=found, waiting=waiting)


@bp.route("/programmes/<code>")
@requires(Permission.READ_PROGRAMME, Permission.READ_PUBLISHED)
def programme(code: str) -> ResponseReturnValue:
    """How the programme stands: live for those who run it, as published for those who read it."""
    actor = current_actor()
    found = programmes.readable_by_code(code, actor)
    if not programmes.may_read_live(found, actor):
        return _as_published(found)
    asked = ("programme page", found.id, today(), kept.reader(actor))
    body = kept.at_head(asked, lambda: _body(found, actor))
    return render_template("overview/programme.html", programme=found, body=body)


def _body(found: Programme, actor: Actor) -> Markup:
    """What the page says, worked out anew only when something has changed."""
    month = reporting.month_of(found, None, today())
    position = queries.position(found, month, today(), visible_to=actor)
    return Markup(  # noqa: S704  the template has escaped it
        render_template(
            "overview/programme_body.html",
            programme=found,
            position=position,
            dimensions=list(Dimension),
            display=display,
            lines=display.cumulative(position),
            decisions=display.decisions(position),
            changes=display.changes(position),
            unreported=unreported.of_month(found.id, month, actor),
        )
    )


@bp.route("/programmes/<code>/workstreams/<ref>")
@requires(Permission.READ_PROGRAMME)
def workstream(code: str, ref: str) -> ResponseReturnValue:
    """How one workstream stands, dimension by dimension, with every reason."""
    actor = current_actor()
    found = programmes.workstream_for(code, ref, actor)
    month = reporting.month_of(found.programme, None, today())
    position = queries.of_workstream(found, month, today(), visible_to=actor)
    return render_template(
        "overview/workstream.html",
        workstream=found,
        position=position,
        included=shares.included(position.standing.shared),
    )


@bp.route("/programmes/<code>/workstreams/<ref>/record")
@requires(Permission.READ_PROGRAMME)
def record(code: str, ref: str) -> ResponseReturnValue:
    """From a reason, which knows a record by its reference, to the record's page."""
    actor = current_actor()
    kind, named = request.args.get("kind", ""), request.args.get("ref", "")
    found = queries.id_of(programmes.workstream_for(code, ref, actor), kind, named, actor)
    address: dict[str, Any] = {f"{kind}_id": found}
    return redirect(url_for(PAGES[kind], **address))


def _as_published(found: Programme) -> ResponseReturnValue:
    months = reporting.published(found.id)
    document = None
    if months:
        document = rules.for_programme(frozen.read(months[0].document))
    return render_template(
        "overview/published.html",
        programme=found,
        months=months,
        document=document,
        apart=money.pounds_apart,
        weights=kept_money.weights(document) if document else "",
    )
