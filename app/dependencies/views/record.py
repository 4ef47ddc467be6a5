"""A dependency's page, a new one, and changing what describes it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.dependencies import commands, display, forms, queries, rules
from app.dependencies.models import Dependency
from app.dependencies.rules import Party
from app.dependencies.views.blueprint import bp, done, for_change
from app.programmes import queries as programmes
from app.programmes import roles
from app.programmes.disclosing import named_on
from app.programmes.models import Workstream
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/<int:dependency_id>")
@requires(Permission.READ_PROGRAMME)
def detail(dependency_id: int) -> ResponseReturnValue:
    """One dependency: its two sides, dates and gap, what each may do, its history."""
    dependency = queries.get(dependency_id, current_actor())
    limits = settings.fill(
        rules.DependencyThresholds, "dependencies", dependency.programme_id, today()
    )
    changes = queries.date_changes(dependency.id)
    return render_template(
        "dependencies/detail.html",
        dependency=dependency,
        line=display.Line(dependency, today(), limits),
        sides=[display.side(dependency, party, current_actor()) for party in Party],
        changes=changes,
        unnoted=[change for change in changes if _is_news(change, dependency)],
        escalates_on=display.escalates_on(dependency, changes, limits),
        gap_in_words=display.gap_in_words,
        chapters=_story(dependency),
        owner=programmes.names([dependency.owner_id]).get(dependency.owner_id or 0),
        readers=programmes.names(programmes.readers_of("dependency", dependency.id)),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def add() -> ResponseReturnValue:
    """A new dependency."""
    here = request.args.get("workstream", type=int)
    form = forms.AddForm(receiver_id=here)
    offered = [(row.id, f"{row.ref} {row.name}") for row in queries.sides(current_actor())]
    form.giver_id.offer(offered, none="An outside body, or choose one")
    form.receiver_id.offer(offered, none="An outside body, or choose one")
    form.offer_people(accounts.choices(), discloses=roles.may_disclose(current_actor()))
    made: list[Dependency] = []
    if form.validate_on_submit() and form.saves(lambda: made.append(_added(form))):
        return done(made[0], f"{made[0].ref} added: sign it to propose it to the other side")
    return render_template("dependencies/add.html", form=form), form.status


@bp.route("/<int:dependency_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_DEPENDENCIES)
def edit(dependency_id: int) -> ResponseReturnValue:
    """Change what describes it."""
    dependency = for_change(dependency_id)
    actor = current_actor()
    form = forms.EditForm(obj=dependency, data=named_on(dependency))
    people = accounts.choices(including=dependency.owner_id)
    form.offer_people(people, discloses=roles.may_disclose(actor, dependency.place))

    def act() -> None:
        form.name_readers(dependency, actor=actor, at=now())
        commands.edit(dependency, form.values, version=form.shown_version, actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act, dependency):
        return done(dependency, f"{dependency.ref} saved")
    page = render_template("dependencies/edit.html", form=form, dependency=dependency)
    return page, form.status


def _added(form: forms.AddForm) -> Dependency:
    actor, values = current_actor(), form.values
    giver, receiver = _chosen(values.pop("giver_id")), _chosen(values.pop("receiver_id"))
    workstream = receiver or giver
    if workstream is None:
        raise RuleBroken("receiver_id", "One of the two sides must be a workstream")
    made = commands.add(
        workstream.programme, giver=giver, receiver=receiver, **values, actor=actor, at=now()
    )
    if roles.may_disclose(actor, made.place):
        form.name_more_readers(made, actor=actor, at=now())
    return made


def _chosen(workstream_id: int | None) -> Workstream | None:
    return None if workstream_id is None else queries.side(workstream_id)


def _is_news(change: Any, dependency: Dependency) -> bool:
    """Whether the reader speaks for the side that has not said it has seen the change."""
    return change.noted_at is None and queries.speaks_for(
        current_actor(), dependency, change.kind.other
    )


def _story(dependency: Dependency) -> list[Chapter]:
    events = audit.of_record(Dependency.__tablename__, dependency.id)
    owners = [key for event in events for key in event.differences.get("owner_id", ())]
    people = {"owner_id": programmes.names(owners)}
    return story(events, labels=display.LABELS, deeds=display.DEEDS, names=people)
