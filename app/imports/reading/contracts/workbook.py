"""The sheets of Ragstone's own workbook that no other file has."""

from app.imports.reading.contracts.registers import OWNER, ROW_VERSION
from app.imports.reading.contracts.savings import (
    CASH_CLASS,
    DELIVERY_RISK,
    RECURRENCE,
    STATUS,
    WORKSTREAM,
)
from app.imports.reading.contracts.shape import Contract, Field, FieldType, words

# What the first cell of its first sheet says, so that the workbook is known again.
MARK = "Ragstone workbook"
MONTHS = (
    "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "January", "February", "March",
)  # fmt: skip  # a table, read down its columns

WORKSTREAMS = Contract(
    table="workstreams",
    kind="workbook",
    sheet="Workstreams",
    fields=(
        Field("ref", FieldType.LINE, ("ref", "workstream ref", "workstream id", "id"), limit=60),
        Field("name", FieldType.LINE, ("workstream", "name", "workstream name"), required=True),
        Field("purpose", FieldType.PASSAGE, ("purpose", "scope", "description")),
        Field("sponsor", FieldType.LINE, ("sponsor", "executive sponsor")),
        Field("lead", FieldType.LINE, ("lead", "workstream lead")),
        Field("clinical_lead", FieldType.LINE, ("clinical lead",)),
        Field("finance_lead", FieldType.LINE, ("finance lead",)),
        Field("cost_baseline", FieldType.MONEY, ("cost baseline",)),
        Field("cost_forecast", FieldType.MONEY, ("cost forecast",)),
        ROW_VERSION,
    ),
    telling=(
        ("name",),
        ("lead", "sponsor", "clinical_lead", "finance_lead"),
        ("purpose", "cost_baseline", "cost_forecast", "version"),
    ),
    title="name",
)

PEOPLE = Contract(
    table="people",
    kind="workbook",
    sheet="People",
    fields=(
        Field("email", FieldType.EMAIL, ("e-mail", "email", "email address"), required=True),
        Field("name", FieldType.LINE, ("name", "full name"), required=True),
        Field("role", FieldType.LINE, ("role",)),
        WORKSTREAM,
        ROW_VERSION,
    ),
    telling=(("email",), ("name",), ("role",)),
    key="email",
    title="name",
)

SCHEMES = Contract(
    table="schemes",
    kind="workbook",
    sheet="Schemes",
    fields=(
        Field("ref", FieldType.LINE, ("ref", "scheme ref", "scheme id", "id"), limit=60),
        WORKSTREAM,
        Field("title", FieldType.LINE, ("scheme", "title", "scheme title", "scheme name"),
              required=True),
        Field("description", FieldType.PASSAGE, ("description",)),
        Field("category", FieldType.LINE, ("category",)),
        Field("cash_class", FieldType.CHOICE, ("cash class", "cash releasing"),
              choices=CASH_CLASS),
        Field("status", FieldType.CHOICE, ("development status", "status"), choices=STATUS),
        Field("delivery_risk", FieldType.CHOICE, ("delivery risk",), choices=DELIVERY_RISK),
        Field("start_on", FieldType.DATE, ("start date", "starts")),
        Field("full_year_effect", FieldType.MONEY, ("full year effect", "fye")),
        OWNER,
        ROW_VERSION,
    ),
    telling=(("title",), ("status", "delivery_risk", "cash_class"), ("ref", "workstream")),
)  # fmt: skip  # a table, read down its columns

SAVINGS = Contract(
    table="savings_by_month",
    kind="workbook",
    sheet="Savings by month",
    fields=(
        Field("scheme", FieldType.LINE, ("scheme", "scheme ref"), required=True, limit=60),
        Field("financial_year", FieldType.LINE, ("financial year", "year"), required=True,
              limit=7),
        Field("measure", FieldType.CHOICE, ("measure", "figure"), required=True,
              choices=words(plan="", forecast="", actual="")),
        Field("recurrence", FieldType.CHOICE, ("recurrent or non recurrent", "recurrence"),
              required=True, choices=RECURRENCE),
        *(
            Field(f"m{number}", FieldType.MONEY, (name, name[:3], f"m{number}"))
            for number, name in enumerate(MONTHS, start=1)
        ),
        Field("total", FieldType.MONEY, ("total", "year"), printed=True),
        ROW_VERSION,
    ),
    telling=(("scheme",), ("measure",), ("m1",), ("m12",)),
    key="scheme",
    title="scheme",
)  # fmt: skip  # a table, read down its columns
