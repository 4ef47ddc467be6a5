"""What a heading means: its unit, and the field that it goes by, exactly or by likeness."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.core.money import MILLION, POUND, THOUSAND
from app.imports.reading.cells import text
from app.imports.reading.contracts import Contract

EXACT = 100.0
# Below this, one word in a short heading is another word and not a slip of the finger.
LIKENESS = 89.0
_SHORTEST_LIKENESS = 6
_UNITS = (
    (re.compile(r"£\s*bn\b|£\s*billions?\b|\(\s*bn\s*\)"), 1_000 * MILLION),
    (re.compile(r"£\s*m\b|£\s*mn\b|£\s*millions?\b|\(\s*m\s*\)|\bmillions\b"), MILLION),
    (
        re.compile(r"£\s*k\b|£?\s*'0{3}s?\b|£\s*0{3}s?\b|\b0{3}s\b|£?\s*thousands?\b|\(\s*k\s*\)"),
        THOUSAND,
    ),
    (re.compile("£"), POUND),
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_YEAR = re.compile(r"\b(?:fy\s*)?(?:19|20)\d\d\s*[/-]\s*(?:20)?\d\d\b|\bfy\s*\d\d\s*[/-]?\s*\d\d\b")
_NEGATIVES = frozenset({"non", "not", "un", "no"})


@dataclass(frozen=True)
class Match:
    """A column and the field that its heading goes by. 100 or more is exact."""

    column: int
    field: str
    certainty: float


def unit_hint(heading: str) -> int | None:
    """Pence to the heading's unit: £m, £k, £'000, £; None where it names none."""
    plain = heading.casefold().replace("’", "'").replace("‘", "'").replace("`", "'")
    return next((unit for pattern, unit in _UNITS if pattern.search(plain)), None)


@lru_cache(maxsize=20_000)
def folded(heading: str) -> str:
    """Small letters and digits, without unit, year, or what stands in brackets."""
    plain = text.one_line(heading).casefold().replace("’", "'").replace("(%)", " percent ")
    plain = _YEAR.sub(" ", _BRACKETED.sub(" ", plain.replace("%", " percent ")))
    for pattern, _unit in _UNITS:
        plain = pattern.sub(" ", plain)
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("&", " and ")).split())


def forms(heading: str) -> tuple[str, ...]:
    """The heading folded, and its first line folded: explanations follow below it."""
    first, _break, rest = heading.strip().partition("\n")
    whole = folded(heading)
    return (whole, folded(first)) if rest and folded(first) != whole else (whole,)


def match(columns: Sequence[Sequence[str]], contract: Contract, *, like: bool) -> list[Match]:
    """Each column's field, best first: a field has one column, a column one field.

    A column comes as the texts that may be its heading, the fullest first.
    """
    offers = [
        Match(column, field, certainty)
        for column, texts in enumerate(columns)
        for field, certainty in _offers(texts, contract, like=like)
    ]
    offers.sort(key=lambda offer: (-offer.certainty, offer.column))
    taken: dict[int, Match] = {}
    fields: set[str] = set()
    for offer in offers:
        if offer.column not in taken and offer.field not in fields:
            taken[offer.column] = offer
            fields.add(offer.field)
    return [taken[column] for column in sorted(taken)]


def _offers(texts: Sequence[str], contract: Contract, *, like: bool) -> Iterable[tuple[str, float]]:
    """Fields that the column may be. A fuller heading counts for more than a part of it."""
    known = _known(contract)
    for place, heading in enumerate(texts):
        for form in forms(heading):
            for field, certainty in _meanings(form, known, like=like):
                yield field, certainty - place / 2


@lru_cache(maxsize=64)
def _known(contract: Contract) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each folded synonym's fields; an early synonym is a little more certain than a late one."""
    known: dict[str, list[tuple[str, float]]] = {}
    for field in contract.fields:
        for place, synonym in enumerate((*field.synonyms, field.name.replace("_", " "))):
            known.setdefault(folded(synonym), []).append((field.name, EXACT + 1 - place / 100))
    return {synonym: tuple(fields) for synonym, fields in known.items()}


def _meanings(
    form: str, known: dict[str, tuple[tuple[str, float], ...]], *, like: bool
) -> Iterable[tuple[str, float]]:
    if form in known:
        return known[form]
    if not like or len(form) < _SHORTEST_LIKENESS or len(form) > 100:
        return ()
    found = process.extractOne(form, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    if found is None or _denies(form) != _denies(found[0]):
        return ()
    return [(field, found[1] - 1) for field, _certainty in known[found[0]]]


def _denies(form: str) -> bool:
    return not _NEGATIVES.isdisjoint(form.split())


def signature(table: str, headings: Iterable[str]) -> str:
    """The same for the same headings in any order, so that a person's mapping is found again."""
    listed = "\n".join([table, *sorted({folded(heading) for heading in headings} - {""})])
    return hashlib.sha256(listed.encode()).hexdigest()[:16]
