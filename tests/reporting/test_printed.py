"""A pack is known by the hash it prints, whatever its format or name."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

import pytest

from app.reporting.rules import printed
from app.reports import html, pdf
from tests.reports import sample

HASH = sha256(b"a month").hexdigest()


@pytest.mark.parametrize("render", [pdf.render, html.document], ids=["pdf", "html"])
@pytest.mark.parametrize(
    "marking", ["Private: not for publication", "Part 2 · for the board’s eyes"]
)
def test_a_pack_prints_its_hash_where_it_is_found(render, marking):
    content = render(sample.pack(data_hash=HASH, marking=marking))
    content = content if isinstance(content, bytes) else content.encode()
    assert HASH in printed.hashes(content)


def test_a_hash_inside_a_zip_of_texts_is_found():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("ppt/slides/slide1.xml", f"<a:t>Data hash {HASH}</a:t>")
    assert HASH in printed.hashes(packed.getvalue())


@pytest.mark.parametrize("indent", [None, 2], ids=["as it was", "laid out anew"])
def test_a_document_as_json_has_its_own_hash(indent):
    value = {"b": "£1 – “quoted”", "a": [1, None]}
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    file = json.dumps(value, indent=indent).encode() + b"\n"
    assert sha256(canonical.encode()).hexdigest() in printed.hashes(file)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing here",
        b"PK\x03\x04 not a zip",
        b"{ not json",
        f"longer than a hash: {HASH}0".encode(),
        bytes(range(256)),
    ],
)
def test_a_file_without_a_hash_has_none(content):
    assert printed.hashes(content) == frozenset()
