"""The hashes that a pack's file may be known by, whatever its format or name."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from hashlib import sha256
from typing import Any

LONGEST = 200_000_000
"""Bytes that are read of a file, packed or unpacked: no pack is so big."""

_HASH = re.compile(rb"(?<![0-9A-Za-z])[0-9a-fA-F]{64}(?![0-9A-Za-z])")


def hashes(content: bytes) -> frozenset[str]:
    """Every hash that is printed in the file; of a document as JSON, also its own.

    A web page prints it in its text, a PDF in its information, which is never compressed; a
    presentation or workbook is a zip of texts.
    """
    found = {each.decode().lower() for text in _texts(content) for each in _HASH.findall(text)}
    return frozenset(found | _own(content))


def _texts(content: bytes) -> list[bytes]:
    # text in 16 bits, as a PDF keeps what is not plain ASCII, reads the same without the noughts
    texts = [content, content.replace(b"\\000", b"").replace(b"\0", b"")]
    return texts + (_unpacked(content) if content.startswith(b"PK") else [])


def _unpacked(content: bytes) -> list[bytes]:
    texts, left = [], LONGEST
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            for member in whole.infolist():
                with whole.open(member) as part:
                    texts.append(part.read(left))
                left -= len(texts[-1])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return texts
    return texts


def _own(content: bytes) -> set[str]:
    """The hash of the document that the file is, also when it was laid out anew."""
    if content[:1] not in (b"{", b"\xef", b" ", b"\n"):
        return set()
    try:
        value: Any = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return set()
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()}
