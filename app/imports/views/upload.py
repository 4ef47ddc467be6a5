"""Choosing a file: it is read and checked, and waits with its preview."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import RuleBroken
from app.imports import attempts, commands
from app.imports.attempts import Wanted
from app.imports.forms import UploadForm
from app.imports.reading.results import Unreadable
from app.imports.views.blueprint import bp
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def add() -> ResponseReturnValue:
    """Bring a file in: the first step."""
    form = UploadForm(programme_id=_asked_programme())
    _offer(form)
    if form.validate_on_submit():
        try:
            import_id = _keep(form.wanted())
        except (Unreadable, RuleBroken) as refused:
            form.refuse(refused)
        else:
            return redirect(url_for(".detail", import_id=import_id))
    return render_template("imports/add.html", form=form), form.status


def _keep(wanted: Wanted) -> int:
    """Parsed and checked with nothing locked, then kept."""
    actor, at = current_actor(), now()
    file = attempts.read(wanted)
    report = attempts.check(wanted, file, actor=actor, at=at)
    programme = programmes.programme(wanted.programme_id)
    asking, said = wanted.asking(file), report.in_full()
    return commands.keep(programme, asking, report=said, actor=actor, at=at).id


def _asked_programme() -> int | None:
    code = request.args.get("programme", "")
    found = [each.id for each in _programmes() if each.code == code or not code]
    return found[0] if len(found) == 1 else None


def _programmes() -> list[Programme]:
    actor = current_actor()
    whole = actor.programmes(Permission.IMPORT)
    listed = programmes.readable(actor, Permission.IMPORT)
    return [each for each in listed if whole is None or each.id in whole]


def _offer(form: UploadForm) -> None:
    listed = _programmes()
    form.programme_id.offer([(each.id, f"{each.code} {each.name}") for each in listed])
    chosen = form.programme_id.data
    workstreams = [
        (key, f"{each.code}: {name}" if len(listed) > 1 else name)
        for each in listed
        if request.method == "POST" or chosen in (None, each.id)
        for key, name in programmes.choices(each.id, current_actor(), Permission.IMPORT)
    ]
    form.workstream_id.offer(workstreams, none="None: they stay unassigned")
