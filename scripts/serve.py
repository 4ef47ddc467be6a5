"""Serve Ragstone with Granian: the one place that names the server's limits."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

GRANIAN = Path(sys.executable).with_name("granian")
WORKERS = 2
LIMITS = {
    "--blocking-threads": "4",  # requests at work in a worker; fewer than its database connections
    "--backpressure": "64",  # requests a worker holds; further ones wait in the backlog
    "--backlog": "1024",
    "--http1-header-read-timeout": "10000",  # milliseconds: slow headers do not hold a place
    "--workers-kill-timeout": "30",  # seconds a worker has to finish when told to stop
}


def main() -> NoReturn:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="default: this computer only")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=WORKERS, help="about one for each core")
    chosen = parser.parse_args()
    serve(host=chosen.host, port=chosen.port, workers=chosen.workers)


def serve(*, host: str, port: int, workers: int = WORKERS) -> NoReturn:
    """Become the server; signals reach it directly."""
    command = [str(GRANIAN), "--interface", "wsgi", "--http", "1", "--no-ws"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--respawn-failed-workers", "--log-level", "warning"]
    command += [part for limit in LIMITS.items() for part in limit]
    sys.stdout.flush()
    os.execv(GRANIAN, [*command, "wsgi:app"])


if __name__ == "__main__":
    main()
