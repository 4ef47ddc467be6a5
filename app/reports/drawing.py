"""Draws a PDF in a process of its own, so that no page waits while it is drawn."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from app.core.errors import RuleBroken
from app.reports import pdf
from app.reports.content import Pack

LONGEST_SECONDS = 60
FAILED = "The PDF could not be drawn. Open the report as a web page, and tell your administrator"


def drawn(pack: Pack) -> bytes:
    """The PDF. The same pack gives the same bytes, whichever process draws it."""
    try:
        return _pool().submit(pdf.render, pack).result(timeout=LONGEST_SECONDS)
    except (BrokenProcessPool, TimeoutError) as failed:
        _pool.cache_clear()
        raise RuleBroken(None, FAILED) from failed


@cache
def _pool() -> ProcessPoolExecutor:
    # spawned, not forked: a forked process would share the server's sockets and connections
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))
