"""The cumulative view: what lands on one service or site, by page and by file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.audit import commands as audit
from app.audit.commands import Subject
from app.core.actor import Permission
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.quality.queries import cumulative as queries
from app.quality.queries.cumulative import By, Cumulative
from app.quality.rules import cumulative as rules
from app.quality.views.blueprint import bp
from app.savings.views.blueprint import counted
from app.web import settle
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.register import Column, written
from app.web.register.columns import Kind


@bp.route("/cumulative")
@requires(Permission.READ_PROGRAMME)
def cumulative() -> ResponseReturnValue:
    """All schemes that land on one place, side by side."""
    actor = current_actor()
    offered = programmes.readable(actor)
    programme = _chosen(offered)
    by = _by()
    found = None
    if programme:
        month = counted(programme)
        found = queries.of_programme(programme, by, month, today(), visible_to=actor)
        if request.args.get("file") == "csv":
            return _file(programme, by, found)
    return render_template(
        "quality/cumulative.html",
        found=found,
        by=by,
        ways=list(By),
        programme=programme,
        programmes=offered,
        in_words=rules.in_words,
    )


def _chosen(offered: list[Programme]) -> Programme | None:
    code = request.args.get("programme", "")
    if code and all(each.code != code for each in offered):
        raise NotFound("that programme")
    return next((each for each in offered if code in ("", each.code)), None)


def _by() -> By:
    asked = request.args.get("by", "")
    return By(asked) if asked in list(By) else By.SERVICE


def _file(programme: Programme, by: By, found: Cumulative) -> Response:
    """A line for each scheme on each place; logged as `quality.export`."""
    rows = list(_rows(found))
    content, media = written("cumulative quality", _columns(by, found), rows, "csv")
    name = f"cumulative-quality-{programme.code}-{by.value}-{today().isoformat()}.csv"
    subject = Subject("export", f"{name}, {len(rows)} rows", place=programme.place)
    settle.outlive(audit.evidence("quality.export", subject, actor=current_actor(), at=now()))
    response = Response(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(found: Cumulative) -> Iterator[dict[str, Any]]:
    for place in found.places:
        for each in place.landings:
            yield {
                "place": place.place,
                "scheme": each.ref,
                "title": each.title,
                "standing": each.standing,
                "forecast": each.pence,
                "flagged": place.is_flagged,
                **each.scores,
            }


def _columns(by: By, found: Cumulative) -> list[Column]:
    def column(key: str, heading: str, kind: Kind = Kind.TEXT) -> Column:
        return Column(key=key, heading=heading, value=lambda row: row.get(key), kind=kind)

    return [
        column("place", by.value.capitalize()),
        column("scheme", "Scheme"),
        column("title", "Title"),
        column("standing", "Assessment"),
        *(column(domain, domain, Kind.NUMBER) for domain in found.domains),
        column("forecast", "Forecast, pounds", Kind.MONEY),
        column("flagged", "Moderate effects meet here"),
    ]
