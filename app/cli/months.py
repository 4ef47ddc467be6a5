"""The month from the command line: open, lock, publish, and the position."""

from __future__ import annotations

from typing import Any

import click

from app.cli.run import as_person, command, print_json
from app.core.actor import Actor, Permission
from app.core.errors import RagstoneError, RuleBroken
from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.reporting import commands, frozen, queries, rules
from app.reporting.models import FrozenMonth, Period, PeriodStatus
from app.web.clock import now, today


class MonthArgument(click.ParamType[Month]):
    """A month as 2026-10; anything else is wrong usage."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: Any, ctx: Any) -> Month:
        """The month."""
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except RagstoneError as broken:
            self.fail(str(broken), param, ctx)


MONTH = MonthArgument()


def opened(programme: Programme, month: Month) -> Period:
    """The programme's period. Raises RuleBroken with what to do when it was never opened."""
    found = queries.period(programme.id, month)
    if found is None:
        sentence = (
            f"{month.label} has not been opened: run flask open-month {programme.code} {month}"
        )
        raise RuleBroken("month", sentence)
    return found


@command("open-month")
@click.argument("code")
@click.argument("month", type=MONTH)
@as_person
def open_month(code: str, month: Month, actor: Actor) -> None:
    """Open a month for updates."""
    with db.transaction():
        period = commands.open_month(programmes.by_code(code), month, actor=actor, at=now())
        sentence = f"{period.month.label} is open; updates are due by {period.cut_off}"
    click.echo(sentence)


@command("lock-month")
@click.argument("code")
@click.argument("month", type=MONTH)
@click.option("--reason", required=True, help="Why it is locked now, or corrected.")
@click.option("--with-missing", is_flag=True, help="Lock although updates are missing.")
@click.option("--correct", is_flag=True, help="Make the next version of a locked month.")
@as_person
def lock_month(code: str, month: Month, **given: Any) -> None:
    """Lock a month, or make the next version of a locked one."""
    actor: Actor = given["actor"]
    with db.transaction():
        period = opened(programmes.by_code(code), month)
        if given["correct"] and period.status is PeriodStatus.LOCKED:
            made = commands.restate(
                period, reason=given["reason"], today=today(), actor=actor, at=now()
            )
        else:
            made = commands.lock_month(
                period,
                reason=given["reason"],
                today=today(),
                with_missing=given["with_missing"],
                actor=actor,
                at=now(),
            )
        sentence = f"{month.label} is locked, version {made.version}: {made.data_hash}"
    click.echo(sentence)


@command("publish-month")
@click.argument("code")
@click.argument("month", type=MONTH)
@as_person
def publish_month(code: str, month: Month, actor: Actor) -> None:
    """Publish the newest version of a locked month to the programme board."""
    with db.transaction():
        made = locked(programmes.by_code(code), month)
        commands.publish(made, audience="programme", actor=actor, at=now())
        sentence = f"{month.label}, version {made.version}, is published"
    click.echo(sentence)


def locked(programme: Programme, month: Month) -> FrozenMonth:
    """The month's newest frozen version. Raises RuleBroken when it is not locked."""
    made = queries.frozen(programme.id, month)
    if made is None:
        raise RuleBroken("month", f"{month.label} of {programme.code} is not locked")
    return made


@command("position")
@click.argument("code")
@click.option("--month", type=MONTH, help="The month; else the open one, else the newest locked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@as_person
def position(code: str, month: Month | None, as_json: bool, actor: Actor) -> None:
    """Print how the programme stands: live, or as a locked month froze it."""
    found = programmes.by_code(code)
    actor.must(Permission.READ_PROGRAMME, found.place)
    wanted = queries.month_of(found, month, today())
    made = queries.frozen(found.id, wanted)
    if made is not None:
        document = frozen.read(made.document)
        stands = rules.position(document, version=made.version, data_hash=made.data_hash)
    else:
        document = queries.document(found, wanted, today())
        stands = rules.position(document, version=None, data_hash=None)
    if not actor.is_system:
        shown = rules.for_programme(document).milestones
        stands["milestones"]["refs"] = [each.ref for each in shown]
    print_json(stands) if as_json else click.echo(_in_words(stands))


def _in_words(stands: dict[str, Any]) -> str:
    lines = [f"{stands['programme']} {stands['month']} as at {stands['as_at']}"]
    for name in ("ratings", "delivery_confidence", "savings", "cost", "risks", "milestones"):
        lines.append(f"{name.replace('_', ' ')}: {stands[name]}")
    return "\n".join(lines)


COMMANDS = (open_month, lock_month, publish_month, position)
