"""Money, percentages and whole numbers as trackers write them, exact to the penny."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from app.core import figure
from app.core.money import MILLION, MINUS, POUND, THOUSAND
from app.imports.reading.cells.answers import Mistake, Read, Words, says_not_known, shortened
from app.imports.reading.grids import RawCell, as_printed, is_blank

BILLION = 1_000 * MILLION
LARGEST_PENCE = 1_000 * BILLION
LARGEST_COUNT = 10**9
# A formula's last binary digits are noise; a real fraction of a penny is said to be rounded.
_NOISE_PENCE = Decimal("0.0001")
_UNITS = {
    "k": THOUSAND,
    "000": THOUSAND,
    "000s": THOUSAND,
    "thousand": THOUSAND,
    "m": MILLION,
    "mn": MILLION,
    "mill": MILLION,
    "million": MILLION,
    "bn": BILLION,
    "b": BILLION,
    "billion": BILLION,
}
_NUMBER = r"(?P<number>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)"
_AMOUNT = re.compile(
    rf"(?P<sign>[-+]?)£?(?P<inner>[-+]?){_NUMBER}(?P<unit>[a-z]*)(?P<after>-?|cr|dr)", re.ASCII
)
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NOT_A_FIGURE = (bool, date, datetime, time, timedelta)


def money(cell: RawCell, unit: int = POUND) -> Read[int] | Words | Mistake | None:
    """Pence; None for a blank cell. `unit` is the heading's, a unit in the cell itself wins."""
    if is_blank(cell):
        return None
    if isinstance(cell, _NOT_A_FIGURE):
        return Mistake(f"“{as_printed(cell)}” is not an amount of money. Enter a figure")
    if isinstance(cell, (int, float)):
        return _in_pence(_decimal(str(cell)), unit)
    return _money_in_words(str(cell), unit)


def _money_in_words(text: str, unit: int) -> Read[int] | Words | Mistake:
    plain, negative = _without_brackets(text)
    found = _AMOUNT.fullmatch(plain)
    if found is None or not _well_grouped(found["number"]) or not _known(found["unit"]):
        return _not_a_figure(text)
    amount = _decimal(found["number"].replace(",", ""))
    signs = [found["sign"], found["inner"], found["after"]]
    minus = negative + sum(sign in ("-", "dr") for sign in signs)
    if minus > 1 or amount is None:
        return _not_a_figure(text)
    return _in_pence(-amount if minus else amount, _UNITS.get(found["unit"], unit))


def _without_brackets(text: str) -> tuple[str, bool]:
    """The amount in small letters without space or brackets, and whether brackets made it less."""
    plain = "".join(text.casefold().translate(_DASHES).split()).replace("gbp", "")
    found = re.fullmatch(r"£?\((.+)\)([a-z]*)", plain)
    if found:
        return f"{found[1]}{found[2]}", True
    return plain, False


def _well_grouped(number: str) -> bool:
    """Commas stand every three digits: `1,23` may be a mistyped anything."""
    whole = number.partition(".")[0]
    return not whole or _GROUPED.fullmatch(whole) is not None


def _known(unit: str) -> bool:
    return not unit or unit in _UNITS


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _in_pence(amount: Decimal | None, unit: int) -> Read[int] | Mistake:
    if amount is None:
        return Mistake("This is not a number. Enter an amount of money")
    pence = amount * unit
    if abs(pence) > LARGEST_PENCE:
        return Mistake("This is over £1,000 billion. Check the figure and the heading's unit")
    whole = int(pence.to_integral_value(rounding=ROUND_HALF_UP))
    remark = "Rounded to the nearest penny" if abs(pence - whole) > _NOISE_PENCE else None
    return Read(whole, remark)


def _not_a_figure(text: str) -> Words | Mistake:
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is not a figure, so the amount is left empty")
    return Mistake(
        f"“{shortened(text)}” cannot be read as money. Enter a figure, such as 1,234.50, "
        f"{MINUS}500 or 1.9m"
    )


def percentage(cell: RawCell, *, whole: bool = False) -> Read[Decimal] | Words | Mistake | None:
    """Per cent: `-19%` is −19. A bare number in a spreadsheet is a share, unless `whole`."""
    if is_blank(cell):
        return None
    if isinstance(cell, _NOT_A_FIGURE):
        return Mistake(f"“{as_printed(cell)}” is not a percentage")
    if isinstance(cell, (int, float)):
        share = _decimal(str(cell))
        if share is None:
            return Mistake("This is not a number. Enter a percentage")
        return Read(share if whole else share * 100)
    plain, negative = _without_brackets(str(cell).replace("%", ""))
    found = re.fullmatch(rf"(?P<sign>[-+]?){_NUMBER}", plain, re.ASCII)
    number = figure.typed(found["number"]) if found else None
    if found is None or number is None:
        if says_not_known(str(cell)):
            return Words(f"“{shortened(str(cell))}” is not a percentage, so it is left empty")
        return Mistake(f"“{shortened(str(cell))}” cannot be read as a percentage, such as 12.5%")
    return Read(-number if negative or found["sign"] == "-" else number)


def whole_number(cell: RawCell) -> Read[int] | Words | Mistake | None:
    """A count such as days of float or a row's version."""
    if is_blank(cell):
        return None
    text = as_printed(cell)
    number = None if isinstance(cell, _NOT_A_FIGURE) else figure.whole(text)
    if number is not None and abs(number) < LARGEST_COUNT:
        return Read(number)
    if says_not_known(text):
        return Words(f"“{shortened(text)}” is not a number, so it is left empty")
    return Mistake(f"“{shortened(text)}” is not a whole number. Enter one, such as 5")
