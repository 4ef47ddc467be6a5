"""Finance's part: targets, the ledger, what was validated, queried and rejected, the sign-off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.core.financial_year import Month
from app.core.money import Pence, divided
from app.demo import story
from app.demo.stage import Stage
from app.programmes.commands import targets
from app.programmes.models import Programme
from app.savings import queries
from app.savings.commands import ledger, reconciliation, threads, together, transfers, validation
from app.savings.models import Against, Scheme
from app.savings.queries import claims
from app.savings.queries import reconciliation as reconciled
from app.savings.rules.validation import Evidence, Standing

THOUSAND = 1_000_00
FINANCE = "colin"
FIRST_DOUBT = -2
"""Finance asks from this month on; what came before was believed."""
FIRST_JOURNALS = -4
POST = 3_200_00
"""A clinic post a month, for the whole-time equivalents of a pay scheme."""


def set_targets(stage: Stage, at: datetime) -> None:
    """Each workstream's part of the programme's target, in every year that the story touches."""
    for year in sorted({stage.open.financial_year, stage.month(-7).financial_year}):
        for ref, thousands in story.TARGETS.items():
            targets.set_workstream_target(
                stage.workstreams[ref],
                year=year,
                pence=Pence(thousands * THOUSAND),
                actor=stage.actor("amara"),
                at=at,
            )


def transact(stage: Stage, offset: int) -> None:
    """What left budgets after the first quarter, with its journal."""
    if offset != FIRST_JOURNALS:
        return
    at = stage.moment(stage.month(offset).first, 11)
    year = stage.open.financial_year
    for number, (title, percent) in enumerate(story.TRANSACTED.items(), start=1):
        scheme = _scheme(stage, title)
        plan = queries.figures(scheme.id, year).plan.recurrent
        whole = sum(cell or 0 for cell in plan)
        transfers.transact(
            scheme,
            year=year,
            recurrent=Pence(divided(whole * percent, 100)),
            journal_ref=f"J{year.start % 100}-{number:04d}",
            cost_centre=_cost_centre(scheme),
            made_on=at.date(),
            actor=stage.actor(FINANCE),
            at=at,
        )


def close(stage: Stage, offset: int, at: datetime) -> None:
    """A month's ledger, its exceptions, and finance's signature before the lock."""
    month, programme = stage.month(offset), _programme(stage)
    doubted = _doubted(stage, offset)
    _post(stage, month, doubted=doubted, at=at)
    _agree(stage, month, at)
    for title in doubted:
        _doubt(stage, _scheme(stage, title), month, at)
    actor = stage.actor(FINANCE)
    so_far = reconciled.of_month(programme.id, month, claims.tolerances(programme.id, at.date()))
    less = sum(1 for each in month.financial_year.months if each <= month) * story.PAPER_LESS
    reconciliation.set_paper(
        programme,
        month,
        pence=Pence(so_far.figures.validated - less * THOUSAND),
        title=f"Finance report, {month.name}, table 4",
        actor=actor,
        at=at,
    )
    _explain(programme, month, stage=stage, at=at)
    reconciliation.sign_off(programme, month, actor=actor, at=at)


def _explain(programme: Programme, month: Month, *, stage: Stage, at: datetime) -> None:
    within = claims.tolerances(programme.id, at.date())
    found = reconciled.of_month(programme.id, month, within)
    reasons = {
        Against.LEDGER: (found.to_ledger, "Queried and rejected claims that the ledger shows"),
        Against.PAPER: (found.to_paper, story.PAPER_REASON),
    }
    for against, (agreement, reason) in reasons.items():
        if agreement is not None and agreement.unexplained:
            reconciliation.explain(
                programme,
                month,
                against=against,
                pence=Pence(agreement.unexplained),
                reason=reason,
                actor=stage.actor(FINANCE),
                at=at,
            )


def _post(stage: Stage, month: Month, *, doubted: dict[str, int], at: datetime) -> None:
    """The ledger's lines of the month: what was claimed, but for the schemes in doubt."""
    for scheme, claimed in _claimed(stage, month):
        ledger.add_line(
            _programme(stage),
            month,
            pence=Pence(divided(claimed * doubted.get(scheme.title, 100), 100)),
            scheme=scheme,
            scheme_ref=scheme.ref,
            cost_centre=_cost_centre(scheme),
            account="5100" if scheme.category.startswith("Pay") else "7300",
            description=scheme.title[:60],
            source=f"ledger-{month}.csv",
            actor=stage.actor(FINANCE),
            at=at,
        )


def _agree(stage: Stage, month: Month, at: datetime) -> None:
    programme, actor = _programme(stage), stage.actor(FINANCE)
    within = claims.tolerances(programme.id, at.date())
    rows = claims.of_month(programme.id, month, within, actor)
    seen = {row.scheme_id: row.shown for row in rows if row.standing.is_ready}
    if seen:
        together.validate_together(programme, month, seen=seen, actor=actor, at=at)
    taken_back = {row.scheme_id for row in rows if row.standing is Standing.NEGATIVE}
    for scheme in stage.schemes:
        if scheme.id in taken_back:
            validation.validate(
                scheme,
                month,
                evidence=Evidence.LEDGER,
                reason="The credit was taken back, and the ledger shows it",
                actor=actor,
                at=at,
            )


def _doubt(stage: Stage, scheme: Scheme, month: Month, at: datetime) -> None:
    actor = stage.actor(FINANCE)
    if scheme.title in story.REJECTED:
        _, reason = story.REJECTED[scheme.title]
        validation.reject(scheme, month, reason=reason, actor=actor, at=at)
        return
    _, question = story.QUERIED[scheme.title]
    asked = validation.query(
        scheme,
        month,
        question=question,
        owner_id=scheme.owner_id,
        due_on=stage.day((0, 27)),
        actor=actor,
        at=at,
    )
    if month < stage.month(-1):
        said = "The ledger is right: take its figure for this month"
        threads.answer(asked, text=said, actor=stage.lead(scheme.workstream.ref), at=at)
        validation.take_ledger(scheme, month, actor=actor, at=at)


def _doubted(stage: Stage, offset: int) -> dict[str, int]:
    """Schemes whose claim the ledger does not show in full: its share of the claim, per cent."""
    if offset < FIRST_DOUBT:
        return {}
    told = {**story.QUERIED, **story.REJECTED}
    claiming = {scheme.title for scheme, _ in _claimed(stage, stage.month(offset))}
    return {title: share for title, (share, _) in told.items() if title in claiming}


def _claimed(stage: Stage, month: Month) -> Iterator[tuple[Scheme, Pence]]:
    for scheme in stage.schemes:
        actual = queries.figures(scheme.id, month.financial_year).actual.months[month.number - 1]
        if actual:
            yield scheme, actual


def whole_time_equivalents(monthly: Pence) -> int:
    """Hundredths of a post, from what a pay scheme saves a month."""
    return divided(monthly * 100, POST)


def _cost_centre(scheme: Scheme) -> str:
    return f"OP{scheme.workstream.ref[-2:]}{scheme.ref[-2:]}"


def _scheme(stage: Stage, title: str) -> Scheme:
    return next(each for each in stage.schemes if each.title == title)


def _programme(stage: Stage) -> Programme:
    assert stage.programme is not None  # noqa: S101  set_up has made it
    return stage.programme
