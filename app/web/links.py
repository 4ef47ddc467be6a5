"""Where a record's own page is, for lists that show records of several kinds."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

PAGES = {
    "milestone": "milestones.detail",
    "scheme": "savings.detail",
    "risk": "risks.detail",
    "dependency": "dependencies.detail",
    "action": "actions.detail",
    "assessment": "quality.detail",
    "person": "people.detail",
}


def record_page(kind: str, record_id: int | None) -> str | None:
    """The address of the record's page; None where its kind has none."""
    endpoint = PAGES.get(kind, "")
    if record_id is None or endpoint not in current_app.view_functions:
        return None
    rule = next(current_app.url_map.iter_rules(endpoint))
    values: dict[str, Any] = dict.fromkeys(rule.arguments, record_id)
    return url_for(endpoint, **values)
