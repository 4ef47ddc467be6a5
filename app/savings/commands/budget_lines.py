"""The budget lines that a scheme takes money from, and its shares where it cuts across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.audit.commands import record
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.db import db
from app.savings.models import Scheme, SchemeBudgetLine, SchemeShare
from app.savings.queries import overlaps as queries
from app.savings.rules import overlaps as rules
from app.savings.rules.overlaps import Line

LONGEST_CODE = 40
MOST_LINES = 50


def set_budget_lines(
    scheme: Scheme,
    lines: Sequence[Line],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """All of them; those that are left out go. Two schemes on one line show as double counting."""
    _may_change(scheme, version, actor)
    wanted = _checked(lines)
    stored = {_identity(row): row for row in queries.lines_of(scheme.id)}
    before = [_line(row) for row in stored.values()]
    if sorted(map(_sorting, before)) == sorted(map(_sorting, wanted.values())):
        return
    for identity in stored.keys() - wanted.keys():
        db.session.delete(stored[identity])
    for identity, line in wanted.items():
        row = stored.get(identity) or SchemeBudgetLine(
            scheme_id=scheme.id,
            cost_centre=line.cost_centre,
            account=line.account,
            from_month=line.first,
        )
        row.to_month = line.last
        db.session.add(row)
    scheme.version += 1
    changes = {"budget_lines": (_said(before), _said(wanted.values()))}
    record("scheme.set_budget_lines", scheme, changes, actor=actor, at=at)


def set_shares(
    scheme: Scheme,
    shares: Mapping[int, int],
    *,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Hundredths of a per cent by workstream, 100% in all; none for a scheme of one workstream."""
    _may_change(scheme, version, actor)
    wanted = {place: share for place, share in shares.items() if share}
    if any(share < 0 or share > rules.WHOLE for share in wanted.values()):
        raise RuleBroken("shares", "A share must be between 0% and 100%")
    total = sum(wanted.values())
    if wanted and total != rules.WHOLE:
        said = f"The shares add up to {rules.percent(total)}: they must add up to 100%"
        raise RuleBroken("shares", said)
    refs = queries.workstream_refs(scheme.workstream.programme_id)
    if wanted.keys() - refs.keys():
        raise RuleBroken("shares", "Choose workstreams of this programme")
    _write_shares(scheme, wanted, refs, actor=actor, at=at)


def _write_shares(
    scheme: Scheme,
    wanted: Mapping[int, int],
    refs: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    stored = queries.shares_of(scheme.id)
    before = {place: row.share for place, row in stored.items()}
    if before == wanted:
        return
    for place in stored.keys() - wanted.keys():
        db.session.delete(stored[place])
    for place, share in wanted.items():
        row = stored.get(place) or SchemeShare(scheme_id=scheme.id, workstream_id=place)
        row.share = share
        db.session.add(row)
    scheme.version += 1
    changes = {"shares": (_in_words(before, refs), _in_words(wanted, refs))}
    record("scheme.set_shares", scheme, changes, actor=actor, at=at)


def _may_change(scheme: Scheme, version: int | None, actor: Actor) -> None:
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    scheme.must_be_open()
    scheme.must_be(version)


Identity = tuple[str, str, str]


def _checked(lines: Sequence[Line]) -> dict[Identity, Line]:
    """By what tells them apart. Raises RuleBroken with the line's number in its field."""
    found: dict[Identity, Line] = {}
    for number, line in enumerate(lines):
        if not line.cost_centre:
            raise RuleBroken(f"cost_centre_{number}", "Enter the cost centre")
        if len(line.cost_centre) > LONGEST_CODE or len(line.account) > LONGEST_CODE:
            said = f"A code must be {LONGEST_CODE} characters or fewer"
            raise RuleBroken(f"cost_centre_{number}", said)
        if line.last and line.last < line.first:
            raise RuleBroken(f"to_{number}", "The last month must not be before the first")
        identity = (line.cost_centre, line.account, str(line.first))
        if identity in found:
            raise RuleBroken(f"cost_centre_{number}", "This line is here twice: keep one of them")
        found[identity] = line
    if len(found) > MOST_LINES:
        raise RuleBroken(None, f"A scheme can have {MOST_LINES} budget lines at most")
    return found


def _identity(row: SchemeBudgetLine) -> Identity:
    return row.cost_centre, row.account, str(row.from_month)


def _line(row: SchemeBudgetLine) -> Line:
    return Line(row.scheme_id, row.cost_centre, row.account, row.from_month, row.to_month)


def _sorting(line: Line) -> tuple[str, ...]:
    return line.cost_centre, line.account, str(line.first), str(line.last or "")


def _said(lines: Iterable[Line]) -> str:
    return "; ".join(line.words for line in sorted(lines, key=_sorting))


def _in_words(shares: Mapping[int, int], refs: Mapping[int, str]) -> str:
    named = sorted((refs.get(place, "another"), share) for place, share in shares.items())
    return ", ".join(f"{ref} {rules.percent(share)}" for ref, share in named)
