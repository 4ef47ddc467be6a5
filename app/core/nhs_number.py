"""Whether a text holds an NHS number: ten digits whose last is the modulus 11 check of the rest."""

import re
import unicodedata

_WEIGHTS = range(10, 1, -1)
# Ten digits in a row, or in threes and a four with one space or dash between; nothing that is part
# of a longer number or of a sum of money with pence.
_CANDIDATE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])([0-9]{3})([ \-–]?)([0-9]{3})\2([0-9]{4})(?![0-9])(?![.,][0-9])"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def is_valid(digits: str) -> bool:
    """Ten digits with the right check digit. Ten noughts are a blank, not a number."""
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or not int(digits):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return (11 - weighed % 11) % 11 == int(digits[9])


def found_in(text: str) -> bool:
    """Whether a valid NHS number stands anywhere in the text, run together or spaced 3-3-4."""
    if sum(character.isdigit() for character in text) < 10:
        return False
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return any(is_valid(found[1] + found[3] + found[4]) for found in _CANDIDATE.finditer(plain))
