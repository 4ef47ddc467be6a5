"""The list of packs, a pack to read, and its files."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app.audit import evidence
from app.audit.commands import Subject
from app.core.actor import Permission
from app.core.errors import NotFound, RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.reporting import frozen
from app.reporting.models import FrozenMonth
from app.reports import drawing, html, pdf, queries
from app.reports.content import Pack
from app.web.access import current_actor, requires
from app.web.clock import today

bp = Blueprint("reports", __name__, url_prefix="/reports")

TYPES = {"pdf": "application/pdf", "json": "application/json", "html": "text/html"}


@bp.route("")
@requires(Permission.READ_PUBLISHED)
def index() -> ResponseReturnValue:
    """Every pack that the reader may open."""
    return render_template("reports/index.html", packs=queries.listed(current_actor()))


@bp.route("/<code>/<month>/<int:version>")
@requires(Permission.READ_PUBLISHED)
def detail(code: str, month: str, version: int) -> ResponseReturnValue:
    """The pack to read, on any device."""
    found = queries.opened(code, _month(month), version, current_actor())
    pack = queries.pack(found)
    return render_template(
        "reports/detail.html", article=html.article(pack), pack=pack, found=found
    )


@bp.route("/<code>/<month>/preview")
@requires(Permission.READ_PROGRAMME)
def preview(code: str, month: str) -> ResponseReturnValue:
    """What the board would read if the month were locked now."""
    pack = queries.preview(code, _month(month), today(), current_actor())
    article = html.article(pack)
    return render_template(
        "reports/preview.html", article=article, pack=pack, code=code, month=month
    )


@bp.route("/<code>/<month>/<int:version>/pack.<form>")
@requires(Permission.READ_PUBLISHED)
def download(code: str, month: str, version: int, form: str) -> ResponseReturnValue:
    """The pack as a file."""
    if form not in TYPES:
        raise NotFound("that kind of file")
    found = queries.opened(code, _month(month), version, current_actor())
    _note(found, form)
    name = f"{found.period.programme.code}-{found.period.month}-v{found.version}.{form}"
    response = Response(_bytes(found, form), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except RuleBroken:
        raise NotFound("that month") from None


def _bytes(found: FrozenMonth, form: str) -> bytes:
    if form == "json":
        return frozen.write(queries.document_for(found, "programme")).encode()
    pack = queries.pack(found)
    db.session.rollback()  # nothing is held open while the pack is drawn
    return _drawn(pack) if form == "pdf" else html.document(pack).encode()


def _drawn(pack: Pack) -> bytes:
    return pdf.render(pack) if current_app.config["TESTING"] else drawing.drawn(pack)


def _note(found: FrozenMonth, form: str) -> None:
    """Who took which file: evidence, written once the request is settled."""
    about = Subject(
        kind="frozen_month",
        name=f"{found.period.programme.code} {found.period.month} version {found.version}, {form}",
        id=found.id,
        place=found.period.place,
    )
    evidence.keep("report.download", about, actor=current_actor())
