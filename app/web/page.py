"""What every template may use, and the state of a list that its address holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app, get_flashed_messages, request, url_for

from app.core.actor import Permission
from app.db.page import Page
from app.web import access
from app.web.clock import today
from app.web.forms import error_summary, field
from app.web.nhs import nhs


def init_app(app: Flask) -> None:
    """Registers the globals. `navigation` is filled by the features."""
    app.extensions["navigation"] = []
    app.extensions["pages under"] = {}
    app.extensions["tabs"] = defaultdict(list)
    app.context_processor(_context)
    app.jinja_env.globals.update(
        nhs=nhs,
        field=field,
        error_summary=error_summary,
        Permission=Permission,
        pager=pager,
        tabs=tabs,
    )


def add_to_navigation(app: Flask, endpoint: str, text: str, *permissions: Permission) -> None:
    """A menu entry for those who hold one of the permissions; for everybody, if none is given."""
    app.extensions["navigation"].append((endpoint, text, permissions))


def add_tab(
    app: Flask,
    group: str,
    endpoint: str,
    text: str,
    *permissions: Permission,
    after: str = "",
) -> None:
    """A page beside others of one group, such as those about one scheme.

    A feature adds its page to a group of a feature below it: the lower one never names the higher.
    It stands last, or after the page that is named.
    """
    pages = app.extensions["tabs"][group]
    before = [each for each, *_ in pages]
    place = before.index(after) + 1 if after else len(pages)
    pages.insert(place, (endpoint, text, permissions))


def tabs(group: str, **values: Any) -> list[dict[str, Any]]:
    """The group's pages that the reader may open; `values` fill their addresses."""
    actor = access.visitor()
    return [
        {
            "href": url_for(endpoint, **values),
            "text": text,
            "current": endpoint == request.endpoint,
        }
        for endpoint, text, permissions in current_app.extensions["tabs"][group]
        if actor and (not permissions or any(actor.can(each) for each in permissions))
    ]


def shows_under(app: Flask, endpoint: str, entry: str) -> None:
    """The page is marked in the menu under another feature's entry than its own."""
    app.extensions["pages under"][endpoint] = entry.partition(".")[0]


def order_navigation(app: Flask, blueprints: Sequence[str]) -> None:
    """Puts the menu in this order of features, whatever the order in which they registered."""
    places = {name: place for place, name in enumerate(blueprints)}
    app.extensions["navigation"].sort(
        key=lambda entry: places.get(entry[0].partition(".")[0], len(places))
    )


def same_page(**changes: Any) -> str:
    """This page's address with some of its query changed; None drops one."""
    values = {**(request.view_args or {}), **request.args.to_dict(flat=False), **changes}
    kept = {name: value for name, value in values.items() if value not in (None, "", [])}
    return url_for(request.endpoint or "", **kept)


def pager(page: Page[Any]) -> dict[str, Any] | None:
    """The NHS pagination of a list; None when it fits on one page."""
    if page.pages == 1:
        return None
    near = {1, page.pages, page.number - 1, page.number, page.number + 1}
    shown = sorted(number for number in near if 1 <= number <= page.pages)
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append(
            {"number": number, "href": same_page(page=number), "current": number == page.number}
        )
    links: dict[str, Any] = {"items": items}
    if page.number > 1:
        links["previous"] = {"href": same_page(page=page.number - 1)}
    if page.number < page.pages:
        links["next"] = {"href": same_page(page=page.number + 1)}
    return links


def _context() -> dict[str, Any]:
    actor = access.visitor() if request.endpoint else None
    return {
        "actor": actor,
        "today": today,
        "same_page": same_page,
        "navigation": _navigation(actor),
        "messages": get_flashed_messages,
    }


def _navigation(actor: Any) -> list[dict[str, Any]]:
    if actor is None:
        return []
    endpoint_here = request.endpoint or ""
    under = current_app.extensions["pages under"]
    here = under.get(endpoint_here, endpoint_here.partition(".")[0])
    return [
        {
            "href": url_for(endpoint),
            "text": text,
            "active": endpoint.partition(".")[0] == here,
        }
        for endpoint, text, permissions in current_app.extensions["navigation"]
        if not permissions or any(actor.can(permission) for permission in permissions)
    ]
