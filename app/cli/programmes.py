"""Programmes, from the command line."""

from __future__ import annotations

import click

from app.cli import run
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.programmes import commands, queries
from app.programmes.models import Organisation, OrganisationKind
from app.web.clock import now, today

KINDS = [kind.value for kind in OrganisationKind]


@run.command("create-programme")
@click.argument("code")
@click.option("--name", required=True, help="The programme's name.")
@click.option("--organisation", required=True, metavar="NAME", help="Who runs it; added if new.")
@click.option("--kind", type=click.Choice(KINDS), help="What a new organisation is.")
@run.as_person
def create_programme(
    code: str, *, name: str, organisation: str, kind: str | None, actor: Actor
) -> None:
    """Set up an empty programme."""
    with db.transaction():
        body = _organisation(organisation, kind, actor=actor)
        made = commands.create_programme(body, code=code, name=name, actor=actor, at=now())
        said = f"{made.code} {made.name} is set up in {body.name}."
    click.echo(said)


COMMANDS = (create_programme,)


def _organisation(name: str, kind: str | None, *, actor: Actor) -> Organisation:
    """The organisation of that name that exists today; a new one when there is none."""
    found = queries.organisations_called(name, today())
    if len(found) > 1:
        raise RuleBroken("organisation", f"There are {len(found)} organisations called {name}")
    if not found:
        new = OrganisationKind(kind or OrganisationKind.TRUST)
        return commands.create_organisation(name=name, kind=new, actor=actor, at=now())
    if kind and found[0].kind != kind:
        raise RuleBroken("kind", f"{found[0].name} is of the kind {found[0].kind}, not {kind}")
    return found[0]
