"""Tells the whole story, and gives each person a password nobody has seen before."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.accounts import commands as accounts
from app.accounts import passwords
from app.core.financial_year import Month
from app.db import db
from app.demo import months, registers, setting_up, story
from app.demo.stage import TELLER, Stage

WORDS = "amber brick cedar delta ember fjord grove heron inlet jetty kelp larch moss north oak pine"


def tell(as_of: date, hashes: Mapping[str, str]) -> None:
    """Everything, in the caller's transaction. `hashes`: a password hash by person's key."""
    stage = Stage(Month.of(as_of))
    setting_up.set_up(stage)
    for key, made in hashes.items():
        at = stage.moment(stage.begins(), 9)
        accounts.set_password(stage.people[key], made, actor=TELLER, at=at)
    db.session.flush()
    registers.fill(stage)
    for told in story.MONTHS:
        months.live(stage, told, today=as_of)


def new_passwords() -> dict[str, str]:
    """Three words and a number for each person."""
    words = WORDS.split()
    return {
        person.key: "-".join(secrets.choice(words) for _ in range(4)) + f"-{secrets.randbelow(100)}"
        for person in story.PEOPLE
    }


def hashed(plain: Mapping[str, str]) -> dict[str, str]:
    """Hashes, made before the write begins: hashing is slow on purpose."""
    return {key: passwords.hashed(password) for key, password in plain.items()}


def sign_ins(plain: Mapping[str, str]) -> str:
    """A line a person: address, password, what they do."""
    lines = [
        f"{person.key + '@ludmouth.example':28} {plain[person.key]:34} {person.job}"
        for person in story.PEOPLE
    ]
    return "\n".join(["Demo sign-ins (e-mail, password, who)", *lines, ""])


def keep(text: str, path: Path) -> None:
    """Kept readable by its owner only."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
