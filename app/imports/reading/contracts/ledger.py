"""The ledger: what was saved, line by line, as finance's system has it."""

from app.imports.reading.contracts.shape import Contract, Field, FieldType

CODE = 40

LEDGER = Contract(
    table="ledger",
    kind="ledger",
    sheet="Ledger",
    fields=(
        Field("scheme_ref", FieldType.LINE, ("scheme reference", "scheme ref", "scheme",
              "scheme id", "scheme code", "scheme no", "scheme number", "cip ref", "cip id",
              "cip reference", "cip code", "cip scheme", "savings ref", "project code",
              "analysis code", "reference", "ref"), limit=60),
        Field("cost_centre", FieldType.LINE, ("cost centre", "cost center", "cost centre code",
              "cc", "cost code", "department code", "budget code"), limit=CODE),
        Field("account", FieldType.LINE, ("account", "account code", "subjective",
              "subjective code", "gl account", "general ledger account", "nominal",
              "nominal code", "expense code"), limit=CODE),
        Field("month", FieldType.MONTH, ("month", "period", "financial period",
              "accounting period", "ledger period", "period name", "month name", "posting period",
              "month no", "period no"), required=True),
        Field("amount", FieldType.MONEY, ("amount", "value", "actual", "net amount",
              "ledger amount", "ledger actual", "amount saved", "saving", "actual saving",
              "movement", "total"), required=True),
        Field("description", FieldType.LINE, ("description", "line description", "narrative",
              "journal description", "details", "detail", "comment", "text")),
    ),
    telling=(("month",), ("amount",), ("cost_centre", "account")),
    key="scheme_ref",
    # a line without a reference may add up to those above it, and is no total for that
    title="month",
)  # fmt: skip  # a table, read down its columns
