"""People, from the command line."""

from __future__ import annotations

import sys

import click

from app.accounts import commands, passwords, rules
from app.cli import run
from app.core.actor import Actor
from app.core.errors import NotFound, RuleBroken
from app.db import db
from app.programmes import commands as programmes
from app.programmes import queries
from app.programmes.commands import Scope
from app.programmes.models import Organisation
from app.programmes.roles import Role
from app.web.clock import now, today


@run.command("create-user")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What they do."
)
@click.option("--organisation", metavar="NAME", help="Hold the role in this organisation.")
@click.option("--programme", metavar="CODE", help="Hold the role in this programme.")
@click.option("--workstream", metavar="REF", help="Hold the role in this workstream only.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@run.as_person
def create_user(
    email: str, name: str, role: str, *, password_stdin: bool, actor: Actor, **where: str | None
) -> None:
    """Add a person who can sign in. Without a place, the role is held everywhere."""
    if where["workstream"] and not where["programme"]:
        raise click.UsageError("--workstream needs --programme, which says whose workstream it is")
    password_hash = passwords.hashed(_password(email, from_stdin=password_stdin))
    with db.transaction():
        scope = _scope(**where)
        at = now()
        person = commands.create_person(email=email, name=name, actor=actor, at=at)
        programmes.assign_role(
            person, role=Role(role), starts_on=today(), actor=actor, at=at, **scope
        )
        commands.set_password(person, password_hash, actor=actor, at=at)
        email = person.email
    click.echo(f"{email} can sign in as {Role(role).label}.")


COMMANDS = (create_user,)


def _password(email: str, *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if problem := rules.password_problem(password, email):
        raise RuleBroken("password", problem)
    return password


def _scope(*, organisation: str | None, programme: str | None, workstream: str | None) -> Scope:
    trust = _organisation(organisation) if organisation else None
    whole = queries.by_code(programme) if programme else None
    if trust and whole and whole.organisation_id != trust.id:
        raise NotFound(f"a programme {whole.code} in {trust.name}")
    if whole and workstream:
        return {"workstream": queries.by_ref(whole.id, workstream)}
    if whole:
        return {"programme": whole}
    return {"organisation": trust} if trust else {}


def _organisation(name: str) -> Organisation:
    found = queries.organisations_called(name, today())
    if not found:
        raise NotFound(f"an organisation called {name}")
    if len(found) > 1:
        raise RuleBroken("organisation", f"More than one organisation is called {name}")
    return found[0]
