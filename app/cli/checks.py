"""Checks from the command line: what is wrong with the data."""

from __future__ import annotations

from typing import Any

import click

from app.cli.run import as_person, command, print_json
from app.core.actor import Actor, Permission
from app.programmes import queries as programmes
from app.ratings.queries import XRay
from app.ratings.rules.findings import CATALOGUE
from app.reporting import queries, rules
from app.web.clock import today


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


COMMANDS = (xray,)


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
