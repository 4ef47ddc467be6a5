"""What `make run` does once everything is installed: database, demo, sign-ins, server."""

import argparse
import socket
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, text

from app.db import connect
from config import Config
from scripts import serve

ROOT = Path(__file__).resolve().parents[1]
SIGN_INS = ROOT / "instance" / "demo-sign-ins.txt"
HOST = "127.0.0.1"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if _taken(port):
        print(f"Port {port} is in use. Choose another: make run PORT={port + 1}", file=sys.stderr)
        return 1
    try:
        _prepare()
    except subprocess.CalledProcessError as failed:
        return failed.returncode  # the command has said why
    print(f"\nRagstone is at http://{HOST}:{port} (Ctrl-C stops it)")
    return serve.serve(host=HOST, port=port)


def _taken(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex((HOST, port)) == 0


def _prepare() -> None:
    _flask("init-db")
    engine = connect(Config.from_env().DATABASE_URL)
    with engine.connect() as connection:
        has_programme = connection.scalar(text("SELECT 1 FROM programme LIMIT 1"))
    engine.dispose()
    if has_programme:
        _show_sign_ins()
    elif _is_embedded(engine):
        _flask("seed-demo", "--yes")  # prints the sign-ins itself
    else:
        print("This database has no programme. To add the demo: .venv/bin/flask seed-demo --yes")


def _is_embedded(engine: Engine) -> bool:
    """A database on a server may be somebody's record: it gets no demo unasked."""
    return engine.dialect.name == "sqlite"


def _flask(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "flask", *arguments], cwd=ROOT, check=True)


def _show_sign_ins() -> None:
    if SIGN_INS.exists():
        print(SIGN_INS.read_text(encoding="utf-8").rstrip())


if __name__ == "__main__":
    sys.exit(main())
