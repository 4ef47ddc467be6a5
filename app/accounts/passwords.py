"""Hashing and checking passwords with argon2id, never while a write is open."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.db import db


def hashed(password: str) -> str:
    """The hash to keep. Ends the request's transaction first: hashing is slow on purpose."""
    db.session.rollback()
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. With none kept, the same work is done for nothing."""
    db.session.rollback()
    try:
        return _hasher().verify(kept or _decoy(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=current_app.config["PASSWORD_TIME_COST"],
        memory_cost=current_app.config["PASSWORD_MEMORY_KIB"],
        parallelism=1,
        type=Type.ID,
    )


def _decoy() -> str:
    """A hash of no password that anybody knows, made once with today's parameters."""
    decoys: dict[str, str] = current_app.extensions.setdefault("password decoy", {})
    if "hash" not in decoys:
        decoys["hash"] = _hasher().hash(secrets.token_hex(32))
    return decoys["hash"]
