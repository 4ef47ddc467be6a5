"""Rows of a risk register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import RuleBroken
from app.imports.applying import values
from app.imports.applying.bringing import Bringing, Step, must_be_fresh
from app.imports.applying.outcomes import Difference
from app.imports.applying.values import Attribute
from app.imports.reading.results import TypedRow
from app.programmes.models import Workstream
from app.risks import commands, rules
from app.risks.models import ClosingReason, Response, Risk, RiskStatus, ScoreKind
from app.settings import queries as settings

Cell = tuple[int, int]
SCORES = {
    ScoreKind.INHERENT: ("inherent_consequence", "inherent_likelihood"),
    ScoreKind.CURRENT: ("consequence", "likelihood"),
    ScoreKind.TARGET: ("target_consequence", "target_likelihood"),
}


@dataclass(frozen=True)
class Said:
    """What a row says of a risk: its description, its scores, and whether it is closed."""

    described: dict[str, Any]
    scores: dict[ScoreKind, Cell]
    is_closed: bool


class Risks:
    """Adds, edits, scores and closes; a gap is a finding, never a refusal."""

    def __init__(self, bringing: Bringing, rows: list[TypedRow]) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._register = bringing.register(Risk, rows)
        self._thresholds = settings.fill(
            rules.RiskThresholds, "risks", self._asked.programme.id, self._asked.today
        )
        people = bringing.people
        self._attributes = (
            Attribute("title", "title", "Title"),
            Attribute("cause", "cause", "Cause"),
            Attribute("event", "event", "Event"),
            Attribute("effect", "effect", "Effect"),
            Attribute("category", "category", "Category", read=lambda text: text[:120]),
            Attribute("controls", "controls", "Controls"),
            Attribute("response", "response", "Response", None, lambda word: Response(word)),
            Attribute("raised_on", "identified_on", "Raised on", None),
            Attribute("last_reviewed_on", "reviewed_on", "Last reviewed", None),
            Attribute("next_review_on", "next_review_on", "Next review", None),
            Attribute("target_date", "target_date", "Target date", None),
            Attribute("owner_id", "owner", "Owner", None, people.named, people.name),
        )

    def step(self, row: TypedRow) -> Step:
        """What the row leads to."""
        spot = self._bringing.workstreams.of(row)
        title, ref = str(row.values["title"]), row.values.get("ref")
        found = self._register.find(str(ref) if ref else None, title, spot.key)
        said = Said(values.given(row, self._attributes), self._scores(row), _is_closed(row))
        if found is not None:
            return self._existing(row, found, said)
        return Step(
            row,
            title,
            differences=(
                *values.differences(None, said.described, self._attributes),
                *_scored(None, said.scores),
            ),
            create=lambda: self._add(row, spot.get(), said),
            change=self._close if said.is_closed else None,
        )

    def _scores(self, row: TypedRow) -> dict[ScoreKind, Cell]:
        """Those with both their parts. One without the other is said, and left out."""
        found: dict[ScoreKind, Cell] = {}
        for kind, fields in SCORES.items():
            given = [row.values.get(field) for field in fields]
            both = [each for each in given if isinstance(each, int)]
            if len(both) == len(fields):
                found[kind] = (both[0], both[1])
            elif both:
                lacking = fields[given.index(None)]
                said = f"The {kind.value} score needs a consequence and a likelihood: one is empty"
                self._bringing.warn(said, row, lacking)
        return found

    def _existing(self, row: TypedRow, found: Risk, said: Said) -> Step:
        described = values.changed(found, said.described)
        if not found.event and described.get("event") == said.described.get("title"):
            described.pop("event", None)  # a row without an event has its title for one
        scores = {kind: cell for kind, cell in said.scores.items() if found.cell(kind) != cell}
        shown = (
            *values.differences(found, described, self._attributes),
            *_scored(found, scores),
        )
        if found.status is RiskStatus.CLOSED:
            if said.is_closed:
                return Step(row, found.title, found)
            self._must_come_back(found)
            shown = (Difference("Status", "Closed", "Open"), *shown)
        elif said.is_closed:
            shown = (*shown, Difference("Status", "Open", "Closed"))
        must_be_fresh(row, found, self._register.versions[found.id], shown)
        changed = Said(described, scores, said.is_closed)
        act = None if not shown else lambda record: self._change(record, changed)
        return Step(row, found.title, found, shown, change=act)

    def _must_come_back(self, found: Risk) -> None:
        if ("risk", found.id) not in self._bringing.withdrawn_by_undo:
            raise RuleBroken(
                "title",
                f"{found.ref} is closed ({found.closing_note}). Open it again on its page, or say "
                "in the row that it is closed",
            )

    def _add(self, row: TypedRow, workstream: Workstream, said: Said) -> Risk:
        ref, current = row.values.get("ref"), said.scores.get(ScoreKind.CURRENT)
        if current:
            due = rules.next_review(self._asked.today, rules.score(*current), self._thresholds)
            said.described.setdefault("next_review_on", due)
        return commands.add(
            workstream,
            ref=self._register.new_ref(str(ref) if ref else None, f"{workstream.ref}-R"),
            inherent=said.scores.get(ScoreKind.INHERENT),
            current=current,
            target=said.scores.get(ScoreKind.TARGET),
            require_owner=False,
            reason=self._asked.source,
            actor=self._asked.actor,
            at=self._asked.at,
            **said.described,
        )

    def _change(self, record: Risk, said: Said) -> None:
        asked = self._asked
        before: dict[str, Any] = {name: getattr(record, name) for name in said.described}
        after: dict[str, Any] = dict(said.described)
        if record.status is RiskStatus.CLOSED:
            before["status"], after["status"] = RiskStatus.CLOSED, RiskStatus.OPEN
            commands.reopen(record, reason=asked.source, actor=asked.actor, at=asked.at)
        for kind, cell in said.scores.items():
            before[f"score {kind.value}"] = record.cell(kind)
            after[f"score {kind.value}"] = cell
            self._score(record, kind, cell)
        if said.described:
            commands.edit(record, said.described, actor=asked.actor, at=asked.at)
        self._bringing.touched.note(record, before=before, after=after)
        if said.is_closed:
            self._close(record)

    def _score(self, record: Risk, kind: ScoreKind, cell: Cell) -> None:
        commands.score(
            record,
            kind=kind,
            consequence=cell[0],
            likelihood=cell[1],
            reason=self._asked.source,
            actor=self._asked.actor,
            at=self._asked.at,
        )

    def _close(self, record: Risk) -> None:
        asked = self._asked
        commands.close(
            record,
            because=ClosingReason.NO_LONGER_RELEVANT,
            note=f"{asked.source}: closed, and no reason is given there",
            actor=asked.actor,
            at=asked.at,
        )
        self._bringing.touched.note(
            record, before={"status": RiskStatus.OPEN}, after={"status": RiskStatus.CLOSED}
        )


def _is_closed(row: TypedRow) -> bool:
    return row.values.get("status") == "closed"


def _scored(record: Risk | None, scores: Mapping[ScoreKind, Cell]) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            f"{kind.value.capitalize()} score",
            _product(record.cell(kind) if record else None),
            _product(cell),
        )
        for kind, cell in scores.items()
    )


def _product(cell: Cell | None) -> str:
    return f"{cell[0]} × {cell[1]} = {cell[0] * cell[1]}" if cell else ""
