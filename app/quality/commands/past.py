"""Writing down an approval that both executives gave before, with its evidence."""

from __future__ import annotations

from datetime import date, datetime

from app.core import answers, dates
from app.core.actor import Actor, Permission
from app.core.errors import NotAllowed, RuleBroken
from app.db import db
from app.programmes import queries as programmes
from app.programmes.roles import Role
from app.quality.commands.assessment import next_edition
from app.quality.commands.trail import note
from app.quality.models import (
    Assessment,
    AssessmentStatus,
    PanelDecision,
    PanelVerdict,
    Route,
    Seat,
)
from app.quality.queries import thresholds
from app.quality.rules import approval
from app.savings.commands import quality
from app.savings.models import Scheme
from app.savings.queries import line
from app.savings.rules.lifecycle import Approval

LONGEST_NAME = 200
FIELDS = {Seat.MEDICAL: "medical_by", Seat.NURSING: "nursing_by"}
STOPPED = "The quality gate stopped this scheme, so the panel decides: assess it in full"
IN_LINE = (
    "You are in the line of this scheme: somebody outside it, such as the programme office, "
    "records its approval"
)


def record_past(
    scheme: Scheme,
    *,
    medical_by: str,
    nursing_by: str,
    given_on: date,
    evidence: str,
    valid_until: date | None = None,
    summary: str = "",
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Both names and the evidence are needed; it holds from the day on which it was given."""
    actor.must(Permission.ASSESS_QUALITY, scheme.place)
    today = dates.in_london(at)
    must_be_outside_the_line(scheme, actor=actor, on=today)
    by = {
        Seat.MEDICAL: _name(medical_by, Seat.MEDICAL),
        Seat.NURSING: _name(nursing_by, Seat.NURSING),
    }
    if by[Seat.MEDICAL].casefold() == by[Seat.NURSING].casefold():
        raise RuleBroken("nursing_by", "Two people approve: enter the other one’s name")
    _must_name_others(scheme, by, today)
    proof = answers.reason(evidence, "Say where the approval is written down", "evidence")
    until = _until(scheme, given_on, valid_until, today)
    _must_be_news(scheme, given_on)
    made = next_edition(scheme, Route.RECORDED, actor=actor)
    made.summary, made.evidence = (summary or scheme.description).strip(), proof
    made.status, made.approved_on, made.valid_until = AssessmentStatus.APPROVED, given_on, until
    db.session.add(made)
    outcome = {"approved_on": (None, given_on), "valid_until": (None, until)}
    note("record_assessment", made, outcome, actor=actor, at=at, reason=proof)
    _keep_words(made, by, proof, actor=actor, at=at)
    _clear(scheme, by, given_on, until, actor=actor, at=at)
    return made


def _clear(
    scheme: Scheme,
    by: dict[Seat, str],
    on: date,
    until: date,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The fact in the scheme, and both signatures of its gate."""
    quality.clear_quality(
        scheme,
        by=" and ".join(f"{name} ({seat.label.lower()})" for seat, name in by.items()),
        on=on,
        until=until,
        approvals=tuple(
            Approval(role=Role(seat.value), by=name, given_on=on) for seat, name in by.items()
        ),
        actor=actor,
        at=at,
    )


def _must_be_news(scheme: Scheme, given_on: date) -> None:
    """It neither lifts a stop nor takes the place of a later approval."""
    if scheme.quality_stopped:
        raise RuleBroken(None, f"{STOPPED}: {scheme.quality_stopped}")
    if scheme.quality_cleared_on is not None and given_on < scheme.quality_cleared_on:
        known = dates.long(scheme.quality_cleared_on)
        raise RuleBroken("given_on", f"An approval of {known} is known already: it is later")


def must_be_outside_the_line(scheme: Scheme, *, actor: Actor, on: date) -> None:
    """Raises NotAllowed for whose scheme it is, their line, and who stands in for one of them."""
    if actor.person_id is not None and actor.person_id in line.line_of(scheme, on):
        raise NotAllowed(IN_LINE)


def _must_name_others(scheme: Scheme, by: dict[Seat, str], on: date) -> None:
    """Nobody approves in their own line, on paper neither: the line is known by name."""
    named = programmes.names(line.line_of(scheme, on)).values()
    within = {" ".join(known.split()).casefold() for known in named}
    for seat, name in by.items():
        if name.casefold() in within:
            raise RuleBroken(
                FIELDS[seat],
                f"{name} is in this scheme’s own line: enter who approved it from outside",
            )


def _keep_words(
    made: Assessment, by: dict[Seat, str], proof: str, *, actor: Actor, at: datetime
) -> None:
    """What each said, as rows of the panel: marked as recorded, and by whom."""
    for seat, name in by.items():
        db.session.add(
            PanelDecision(
                assessment_id=made.id,
                seat=seat,
                verdict=PanelVerdict.APPROVE,
                reason=proof,
                by=name,
                given_on=made.approved_on,
                at=at,
                recorded_by=actor.name,
            )
        )


def _name(text: str, seat: Seat) -> str:
    name = " ".join(text.split())
    if not name:
        raise RuleBroken(
            FIELDS[seat], f"Enter the name of the {seat.label.lower()} who approved it"
        )
    if len(name) > LONGEST_NAME:
        raise RuleBroken(FIELDS[seat], f"A name must be {LONGEST_NAME} characters or fewer")
    return name


def _until(scheme: Scheme, given_on: date, wanted: date | None, today: date) -> date:
    answers.day(given_on, "given_on")
    if given_on > today:
        raise RuleBroken("given_on", "The approval must have been given today or earlier")
    _, panel = thresholds.both_of_scheme(scheme, today)
    latest = approval.valid_until(given_on, panel)
    if wanted is None:
        return latest
    if not given_on < wanted <= latest:
        raise RuleBroken(
            "valid_until",
            f"It holds for {panel.valid_months} months at most: enter a day after it was given, "
            f"up to {dates.long(latest)}",
        )
    return wanted
