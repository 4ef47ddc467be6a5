"""How a setting's value is read, written and checked, whatever its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, get_args, get_origin, get_type_hints

from app.core import figure, money
from app.core.errors import RuleBroken
from app.core.setting import WORDS, Words

NONE = "none"
PENCE = "pence"
FALLING = "-"
MOST_WHOLE = 10**15
LONGEST_VALUE = 2000


@dataclass(frozen=True)
class Group:
    """Settings that one feature's rules take together: the fields of one dataclass."""

    prefix: str
    shape: type[Any]
    title: str
    owner: str
    source: str = ""


@dataclass(frozen=True)
class Declared:
    """One setting that exists: its key, its type, its default, and the words for it."""

    key: str
    name: str
    kind: Any
    default: Any
    words: Words
    group: Group

    @property
    def label(self) -> str:
        """What a person calls it."""
        return self.words.label

    @property
    def source(self) -> str:
        """Where the default comes from."""
        return self.words.source or self.group.source

    def shown(self, value: Any) -> str:
        """The value with its unit: `5 working days`."""
        return self.shown_text(written(value))

    def shown_text(self, text: str) -> str:
        """A stored value with the unit; pence as pounds."""
        if self.words.unit == PENCE:
            return money.exact(int(text))
        space = "" if self.words.unit.startswith("%") else " "
        return f"{text}{space}{self.words.unit}".strip()


def declared(group: Group) -> tuple[Declared, ...]:
    """The group's settings, in the order of the dataclass. Raises TypeError for a wrong shape."""
    if not is_dataclass(group.shape):
        raise TypeError(f"{group.shape} is not a dataclass")
    kinds = get_type_hints(group.shape)
    return tuple(_declared(group, each, kinds[each.name]) for each in fields(group.shape))


def _declared(group: Group, each: Field[Any], kind: Any) -> Declared:
    if each.default is MISSING:
        raise TypeError(f"{group.shape.__name__}.{each.name} needs a default")
    must_be_readable(kind)
    words = each.metadata.get(WORDS) or Words(each.name.replace("_", " ").capitalize())
    return Declared(f"{group.prefix}.{each.name}", each.name, kind, each.default, words, group)


def must_be_readable(kind: Any) -> None:
    """Raises TypeError for a type that a setting cannot have."""
    inner = _inside(kind)
    if inner not in READERS and not _is_words(inner):
        raise TypeError(f"A setting cannot be a {kind}")


def written(value: Any) -> str:
    """The value as it is stored, shown and typed: `5`, `yes`, `2026-12-25`, `1, 2, 3`, `none`.

    Names are divided by semicolons: a name may hold a comma.
    """
    if isinstance(value, tuple):
        between = "; " if any(type(each) is str for each in value) else ", "
        return between.join(written(each) for each in value) or NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def read(setting: Declared, text: str) -> Any:
    """The typed value. Raises RuleBroken, field "value", with a sentence that says what to type."""
    text = text.strip()
    if not text:
        raise RuleBroken("value", "Enter a value")
    if len(text) > LONGEST_VALUE:
        raise RuleBroken("value", f"The value must be {LONGEST_VALUE:,} characters or fewer")
    inner = _inside(setting.kind)
    if get_origin(setting.kind) is not tuple:
        return _within(setting, _one(inner, text))
    divided_by = r"[;\n]+" if inner is str else r"[,;\n]+"
    parts = [] if text.casefold() == NONE else re.split(divided_by, text)
    return tuple(_within(setting, _one(inner, part.strip())) for part in parts if part.strip())


def must_be_in_order(setting: Declared, values: Mapping[str, Any]) -> None:
    """Raises RuleBroken where the values of its order fall: amber must not end before green."""
    if not setting.words.order:
        return
    order = setting.words.order
    members = [other for other in declared(setting.group) if other.words.order == order]
    if order.startswith(FALLING):
        members.reverse()
    for lower, upper in pairwise(members):
        if values[lower.name] > values[upper.name]:
            raise RuleBroken(
                "value",
                f"“{lower.label}” ({written(values[lower.name])}) must not be above "
                f"“{upper.label}” ({written(values[upper.name])})",
            )


def _inside(kind: Any) -> Any:
    """The type of one value: of a tuple's members; of what a NewType is made of."""
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    return getattr(kind, "__supertype__", kind)


def _is_words(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _one(kind: Any, text: str) -> Any:
    if _is_words(kind):
        return _word(kind, text)
    reader, sentence = READERS[kind]
    try:
        return reader(text)
    except ValueError:
        raise RuleBroken("value", sentence) from None


def _word(kind: type[StrEnum], text: str) -> StrEnum:
    for member in kind:
        if member.value == text.casefold():
            return member
    raise RuleBroken("value", f"Enter one of: {', '.join(kind)}")


def _within(setting: Declared, value: Any) -> Any:
    least, most = setting.words.limits
    if isinstance(value, str) and most is not None and len(value) > most:
        raise RuleBroken("value", f"“{value}” must be {most} characters or fewer")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    if least is not None and value < least:
        raise RuleBroken("value", f"The value must be {least} or more")
    if most is not None and value > most:
        raise RuleBroken("value", f"The value must be {most} or less")
    return value


def _whole(text: str) -> int:
    number = figure.whole(text)
    if number is None or abs(number) > MOST_WHOLE:
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    number = figure.typed(text)
    if number is None or abs(number) > MOST_WHOLE:
        raise ValueError(text)
    return number


def _yes_or_no(text: str) -> bool:
    try:
        return {"yes": True, "no": False}[text.casefold()]
    except KeyError:
        raise ValueError(text) from None


READERS: dict[Any, tuple[Callable[[str], Any], str]] = {
    int: (_whole, "Enter a whole number, such as 5"),
    Decimal: (_decimal, "Enter a number, such as 2.5"),
    bool: (_yes_or_no, "Enter yes or no"),
    date: (date.fromisoformat, "Enter dates as year, month and day, such as 2026-12-25"),
    str: (str, "Enter a value"),
}
