"""The list of files, and one file: its preview while it waits, its report after."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.imports import display, queries
from app.imports.forms import ApplyForm
from app.imports.models import ImportStatus
from app.imports.views.blueprint import bp
from app.programmes import queries as programmes
from app.web.access import current_actor, requires


@bp.route("")
@requires(Permission.IMPORT)
def index() -> ResponseReturnValue:
    """Files that were brought in, newest first."""
    actor = current_actor()
    status = request.args.get("status", "")
    page = queries.files(actor, request.args.get("page", 1, type=int), status)
    return render_template(
        "imports/index.html",
        page=page,
        status=status,
        statuses=list(ImportStatus),
        display=display,
        programmes=programmes.readable(actor, Permission.IMPORT),
    )


@bp.route("/<int:import_id>")
@requires(Permission.IMPORT)
def detail(import_id: int) -> ResponseReturnValue:
    """What the file would do, or what it did."""
    return show(import_id, ApplyForm())


def show(import_id: int, form: ApplyForm) -> ResponseReturnValue:
    """The file's page; with a form that was refused, why."""
    actor = current_actor()
    brought = queries.get(import_id, actor)
    if not form.has_errors:
        form.version.data = str(brought.version)
    shown = display.Shown(brought, actor, in_full="all" in request.args)
    page = render_template(
        "imports/detail.html",
        brought=brought,
        workstream=queries.workstream_of(brought),
        shown=shown,
        display=display,
        form=form,
    )
    return page, form.status
