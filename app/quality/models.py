"""Assessments of a scheme's effect on quality: scores, equality, measures, and the panel's word."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.actor import Place
from app.core.errors import RuleBroken
from app.core.money import Pence
from app.db.model import Model, Timestamped, Versioned
from app.db.types import words
from app.quality.rules import approval, measures, reviews, scoring
from app.savings.models import Scheme

Direction = scoring.Direction


class AssessmentStatus(StrEnum):
    """Where an assessment stands. A reopened one is followed by the next edition."""

    DRAFT = "draft"
    WITH_PANEL = "with the panel"
    APPROVED = "approved"
    PAUSED = "paused"
    REFUSED = "refused"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


WRITTEN = (AssessmentStatus.DRAFT, AssessmentStatus.PAUSED)


class Route(StrEnum):
    """How it comes to an approval."""

    FULL = "full"
    SCREENED_OUT = "screened out"
    RECORDED = "recorded"  # approved before, written down here with its evidence


Seat = approval.Seat
PanelVerdict = approval.PanelVerdict


class Assessment(Versioned, Timestamped, Model):
    """One edition of a scheme's quality impact assessment (QIA), of one version of its scope."""

    __tablename__ = "assessment"

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    edition: Mapped[int] = mapped_column(default=1)
    scope_version: Mapped[int] = mapped_column(default=1)
    route: Mapped[Route] = mapped_column(words(Route, "route"), default=Route.FULL)
    status: Mapped[AssessmentStatus] = mapped_column(
        words(AssessmentStatus, "status"), default=AssessmentStatus.DRAFT
    )
    summary: Mapped[str] = mapped_column(Text, default="")
    clinical_lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    screening_reason: Mapped[str] = mapped_column(Text, default="")
    is_patient_facing: Mapped[bool | None]  # as was said when it was screened out
    started_by: Mapped[str] = mapped_column(String(200), default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_by: Mapped[str] = mapped_column(String(200), default="")
    submitted_at: Mapped[datetime | None]
    approved_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(Text, default="")  # of an approval given before
    reopened_on: Mapped[date | None]
    reopened_because: Mapped[str] = mapped_column(Text, default="")
    reviewed_on: Mapped[date | None]  # the post-implementation review
    review: Mapped[str] = mapped_column(Text, default="")
    review_found_harm: Mapped[bool | None]
    reviewed_by: Mapped[str] = mapped_column(String(200), default="")

    scheme: Mapped[Scheme] = relationship(lazy="raise_on_sql")
    clinical_lead: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[clinical_lead_id]
    )

    __table_args__ = (UniqueConstraint("scheme_id", "edition"),)

    @property
    def place(self) -> Place:
        """Where its permissions are held; needs the scheme and its workstream to be loaded."""
        return self.scheme.place

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return f"QIA {self.edition} of {self.scheme.ref}"

    @property
    def is_written(self) -> bool:
        """Whether its lead may still change it: a draft, or one that the panel paused."""
        return self.status in WRITTEN

    @property
    def is_open(self) -> bool:
        """Whether it is on its way to a decision."""
        return self.is_written or self.status is AssessmentStatus.WITH_PANEL

    def must_be_written(self) -> None:
        """Raises RuleBroken unless its lead may still change it."""
        if not self.is_written:
            is_with_panel = self.status is AssessmentStatus.WITH_PANEL
            way = "take it back" if is_with_panel else "start a new edition"
            raise RuleBroken(None, f"This assessment is {self.status.value}: {way} to change it")


class DomainScore(Versioned, Timestamped, Model):
    """What the scheme does to one domain, before mitigation and after; scores are 1 to 5."""

    __tablename__ = "domain_score"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    domain: Mapped[str] = mapped_column(String(80))
    direction: Mapped[Direction] = mapped_column(words(Direction, "direction"))
    consequence: Mapped[int | None]
    likelihood: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text, default="")
    consequence_after: Mapped[int | None]
    likelihood_after: Mapped[int | None]

    __table_args__ = (UniqueConstraint("assessment_id", "domain"),)

    @property
    def before(self) -> int | None:
        """The score before mitigation."""
        return _product(self.consequence, self.likelihood)

    @property
    def after(self) -> int | None:
        """The score after mitigation."""
        return _product(self.consequence_after, self.likelihood_after)

    @property
    def effect(self) -> scoring.Effect:
        """The row as the rules read it."""
        return scoring.Effect(
            domain=self.domain, direction=self.direction, before=self.before, after=self.after
        )


def _product(consequence: int | None, likelihood: int | None) -> int | None:
    return consequence * likelihood if consequence and likelihood else None


class EqualityAnswer(Versioned, Timestamped, Model):
    """What the scheme does to one group of people."""

    __tablename__ = "equality_answer"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    people: Mapped[str] = mapped_column(String(80))
    direction: Mapped[Direction] = mapped_column(words(Direction, "direction"))
    why: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("assessment_id", "people"),)


class QualityMeasure(Versioned, Timestamped, Model):
    """What is watched in a domain, and the value that stops the scheme; in thousandths."""

    __tablename__ = "quality_measure"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    domain: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(40), default="")
    is_worse_above: Mapped[bool] = mapped_column(default=True)
    baseline: Mapped[int | None] = mapped_column(BigInteger)
    threshold: Mapped[int] = mapped_column(BigInteger)
    stop_trigger: Mapped[int] = mapped_column(BigInteger)

    assessment: Mapped[Assessment] = relationship(lazy="raise_on_sql")

    def standing(self, value: int) -> measures.Standing:
        """Where a reading of this value lies."""
        return measures.standing(
            value,
            threshold=self.threshold,
            stop_trigger=self.stop_trigger,
            is_worse_above=self.is_worse_above,
        )


class MeasureReading(Timestamped, Model):
    """What a measure stood at on a day, in thousandths; never altered."""

    __tablename__ = "measure_reading"

    measure_id: Mapped[int] = mapped_column(ForeignKey("quality_measure.id"))
    read_on: Mapped[date]
    value: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    __table_args__ = (Index(None, "measure_id", "read_on"),)


class PanelDecision(Timestamped, Model):
    """A clinical executive's word on an assessment, with the reason; never altered."""

    __tablename__ = "panel_decision"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    seat: Mapped[Seat] = mapped_column(words(Seat, "seat"))
    verdict: Mapped[PanelVerdict] = mapped_column(words(PanelVerdict, "verdict"))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(200))
    deputising_for: Mapped[str] = mapped_column(String(200), default="")
    given_on: Mapped[date]
    at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200), default="")


class QualityReview(Timestamped, Model):
    """A review of an approval at 3 or 6 months, and what follows from it; never altered."""

    __tablename__ = "quality_review"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    seen: Mapped[reviews.Seen] = mapped_column(words(reviews.Seen, "seen"))
    verdict: Mapped[reviews.Verdict] = mapped_column(words(reviews.Verdict, "verdict"))
    text: Mapped[str] = mapped_column(Text)
    seat: Mapped[Seat] = mapped_column(words(Seat, "seat"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(200))
    deputising_for: Mapped[str] = mapped_column(String(200), default="")
    held_on: Mapped[date]
    at: Mapped[datetime]


class ScreeningLimits(Versioned, Timestamped, Model):
    """Which schemes of a programme need no full assessment; holds once both executives signed."""

    __tablename__ = "screening_limits"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    most: Mapped[Pence]  # of a full year, at most
    allows_pay: Mapped[bool] = mapped_column(default=False)
    allows_patient_facing: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[str] = mapped_column(String(200))
    medical_by: Mapped[str] = mapped_column(String(200), default="")
    medical_at: Mapped[datetime | None]
    medical_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    medical_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nursing_by: Mapped[str] = mapped_column(String(200), default="")
    nursing_at: Mapped[datetime | None]
    nursing_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nursing_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    @property
    def place(self) -> Place:
        """Where its permissions are held: the whole programme."""
        return Place(self.programme_id)

    @property
    def audit_name(self) -> str:
        """How the trail names it."""
        return "Limits of screening out"

    @property
    def is_signed(self) -> bool:
        """Whether both clinical executives have signed, so that they hold."""
        return bool(self.medical_by and self.nursing_by and self.withdrawn_at is None)
