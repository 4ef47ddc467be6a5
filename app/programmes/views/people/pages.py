"""The list of people, and what is known of one of them."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import exports
from app.audit import queries as audit
from app.audit.display import story
from app.core.actor import EVERYWHERE, Permission
from app.programmes import queries
from app.programmes.people_display import listing
from app.programmes.views.people.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.links import record_page

LABELS = {
    "email": "E-mail address",
    "deactivated_at": "Deactivated",
    "signed_out_count": "Times signed out everywhere",
}
DEEDS = {
    "add": "added them",
    "edit": "changed their details",
    "set-password": "set the password",
    "offer-link": "asked for a link to choose a password",
    "sign-in": "signed in",
    "sign-in-failed": "tried to sign in, and failed",
    "sign-out-everywhere": "signed them out everywhere",
    "deactivate": "deactivated them",
    "reactivate": "reactivated them",
}


@bp.route("/people")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Everybody, with the roles they hold today."""
    people = listing(today())
    state = people.state(request.args)
    statement = people.narrow(queries.listed_people(today()), state)
    if state.file:
        return exports.download(people, state, statement, actor=current_actor(), at=now())
    table = people.table(statement, state)
    return render_template("programmes/people/index.html", table=table)


@bp.route("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def detail(person_id: int) -> ResponseReturnValue:
    """One person: details, roles, deputies, what they answer for, history."""
    actor, person = current_actor(), accounts.person(person_id)
    return render_template(
        "programmes/people/detail.html",
        person=person,
        roles=queries.roles_of(person_id),
        deputies=queries.deputies_of(person_id, today()),
        standing_in=queries.stands_in_for(person_id, today()),
        records=queries.open_records(person_id, actor),
        workstreams=queries.led_workstreams(person_id),
        programmes=queries.led_programmes(person_id),
        page_of=record_page,
        may_edit=actor.can(Permission.MANAGE_PEOPLE, EVERYWHERE),
        is_oneself=actor.person_id == person_id,
        chapters=story(audit.of_record("person", person_id), labels=LABELS, deeds=DEEDS),
    )
