"""Counts, lists and sentences as a report writes them."""

from collections import Counter
from collections.abc import Sequence

from app.core import money
from app.core.rating import Colour
from app.reporting.frozen import Commentary, Why
from app.reports.content import Link
from app.reports.content.build.source import COLOURS

Words = str | Link

NO_DECISION = frozenset({"", "none", "no", "no decision", "nothing"})


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 risk`, `2 risks`, `no risks`."""
    word = noun if number == 1 else plural or f"{noun}s"
    return f"{number:,} {word}" if number else f"no {word}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence(text: str) -> str:
    """With a capital at the start and a stop at the end."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text[-1] in ".!?" else "."
    return f"{text[0].upper()}{text[1:]}{end}"


def first(
    items: Sequence[Words], most: int, noun: str, plural: str = "", *, to: str = ""
) -> tuple[Words, ...]:
    """So many of them; the last line counts the rest, and leads to where all are."""
    if len(items) <= most:
        return tuple(items)
    rest = f"And {count(len(items) - most, f'more {noun}', plural)}."
    return (*items[:most], Link(rest, f"#{to}", numbered=True) if to else rest)


def some(names: Sequence[str], most: int) -> str:
    """`a, b, c and 4 more`."""
    rest = len(names) - most
    return listed([*names[:most], f"{rest} more"] if rest > 0 else names)


def compared(amount: int, other: int, what: str) -> str:
    """`£1.5m below plan`."""
    difference = amount - other
    if difference == 0:
        return f"equal to {what}"
    return f"{money.pounds(abs(difference))} {'above' if difference > 0 else 'below'} {what}"


def against(amount: int, other: int, what: str) -> str:
    """`£1.5m below the plan of £12.0m`."""
    return compared(amount, other, f"{what} of {money.pounds(other)}")


def colours(counted: Counter[Colour]) -> str:
    """`2 red, 4 amber and 1 not reported`."""
    return listed([f"{counted[each]} {each.label.lower()}" for each in COLOURS if counted[each]])


def decision(told: Commentary | None) -> str:
    """The decision that an update asks for; empty when it asks for none."""
    text = told.path_decision.strip() if told else ""
    return "" if text.lower().rstrip(".") in NO_DECISION else sentence(text)


def reason(why: Why) -> str:
    """The record that a reason speaks of, then the reason."""
    about = " ".join(each for each in (why.record, why.title) if each)
    return f"{about}: {sentence(why.sentence)}" if about else sentence(why.sentence)
