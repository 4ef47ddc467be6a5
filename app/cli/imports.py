"""Bringing a file in from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from app.cli import run
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.imports import attempts
from app.imports.applying.asked import LeftOutLines
from app.imports.applying.outcomes import Outcome, Report
from app.imports.reading.contracts import KINDS
from app.imports.reading.grids import Limits
from app.programmes import queries as programmes
from app.web.clock import now

SHOWN = 40


@run.command("import-file")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--programme", required=True, metavar="CODE", help="The programme to bring it into.")
@click.option("--workstream", metavar="REF", help="Where rows go that name no workstream.")
@click.option("--kind", type=click.Choice(KINDS), help="Found from the content if left out.")
@click.option("--month", metavar="YYYY-MM", help="The month at whose end the figures stand.")
@click.option("--check-only", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--as-correction", is_flag=True, help="Into a locked month, as a correction.")
@click.option(
    "--left-out",
    type=click.Choice([each.value for each in LeftOutLines]),
    default=LeftOutLines.STAY.value,
    help="Whether ledger lines of its months that the file no longer has stay, go where they are "
    "of a cost centre, scheme or file name that it has, or all go.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@run.as_person
def import_file(
    *,
    path: Path,
    programme: str,
    workstream: str | None,
    kind: str | None,
    month: str | None,
    check_only: bool,
    as_correction: bool,
    left_out: str,
    as_json: bool,
    actor: Actor,
) -> None:
    """Read, map, check and apply a workbook or CSV file."""
    content = _content(path)
    found = programmes.by_code(programme)
    wanted = attempts.Wanted(
        programme_id=found.id,
        name=path.name,
        content=content,
        kind=kind,
        workstream_id=programmes.by_ref(found.id, workstream).id if workstream else None,
        month=Month.parse(month) if month else None,
        as_correction=as_correction,
        left_out=LeftOutLines(left_out),
    )
    report = _bring_in(wanted, check_only=check_only, actor=actor)
    if as_json:
        run.print_json(report.as_json(applied=not check_only))
    else:
        for line in _lines(report, applied=not check_only):
            click.echo(line)


COMMANDS = (import_file,)


def _content(path: Path) -> bytes:
    """The file's bytes. One far too large is refused before it is read."""
    try:
        if path.stat().st_size > (most := Limits().file_bytes):
            raise RuleBroken(None, f"{path.name} is larger than {most // 1_000_000} MB")
        return path.read_bytes()
    except OSError as failed:
        raise RuleBroken(None, f"{path} could not be read: {failed.strerror}") from None


def _bring_in(wanted: attempts.Wanted, *, check_only: bool, actor: Actor) -> Report:
    """Parsed first; then within one transaction, which a check undoes."""
    file = attempts.read(wanted)
    with db.transaction():
        if check_only:
            return attempts.check(wanted, file, actor=actor, at=now())
        return attempts.apply(wanted, file, actor=actor, at=now())


def _lines(report: Report, *, applied: bool) -> Iterator[str]:
    counts = report.counts
    read = counts.pop("rows_read")
    listed = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    yield f"{report.file.kind}: {read} rows read: {listed}"
    for finding in report.findings[:SHOWN]:
        where = " ".join(
            str(part)
            for part in (finding.sheet, finding.row and f"row {finding.row}", finding.column)
            if part
        )
        yield f"{finding.severity.value}: {where + ': ' if where else ''}{finding.message}"
    if len(report.findings) > SHOWN:
        yield f"and {len(report.findings) - SHOWN} more: --json lists them all"
    if not applied:
        yield "This was a check: nothing was changed"
    elif report.count(Outcome.REJECTED):
        yield "The other rows were brought in"
