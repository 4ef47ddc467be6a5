"""A document as canonical JSON and back. The same facts always give the same bytes."""

from __future__ import annotations

import dataclasses
import json
import types
import unicodedata
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from app.core.financial_year import FinancialYear, Month
from app.reporting.frozen.document import Document
from app.reporting.frozen.rated import SINCE


def write(document: Document) -> str:
    """Sorted keys, no spaces, UTF-8 in normal form C; only what its own schema has."""
    plain = _plain(document, document.schema)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def write_envelope(facts: Mapping[str, Any]) -> str:
    """Who locked the document, when and why: beside it, with a hash of its own."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def read(text: str) -> Document:
    """The document again. Fields that an older month lacks take their defaults."""
    document: Document = _reader(Document)(json.loads(text))
    return document


def data_hash(text: str) -> str:
    """The hexadecimal SHA-256 of the canonical text."""
    return sha256(text.encode()).hexdigest()


def _plain(value: Any, schema: int) -> Any:
    if value is None or isinstance(value, bool | int) or type(value) is str:
        return value
    if isinstance(value, StrEnum | Month | FinancialYear):
        return str(value)
    if dataclasses.is_dataclass(value):
        names = _kept(cast(Hashable, type(value)), schema)
        return {name: _plain(getattr(value, name), schema) for name in names}
    if isinstance(value, tuple | list):
        return [_plain(inner, schema) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, schema) for key, inner in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A frozen month cannot hold a {type(value).__name__}")


@cache
def _kept(kind: Any, schema: int) -> tuple[str, ...]:
    """The fields that a document of this schema has."""
    fields = dataclasses.fields(kind)
    return tuple(each.name for each in fields if each.metadata.get(SINCE, 1) <= schema)


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of the kind again. Made once for each kind: a document has thousands."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(_reader(next(each for each in inner if each is not type(None))))
    if origin is tuple:
        return _tuple(inner)
    if origin is dict:
        return _mapping(_reader(inner[1]))
    if kind in (Month, FinancialYear):
        return cast(Reader, kind.parse)
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    if kind is date:
        return date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _optional(read: Reader) -> Reader:
    return read if read is _as_it_is else lambda value: None if value is None else read(value)


def _tuple(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _reader(kinds[0])
        return tuple if each is _as_it_is else lambda value: tuple(map(each, value))
    readers = [_reader(kind) for kind in kinds]
    if all(read is _as_it_is for read in readers):
        return tuple
    return lambda value: tuple(r(inner) for r, inner in zip(readers, value, strict=True))


def _mapping(read: Reader) -> Reader:
    return lambda value: {key: read(inner) for key, inner in value.items()}


def _record(kind: Any) -> Reader:
    readers = {name: _reader(inner) for name, inner in get_type_hints(kind).items()}
    changing = {name: read for name, read in readers.items() if read is not _as_it_is}

    def record(value: dict[str, Any]) -> Any:
        given = value.copy()
        for name in changing.keys() & value.keys():
            given[name] = changing[name](value[name])
        return kind(**given)

    return record
