"""Shares of cross-cutting schemes, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.savings.rules import shares
from app.savings.rules.totals import SchemeSums


def included(parts: Sequence[SchemeSums]) -> str:
    """`40% of WS01-S01 and 25% of WS03-S02`: the parts; nothing where there are none."""
    said = [
        f"{shares.in_words(each.part.shares[each.part.place], each.part.shares)} of {each.ref}"
        for each in parts
        if each.part is not None
    ]
    return " and ".join(said) if len(said) < 3 else f"{', '.join(said[:-1])} and {said[-1]}"
