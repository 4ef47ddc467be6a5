"""An invented pack of an invented outpatients programme, as large as a real one."""

# ruff: noqa: E501  (a row of figures or a sentence on one line reads best)

from datetime import date, timedelta
from decimal import Decimal

from app.core.rating import Colour
from app.reports.content import (
    BarRow,
    Boxes,
    Bullets,
    Column,
    Fact,
    Facts,
    Figure,
    Headline,
    KeyFigure,
    KeyFigures,
    Kind,
    Link,
    MilestoneMark,
    MilestoneSlips,
    Pack,
    Paragraph,
    PlanBars,
    RatingCell,
    RatingsRow,
    RatingsStrip,
    ReasonEntry,
    ReasonList,
    RiskGrid,
    RiskPoint,
    SavingsCurve,
    Scale,
    Section,
    Subheading,
    Table,
)

K = 1_000_00
AS_AT = date(2026, 10, 31)
R, A, G, B = Colour.RED, Colour.AMBER, Colour.GREEN, Colour.COMPLETE
NR, NA = Colour.NOT_REPORTED, Colour.NOT_APPLICABLE
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")

# name, lead, plan, forecast, plan to date, actual to date (£k), overall by month, six dimensions
WORKSTREAMS = (
    (
        "Clinic utilisation",
        "Priya Raman",
        2600,
        2410,
        1240,
        1110,
        (G, G, A, A),
        (G, A, A, NA, G, G),
    ),
    (
        "Patient-initiated follow-up",
        "Tom Aldous",
        1800,
        1850,
        820,
        865,
        (A, G, G, G),
        (G, G, G, NA, G, NA),
    ),
    ("Advice and guidance", "Helen Cho", 900, 860, 430, 402, (G, G, G, NR), (NR, NR, A, NA, G, G)),
    ("Missed appointments", "Marcus Bell", 2100, 1480, 980, 610, (A, A, A, R), (R, R, A, NA, A, G)),
    ("Virtual clinics", "Sana Iqbal", 1500, 1390, 640, 602, (R, A, A, A), (A, A, G, NA, G, A)),
    (
        "Community shift of dermatology, ophthalmology and musculoskeletal activity",
        "Owen Parry",
        1200,
        960,
        420,
        338,
        (G, G, A, R),
        (R, A, R, NA, R, G),
    ),
    (
        "Administration and booking",
        "Ruth Okafor",
        1300,
        1120,
        580,
        512,
        (G, G, G, A),
        (A, A, A, NA, G, G),
    ),
    ("Workforce", "Daniel Frost", 600, 430, 250, 190, (None, A, A, A), (G, A, A, NA, NA, G)),
)
DIMENSIONS = ("Delivery", "Savings", "Risk", "Quality", "Dependencies", "Cost")
RISK_WORDS = (
    "Consultants do not release template slots because job plans are agreed only in April",
    "The reminder supplier's contract is not signed and the present one ends in December",
    "Northfield's rooms need fire works before clinics can move",
    "Video platform fails information governance review",
    "Booking staff turnover stays above 20%",
)


def pack(**changed: object) -> Pack:
    given: dict[str, object] = {
        "title": "Programme board report",
        "organisation": "Northmoor and Vale University Hospitals",
        "programme": "Outpatients improvement programme",
        "month": "October 2026 (M7)",
        "as_at": AS_AT,
        "marking": "Private: not for publication",
        "data_hash": "3f9c1d0a7be24c58a6d1f0b2937e4dd8c05b61a9e7428f3dba90c1e5f6728340",
        "sections": (
            position(),
            changes(),
            ratings(),
            savings(),
            schemes(),
            risks(),
            milestones(),
            dependencies(),
            *workstreams(),
            rules(),
            left_out(),
        ),
    }
    return Pack(**{**given, **changed})  # type: ignore[arg-type]  # a factory's defaults


def position() -> Section:
    return Section(
        "The position",
        "position",
        (
            Headline("Forecast £10.5m of £12.0m; £8.1m after risk; worse than September."),
            KeyFigures(
                (
                    KeyFigure("Savings forecast", "£10.5m", "£1.5m below the plan of £12.0m"),
                    KeyFigure("After risk", "£8.1m", "£3.9m below the target"),
                    KeyFigure("Delivered to date", "£4.6m", "86.4% of £5.4m planned by October"),
                    KeyFigure("Recurrent", "58%", "of the forecast; £4.4m must be found again"),
                    KeyFigure("Ratings", "2 red", "4 amber, 1 green, 1 not reported"),
                    KeyFigure("Milestones late", "9", "of 60; 4 are gates or critical"),
                    KeyFigure("Extreme risks", "4", "of 40 open; one more than September"),
                    KeyFigure("Dependencies late", "3", "of 25; 2 not agreed within eight weeks"),
                )
            ),
            Boxes(
                alert=(
                    Link(
                        "Missed appointments will not recover its plan this year. The board is asked to approve the £620k recovery scheme or lower the target.",
                        "#ws04",
                    ),
                    "The community hub's opening is 52 working days late and holds £240k of savings.",
                ),
                advise=(
                    "Three quarters of the remaining forecast falls in January to March.",
                    "Advice and guidance sent no update; it is shown as not reported.",
                ),
                assure=(
                    "Patient-initiated follow-up has held its plan for three months, with evidence for each milestone.",
                ),
            ),
            Facts(
                (
                    Fact("Will we hit the target?", "No: £1.5m short before risk, £3.9m after."),
                    Fact(
                        "What closes the gap?",
                        "£620k recovery scheme (Marcus Bell, by January); £380k of pipeline (Ruth Okafor, by December). £500k has no owner.",
                    ),
                    Fact(
                        "Left budgets", "£2.9m transacted; £1.1m cost avoided; £0.6m productivity."
                    ),
                    Fact(
                        "Decision needed",
                        Link("Approve the missed appointments recovery scheme", "#ws04"),
                    ),
                )
            ),
        ),
    )


def changes() -> Section:
    return Section(
        "What changed since September",
        "changes",
        (
            Bullets(
                (
                    Link(
                        "Missed appointments went from amber to red: savings fell below 75% of plan to date.",
                        "#ws04",
                    ),
                    Link(
                        "Community shift went from amber to red: the hub opens on 18 January, not 2 November.",
                        "#ws06",
                    ),
                    Link(
                        "Administration and booking went from green to amber: the single rota is 8 working days late.",
                        "#ws07",
                    ),
                    Link("Advice and guidance is not reported for the first time.", "#ws03"),
                    "The forecast fell by £310k, from £10.8m to £10.5m.",
                    "Five risks moved up and two came down.",
                )
            ),
        ),
        page_break=True,
    )


def ratings() -> Section:
    columns = (
        Column("Workstream", weight=2),
        Column("Overall", Kind.RATING),
        *(Column(name, Kind.RATING) for name in DIMENSIONS),
    )
    rows = tuple(
        (name, overall(index), *(RatingCell(colour) for colour in dimensions))
        for index, (name, *_, dimensions) in enumerate(WORKSTREAMS)
    )
    strip = RatingsStrip(
        ("Jul", "Aug", "Sep", "Oct"),
        tuple(RatingsRow(row[0], row[6]) for row in WORKSTREAMS),
    )
    history = Table(
        (Column("Workstream"), *(Column(month, Kind.RATING) for month in strip.months)),
        tuple(
            (row.name, *(None if c is None else RatingCell(c) for c in row.colours))
            for row in strip.rows
        ),
    )
    return Section(
        "Ratings",
        "ratings",
        (
            Paragraph(
                "Each rating follows rules and says why. A lead may report worse than the rules; better only where the programme office or sponsor granted it with a reason."
            ),
            Table(
                columns,
                rows,
                caption="Ratings by workstream, October 2026",
                note="Key: ◆ R red, ▲ A amber, ● G green, ■ B complete, ○ – not reported. Quality is not applicable until impact assessments are recorded.",
            ),
            Figure(
                "Overall ratings since July",
                strip,
                "Two workstreams turned red in October; one has not reported.",
                history,
            ),
        ),
    )


def overall(index: int) -> RatingCell:
    months = WORKSTREAMS[index][6]
    now, before = months[-1], months[-2]
    assert now is not None
    return RatingCell(
        now,
        previous=before,
        months=sum(1 for colour in months if colour is now) if now is before else 1,
        calculated=R if index == 4 else None,
    )


def savings() -> Section:
    plan = _running([300, 350, 500, 700, 800, 950, 1100, 1250, 1400, 1500, 1550, 1600])
    actual = _running([280, 300, 420, 600, 640, 700, 760])
    forecast = actual[-1:] + tuple(
        actual[-1] + each for each in _running([900, 1100, 1300, 1550, 1950])
    )
    curve = SavingsCurve(
        MONTHS, plan, (None,) * 6 + forecast, actual + (None,) * 5, target=12_000 * K
    )
    money = [Column(name, Kind.MONEY) for name in ("Plan", "Forecast", "Actual to date")]
    curve_table = Table(
        (Column("Month"), *money),
        tuple(zip(MONTHS, curve.plan, curve.forecast, curve.actual, strict=True)),
        caption="Cumulative savings, 2026/27",
    )
    bars = PlanBars(tuple(BarRow(w[0], w[2] * K, w[3] * K) for w in WORKSTREAMS))
    return Section(
        "Savings",
        "savings",
        (
            Figure(
                "Plan, forecast and actual",
                curve,
                "The forecast ends the year at £10.5m, £1.5m below plan; three quarters of what remains falls after December.",
                curve_table,
            ),
            Figure(
                "Forecast against plan by workstream",
                bars,
                "Missed appointments is furthest from plan, £620k below it.",
                by_workstream(),
            ),
        ),
        page_break=True,
    )


def by_workstream() -> Table:
    columns = (
        Column("Workstream"),
        Column("Plan", Kind.MONEY),
        Column("Forecast", Kind.MONEY),
        Column("Variance", Kind.MONEY, signed=True),
        Column("Plan to date", Kind.MONEY),
        Column("Actual to date", Kind.MONEY),
        Column("Delivered", Kind.PERCENT),
    )
    rows = tuple(
        (
            w[0],
            w[2] * K,
            w[3] * K,
            (w[3] - w[2]) * K,
            w[4] * K,
            w[5] * K,
            Decimal(w[5]) * 100 / w[4],
        )
        for w in WORKSTREAMS
    )
    sums = [sum(w[i] for w in WORKSTREAMS) for i in (2, 3, 4, 5)]  # type: ignore[misc]  # a mixed tuple
    total = (
        "All workstreams",
        sums[0] * K,
        sums[1] * K,
        (sums[1] - sums[0]) * K,
        sums[2] * K,
        sums[3] * K,
        Decimal(sums[3]) * 100 / sums[2],
    )
    return Table(
        columns,
        rows,
        caption="Savings by workstream, £ thousand",
        total=total,
        note="Variance is forecast less plan: below zero is adverse.",
    )


def schemes() -> Section:
    columns = (
        Column("Ref"),
        Column("Scheme", weight=3),
        Column("Status"),
        Column("Delivery risk"),
        Column("Plan", Kind.MONEY),
        Column("Forecast", Kind.MONEY),
        Column("Variance", Kind.MONEY, signed=True),
        Column("Full year", Kind.MONEY),
    )
    status = ("Fully developed", "Plans in progress", "Opportunity")
    rows = tuple(
        (
            f"WS{i % 8 + 1:02d}-S{i // 8 + 1:02d}",
            f"{WORKSTREAMS[i % 8][0]}: {('template rules', 'two-way text reminders', 'shared booking rota', 'second list on Fridays')[i % 4]}",
            status[i % 3],
            ("Low", "Medium", "High")[(i * 7) % 3],
            (180 + i * 17) * K,
            (180 + i * 17 - (i * 37) % 90 + 20) * K,
            (20 - (i * 37) % 90) * K,
            (260 + i * 21) * K if i % 5 else None,
        )
        for i in range(30)
    )
    return Section("Schemes", "schemes", (Table(columns, rows, caption="All 30 schemes"),))


def points() -> tuple[RiskPoint, ...]:
    out = []
    for i in range(40):
        likelihood, consequence = (i * 7) % 5 + 1, (i * 11 + i // 5) % 5 + 1
        before = (max(1, likelihood - 1), consequence) if i % 9 == 4 else (likelihood, consequence)
        out.append(
            RiskPoint(f"WS{i % 8 + 1:02d}-R{i // 8 + 1:02d}", likelihood, consequence, before)
        )
    return tuple(out)


def risks() -> Section:
    worst = sorted(points(), key=lambda r: (-r.likelihood * r.consequence, r.ref))[:10]
    columns = (
        Column("Ref"),
        Column("Risk", weight=3),
        Column("Now", Kind.NUMBER),
        Column("Target", Kind.NUMBER),
        Column("Owner"),
        Column("Review by", Kind.DATE),
    )
    rows = tuple(
        (
            r.ref,
            RISK_WORDS[i % 5],
            r.likelihood * r.consequence,
            6,
            WORKSTREAMS[i % 8][1],
            AS_AT + timedelta(days=5 + i * 3),
        )
        for i, r in enumerate(worst)
    )
    counts = Table(
        (Column("Likelihood"), *(Column(f"Consequence {c}", Kind.NUMBER) for c in range(1, 6))),
        tuple(
            (
                str(li),
                *(
                    sum(1 for r in points() if (r.likelihood, r.consequence) == (li, c))
                    for c in range(1, 6)
                ),
            )
            for li in range(5, 0, -1)
        ),
        caption="How many risks stand in each place",
    )
    return Section(
        "Risks",
        "risks",
        (
            Figure(
                "Where the 40 open risks stand",
                RiskGrid(points()),
                "Four risks are extreme; five moved up this month.",
                counts,
            ),
            Table(columns, rows, caption="The ten highest risks"),
        ),
        page_break=True,
    )


def milestones() -> Section:
    marks = (
        MilestoneMark(
            "Template rebuild agreed with divisions",
            date(2026, 6, 30),
            date(2026, 6, 26),
            B,
            "done early",
        ),
        MilestoneMark(
            "Two-way reminder contract live",
            date(2026, 9, 1),
            date(2026, 12, 14),
            R,
            "74 days late",
        ),
        MilestoneMark(
            "Community dermatology hub opens with two rooms and a minor operations suite",
            date(2026, 11, 2),
            date(2027, 1, 18),
            R,
            "52 days late",
        ),
        MilestoneMark(
            "Booking centre single rota", date(2026, 12, 1), date(2026, 12, 11), A, "8 days late"
        ),
        MilestoneMark("Video platform upgrade", date(2027, 1, 15), date(2027, 1, 15), G, "on time"),
        MilestoneMark(
            "Patient-initiated follow-up in six specialties",
            date(2027, 2, 26),
            date(2027, 2, 26),
            G,
            "on time",
        ),
    )
    columns = (
        Column("Milestone", weight=3),
        Column("First promised", Kind.DATE),
        Column("Lands", Kind.DATE),
        Column("Working days"),
        Column("Rating", Kind.RATING),
    )
    rows = tuple((m.name, m.baseline, m.lands, m.label, RatingCell(m.colour)) for m in marks)
    slips = MilestoneSlips(marks, AS_AT)
    return Section(
        "Milestones due and late",
        "milestones",
        (
            Figure(
                "From first promise to landing",
                slips,
                "Two milestones are more than four weeks late; both are gates.",
                Table(columns, rows),
            ),
        ),
        page_break=True,
    )


def dependencies() -> Section:
    columns = (
        Column("Ref"),
        Column("Deliverable", weight=3),
        Column("From"),
        Column("To"),
        Column("Needed", Kind.DATE),
        Column("Promised", Kind.DATE),
        Column("Days late", Kind.NUMBER),
    )
    rows = (
        (
            "WS06-D01",
            "Two rooms fire-safe and cleaned",
            "Estates and facilities",
            "Community shift",
            date(2026, 10, 12),
            date(2026, 10, 26),
            10,
        ),
        (
            "WS04-D02",
            "Reminder messages translated into eight languages",
            "Communications",
            "Missed appointments",
            date(2026, 11, 16),
            None,
            None,
        ),
        (
            "WS05-D01",
            "Information governance approval of the video platform",
            "Digital",
            "Virtual clinics",
            date(2026, 11, 30),
            date(2026, 12, 9),
            7,
        ),
    )
    return Section(
        "Dependencies late or not agreed",
        "dependencies",
        (Table(columns, rows, note="A dash: not promised yet."),),
    )


def workstreams() -> tuple[Section, ...]:
    opening = Section(
        "Workstreams",
        "workstreams",
        (Paragraph("A page each: the rating, its reasons, the path to green and what is needed."),),
        page_break=True,
    )
    return (opening, *(_workstream(index) for index in range(len(WORKSTREAMS))))


def _workstream(index: int) -> Section:
    name, lead, plan, forecast, due, done, _, dimensions = WORKSTREAMS[index]
    sentences = {
        R: "Two gates are more than five working days late: WS0{n}-M02 by 74 days, WS0{n}-M05 by 12.",
        A: "Actual to date is 89.5% of plan; green needs 95%.",
        G: "All milestones land within five working days of their baseline.",
        NR: "No update was sent for October.",
        NA: "No impact assessments are recorded in this programme yet.",
        B: "Everything is complete.",
    }
    entries = tuple(
        ReasonEntry(label, RatingCell(colour), (sentences[colour].format(n=index + 1),))
        for label, colour in zip(DIMENSIONS, dimensions, strict=True)
    )
    worse = overall(index).colour in (R, A)
    path = (
        Subheading("Path to green"),
        Facts(
            (
                Fact(
                    "Action",
                    "Sign the reminder contract and bring the second batch of clinics forward to December.",
                ),
                Fact("Owner", lead),
                Fact("Green by", date(2027, 1, 29)),
                Fact("Decision needed", "Release £60k of transformation funding."),
            )
        ),
    )
    return Section(
        name,
        f"ws{index + 1:02d}",
        (
            Facts(
                (
                    Fact("Overall", overall(index)),
                    Fact("Lead", f"{lead}; sponsor Dr Amina Yusuf; finance Colin Hart"),
                )
            ),
            KeyFigures(
                (
                    KeyFigure("Plan", f"£{plan / 1000:.1f}m", "2026/27"),
                    KeyFigure(
                        "Forecast",
                        f"£{forecast / 1000:.1f}m",
                        f"£{abs(plan - forecast)}k {'below' if forecast < plan else 'above'} plan",
                    ),
                    KeyFigure(
                        "Delivered to date", f"£{done}k", f"{done / due:.1%} of plan to date"
                    ),
                )
            ),
            Subheading("Why it is rated so"),
            ReasonList(entries),
            *(path if worse else ()),
            Subheading("What happened"),
            Paragraph(
                "The second group of specialties moved to the new templates on 12 October. Utilisation rose to 84.1% from 81.7%. Two consultants' job plans remain to be agreed, and the reminder supplier's contract is with procurement."
            ),
            Subheading("What is needed"),
            Paragraph(
                "A decision on transformation funding by 20 November, so that recruitment can start before the holidays."
            ),
        ),
        page_break=index > 0,
        level=2,
    )


def rules() -> Section:
    columns = (Column("Rule"), Column("What it says", weight=3), Column("Setting"))
    rows = (
        (
            "savings.share",
            "Green at 95% of plan or more, amber at 75% or more, else red",
            "95% / 75%",
        ),
        (
            "milestone.slip",
            "Green up to 5 working days, amber up to 20, else red; gates 0 and 5",
            "5 / 20; 0 / 5",
        ),
        ("risk.top", "No open risk above 6 green, 8–12 amber, 15 or more red", "6 / 12"),
        (
            "cost.over",
            "Forecast over baseline up to 5% green, up to 10% amber, more red",
            "5% / 10%",
        ),
    )
    return Section("Rules and settings used", "rules", (Table(columns, rows),), page_break=True)


def left_out() -> Section:
    return Section(
        "What is left out",
        "left-out",
        (
            Bullets(
                (
                    "Cost is rated only where both baseline and forecast are known: 6 of 8 workstreams.",
                    "Effects on patients and staff in post are not yet recorded in this programme.",
                    "One scheme has no plan and is not rated.",
                )
            ),
        ),
    )


def money_exact() -> Table:
    """A small table in pence, for the tests of words and figures."""
    return Table(
        (Column("Item"), Column("Amount", Kind.MONEY, Scale.PENCE)),
        (("One", 123_456), ("Two", -50), ("Three", None)),
        total=("All", 123_406),
    )


def _running(thousands: list[int]) -> tuple[int, ...]:
    total, out = 0, []
    for each in thousands:
        total += each * K
        out.append(total)
    return tuple(out)
