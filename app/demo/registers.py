"""The registers as they stood when the programme office took them on."""

from __future__ import annotations

from datetime import date, datetime

from app.core.financial_year import Month
from app.core.money import Pence, spread
from app.demo import assessments, funding, story
from app.demo.stage import TELLER, Stage
from app.demo.story import forecasts
from app.demo.story.dependencies import DependencyTold
from app.demo.story.risk import RiskTold
from app.demo.story.schemes import SchemeTold, Shape
from app.dependencies import commands as dependencies
from app.dependencies.rules import Party
from app.milestones import commands as milestones
from app.programmes import commands as programmes
from app.programmes.models import Disclosure, Workstream
from app.risks import commands as risks
from app.savings import commands as savings

THOUSAND = 1_000_00


def fill(stage: Stage) -> None:
    """Schemes, milestones, risks and dependencies, before the first month."""
    at = stage.moment(stage.begins(), 11)
    for scheme in story.SCHEMES:
        _scheme(stage, scheme, at)
    assessments.given_before(stage, at)
    funding.set_targets(stage, at)
    for told in story.MILESTONES:
        stage.milestones[told.title] = milestones.add(
            stage.workstreams[told.workstream],
            title=told.title,
            baseline=stage.day(told.baseline),
            is_gate=told.kind == "gate",
            is_critical=told.kind == "critical",
            owner_id=stage.people[stage.leads[told.workstream]].id,
            actor=TELLER,
            at=at,
        )
    for risk in story.RISKS:
        _risk(stage, risk, at)
    for dependency in story.DEPENDENCIES:
        _dependency(stage, dependency, at)


def _scheme(stage: Stage, told: SchemeTold, at: datetime) -> None:
    workstream = stage.workstreams[told.workstream]
    sensitive = Disclosure.WORKFORCE if told.sensitive else Disclosure.PRIVATE
    scheme = savings.add(
        workstream,
        title=told.title,
        owner_id=stage.people[stage.leads[told.workstream]].id,
        development_status=told.status,
        delivery_risk=told.risk,
        category=told.category,
        cash_class=told.cash,
        starts_on=stage.month(told.starts).first,
        wte_budgeted=_posts(told),
        wte_contracted=_posts(told, told.delivers),
        disclosure=sensitive,
        actor=TELLER,
        at=at,
    )
    stage.schemes.append(scheme)
    if told.sensitive:
        for key in ("hr", "colin", "david"):
            programmes.name_reader(scheme, person=stage.people[key], actor=TELLER, at=at)
    savings.set_months(scheme, _cells(stage, told), actor=TELLER, at=at)


def _posts(told: SchemeTold, percent: int = 100) -> int | None:
    """Whole-time equivalents, in hundredths, of a scheme that saves pay."""
    if not told.category.startswith("Pay"):
        return None
    return funding.whole_time_equivalents(Pence(told.monthly * THOUSAND * percent // 100))


def plan(stage: Stage, told: SchemeTold) -> dict[Month, Pence]:
    """The recurrent plan of each month from the start to the end of the financial year."""
    last = stage.open.financial_year.months[-1]
    months = [stage.month(told.starts)]
    while months[-1] < last:
        months.append(months[-1].next)
    weights = [1] * len(months)
    if told.shape is Shape.BACK_LOADED:
        weights = [1] * (len(months) - 4) + [5] * 4
    shares = spread(Pence(told.monthly * THOUSAND * len(months)), weights)
    return dict(zip(months, shares, strict=True))


def _cells(stage: Stage, told: SchemeTold) -> dict[Month, dict[str, Pence | None]]:
    """Plan and forecast of every month, as the year begins."""
    percent = forecasts.forecast(told, forecasts.EARLIEST)
    cells: dict[Month, dict[str, Pence | None]] = {}
    for month, planned in plan(stage, told).items():
        once = Pence(told.once * THOUSAND)
        cells[month] = {
            "plan_recurrent": planned,
            "plan_non_recurrent": once or None,
            "forecast_recurrent": Pence(planned * percent // 100),
            "forecast_non_recurrent": once or None,
        }
    return cells


def _risk(stage: Stage, told: RiskTold, at: datetime) -> None:
    stage.risks[told.title] = risks.add(
        stage.workstreams[told.workstream],
        title=told.title,
        cause=told.cause,
        event=told.event,
        effect=told.effect,
        inherent=told.inherent,
        current=told.current,
        target=told.target,
        controls=told.controls,
        target_date=stage.day((told.target_in, 28)),
        owner_id=stage.people[stage.leads[told.workstream]].id,
        actor=TELLER,
        at=at,
    )


def _dependency(stage: Stage, told: DependencyTold, at: datetime) -> None:
    giver, giver_body = _side(stage, told.giver)
    receiver, receiver_body = _side(stage, told.receiver)
    assert stage.programme is not None  # noqa: S101  set_up has made it
    made = dependencies.add(
        stage.programme,
        title=told.what,
        giver=giver,
        giver_body=giver_body,
        receiver=receiver,
        receiver_body=receiver_body,
        need_by=stage.day(told.need_by),
        promise=stage.day(told.promise) if told.promise else None,
        float_days=told.float_days,
        actor=TELLER,
        at=at,
    )
    signing = {"draft": (), "proposed": (Party.RECEIVER,)}
    for side in signing.get(told.stands, tuple(Party)):
        dependencies.sign(made, side=side, actor=TELLER, at=at)
    stage.dependencies[told.what] = made


def deliver(stage: Stage, told: DependencyTold, *, upto: date) -> None:
    """Delivered on its day, and accepted that afternoon, if the day has come."""
    made = stage.dependencies[told.what]
    if told.stands != "accepted" or told.promise is None or made.delivered_on is not None:
        return
    on = stage.day(told.promise)
    if on <= upto:
        dependencies.deliver(made, on=on, actor=TELLER, at=stage.moment(on))
        dependencies.accept(made, actor=TELLER, at=stage.moment(on, 15))


def _side(stage: Stage, name: str) -> tuple[Workstream | None, str]:
    workstream = stage.workstreams.get(name)
    return workstream, "" if workstream else name
