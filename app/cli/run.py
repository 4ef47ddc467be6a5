"""What every command shares: who acts, how a refusal ends, one JSON object on standard output."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.accounts import queries as accounts
from app.core.actor import Actor
from app.core.errors import NotFound, RagstoneError
from app.programmes import queries as programmes
from app.web.clock import today

Run = TypeVar("Run", bound=Callable[..., Any])

NOT_SET_UP = "The database has not been set up, or is older than this version: run flask init-db"
CLASH = "Somebody else changed this at the same moment. Nothing was saved: try again"


class Refused(click.ClickException):
    """Ends the command with status 1 and one sentence on standard error."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """The sentence alone."""
        click.echo(self.format_message(), err=True)


def command(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command that runs in the app; what Ragstone refuses ends it with status 1."""

    def made(run: Callable[..., None]) -> click.Command:
        return click.command(name)(with_appcontext(_refusing(run)))

    return made


def as_person(run: Run) -> Callable[..., Any]:
    """Adds `--as EMAIL`, and hands the command its keyword `actor`."""

    @click.option("--as", "acting_as", metavar="EMAIL", help="Act as this person.")
    @wraps(run)
    def told(*args: Any, acting_as: str | None, **kwargs: Any) -> Any:
        return run(*args, actor=acting(acting_as), **kwargs)

    return told


def acting(email: str | None) -> Actor:
    """The person with their roles today; the system, which skips role checks, if none is named."""
    if email is None:
        return Actor.system("command line")
    person = accounts.by_email(email)
    if person is None or not person.is_active:
        raise NotFound(f"an active person with the e-mail address {email}")
    return programmes.actor_for(person, today())


def print_json(value: Any) -> None:
    """One JSON object on standard output, and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _refusing(run: Callable[..., None]) -> Callable[..., None]:
    @wraps(run)
    def refusing(*args: Any, **kwargs: Any) -> None:
        try:
            run(*args, **kwargs)
        except RagstoneError as refused:
            raise Refused(refused.message) from None
        except (IntegrityError, StaleDataError):
            raise Refused(CLASH) from None
        except DatabaseError as failed:
            raise Refused(_explained(failed)) from None

    return refusing


def _explained(failed: DatabaseError) -> str:
    lines = str(failed.orig).splitlines()
    cause = lines[0] if lines else "no reason was given"
    if any(sign in cause for sign in ("no such table", "no such column", 'relation "', 'column "')):
        return NOT_SET_UP
    return f"The database could not be used: {cause}"
