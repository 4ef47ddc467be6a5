"""The demo programme, seeded through the same commands as the pages."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app

from app.cli.run import command
from app.core.errors import RuleBroken
from app.db import db
from app.demo import seed
from app.programmes import queries as programmes
from app.web.clock import today


@command("seed-demo")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the story is told on.")
@click.option("--yes", is_flag=True, help="Also into PostgreSQL.")
def seed_demo(as_of: datetime | None, yes: bool) -> None:
    """Add the demo programme OPD: seven locked months and an open one."""
    if programmes.has_code("OPD"):
        raise RuleBroken(None, "There is a programme OPD already: the demo is not added")
    if db.engine.dialect.name != "sqlite" and not yes:
        raise RuleBroken(None, "This is not SQLite. To add the demo all the same, say --yes")
    plain = seed.new_passwords()
    hashes = seed.hashed(plain)
    with db.transaction():
        seed.tell(as_of.date() if as_of else today(), hashes)
    text = seed.sign_ins(plain)
    seed.keep(text, current_app.config["INSTANCE"] / "demo-sign-ins.txt")
    click.echo(text)


COMMANDS = (seed_demo,)
