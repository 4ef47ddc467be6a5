"""Writing a scheme's mandate, and saying which milestones and risks belong to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.audit.commands import record
from app.core import answers, money
from app.core.actor import Actor
from app.core.errors import RuleBroken
from app.db import db
from app.db.model import Changes, apply, apply_all
from app.mandates import queries, rules
from app.mandates.models import Mandate, SchemeMilestone, SchemeRisk
from app.mandates.queries import writing
from app.milestones import queries as milestones_of
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.risks import queries as risks_of
from app.savings.commands import lifecycle
from app.savings.models import Scheme

EDITABLE = frozenset(
    {
        "baseline_spend",
        "benchmark",
        "benchmark_source",
        "no_benchmark",
        "scope",
        "lessons",
        "benefit_owner_id",
    }
)
LONGEST_SOURCE = 300
ANEW = "The scope in its mandate is written anew"


def write(
    scheme: Scheme,
    values: Mapping[str, Any],
    *,
    what: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Mandate:
    """What the page says. Another scope than before is a change of what the scheme does.

    It reopens the approval of its effect on quality, also one that is being asked for. Once
    somebody has given their word on the scope, it needs `what` changes, and is never empty again.
    """
    writing.must_be_open_to(actor, scheme)
    mandate = _of(scheme, version)
    given = _checked(mandate, values)
    was, scope = mandate.scope, given.get("scope", mandate.scope)
    reopens = bool(was) and scope != was
    if reopens and writing.is_relied_on(scheme):
        answers.reason(scope, "Say what the scheme is to do: its scope was relied on", "scope")
        answers.reason(what, "Say what changes in what the scheme does", "what")
    changes = _readable(apply_all(mandate, given))
    if not changes:
        return mandate
    record("scheme.write_mandate", scheme, changes, actor=actor, at=at)
    if reopens:
        lifecycle.change_scope(scheme, what=what.strip() or ANEW, actor=actor, at=at)
    return mandate


def link(
    scheme: Scheme,
    *,
    milestones: Collection[int],
    risks: Collection[int],
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Mandate:
    """These milestones and risks of its workstream belong to it.

    Those that belong to it and the actor may not see, or that are withdrawn, stay as they are.
    """
    writing.must_be_open_to(actor, scheme)
    mandate = _of(scheme, version)
    own = queries.milestones(scheme, actor), queries.risks(scheme, actor)
    promised = [*milestones_of.of_workstream(scheme.workstream_id, actor), *own[0].seen]
    feared = [*risks_of.of_workstream(scheme.workstream_id, actor), *own[1].seen]
    changes = {
        "milestones": _linked(scheme, SchemeMilestone.milestone_id, milestones, promised),
        "risks": _linked(scheme, SchemeRisk.risk_id, risks, feared),
    }
    told: Changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    if told:
        mandate.version += 1
        record("scheme.link_records", scheme, told, actor=actor, at=at)
    return mandate


def _of(scheme: Scheme, version: int | None) -> Mandate:
    """The scheme's mandate, begun where there is none; the page must have shown it as it is."""
    found = queries.of_scheme(scheme.id)
    if found is not None:
        found.must_be(version)
        return found
    begun = Mandate(scheme_id=scheme.id, benefit_owner=None)
    apply(begun, benchmark="", benchmark_source="", no_benchmark="", scope="", lessons="")
    db.session.add(begun)
    db.session.flush()
    return begun


def _checked(mandate: Mandate, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"A mandate has no {', '.join(sorted(unknown))} to set")
    given = {name: _plain(each) for name, each in values.items()}
    after = {name: given.get(name, getattr(mandate, name)) for name in EDITABLE}
    if (after["baseline_spend"] or 0) < 0:
        raise RuleBroken("baseline_spend", "Enter the baseline spend as an amount of 0 or more")
    if len(after["benchmark_source"]) > LONGEST_SOURCE:
        sentence = f"The source must be {LONGEST_SOURCE} characters or fewer"
        raise RuleBroken("benchmark_source", sentence)
    rules.must_be_whole_benchmark(
        after["benchmark"], after["benchmark_source"], after["no_benchmark"]
    )
    programmes.people_must_exist([after["benefit_owner_id"]])
    return given


def _plain(answer: Any) -> Any:
    """Text as it reads: a browser sends other ends of lines, which are no change of the scope."""
    return answer.replace("\r\n", "\n").strip() if isinstance(answer, str) else answer


def _linked(
    scheme: Scheme, key: Any, chosen: Collection[int], allowed: Collection[Any]
) -> tuple[str, str]:
    """Writes the rows of the link table that the column is of; what belonged before and now."""
    table, known = key.class_, {each.id: each for each in allowed}
    kind = key.key.removesuffix("_id")
    if not set(chosen) <= set(known):
        raise RuleBroken(
            f"{kind}s",
            f"Choose from the {kind}s of this scheme’s own workstream that are not withdrawn",
        )
    before = queries.linked_ids(key, scheme.id)
    after = (before - set(known)) | set(chosen)
    for row in db.session.scalars(select(table).where(table.scheme_id == scheme.id)):
        if getattr(row, key.key) not in after:
            db.session.delete(row)
    for new in sorted(after - before):
        db.session.add(table(scheme_id=scheme.id, **{key.key: new}))
    return _named(before & set(known), known), _named(set(chosen), known)


def _named(ids: Collection[int], known: Mapping[int, Any]) -> str:
    """References; nothing points at a workforce-sensitive record, which is only counted."""
    rows: Sequence[Any] = [known[key] for key in ids]
    open_ones = sorted(each.ref for each in rows if each.disclosure is not Disclosure.WORKFORCE)
    hidden = len(rows) - len(open_ones)
    return ", ".join([*open_ones, *([f"{hidden} workforce-sensitive"] if hidden else [])])


def _readable(changes: Changes) -> Changes:
    """Pence as people write them; an empty answer that stays empty is no change."""
    told = {name: both for name, both in changes.items() if both != (None, "")}
    if "baseline_spend" in told:
        before, after = (
            None if side is None else money.exact(side) for side in told["baseline_spend"]
        )
        told["baseline_spend"] = (before, after)
    return told
