"""Savings tables: a CIP table with plan, forecast and year to date; and proposed and achieved."""

from app.imports.reading.contracts.shape import Contract, Field, FieldType, Formula, words

STATUS = words(
    fully_developed="developed|green",
    plans_in_progress="plan in progress|in progress|in development",
    opportunity="idea|pipeline",
    unidentified="gap",
)
DELIVERY_RISK = words(low="l|green", medium="m|med|amber", high="h|red")
RECURRENCE = words(
    recurrent="r|rec|recurring|yes|y",
    non_recurrent="nr|n r|non rec|nonrecurrent|non recurring|nonrecurring|one off|no|n",
)
CASH_CLASS = words(
    cash_releasing="cash|crb|cash release|cashable",
    non_cash_releasing="non cash|ncrb|non cashable|productivity",
    cost_avoidance="avoidance|avoided cost",
    income="contribution|income generation",
)

REF = Field(
    "ref",
    FieldType.LINE,
    ("ref", "scheme ref", "scheme id", "scheme number", "scheme no", "cip ref", "cip id",
     "project ref", "project id", "id", "reference", "no", "number", "code"),
    limit=60,
)  # fmt: skip  # a table, read down its columns
WORKSTREAM = Field(
    "workstream",
    FieldType.LINE,
    ("workstream", "workstream ref", "work stream", "workstream name", "theme", "programme area"),
)
SCHEME = (
    "scheme", "scheme name", "scheme title", "schemes", "cip scheme", "cip scheme name",
    "cip title", "savings scheme", "saving scheme", "title", "projects", "project",
    "project name", "project title", "name", "initiative", "saving", "efficiency scheme",
)  # fmt: skip  # a table, read down its columns

CIP = Contract(
    table="savings",
    kind="savings",
    sheet="Savings",
    fields=(
        REF,
        WORKSTREAM,
        Field("title", FieldType.LINE, (*SCHEME, "scheme description"), required=True),
        Field("owner", FieldType.LINE, ("owner", "lead", "scheme lead", "project lead",
              "responsible lead", "senior responsible owner", "sro")),
        Field("category", FieldType.LINE, ("category", "cip category", "type of saving",
              "subjective", "pay non pay income")),
        Field("status", FieldType.CHOICE, ("development status", "status", "scheme status",
              "maturity"), choices=STATUS),
        Field("delivery_risk", FieldType.CHOICE, ("delivery risk", "risk rating", "risk",
              "risk of delivery"), choices=DELIVERY_RISK),
        Field("recurrence", FieldType.CHOICE, ("recurrent or non recurrent", "recurrence",
              "recurrent non recurrent", "rec nr", "r nr", "recurrent y n"), choices=RECURRENCE),
        Field("full_year_effect", FieldType.MONEY, ("recurrent plan", "full year effect", "fye",
              "full year value", "recurrent full year effect", "recurrent value",
              "annual recurrent plan", "full year plan", "fye plan")),
        Field("plan", FieldType.MONEY, ("in year annual plan", "annual plan", "plan",
              "in year plan",
              "full year in year plan", "planned saving", "planned savings", "target",
              "annual target", "cip target", "pye", "part year effect", "plan total",
              "total plan", "current year plan", "budget")),
        Field("forecast", FieldType.MONEY, ("forecast outturn", "forecast", "fot",
              "year end forecast", "annual forecast", "outturn", "full year forecast",
              "forecast out turn", "forecast saving", "forecast savings", "projected outturn",
              "outturn forecast", "in year forecast")),
        Field("ytd_plan", FieldType.MONEY, ("year to date plan", "ytd plan", "plan ytd",
              "plan year to date", "cumulative plan", "plan to date", "ytd target",
              "ytd budget", "year to date target")),
        Field("ytd_actual", FieldType.MONEY, ("year to date actual", "ytd actual", "actual ytd",
              "actual year to date", "cumulative actual", "actual to date", "ytd delivered",
              "ytd achieved", "achieved to date", "delivered to date", "ytd actuals",
              "savings to date", "ytd delivery")),
        Field("forecast_variance", FieldType.MONEY, ("forecast variance", "variance forecast",
              "full year variance", "outturn variance", "fot variance", "year end variance",
              "annual variance", "variance to plan", "forecast outturn variance"), printed=True),
        Field("ytd_variance", FieldType.MONEY, ("variance year to date", "year to date variance",
              "ytd variance", "variance ytd", "variance", "variance to date",
              "cumulative variance"), printed=True),
    ),
    telling=(
        ("title",),
        ("plan", "full_year_effect", "forecast"),
        ("forecast", "ytd_plan", "ytd_actual"),
    ),
    formulas=(
        Formula("forecast_variance", plus=("forecast",), minus=("plan",)),
        Formula("ytd_variance", plus=("ytd_actual",), minus=("ytd_plan",)),
    ),
)  # fmt: skip  # a table, read down its columns

ACHIEVED = Contract(
    table="savings_achieved",
    kind="savings",
    sheet="Savings achieved",
    fields=(
        REF,
        WORKSTREAM,
        Field("title", FieldType.LINE, (*SCHEME, "directorate", "service", "division",
              "department", "portfolio", "area", "care group", "budget area"), required=True),
        Field("plan", FieldType.MONEY, ("savings proposed", "proposed savings", "proposed",
              "savings agreed", "agreed savings", "planned savings", "savings target", "plan",
              "savings plan", "target savings")),
        Field("actual", FieldType.MONEY, ("gross savings achieved", "savings achieved", "achieved",
              "achieved savings", "gross achieved", "savings delivered", "delivered", "actual",
              "gross savings delivered", "actual savings")),
        Field("pressures", FieldType.MONEY, ("in year pressures", "pressures", "cost pressures",
              "new pressures", "pressure", "offsetting pressures")),
        Field("unachieved", FieldType.MONEY, ("net savings unachieved", "savings unachieved",
              "unachieved", "net unachieved", "not achieved", "shortfall", "net shortfall",
              "unachieved savings"), printed=True),
    ),
    telling=(("title",), ("plan",), ("actual",), ("pressures", "unachieved")),
    formulas=(
        Formula("unachieved", plus=("plan",), minus=("actual", "pressures"), adverse=1),
    ),
)  # fmt: skip  # a table, read down its columns
