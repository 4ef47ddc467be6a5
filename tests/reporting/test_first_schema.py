"""Months locked before schema 2 read, verify and render as they always did."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from app.core.actor import Actor
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.reporting import commands, frozen, queries, rules
from app.reporting.queries import proof
from app.reports import html, pdf
from app.reports.content import Pack
from app.reports.content.build import build
from tests import make

STORED = Path(__file__).parent / "schema_1"
MONTHS = ("2026-09", "2026-10")

# What the code of schema 1 made of these two months, as files with their hashes.
WHOLE = "295f327732f0d9457b8cb0a7b949c86bc0379307144e560447626677e858b014"
COPY = "13201590d8538876c40f59b106d5c623d48d3aff278a754dc1bf32c322f11c2a"
PAGE = "177413a075c2e3cf3d27109f66e18fb99941086a60b01c4db7de06eb78c5250b"
PAPER = "354fe9bd69aa9a8b40cd7b27ee0829453fb14b18fc5bb9cdc0c6f4162971923d"


def stored(month: str) -> str:
    return (STORED / f"{month}.json").read_text(encoding="utf-8")


def copy(month: str) -> frozen.Document:
    return rules.for_programme(frozen.read(stored(month)))


def pack() -> Pack:
    october = copy("2026-10")
    digest = frozen.data_hash(frozen.write(october))
    return build(october, data_hash=digest, before=copy("2026-09"))


@pytest.mark.parametrize("month", MONTHS)
def test_an_old_month_is_written_again_as_it_was(month):
    document = frozen.read(stored(month))
    assert document.schema == 1
    assert not document.has_money
    assert frozen.write(document) == stored(month)


def test_an_old_month_and_the_boards_copy_of_it_keep_their_hashes():
    assert frozen.data_hash(frozen.write(frozen.read(stored("2026-10")))) == WHOLE
    assert frozen.data_hash(frozen.write(copy("2026-10"))) == COPY


def test_an_old_month_reads_on_the_page_as_it_did():
    assert sha256(html.article(pack()).encode()).hexdigest() == PAGE


def test_an_old_month_prints_as_it_did():
    assert sha256(pdf.render(pack())).hexdigest() == PAPER


def test_a_new_month_keeps_what_an_old_one_has_not():
    old = json.loads(stored("2026-10"))
    new = json.loads(
        frozen.write(frozen.Document(**{**vars(frozen.read(stored("2026-10"))), "schema": 2}))
    )
    assert set(new) - set(old) == {"weights", "year_end", "accuracy", "actions", "reconciliation"}
    assert set(old) <= set(new)


def test_an_old_month_in_the_database_verifies_and_opens(client, monkeypatch):
    """Locked by today's code from what the old one wrote: the same bytes, trail and hashes."""
    programme = programmes.by_code(make.programme(code="OPD").code)
    office = Actor.system("the office")
    at = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
    period = commands.open_month(programme, Month(2026, 10), actor=office, at=at)
    old = frozen.read(stored("2026-10"))
    monkeypatch.setattr(queries, "document", lambda *_given, **_named: old)
    made = commands.lock_month(
        period, reason="October", today=at.date(), with_missing=True, actor=office, at=at
    )
    db.session.commit()
    assert (made.schema_version, made.document) == (1, stored("2026-10"))
    assert proof.first_break() is None
    assert proof.known({COPY}).audience == "programme"
    page = client.sign_in(make.pmo(programme)).get("/reports/OPD/2026-10/1")
    assert COPY in page.get_data(as_text=True)
    assert "Forecast £" in page.get_data(as_text=True)
