"""Applying a file that waits, setting it aside, and undoing one that was applied."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import Conflict, RuleBroken
from app.db import db
from app.imports import commands, display, queries, waiting
from app.imports.applying.asked import LeftOutLines
from app.imports.forms import ActForm, ApplyForm
from app.imports.views.blueprint import bp
from app.imports.views.files import show
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/<int:import_id>/apply", methods=["POST"])
@requires(Permission.IMPORT)
def apply(import_id: int) -> ResponseReturnValue:
    """Bring it in, as the preview showed it."""
    form = ApplyForm()
    if form.validate_on_submit():
        try:
            said = waiting.apply(
                import_id,
                form.shown_version,
                left_out=LeftOutLines(form.left_out.data),
                actor=current_actor(),
                at=now(),
            )
        except (RuleBroken, Conflict) as refused:
            db.session.rollback()
            form.explain(RuleBroken(None, refused.message))
        else:
            flash(said)
            return redirect(url_for(".detail", import_id=import_id))
    return show(import_id, form)


@bp.route("/<int:import_id>/set-aside", methods=["POST"])
@requires(Permission.IMPORT)
def set_aside(import_id: int) -> ResponseReturnValue:
    """Not brought in; its content goes."""
    form = ApplyForm()
    brought = queries.get(import_id, current_actor())
    if form.validate_on_submit() and form.saves(
        lambda: commands.set_aside(
            brought, version=form.shown_version, actor=current_actor(), at=now()
        ),
        brought,
    ):
        flash(f"{brought.file_name} was set aside: nothing was changed")
        return redirect(url_for(".index"))
    return show(import_id, form)


@bp.route("/<int:import_id>/undo", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def undo(import_id: int) -> ResponseReturnValue:
    """Take back what it did."""
    actor = current_actor()
    brought = queries.get(import_id, actor)
    form = ActForm(version=str(brought.version))
    if form.validate_on_submit() and form.saves(
        lambda: commands.undo(brought, version=form.shown_version, actor=actor, at=now()),
        brought,
    ):
        flash(f"What {brought.file_name} did was taken back")
        return redirect(url_for(".detail", import_id=import_id))
    shown = display.Shown(brought, actor, in_full=False)
    page = render_template("imports/undo.html", brought=brought, form=form, shown=shown)
    return page, form.status
