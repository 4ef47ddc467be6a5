"""What opening next year's plan asks: nothing, but that the figure is the one that was shown."""

from __future__ import annotations

from wtforms import HiddenField

from app.core.money import Pence
from app.web.forms import Form


class OpenYearForm(Form):
    """The roll-over that the page showed, in pence."""

    expected = HiddenField()

    @property
    def shown(self) -> Pence | None:
        """None where the page was not ours."""
        text = (self.expected.data or "").strip()
        return Pence(int(text)) if text.lstrip("-").isdecimal() and len(text) <= 20 else None
