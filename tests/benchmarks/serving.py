"""The server that people use, on loopback, and a browser that is signed in."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from config import Config
from scripts import serve

ROOT = Path(__file__).resolve().parents[2]
SECRET = secrets.token_hex()
CSRF = "0" * 40
WORKERS = 2
PATIENCE = 20.0
LONGEST_READING = 4.0  # seconds for one page, but at least so many readings
FEWEST = 3
WARM_UP = 2 * WORKERS  # each worker reads a locked month once
TEXTS = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.S)
CHOICES = re.compile(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.S)


def app_on(address: str, folder: Path) -> Flask:
    """The app in this process, on the same database and with the same key as the server."""
    return create_app(Config(DATABASE_URL=address, SECRET_KEY=SECRET, INSTANCE=folder))


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and the process that its workers come from."""

    port: int
    pid: int

    def processor_milliseconds(self) -> float:
        """What its processes have had of the processor; waiting for it does not count."""
        return sum(_nanoseconds(pid) for pid in (self.pid, *_children(self.pid))) / 1e6


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _nanoseconds(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks)


@contextmanager
def served(target: str, address: str = "sqlite://") -> Iterator[Server]:
    """The target behind Granian as `scripts.serve` starts it."""
    port = _free_port()
    command = [str(serve.GRANIAN), "--interface", "wsgi", "--http", "1", "--no-ws"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--log-level", "error"]
    command += [part for limit in serve.LIMITS.items() for part in limit]
    environment = {**os.environ, "DATABASE_URL": address, "SECRET_KEY": SECRET}
    server = subprocess.Popen(
        [*command, target], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # a worker that still writes is not waited for
            server.kill()
            server.wait()


class Browser:
    """One connection that stays open, signed in as a person."""

    def __init__(self, app: Flask, server: Server, person_id: int) -> None:
        self.server = server
        self.cookie = cookie(app, person_id)
        self.token = URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF)
        self._connect()

    def _connect(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.best = self.processor = 0.0

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        return response.status, response.read()

    def post(self, path: str, fields: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of a posted form."""
        body = urlencode({"csrf_token": self.token, **fields})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def milliseconds(self, path: str, times: int = 40) -> float | None:
        """The median of so many readings of a page; None when it is not there.

        Keeps the best, and what each took of the processor, which a busy machine changes less.
        """
        end = time.perf_counter() + LONGEST_READING
        for _ in range(WARM_UP):
            status, _body = self.get(path)
            if status != 200:
                return None
        taken: list[float] = []
        before = self.server.processor_milliseconds()
        while len(taken) < FEWEST or (len(taken) < times and time.perf_counter() < end):
            start = time.perf_counter()
            self.get(path)
            taken.append(time.perf_counter() - start)
        self.best = min(taken) * 1000
        self.processor = (self.server.processor_milliseconds() - before) / len(taken)
        return median(taken) * 1000


def fields_of(page: bytes) -> dict[str, str]:
    """What a form on the page would send as it stands: its inputs, texts and choices."""
    text = page.decode()
    form = text[text.rindex("<form") :] if "<form" in text else ""
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = _attribute(tag, "type"), _attribute(tag, "name")
        if name and (kind not in ("checkbox", "radio") or " checked" in tag):
            found[name] = _attribute(tag, "value")
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        found[name] = value.strip()
    for name, options in CHOICES.findall(form):
        chosen = re.search(r'<option[^>]*value="([^"]*)"[^>]*selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrf_token", None)
    return found


def _attribute(tag: str, name: str) -> str:
    value = re.search(rf'\b{name}="([^"]*)"', tag)
    return value[1] if value else ""


def cookie(app: Flask, person_id: int) -> str:
    """The cookie of somebody who has just signed in."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # not in the stubs
    moment = datetime.now(UTC).timestamp()
    kept = {
        "_user_id": f"{person_id}.0",
        "_fresh": True,
        "_permanent": True,
        "since": moment,
        "seen": moment,
        "csrf_token": CSRF,
    }
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(kept)}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not answer in time")
