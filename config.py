"""Every setting, read from the environment once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"


@dataclass(frozen=True)
class Config:
    """The app's settings. Names are Flask's, where Flask reads them."""

    DATABASE_URL: str
    SECRET_KEY: str
    INSTANCE: Path = INSTANCE
    TRUSTED_PROXIES: int = 0
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_NAME: str = "ragstone"
    PERMANENT_SESSION_LIFETIME: timedelta = timedelta(days=7)  # the cookie: who was here last
    SIGNED_IN_FOR: timedelta = timedelta(hours=12)  # absolute
    IDLE_AFTER: timedelta = timedelta(minutes=60)
    MAX_CONTENT_LENGTH: int = 20 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE: int = 4 * 1024 * 1024
    MAX_FORM_PARTS: int = 5000
    WTF_CSRF_TIME_LIMIT: int | None = None  # as long as the session
    SMTP_URL: str = ""  # smtp://user:password@host:587; empty: links go to the log
    MAIL_FROM: str = "ragstone@localhost"
    PUBLIC_URL: str = "http://127.0.0.1:8000"
    PASSWORD_TIME_COST: int = 2
    PASSWORD_MEMORY_KIB: int = 19 * 1024
    LOCK_SECONDS: int = 5  # how long a write waits for another one on SQLite
    KEEPS_SUMS: bool = True  # between two events of the audit trail, in this process's memory
    TESTING: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Config:
        """Reads DATABASE_URL, SECRET_KEY, TRUSTED_PROXIES, PUBLIC_URL, SMTP_URL and MAIL_FROM.

        Raises SystemExit with the name of a setting that cannot be understood.
        """
        public = env.get("PUBLIC_URL", cls.PUBLIC_URL)
        return cls(
            DATABASE_URL=database_url(env.get("DATABASE_URL", "")),
            SECRET_KEY=env.get("SECRET_KEY") or kept_secret(INSTANCE / "secret_key"),
            TRUSTED_PROXIES=_number(env, "TRUSTED_PROXIES"),
            SESSION_COOKIE_SECURE=public.startswith("https://"),
            PUBLIC_URL=public.rstrip("/"),
            SMTP_URL=env.get("SMTP_URL", ""),
            MAIL_FROM=env.get("MAIL_FROM", cls.MAIL_FROM),
        )

    @classmethod
    def for_tests(cls, url: str, instance: Path) -> Config:
        """Cheap passwords, a fixed secret, a folder of its own, and patience."""
        return cls(
            DATABASE_URL=database_url(url),
            SECRET_KEY="a secret for tests only",  # noqa: S106  signs nothing but test cookies
            INSTANCE=instance,
            PASSWORD_TIME_COST=1,
            PASSWORD_MEMORY_KIB=64,
            LOCK_SECONDS=300,  # a busy machine is not a wrong one
            KEEPS_SUMS=False,  # what a test writes by itself has no event in the trail
            TESTING=True,
        )


def database_url(given: str) -> str:
    """The address for SQLAlchemy: SQLite in instance/ unless told, PostgreSQL through psycopg."""
    if not given:
        INSTANCE.mkdir(mode=0o700, exist_ok=True)
        return f"sqlite:///{INSTANCE / 'ragstone.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def kept_secret(path: Path) -> str:
    """The secret in the file, made once, readable by its owner only."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


def _number(env: Mapping[str, str], name: str) -> int:
    text = env.get(name, "0")
    if not text.isdigit():
        raise SystemExit(f"{name} must be a whole number, not {text!r}")
    return int(text)
