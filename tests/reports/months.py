"""Frozen months of the invented programme: last month's, this month's, and a portfolio."""

from dataclasses import replace
from datetime import date, timedelta

from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.reporting import frozen
from tests.reports import sample

K = sample.K
OCTOBER = Month(2026, 10)
DIMENSIONS = tuple(name.lower() for name in sample.DIMENSIONS)
SENTENCES = {
    Colour.RED: "Actual to date is 62.2% of plan; below 75% is red",
    Colour.AMBER: "Actual to date is 89.5% of plan; below 95% is amber",
    Colour.GREEN: "Everything lands within 5 working days of its baseline",
    Colour.COMPLETE: "Everything is complete",
    Colour.NOT_REPORTED: "There is nothing to rate it by",
    Colour.NOT_APPLICABLE: "No impact assessments are recorded in this programme yet",
}


def document(month: Month = OCTOBER, **changed) -> frozen.Document:
    given = {
        "schema": 1,  # `kept` is a month since schema 2
        "programme": frozen.Programme(
            code="OPD",
            name="Outpatients improvement programme",
            organisation="Northmoor and Vale University Hospitals",
            organisation_code="ZZ1",
        ),
        "month": month,
        "as_at": month.last,
        "financial_year": FinancialYear.parse("2026/27"),
        "target": 12_000 * K,
        "overall": rated(Colour.RED),
        "savings": frozen.Savings(
            schemes=30,
            plan=12_000 * K,
            forecast=10_500 * K,
            ytd_plan=5_360 * K,
            ytd_actual=4_629 * K,
            recurrent_forecast=6_090 * K,
            risk_adjusted_forecast=8_055 * K,
        ),
        "months": frozen.Months(
            plan=_thousands(300, 350, 500, 700, 800, 950, 1100, 1250, 1400, 1500, 1550, 1600),
            actual=(*_thousands(280, 300, 420, 600, 640, 700, 1689), *[None] * 5),
            forecast=_thousands(280, 300, 420, 600, 640, 700, 1689, 700, 800, 1000, 1250, 2121),
        ),
        "workstreams": tuple(workstream(index, month) for index in range(8)),
        "schemes": tuple(scheme(index) for index in range(30)),
        "milestones": tuple(milestone(index) for index in range(60)),
        "risks": tuple(risk(index) for index in range(40)),
        "dependencies": tuple(dependency(index) for index in range(25)),
        "findings": (
            frozen.Finding(
                rule="savings.no-plan",
                severity="warning",
                workstream="WS03",
                record="WS03-S02",
                message="The scheme has no plan, so it is not rated.",
            ),
        ),
        "settings": (
            frozen.SettingUsed(key="savings.green_percent", value="95"),
            frozen.SettingUsed(key="risk.moderate_from", value="4"),
        ),
        "withheld": (frozen.Withheld(kind="risk", count=2, why="workforce-sensitive"),),
    }
    return frozen.Document(**{**given, **changed})


def september() -> frozen.Document:
    """A month before: better money, another tolerance, and colours not yet gone."""
    now = document()
    return replace(
        now,
        month=OCTOBER.previous,
        as_at=OCTOBER.previous.last,
        savings=replace(now.savings, forecast=10_810 * K),
        workstreams=tuple(
            replace(each, shown=each.previous or each.shown) for each in now.workstreams
        ),
        milestones=tuple(replace(each, is_late=False) for each in now.milestones),
        settings=(frozen.SettingUsed(key="savings.green_percent", value="90"),),
    )


def portfolio(size: int = 235) -> frozen.Document:
    """Projects with a delivery confidence and a cost, and nothing else."""
    shown = (Colour.AMBER,) * 7 + (Colour.RED,) + (Colour.GREEN,) + (None,)
    return document(
        target=None,
        savings=frozen.Savings(),
        months=frozen.Months(),
        workstreams=tuple(
            frozen.Workstream(
                ref=f"P{n:03d}",
                name=f"Project {n} of the national portfolio",
                overall=rated(Colour.NOT_REPORTED),
                dimensions={},
                shown=Colour.NOT_REPORTED,
                delivery_confidence=shown[n % len(shown)],
                cost=frozen.Cost(baseline=n * K, forecast=n * K + K if n % 5 else None),
            )
            for n in range(size)
        ),
        **dict.fromkeys(("schemes", "milestones", "risks", "dependencies"), ()),
    )


def empty() -> frozen.Document:
    """A programme in which nobody has recorded anything."""
    return document(
        target=None,
        savings=frozen.Savings(),
        months=frozen.Months(),
        **dict.fromkeys(
            (
                *("workstreams", "schemes", "milestones", "risks"),
                *("dependencies", "findings", "settings", "withheld"),
            ),
            (),
        ),
    )


def rated(colour: Colour, record: str = "") -> frozen.Rated:
    why = frozen.Why(rule="savings.ytd-share", sentence=SENTENCES[colour], record=record)
    return frozen.Rated(colour=colour, reasons=(why,))


def workstream(index: int, month: Month) -> frozen.Workstream:
    name, lead, plan, forecast, due, done, months, dimensions = sample.WORKSTREAMS[index]
    shown = months[-1]
    declared = frozen.Declared(
        colour=Colour.AMBER,
        reason="The contract was signed on 2 November",
        is_better=True,
        granted_by="Amina Yusuf",
        granted_reason="Seen the signed contract",
    )
    return frozen.Workstream(
        ref=f"WS{index + 1:02d}",
        name=name,
        overall=rated(Colour.RED if index == 4 else shown),
        dimensions=dict(
            zip(DIMENSIONS, (rated(c, f"WS{index + 1:02d}-M02") for c in dimensions), strict=True)
        ),
        shown=shown,
        previous=months[-2],
        months_at_colour=3 if months[-2] is shown else 1,
        lead=lead,
        sponsor="Amina Yusuf",
        declared=declared if index == 4 else None,
        commentary=None if shown is Colour.NOT_REPORTED else commentary(lead),
        savings=frozen.Savings(
            schemes=4, plan=plan * K, forecast=forecast * K, ytd_plan=due * K, ytd_actual=done * K
        ),
        cost=frozen.Cost(baseline=200 * K, forecast=210 * K if index < 6 else None),
    )


def commentary(lead: str) -> frozen.Commentary:
    return frozen.Commentary(
        status="accepted",
        happened="The second group of specialties moved to the new templates on 12 October.",
        needed="A decision on transformation funding by 20 November.",
        path_action="Bring the second batch of clinics forward to December",
        path_owner=lead,
        path_date=date(2027, 1, 29),
        path_decision="Release £60k of transformation funding",
        submitted_by=lead,
    )


def scheme(index: int) -> frozen.Scheme:
    return frozen.Scheme(
        ref=_ref("S", index),
        title=f"{sample.WORKSTREAMS[index % 8][0]}: template rules",
        workstream=f"WS{index % 8 + 1:02d}",
        rated=rated((Colour.GREEN, Colour.AMBER, Colour.RED)[index % 3]),
        development_status=("fully developed", "plans in progress", "opportunity")[index % 3],
        delivery_risk=("low", "medium", "high", "")[index % 4],
        cash_class=("cash-releasing", "cost avoidance")[index % 2],
        figures=frozen.Savings(
            schemes=1, plan=400 * K, forecast=(350 + index) * K, ytd_actual=(150 + index) * K
        ),
    )


def milestone(index: int) -> frozen.Milestone:
    baseline = date(2026, 5, 1) + timedelta(days=index * 5)
    late = index % 7 == 3
    return frozen.Milestone(
        ref=_ref("M", index),
        title=("Reminder contract live", "Hub opens", "Rota agreed")[index % 3] + f", step {index}",
        workstream=f"WS{index % 8 + 1:02d}",
        rated=rated(Colour.RED if late else Colour.GREEN),
        first_baseline=baseline,
        current_baseline=baseline,
        forecast=baseline + timedelta(days=60 if late else 0),
        completed_on=None if late or baseline > date(2026, 10, 31) else baseline,
        evidence="Minutes of the board" if index % 2 else "",
        is_gate=index % 14 == 3,
        is_late=late,
    )


def risk(index: int) -> frozen.Risk:
    point = sample.points()[index]
    score = point.likelihood * point.consequence
    before = point.previous or (None, None)
    return frozen.Risk(
        ref=point.ref,
        title=sample.RISK_WORDS[index % 5],
        workstream=f"WS{index % 8 + 1:02d}",
        rated=rated(Colour.AMBER),
        owner="Priya Raman" if index % 6 else "",
        likelihood=point.likelihood,
        consequence=point.consequence,
        band="extreme" if score >= 15 else "high" if score >= 8 else "low",
        previous_likelihood=before[0],
        previous_consequence=before[1],
        target=6,
        next_review=date(2026, 11, 20),
    )


def dependency(index: int) -> frozen.Dependency:
    late = index % 9 == 2
    return frozen.Dependency(
        ref=_ref("D", index),
        title="Two rooms fire-safe and cleaned",
        giver="Estates and facilities" if index % 2 else "WS05",
        receiver=f"WS{index % 8 + 1:02d}",
        rated=rated(Colour.RED if late else Colour.GREEN),
        status="agreed",
        need_by=date(2026, 10, 12),
        promise=date(2026, 10, 26) if late else None,
        gap_days=10 if late else None,
        is_late=late,
        is_agreed=index % 5 > 0,
    )


def _ref(letter: str, index: int) -> str:
    return f"WS{index % 8 + 1:02d}-{letter}{index // 8 + 1:02d}"


def _thousands(*amounts: int) -> tuple[int, ...]:
    return tuple(amount * K for amount in amounts)


def kept(**changed) -> frozen.Document:
    """October since a month keeps what finance validated and quality holds."""
    schemes = tuple(_kept_scheme(index) for index in range(30))
    given = {
        "schema": 2,
        "schemes": schemes,
        "savings": frozen.Savings(
            schemes=30,
            plan=12_000 * K,
            forecast=10_500 * K,
            ytd_plan=5_360 * K,
            ytd_actual=4_629 * K,
            recurrent_forecast=6_090 * K,
            risk_adjusted_forecast=8_055 * K,
            full_year_effect=9_600 * K,
            held=700 * K,
            validated=3_900 * K,
            transacted=2_900 * K,
            cash_releasing=2_929 * K,
            avoided=1_100 * K,
            productivity=600 * K,
            part_year_effect=6_090 * K,
            roll_over=3_510 * K,
            running_cost=240 * K,
            set_up_cost=90 * K,
            wte_budgeted=2_450,
            wte_contracted=1_875,
        ),
        "months": replace(
            document().months,
            validated=(*_thousands(280, 300, 400, 580, 600, 640, 1100), *[None] * 5),
            recurrent=_thousands(200, 200, 300, 400, 500, 500, 900, 500, 600, 700, 600, 690),
        ),
        "weights": {
            "low": 90,
            "medium": 60,
            "high": 25,
            "not_assessed": 25,
            "fully_developed": 100,
            "plans_in_progress": 100,
            "opportunity": 10,
        },
        "year_end": frozen.YearEnd(
            p10=8_200 * K,
            p50=9_000 * K,
            p90=9_700 * K,
            method="2,000 draws, the same for ever.",
            seed="OPD 2026-10",
            draws=2_000,
            observations=54,
            by_history=24,
            by_weight=6,
        ),
        "accuracy": (
            accuracy("programme", "", -120 * K),
            accuracy("workstream", "WS04", -80 * K),
            frozen.Accuracy(subject="programme", ref="", ahead=3, observations=4),
        ),
        "actions": (
            action(1, 620, "Marcus Bell", date(2027, 1, 31)),
            action(2, 380, "Ruth Okafor", None),
            action(3, 90, "Ruth Okafor", date(2026, 9, 30), status="complete", achieved=60 * K),
        ),
        "reconciliation": frozen.Reconciliation(
            claimed=4_629 * K,
            validated=3_900 * K,
            ledger=frozen.Reconciled(
                theirs=3_880 * K, explained=20 * K, unexplained=0, is_agreed=True
            ),
            paper=frozen.Reconciled(
                theirs=4_100 * K, explained=0, unexplained=-200 * K, is_agreed=False
            ),
            signed_by="Colin Hale",
            signed_on=date(2026, 11, 9),
        ),
    }
    return document(**{**given, **changed})


def accuracy(subject: str, ref: str, bias: int) -> frozen.Accuracy:
    return frozen.Accuracy(
        subject=subject,
        ref=ref,
        ahead=1,
        observations=9,
        bias=bias,
        bias_permille=-120,
        spread=40 * K,
        spread_permille=40,
    )


def action(number: int, expected: int, owner: str, due: date | None, **given) -> frozen.GapAction:
    return frozen.GapAction(
        ref=f"WS04-A{number:02d}",
        title="Recovery scheme for missed appointments",
        workstream="WS04",
        owner=owner,
        due_on=due,
        expected=expected * K,
        **given,
    )


def _kept_scheme(index: int) -> frozen.Scheme:
    is_held = index % 10 == 0
    figures = replace(scheme(index).figures, held=100 * K if is_held else 0)
    return replace(
        scheme(index),
        figures=figures,
        weight=60,
        stage="in delivery",
        quality="none" if is_held else "valid",
        quality_cleared_until=None if is_held else date(2026 if index == 1 else 2027, 11, 20),
    )
