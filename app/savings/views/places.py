"""The page of the services and sites on which a scheme lands."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.savings.commands import places as commands
from app.savings.forms import places as forms
from app.savings.queries import places as queries
from app.savings.views.blueprint import bp, done, for_change
from app.web.access import requires
from app.web.clock import now


@bp.route("/<int:scheme_id>/places", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def places(scheme_id: int) -> ResponseReturnValue:
    """Change where the scheme lands."""
    scheme, actor = for_change(scheme_id)
    found = queries.of_scheme(scheme.id)
    lines = forms.lines_for(found, sum(name.startswith("service_") for name in request.form))
    saved = forms.stored(scheme, found, lines)
    form = forms.places_form(lines)(obj=saved)

    def act() -> None:
        version = form.shown_version
        commands.set_places(scheme, form.given, version=version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, saved):
        return done(scheme, f"Services and sites of {scheme.ref} saved")
    used = queries.names_used(scheme.workstream.programme_id, actor)
    page = render_template("savings/places.html", form=form, scheme=scheme, used=used)
    return page, form.status
