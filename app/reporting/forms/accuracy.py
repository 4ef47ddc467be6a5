"""What the SRO is asked before accuracy is shown by person."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from app.web.forms import Form


class ByPersonForm(Form):
    """The reason for showing it, or for no longer showing it."""

    reason = TextAreaField("Why?", [DataRequired("Say why")])
