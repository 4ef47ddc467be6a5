"""A pack from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.cli.months import MONTH, locked
from app.cli.run import as_person, command
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.reporting import frozen
from app.reporting.models import FrozenMonth
from app.reports import html, pdf, queries

AUDIENCES = ("programme", "trust", "icb")
FORMATS = ("html", "pdf", "pptx", "xlsx", "json")


@command("report")
@click.argument("code")
@click.argument("month", type=MONTH)
@click.option("--audience", type=click.Choice(AUDIENCES), required=True)
@click.option("--part", type=click.Choice(["public", "private"]), help="For a board's own pack.")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@as_person
def report(code: str, month: Month, **given: Any) -> None:
    """Write a pack from a locked month. Nothing is written unless all of it can be."""
    actor: Actor = given["actor"]
    made = locked(programmes.by_code(code), month)
    found = queries.opened(code, month, made.version, actor)
    if given["part"] == "public":
        raise RuleBroken("part", "A public part is not built yet: leave --part out")
    content = _content(found, given["audience"], given["form"])
    output: Path = given["output"]
    try:
        output.write_bytes(content)
    except OSError as failed:
        raise RuleBroken("output", f"{output} cannot be written: {failed.strerror}") from failed
    click.echo(f"{output}: {month.label}, version {made.version}")


def _content(found: FrozenMonth, audience: str, form: str) -> bytes:
    document = queries.document_for(found, audience)
    if form == "json":
        return frozen.write(document).encode()
    if form in ("pptx", "xlsx"):
        raise RuleBroken("format", f"{form.upper()} packs are not built yet: use html, pdf or json")
    pack = queries.pack(found)
    try:
        return pdf.render(pack) if form == "pdf" else html.document(pack).encode()
    except pdf.fonts.FontsMissing as missing:
        raise RuleBroken("format", str(missing)) from missing


COMMANDS = (report,)
