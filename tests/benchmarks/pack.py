"""Draws one pack in a process of its own, as the app does: how long, and how much memory."""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

from app.reports import pdf


def main(path: str) -> None:
    """Prints the seconds, the PDF's bytes and the process's peaks in megabytes, as JSON."""
    pack = pickle.loads(Path(path).read_bytes())  # our own file
    before = _peak()
    start = time.perf_counter()
    content = pdf.render(pack)
    seconds = time.perf_counter() - start
    figures = {"seconds": seconds, "bytes": len(content), "peak": _peak(), "before": before}
    print(json.dumps(figures))


def _peak() -> float:
    """From the system's own account: getrusage begins with what the parent process had used."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
