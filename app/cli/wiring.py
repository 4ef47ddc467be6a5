"""The commands that an operator runs, registered."""

from __future__ import annotations

from flask import Flask

from app.cli import backup, checks, database, demo, imports, months, people, programmes, reports

MODULES = (backup, checks, database, demo, imports, months, people, programmes, reports)


def init_app(app: Flask) -> None:
    """Registers the commands of each module."""
    for module in MODULES:
        for command in module.COMMANDS:
            app.cli.add_command(command)
