"""NHS.UK components as template globals, from a Jinja environment of their own.

Their macros trust every `html` parameter; a guard here refuses one that is not Markup.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

COMPONENTS = {
    "backLink": "back-link",
    "breadcrumb": "breadcrumb",
    "button": "button",
    "card": "card",
    "characterCount": "character-count",
    "checkboxes": "checkboxes",
    "dateInput": "date-input",
    "details": "details",
    "errorSummary": "error-summary",
    "fileUpload": "file-upload",
    "footer": "footer",
    "header": "header",
    "input": "input",
    "insetText": "inset-text",
    "notificationBanner": "notification-banner",
    "pagination": "pagination",
    "passwordInput": "password-input",
    "radios": "radios",
    "select": "select",
    "skipLink": "skip-link",
    "summaryList": "summary-list",
    "tabs": "tabs",
    "tag": "tag",
    "taskList": "task-list",
    "textarea": "textarea",
    "warningCallout": "warning-callout",
}


def check_html(value: Any, key: str = "") -> None:
    """Raises TypeError for a plain string where a macro would trust HTML."""
    if isinstance(value, dict):
        for name, inner in value.items():
            check_html(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            check_html(inner, key)
    elif _trusted(key) and isinstance(value, str) and not isinstance(value, Markup) and value:
        raise TypeError(f"{key} must be Markup, not str")


def _trusted(key: str) -> bool:
    return key.lower().endswith("html")


def guarded(macro: Callable[..., Any]) -> Callable[..., Any]:
    """The macro, refusing untrusted HTML."""

    def call(params: dict[str, Any] | None = None, caller: Any = None) -> Any:
        check_html(params or {})
        return macro(params or {}, caller=caller) if caller else macro(params or {})

    return call


class Macros:
    """`nhs.button({...})`, `nhs.tag({...})` and the rest."""

    def __init__(self) -> None:
        env = Environment(
            loader=PackageLoader("nhsuk_frontend_jinja"),
            undefined=ChainableUndefined,
            autoescape=True,
        )
        for name, folder in COMPONENTS.items():
            template = env.get_template(f"nhsuk/components/{folder}/macro.jinja")
            setattr(self, name, guarded(getattr(template.module, name)))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        raise AttributeError(f"There is no NHS component called {name}")


nhs = Macros()
