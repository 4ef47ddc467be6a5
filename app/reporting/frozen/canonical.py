"""A document as canonical JSON and back. The same facts always give the same bytes."""

from __future__ import annotations

import dataclasses
import json
import types
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.core.financial_year import FinancialYear, Month
from app.reporting.frozen.document import Document


def write(document: Document) -> str:
    """Sorted keys, no spaces, UTF-8 in normal form C."""
    plain = _plain(document)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def write_envelope(facts: Mapping[str, Any]) -> str:
    """Who locked the document, when and why: beside it, with a hash of its own."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def read(text: str) -> Document:
    """The document again. Fields that an older month lacks take their defaults."""
    document: Document = _typed(Document, json.loads(text))
    return document


def data_hash(text: str) -> str:
    """The hexadecimal SHA-256 of the canonical text."""
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, Month | FinancialYear):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum | Month | FinancialYear):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"A frozen month cannot hold a {type(value).__name__}")


def _typed(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return None if value is None else _typed(inner, value)
    if origin is tuple:
        return _typed_tuple(get_args(kind), value)
    if origin is dict:
        return {key: _typed(get_args(kind)[1], inner) for key, inner in value.items()}
    return _typed_leaf(kind, value)


def _typed_tuple(kinds: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_typed(kinds[0], inner) for inner in value)
    return tuple(_typed(kind, inner) for kind, inner in zip(kinds, value, strict=True))


def _typed_leaf(kind: Any, value: Any) -> Any:
    if kind in (Month, FinancialYear):
        return kind.parse(value)
    if dataclasses.is_dataclass(kind):
        hints: dict[str, Any] = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
        return kind(**{name: _typed(hints[name], inner) for name, inner in value.items()})  # type: ignore[operator]  # a dataclass can be called
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
