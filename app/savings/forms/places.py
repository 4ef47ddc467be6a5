"""What the page of a scheme's places asks: a service and a site a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from wtforms import StringField
from wtforms.validators import Length

from app.savings.models import Scheme, SchemePlace
from app.web.forms import Versioned

EMPTY_LINES = 3
LONGEST = 200
MOST_LINES = 53


class PlacesForm(Versioned):
    """Made for as many lines as are needed by `places_form`."""

    lines = 0

    @property
    def given(self) -> list[tuple[str, str]]:
        """What the command takes."""
        return [(service.data or "", site.data or "") for service, site in self.pairs()]

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two boxes of each line."""
        return [(self[f"service_{n}"], self[f"site_{n}"]) for n in range(self.lines)]


@cache
def places_form(lines: int) -> type[PlacesForm]:
    """The form with so many lines."""
    boxes = {
        f"{name}_{number}": StringField(
            f"{name.capitalize()} {number + 1}",
            [Length(max=LONGEST, message=f"It must be {LONGEST} characters or fewer")],
        )
        for number in range(lines)
        for name in ("service", "site")
    }
    return type(f"PlacesForm{lines}", (PlacesForm,), {**boxes, "lines": lines})


def lines_for(places: Sequence[SchemePlace], asked: int = 0) -> int:
    """Those that are stored and a few empty ones; as many as the page had when it was sent."""
    return min(MOST_LINES, max(len(places) + EMPTY_LINES, asked))


def stored(scheme: Scheme, places: Sequence[SchemePlace], lines: int) -> SimpleNamespace:
    """What is saved, under the names of the form."""
    values: dict[str, str] = {}
    for number in range(lines):
        place = places[number] if number < len(places) else None
        values[f"service_{number}"] = place.service if place else ""
        values[f"site_{number}"] = place.site if place else ""
    return SimpleNamespace(version=scheme.version, **values)
