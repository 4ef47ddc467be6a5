"""What every form shares: fields of our own, errors beside their question, the page's version."""

from app.web.forms.base import Form, Versioned, answered
from app.web.forms.fields import DateParts, Money, OptionalSelect
from app.web.forms.render import error_summary, field

__all__ = [
    "DateParts",
    "Form",
    "Money",
    "OptionalSelect",
    "Versioned",
    "answered",
    "error_summary",
    "field",
]
