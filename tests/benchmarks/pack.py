"""Builds one pack from a frozen document in a process of its own: how long, and how much memory."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from app.reporting import frozen
from app.reports import pdf
from app.reports.content.build import build


def main(path: str) -> None:
    """Prints the seconds, the pages' bytes and the process's peak in megabytes, as JSON."""
    text = Path(path).read_text(encoding="utf-8")
    before = _peak()
    start = time.perf_counter()
    content = pdf.render(build(frozen.read(text), data_hash=frozen.data_hash(text)))
    seconds = time.perf_counter() - start
    figures = {"seconds": seconds, "bytes": len(content), "peak": _peak(), "before": before}
    print(json.dumps(figures))


def _peak() -> float:
    """From the system's own account: getrusage begins with what the parent process had used."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
