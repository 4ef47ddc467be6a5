"""The sentence about schemes whose signatures have fallen inside their line."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

NAMED = 5
ONE = "1 scheme is to be signed again: whoever signed a gate of it is now in its line."
SEVERAL = "{} schemes are to be signed again: whoever signed a gate of them is now in their line."


def to_sign_again(schemes: Sequence[tuple[str, str]]) -> Markup:
    """How many, why, and which: the first few by reference, each linked to its gates."""
    link = Markup('<a class="nhsuk-notification-banner__link" href="{}">{}</a>')
    named = Markup(", ").join(link.format(address, ref) for ref, address in schemes[:NAMED])
    more = f" and {len(schemes) - NAMED} more" if len(schemes) > NAMED else ""
    said = ONE if len(schemes) == 1 else SEVERAL.format(len(schemes))
    asked = "Ask somebody outside the line to sign beside them"
    return Markup("{} {}: {}{}.").format(said, asked, named, more)
