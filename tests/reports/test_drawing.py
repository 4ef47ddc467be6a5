"""A PDF is drawn in a process of its own, and says so when that process is gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from app.core.errors import RuleBroken
from app.reports import drawing, pdf
from tests.conftest import PATIENCE
from tests.reports import sample


@pytest.fixture(autouse=True)
def own_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts the process, waits for it however busy the machine is, and ends it."""
    monkeypatch.setattr(drawing, "LONGEST_SECONDS", PATIENCE)
    drawing._pool.cache_clear()
    yield
    drawing._pool().shutdown()
    drawing._pool.cache_clear()


def test_it_gives_the_bytes_that_this_process_would():
    pack = sample.pack()
    assert drawing.drawn(pack) == pdf.render(pack)


def test_a_process_that_was_killed_is_told_in_a_sentence_and_replaced():
    pool = drawing._pool()
    drawn_by = pool.submit(os.getpid).result(timeout=PATIENCE)
    os.kill(drawn_by, signal.SIGKILL)

    with pytest.raises(RuleBroken, match="could not be drawn"):
        drawing.drawn(sample.pack())
    assert drawing.drawn(sample.pack()).startswith(b"%PDF")
