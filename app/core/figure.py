"""A number as people write it: digits, commas at the thousands, a point, a sign; nothing else.

Python reads more: `1_000`, `1e5`, `NaN`, digits of other scripts. On a page each is a slip.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 24  # so that nothing is rounded unseen when it becomes pence
_WRITTEN = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?")
_A_DIGIT = re.compile(r"[0-9]")


def typed(text: str) -> Decimal | None:
    """What was typed, exactly; None where it is not such a number. `1,25` may be anything."""
    written = "".join(text.split()).replace("−", "-")
    if len(written) > LONGEST or not _A_DIGIT.search(written) or not _WRITTEN.fullmatch(written):
        return None
    return Decimal(written.replace(",", ""))


def whole(text: str) -> int | None:
    """As `typed`, of a number that has no decimals; None where it has."""
    number = typed(text)
    return None if number is None or number != number.to_integral_value() else int(number)
