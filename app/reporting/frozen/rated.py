"""A colour and its reasons as a frozen month keeps them, and since when a field is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.core.rating import Colour

SCHEMA = 3
"""2 keeps what finance and quality say; 3 also shares, and what is made of it tells less."""
APART = 3

SINCE = "since"
IN_SECOND: Mapping[str, int] = MappingProxyType({SINCE: 2})
"""Marks a field that months locked with schema 1 do not have, so that their bytes stay."""
IN_THIRD: Mapping[str, int] = MappingProxyType({SINCE: 3})
"""The same of months locked with schema 2."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """One reason for a colour. `record` is a reference such as WS01-M03, empty when none."""

    rule: str
    sentence: str
    figures: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    record: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A colour and why."""

    colour: Colour
    reasons: tuple[Why, ...] = ()
