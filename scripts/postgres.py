"""A throw-away PostgreSQL for one command: `python -m scripts.postgres -- COMMAND…`."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from scripts import debian

USER = "ragstone"
DATABASE = "ragstone"
TEST_DATABASE = "ragstone_test"
PATIENCE = 300  # seconds for it to start or to stop on a busy machine
ATTEMPTS = 3  # another program may take the free port before the server does
OPEN_TO_ALL = "/tmp"  # noqa: S108  inside it, a folder of its own that only its user may enter
FAST_NOT_SAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class Unavailable(Exception):
    """There is no PostgreSQL here, or it does not start."""


def main(arguments: Sequence[str]) -> int:
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print("Usage: python -m scripts.postgres -- COMMAND [ARGUMENT…]", file=sys.stderr)
        return 2
    try:
        with throw_away(install=True) as environment:
            return subprocess.run(command, env=environment, check=False).returncode
    except Unavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def available() -> bool:
    return _programs() is not None


@contextmanager
def throw_away(*, install: bool = False) -> Iterator[dict[str, str]]:
    """Run a server until the block ends; gives an environment whose addresses point to it."""
    programs = _programs() or _install(allowed=install)
    with (
        _leaving_on_signals(),
        tempfile.TemporaryDirectory(prefix="ragstone-postgres-", dir=_open_folder()) as folder,
    ):
        server = _Server(programs, Path(folder))
        server.create()
        try:
            server.start()
            yield {
                **os.environ,
                "DATABASE_URL": server.address(DATABASE),
                "TEST_DATABASE_URL": server.address(TEST_DATABASE),
            }
        finally:
            server.stop()


@contextmanager
def _leaving_on_signals() -> Iterator[None]:
    """Turn signals into exceptions for a while, so that what was started is stopped."""
    before = {number: signal.signal(number, _leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _programs() -> Path | None:
    """The folder of PostgreSQL's own programs, which Debian keeps off the PATH; newest first."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*found, *([Path(on_path)] if on_path else [])]
    return candidates[0].resolve().parent if candidates else None


def _install(*, allowed: bool) -> Path:
    if allowed and debian.can_install():
        try:
            debian.install("postgresql")
        except subprocess.CalledProcessError as problem:
            raise Unavailable(f"PostgreSQL could not be installed: {problem}") from problem
    programs = _programs()
    if programs is None:
        raise Unavailable("PostgreSQL is not installed here. On Debian: apt-get install postgresql")
    return programs


class _Server:
    """One server in one folder, run by an unprivileged user because PostgreSQL refuses root."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.password = secrets.token_urlsafe(16)
        self.port = 0
        self.as_user = _unprivileged()

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        for path in (secret, self.folder):
            if self.as_user:
                os.chown(path, self.as_user["user"], self.as_user["group"])
        self._run(
            *("initdb", "-D", self.data, "-U", USER, f"--pwfile={secret}", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )

    def start(self) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            self.port = _free_port()
            settings = {**FAST_NOT_SAFE, "port": str(self.port)}
            options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
            try:
                start = ("start", "-w", "-t", PATIENCE, "-D", self.data, "-l", self.log)
                self._run("pg_ctl", *start, "-o", options)
                break
            except Unavailable:
                if attempt == ATTEMPTS:
                    raise
        for database in (DATABASE, TEST_DATABASE):
            self._run("createdb", *("-h", "127.0.0.1", "-p", self.port, "-U", USER, "-w"), database)

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-t", PATIENCE, "-m", "immediate", "-D", self.data)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        output = self.folder / "output"
        with output.open("wb") as written:  # a pipe would be held open by the server
            done = subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, "PGPASSWORD": self.password, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                check=False,
                **self.as_user,
            )
        if done.returncode:
            said = output.read_text(errors="replace")
            logged = self.log.read_text(errors="replace") if self.log.exists() else ""
            raise Unavailable(f"PostgreSQL's {program} failed:\n{said}{logged}")


def _unprivileged() -> dict[str, Any]:
    """Who runs the server: the caller, or Debian's own user when the caller is root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    someone = known.get("postgres") or known["nobody"]
    return {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": ()}


def _open_folder() -> str | None:
    """Where the server's user may go too: root's own TMPDIR may be closed to it."""
    usual = Path(tempfile.gettempdir()).resolve()
    is_open = all(folder.stat().st_mode & stat.S_IXOTH for folder in (usual, *usual.parents))
    return None if is_open or os.geteuid() != 0 else OPEN_TO_ALL


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
