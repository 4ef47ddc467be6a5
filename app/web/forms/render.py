"""Any WTForms field with the NHS macro that fits it: label, hint, error and value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import wtforms as w
from markupsafe import Markup

from app.web.forms.fields import PARTS, DateParts, Money
from app.web.nhs import nhs

Params = dict[str, Any]


def field(question: w.Field, **extra: Any) -> Markup:
    """The question as HTML. `extra` is any parameter of the macro, such as width or hint."""
    bare = extra.pop("bare", False) or question.flags.required
    label = question.label.text + ("" if bare else " (optional)")
    hint = extra.pop("hint", question.description)
    params: Params = {"id": question.id, "name": question.name}
    if hint:
        params["hint"] = {"text": str(hint)}
    if question.errors:
        params["errorMessage"] = {"text": str(question.errors[0])}
    build = next(make for kind, make in BUILDERS if isinstance(question, kind))
    macro = build(question, label, params)
    params.update(extra)
    return Markup(macro(params))  # noqa: S704  the macros escape; their html parameters are guarded


def error_summary(form: Any) -> Markup:
    """The list of what is wrong, each line a link that focuses its question."""
    wrong = [
        {"text": str(question.errors[0]), "href": "#" + first_id(question)}
        for question in form
        if question.errors
    ]
    wrong += [{"text": str(problem)} for problem in form.form_errors]
    if not wrong:
        return Markup()
    summary = {"titleText": "There is a problem", "errorList": wrong}
    return Markup(nhs.errorSummary(summary))  # noqa: S704  as above


def first_id(question: w.Field) -> str:
    """The id of the box to focus."""
    if isinstance(question, DateParts):
        bad = next((part for part in PARTS if part in question.bad), PARTS[0])
        return f"{question.id}-{bad}"
    return str(question.id)


def _legend(params: Params, label: str) -> None:
    params["fieldset"] = {"legend": {"text": label, "size": "s"}}


def _label(params: Params, label: str) -> None:
    params["label"] = {"text": label, "size": "s"}


def _date(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _legend(params, label)
    params["items"] = [
        {
            "name": f"{question.name}-{part}",
            "id": f"{question.id}-{part}",
            "label": part.capitalize(),
            "width": 4 if part == "year" else 2,
            "value": question.parts.get(part, ""),
            "error": bool(question.errors) and (part in question.bad or not question.bad),
        }
        for part in PARTS
    ]
    params.pop("name")
    return nhs.dateInput


def _choices(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _legend(params, label)
    params["idPrefix"] = params.pop("id")
    params["items"] = [
        {"value": str(value), "text": text, "checked": chosen}
        for value, text, chosen, *_ in question.iter_choices()
    ]
    return nhs.radios if isinstance(question, w.RadioField) else nhs.checkboxes


def _yes_no(question: Any, label: str, params: Params) -> Callable[..., Any]:
    params["idPrefix"] = params.pop("id")
    item: Params = {"value": "y", "text": question.label.text, "checked": bool(question.data)}
    params["items"] = [item]
    return nhs.checkboxes


def _select(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    params["items"] = [
        {"value": str(value), "text": text, "selected": selected}
        for value, text, selected, *_ in question.iter_choices()
    ]
    return nhs.select


def _text_area(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    params.update(value=question._value(), rows=5)
    return nhs.textarea


def _money(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    params.update(value=question._value(), prefix="£", inputmode="decimal", width=10)
    return nhs.input


def _password(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    return nhs.passwordInput


def _file(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    return nhs.fileUpload


def _email(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    params.update(value=question._value(), type="email", autocomplete="email", spellcheck=False)
    return nhs.input


def _text(question: Any, label: str, params: Params) -> Callable[..., Any]:
    _label(params, label)
    params["value"] = question._value()
    return nhs.input


BUILDERS: list[tuple[Any, Callable[[Any, str, Params], Callable[..., Any]]]] = [
    (DateParts, _date),
    ((w.RadioField, w.SelectMultipleField), _choices),
    (w.BooleanField, _yes_no),
    (w.SelectField, _select),
    (w.TextAreaField, _text_area),
    (Money, _money),
    (w.PasswordField, _password),
    (w.FileField, _file),
    (w.EmailField, _email),
    (w.Field, _text),
]
