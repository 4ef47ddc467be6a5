"""Quality impact assessments, empty or with every answer."""

from __future__ import annotations

from typing import Any

from app.actions.models import Action, ActionKind
from app.db import db
from app.quality.models import (
    Assessment,
    DomainScore,
    EqualityAnswer,
    QualityMeasure,
)
from app.quality.rules.people import People
from app.quality.rules.scoring import DOMAINS, Direction
from app.savings.models import Scheme
from tests.make.people import TODAY, person
from tests.make.savings import scheme
from tests.make.store import numbers, stored

Cell = tuple[int, int]


def assessment(
    *,
    of: Scheme | None = None,
    negative: dict[str, Cell] | None = None,
    after: Cell = (3, 2),
    is_complete: bool = True,
    **given: Any,
) -> Assessment:
    """A draft with every answer. `negative`: domain to consequence and likelihood.

    A domain above 8 has a mitigation with owner and date, and scores `after` once it works. Each
    negative one is measured: baseline 10, threshold 20, stop trigger 30.
    """
    about = of or scheme()
    defaults: dict[str, Any] = {"scheme_id": about.id, "summary": "Clinics move to one site"}
    if "clinical_lead_id" not in given:
        defaults["clinical_lead_id"] = person().id
    made = stored(Assessment(**{**defaults, **given}))
    if is_complete:
        _answer(made, about, negative or {}, after)
    return made


def _answer(made: Assessment, about: Scheme, negative: dict[str, Cell], after: Cell) -> None:
    for domain in DOMAINS:
        cell = negative.get(domain)
        mitigated = cell is not None and cell[0] * cell[1] > 8
        row = DomainScore(
            assessment_id=made.id,
            domain=domain,
            direction=Direction.NEGATIVE if cell else Direction.NEUTRAL,
            why=f"What happens to {domain.lower()}",
            consequence=cell[0] if cell else None,
            likelihood=cell[1] if cell else None,
            consequence_after=after[0] if mitigated else None,
            likelihood_after=after[1] if mitigated else None,
        )
        db.session.add(row)
        if mitigated:
            db.session.add(mitigation(made, about, domain))
        if cell:
            db.session.add(_measure(made, domain))
    for people in People:
        db.session.add(
            EqualityAnswer(
                assessment_id=made.id, people=people.value, direction=Direction.NEUTRAL, why=""
            )
        )
    db.session.commit()


def mitigation(made: Assessment, about: Scheme, domain: str, **given: Any) -> Action:
    """An action that lowers the domain's score; not stored yet."""
    number = next(numbers)
    defaults: dict[str, Any] = {
        "ref": f"WS01-A{number:02d}",
        "title": f"Mitigation {number}",
        "kind": ActionKind.MITIGATION,
        "workstream_id": about.workstream_id,
        "owner_id": person().id,
        "due_on": TODAY,
        "source_kind": "assessment",
        "source_id": made.id,
        "source_part": domain,
    }
    return Action(**{**defaults, **given})


def _measure(made: Assessment, domain: str) -> QualityMeasure:
    return QualityMeasure(
        assessment_id=made.id,
        domain=domain,
        title=f"Complaints about {domain.lower()}",
        unit="a month",
        is_worse_above=True,
        baseline=10_000,
        threshold=20_000,
        stop_trigger=30_000,
    )
