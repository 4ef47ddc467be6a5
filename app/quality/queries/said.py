"""What the panel has said so far of a scheme, for the page of its gates."""

from __future__ import annotations

from sqlalchemy import select

from app.core import dates
from app.db import db
from app.programmes.roles import Role
from app.quality.models import Assessment, AssessmentStatus
from app.quality.queries import panel
from app.quality.rules.approval import PanelVerdict, Word
from app.savings.queries.given import PanelWord

VERBS = {
    PanelVerdict.APPROVE: "approved",
    PanelVerdict.CONDITIONS: "approved with conditions",
    PanelVerdict.PAUSE: "paused it",
    PanelVerdict.REFUSE: "refused it",
}


def of_scheme(scheme_id: int) -> dict[Role, PanelWord]:
    """Each seat's newest word on the assessment that is with the panel; none, where none is."""
    waiting = db.session.scalars(
        select(Assessment)
        .where(Assessment.scheme_id == scheme_id, Assessment.status == AssessmentStatus.WITH_PANEL)
        .order_by(Assessment.id.desc())
        .limit(1)
    ).first()
    if waiting is None:
        return {}
    return {Role(seat.value): _word(each) for seat, each in panel.holding(waiting).items()}


def _word(word: Word) -> PanelWord:
    who = f"{word.by} (for {word.deputising_for})" if word.deputising_for else word.by
    said = f"{who} {VERBS[word.verdict]} on {dates.long(word.given_on)}"
    return PanelWord(said, is_approving=word.verdict.is_approving)
