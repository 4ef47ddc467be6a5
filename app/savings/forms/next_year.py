"""What opening next year's plan asks: nothing, but that the figure is the one that was shown."""

from __future__ import annotations

import re

from wtforms import HiddenField

from app.core.errors import RuleBroken
from app.core.money import Pence
from app.web.forms import Form


class OpenYearForm(Form):
    """The roll-over that the page showed, in pence."""

    expected = HiddenField()

    @property
    def shown(self) -> Pence:
        """What was shown; raises RuleBroken where the page was not ours."""
        found = re.fullmatch(r"-?[0-9]{1,18}", (self.expected.data or "").strip())
        if found is None:
            raise RuleBroken(None, "Look at the roll-over again before you open the year")
        return Pence(int(found[0]))
