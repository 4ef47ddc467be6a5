"""The steps of an assessment as a list of tasks: what there is to do, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from app.quality.display.sheet import Watched, in_words
from app.quality.queries.assessments import Evidence
from app.quality.rules import scoring
from app.quality.rules.completeness import Missing, Step
from app.quality.rules.people import People
from app.quality.rules.scoring import DOMAINS, QualityThresholds

HINTS = dict(
    zip(
        DOMAINS,
        (
            "Avoidable harm, safeguarding, infection, safe staffing, delays that harm",
            "Outcomes, evidence and guidance, audit, right care at the right time",
            "Waits, dignity, choice, information, complaints, distance to travel",
            "Workload, skills, sickness, turnover, morale, training",
            "Who finds it harder to get in: by place, deprivation, language, disability",
            "Other services, general practice, social care, ambulance, partner trusts",
        ),
        strict=True,
    )
)
DONE: dict[str, Any] = {"text": "Completed"}
TO_DO: dict[str, Any] = {"tag": {"text": "To do", "colour": "blue"}}
CONFIRM: dict[str, Any] = {"tag": {"text": "Confirm", "colour": "yellow"}}


class ToDo(NamedTuple):
    """What is missing, and where it is mended."""

    text: str
    href: str


@dataclass(frozen=True)
class TaskList:
    """One heading of the list. `note` stands where there is nothing to do."""

    heading: str
    items: Sequence[Mapping[str, Any]]
    note: str = ""


def task_lists(
    evidence: Evidence, before: Evidence | None, limits: QualityThresholds
) -> list[TaskList]:
    """Everything that there is to do, in order."""
    lacks = evidence.missing(limits)
    key = evidence.assessment.id
    about = _item("What changes", _url("about", key), _is_missing(lacks, Step.ABOUT))
    return [
        TaskList("About the scheme", [about]),
        TaskList("Stage 1: what it does to quality", _stage_one(evidence, before, limits, lacks)),
        _stage_two(evidence, limits, lacks),
        TaskList("Equality", [_equality(evidence, before, lacks)]),
        _measures(evidence, lacks),
        TaskList("Check and send", [_check(key, lacks)]),
    ]


def to_do(evidence: Evidence, limits: QualityThresholds) -> list[ToDo]:
    """What is missing, each with its link."""
    key = evidence.assessment.id
    return [ToDo(each.sentence, _href(key, each)) for each in evidence.missing(limits)]


def former(evidence: Evidence, before: Evidence | None) -> list[Watched]:
    """The measures of the edition before that could be taken over, in domains still harmed."""
    if before is None:
        return []
    harmed = {score.domain for score in evidence.scores.values() if score.effect.is_negative}
    taken = {(each.domain, each.title) for each in evidence.measures}
    return [
        in_words(each)
        for each in before.measures
        if each.domain in harmed and (each.domain, each.title) not in taken
    ]


def _stage_one(
    evidence: Evidence,
    before: Evidence | None,
    limits: QualityThresholds,
    lacks: Sequence[Missing],
) -> list[dict[str, Any]]:
    key = evidence.assessment.id
    items = []
    for domain in evidence.domains(limits):
        score = evidence.scores.get(domain)
        is_offered = score is None and before is not None and domain in before.scores
        item = _item(
            domain,
            _url("domain", key, slug=scoring.slug(domain)),
            _is_missing(lacks, Step.STAGE_ONE, domain),
            is_offered=is_offered,
        )
        if score is not None:
            points = f", scores {score.before}" if score.before else ""
            item["hint"] = {"text": f"{score.direction.value.capitalize()}{points}"}
        items.append(item)
    return items


def _stage_two(evidence: Evidence, limits: QualityThresholds, lacks: Sequence[Missing]) -> TaskList:
    key = evidence.assessment.id
    items = [
        _item(
            domain,
            _url("mitigated", key, slug=scoring.slug(domain)),
            _is_missing(lacks, Step.STAGE_TWO, domain),
            hint=_left(evidence, domain),
        )
        for domain in evidence.outcome(limits).stage_two
    ]
    note = f"Needed for a domain that scores above {limits.stage_two_above}. There is none so far."
    return TaskList("Stage 2: what is done about it", items, "" if items else note)


def _left(evidence: Evidence, domain: str) -> str:
    score = evidence.scores[domain]
    count = len(evidence.mitigations.get(domain, ()))
    planned = f"{count} {'mitigation' if count == 1 else 'mitigations'}"
    after = f", then {score.after}" if score.after else ""
    return f"Scores {score.before}{after}: {planned}"


def _equality(
    evidence: Evidence, before: Evidence | None, lacks: Sequence[Missing]
) -> dict[str, Any]:
    count, whole = len(evidence.equality), len(People)
    is_offered = not count and before is not None and bool(before.equality)
    return _item(
        "What it does to groups of people",
        _url("equality", evidence.assessment.id),
        _is_missing(lacks, Step.EQUALITY),
        hint=f"{count} of {whole} groups answered",
        is_offered=is_offered,
    )


def _measures(evidence: Evidence, lacks: Sequence[Missing]) -> TaskList:
    harmed = [each.domain for each in evidence.effects if each.is_negative]
    if not harmed:
        return TaskList(
            "Measures", [], "Needed for a domain that is made worse. There is none so far."
        )
    count = len(evidence.measures)
    item = _item(
        "What is watched, and what stops the scheme",
        _url("measures", evidence.assessment.id),
        _is_missing(lacks, Step.MEASURES),
        hint=f"{count} {'measure' if count == 1 else 'measures'}",
    )
    return TaskList("Measures", [item])


def _check(key: int, lacks: Sequence[Missing]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "title": {"text": "Check the answers and send them to the panel"},
        "href": _url("check", key),
        "status": TO_DO,
    }
    if lacks:
        things = "1 thing is" if len(lacks) == 1 else f"{len(lacks)} things are"
        item["hint"] = {"text": f"{things} still missing"}
    return item


def _item(
    text: str, href: str, is_missing: bool, *, hint: str = "", is_offered: bool = False
) -> dict[str, Any]:
    status = CONFIRM if is_offered else TO_DO if is_missing else DONE
    item: dict[str, Any] = {"title": {"text": text}, "href": href, "status": status}
    if hint:
        item["hint"] = {"text": hint}
    return item


def _is_missing(lacks: Sequence[Missing], step: Step, part: str = "") -> bool:
    return any(each.step is step and part in ("", each.part) for each in lacks)


def _href(key: int, missing: Missing) -> str:
    if missing.step is Step.STAGE_ONE:
        return _url("domain", key, slug=scoring.slug(missing.part))
    if missing.step is Step.STAGE_TWO:
        return _url("mitigated", key, slug=scoring.slug(missing.part))
    if missing.step is Step.EQUALITY:
        group = People(missing.part).name.lower()
        return _url("equality", key, _anchor=group)
    if missing.step is Step.MEASURES:
        return _url("add_measure", key, domain=missing.part)
    return _url("about", key)


def _url(view: str, key: int, **place: Any) -> str:
    return url_for(f"quality.{view}", assessment_id=key, **place)
