"""The pages of settings: every value with its owner, date and reason; changing one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import EVERYWHERE, Permission
from app.core.errors import RuleBroken
from app.programmes import queries as programmes
from app.settings import commands, forms, queries, registry, rules
from app.settings.queries import Used
from app.settings.views.trial import Trial, Turn
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.forms import answered

if TYPE_CHECKING:
    from app.programmes.models import Programme

bp = Blueprint("settings", __name__, url_prefix="/settings")
MAY_LOOK = (Permission.READ_PROGRAMME, Permission.MANAGE_SETTINGS)


@bp.route("")
@requires(*MAY_LOOK)
def index() -> ResponseReturnValue:
    """Every setting as it holds in a programme today, or in all of them."""
    programme = _chosen()
    used = queries.used(programme.id if programme else None, today())
    return render_template(
        "settings/index.html",
        programme=programme,
        code=programme.code if programme else "",
        programmes=programmes.readable(current_actor()),
        groups=[(title, list(rows)) for title, rows in groupby(used, _title)],
        may_edit=_may_edit(programme),
    )


@bp.route("/<key>", methods=["GET", "POST"])
@requires(*MAY_LOOK)
def edit(key: str) -> ResponseReturnValue:
    """One setting: how it holds, how it held, and a new value."""
    setting, programme = registry.setting(key), _chosen()
    programme_id = programme.id if programme else None
    held = queries.as_at(programme_id, today()).used(setting)
    last = queries.last_set(key, programme_id)
    form = _form(held, last.version if last else 0)
    tried = None
    if "try" in request.form:
        tried = _try(held, programme, form) if programme and form.validate() else None
    elif form.validate_on_submit() and form.saves(lambda: _set(held, programme_id, form), last):
        flash(f"Saved: {setting.label[:1].lower()}{setting.label[1:]} {form.value.data}")
        return redirect(url_for(".index", programme=programme.code if programme else ""))
    page = {"used": held, "programme": programme, "form": form, "may_edit": _may_edit(programme)}
    history = [(row, setting.shown_text(row.value)) for row in queries.history(key, programme_id)]
    return render_template("settings/edit.html", history=history, tried=tried, **page), form.status


def _chosen() -> Programme | None:
    """The programme in the address, else the first that the reader may read; None for all."""
    actor, code = current_actor(), request.args.get("programme")
    if code:
        return programmes.programme_for(code, actor)
    readable = programmes.readable(actor)
    return None if code == "" or not readable else readable[0]


def _may_edit(programme: Programme | None) -> bool:
    place = programme.place if programme else EVERYWHERE
    return current_actor().can(Permission.MANAGE_SETTINGS, place)


def _title(used: Used) -> str:
    return used.setting.group.title


def _form(held: Used, version: int) -> forms.SettingForm:
    shown = {
        "value": rules.written(held.value),
        "effective_from": today(),
        "owner": held.owner,
        "version": version,
    }
    return forms.SettingForm(data=shown)


def _try(held: Used, programme: Programme, form: forms.SettingForm) -> list[Turn] | None:
    """The ratings that the new value would have turned; None when the value makes no sense."""
    current_actor().must(Permission.MANAGE_SETTINGS, programme.place)
    try:
        value = rules.read(held.setting, str(form.value.data))
    except RuleBroken as broken:
        form.explain(broken)
        return None
    return Trial(programme, held.setting, value, current_actor()).turned(today())


def _set(held: Used, programme_id: int | None, form: forms.SettingForm) -> None:
    commands.set_value(
        held.key,
        str(form.value.data),
        programme_id,
        effective_from=answered(form.effective_from.data),
        owner=str(form.owner.data),
        reason=str(form.reason.data),
        version=form.shown_version,
        actor=current_actor(),
        at=now(),
    )
