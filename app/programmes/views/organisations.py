"""The pages of trusts, integrated care boards and other bodies."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import EVERYWHERE, Permission
from app.programmes import commands, display, forms, queries
from app.programmes.models import Organisation
from app.programmes.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today

MAY_LOOK = (Permission.READ_PROGRAMME, Permission.MANAGE_PROGRAMME)


@bp.route("/organisations")
@requires(*MAY_LOOK)
def organisations() -> ResponseReturnValue:
    """All organisations, also those that have ended."""
    listing = display.organisations()
    state = listing.state(request.args)
    statement = listing.narrow(queries.organisation_rows(), state)
    if state.file:
        return exports.download(listing, state, statement, actor=current_actor(), at=now())
    return render_template(
        "programmes/organisations.html",
        table=listing.table(statement, state),
        may_add=current_actor().can(Permission.MANAGE_PROGRAMME, EVERYWHERE),
    )


@bp.route("/organisations/<int:organisation_id>")
@requires(*MAY_LOOK)
def organisation(organisation_id: int) -> ResponseReturnValue:
    """One organisation: what is known of it, its programmes, its history."""
    found = queries.organisation(organisation_id)
    return render_template(
        "programmes/organisation.html",
        organisation=found,
        kind=display.ORGANISATION_KINDS[found.kind],
        programmes=queries.programmes_of(found.id, current_actor()),
        programme_path=display.programme_path,
        may_edit=current_actor().can(Permission.MANAGE_PROGRAMME, EVERYWHERE),
        chapters=_story(found),
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def add_organisation() -> ResponseReturnValue:
    """Another organisation."""
    current_actor().must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    form = forms.OrganisationForm()
    form.parent_id.offer(queries.organisation_choices(today()), none="Nothing above it")
    if form.validate_on_submit() and form.saves(
        lambda: commands.create_organisation(**form.values, actor=current_actor(), at=now())
    ):
        flash(f"{form.name.data} added")
        return redirect(url_for(".organisations"))
    return render_template("programmes/add_organisation.html", form=form), form.status


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROGRAMME)
def edit_organisation(organisation_id: int) -> ResponseReturnValue:
    """What is known of an organisation."""
    actor = current_actor()
    actor.must(Permission.MANAGE_PROGRAMME, EVERYWHERE)
    found = queries.organisation(organisation_id)
    form = forms.OrganisationForm(obj=found)
    offered = queries.organisation_choices(today(), found.parent_id)
    form.parent_id.offer(offered, none="Nothing above it")
    if form.validate_on_submit() and form.saves(
        lambda: commands.edit_organisation(
            found, form.values, version=form.shown_version, actor=actor, at=now()
        ),
        found,
    ):
        flash("Organisation saved")
        return redirect(url_for(".organisation", organisation_id=organisation_id))
    page = render_template("programmes/edit_organisation.html", form=form, organisation=found)
    return page, form.status


def _story(found: Organisation) -> list[Chapter]:
    return story(
        audit.of_record("organisation", found.id),
        labels=display.LABELS,
        deeds=display.DEEDS,
        names={"parent_id": queries.organisation_names()},
    )
