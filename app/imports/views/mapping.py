"""What each heading of a file means: as it was taken, for the person to change."""

from __future__ import annotations

import json
from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.imports import attempts, commands, display, queries
from app.imports.display import MappedColumn
from app.imports.forms import ActForm
from app.imports.views.blueprint import bp
from app.imports.waiting import file_of, wanted_of
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/<int:import_id>/mapping", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def mapping(import_id: int) -> ResponseReturnValue:
    """Change it; the preview is made again, and the choice is remembered."""
    brought = queries.get(import_id, current_actor())
    brought.must_wait()
    form = ActForm(version=str(brought.version))
    columns = display.columns(file_of(wanted_of(brought), json.loads(brought.mapping)))
    chosen = {each.heading: request.form.get(each.name, each.field) for each in columns}

    def act() -> None:
        brought.must_be(form.shown_version)
        _remap(import_id, columns, chosen)

    if form.validate_on_submit() and form.saves(act, brought):
        flash("The columns were read as you chose. This will be remembered for such files")
        return redirect(url_for(".detail", import_id=import_id))
    page = render_template(
        "imports/mapping.html", import_id=import_id, columns=columns, chosen=chosen, form=form
    )
    return page, form.status


def _remap(import_id: int, columns: list[MappedColumn], chosen: dict[str, str]) -> None:
    _must_differ(columns, chosen)
    actor, at = current_actor(), now()
    wanted = wanted_of(queries.get(import_id, actor))
    file = file_of(wanted, chosen)
    report = attempts.check(wanted, file, actor=actor, at=at).in_full()
    brought = queries.get(import_id, actor)
    commands.keep(
        brought.programme, wanted.asking(file), report=report, brought=brought, actor=actor, at=at
    )
    brought.mapping = json.dumps(chosen, ensure_ascii=False)
    commands.remember_mapping(
        brought.programme,
        kind=file.kind,
        signature=file.signature,
        mapping=chosen,
        actor=actor,
        at=at,
    )


def _must_differ(columns: list[MappedColumn], chosen: dict[str, str]) -> None:
    """Two columns cannot be the same field of one sheet."""
    taken = Counter((each.sheet, chosen[each.heading]) for each in columns if chosen[each.heading])
    twice = [field for (_, field), count in taken.items() if count > 1]
    if twice:
        said = twice[0].replace("_", " ")
        raise RuleBroken(None, f"Two columns are {said}. Choose “Not used” for one of them")
