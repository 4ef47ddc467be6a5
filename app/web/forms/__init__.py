"""What every form shares: fields of our own, errors beside their question, the page's version."""

from app.web.forms.base import Form, Versioned, answered
from app.web.forms.fields import (
    DateParts,
    Money,
    OptionalSelect,
    Thousandths,
    WholeNumber,
    offered,
)
from app.web.forms.render import error_summary, field
from app.web.forms.versions import Difference, both_versions

__all__ = [
    "DateParts",
    "Difference",
    "Form",
    "Money",
    "OptionalSelect",
    "Thousandths",
    "Versioned",
    "WholeNumber",
    "answered",
    "both_versions",
    "error_summary",
    "field",
    "offered",
]
