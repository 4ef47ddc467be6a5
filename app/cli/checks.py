"""Checks from the command line: of the data, of the audit trail, and of locked months."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.audit import queries as audit
from app.cli.run import as_person, command, print_json
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.programmes import queries as programmes
from app.ratings.queries import XRay
from app.ratings.rules.findings import CATALOGUE
from app.reporting import queries, rules
from app.reporting.queries import Known
from app.reporting.rules import printed
from app.reports import html, pdf
from app.reports import queries as packs
from app.web.clock import today

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command("xray")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@as_person
def xray(code: str, as_json: bool, actor: Actor) -> None:
    """Print what is wrong with a programme's data, by named rules."""
    programme = programmes.by_code(code)
    actor.must(Permission.READ_PROGRAMME, programme.place)
    month = queries.month_of(programme, None, today())
    found = queries.xray(programme, month, rules.as_at(month, today()), actor)
    print_json(_as_json(found)) if as_json else click.echo(_in_words(found))


@command("verify")
@click.argument(
    "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@as_person
def verify(path: Path | None, actor: Actor) -> None:
    """Check the audit trail and every locked month; with PATH, that the pack is one of them."""
    actor.must(Permission.READ_AUDIT)
    if broken := audit.first_break() or queries.first_break():
        raise RuleBroken(None, broken)
    head, months = audit.head(), queries.count_frozen()
    click.echo(f"The audit trail is whole: {head.count} events.")
    # kept elsewhere, it shows a trail whose end was cut since: the database alone cannot
    click.echo(f"Its head is {head.hash}: keep it outside this system.")
    click.echo(f"Every locked month is what was locked: {months}, all versions counted.")
    if path is not None:
        click.echo(_pack(path))


COMMANDS = (xray, verify)


def _pack(path: Path) -> str:
    """Which pack the file is. One that says what this version would not draw is told apart."""
    if path.stat().st_size > printed.LONGEST:
        raise RuleBroken("path", f"{path.name} is too big to be a pack")
    content = path.read_bytes()
    found = _known(path, printed.hashes(content))
    if _is_as_drawn(content, found):
        return f"{path.name} is the pack of {found.words}."
    return (
        f"{path.name} prints the hash of {found.words}, but it is not, byte for byte, what this "
        "version of Ragstone makes of that month: it was made by another version, or changed since."
    )


def _is_as_drawn(content: bytes, found: Known) -> bool:
    """Whether a PDF or a web page is the very file that is made of the month; others are data."""
    if found.audience != packs.PROGRAMME:
        return True
    if content.startswith(b"%PDF"):
        return pdf.render(packs.pack(found.month)) == content
    if content.lstrip()[:1] == b"<":
        return html.document(packs.pack(found.month)).encode() == content
    return True


def _known(path: Path, hashes: frozenset[str]) -> Known:
    if not hashes:
        raise RuleBroken("path", f"{path.name} prints no data hash, so it is not a pack")
    found = queries.known(hashes)
    if found is None:
        sentence = f"{path.name} prints a hash that is not that of any locked month"
        raise RuleBroken("path", sentence)
    return found


def _as_json(found: XRay) -> dict[str, Any]:
    return {
        "rules": [
            {"id": check.value, "severity": entry.severity.value, "sentence": entry.sentence}
            for check, entry in CATALOGUE.items()
        ],
        "findings": [
            {
                "rule": each.rule.value,
                "workstream": each.workstream,
                "record": each.record,
                "message": each.message,
            }
            for each in found.findings
        ],
        "scores": dict(found.scores),
    }


def _in_words(found: XRay) -> str:
    lines = [
        f"{each.severity.label}: {each.record or each.workstream or 'The programme'}: "
        f"{each.message}. {each.to_do}"
        for each in found.findings
    ]
    lines += [f"{ref}: {score} of 100" for ref, score in found.scores.items()]
    return "\n".join(lines)
