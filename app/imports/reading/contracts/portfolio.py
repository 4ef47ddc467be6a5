"""A portfolio file: a project a row, with its confidence, dates and costs."""

from app.imports.reading.contracts.shape import Contract, Field, FieldType

PORTFOLIO = Contract(
    table="portfolio",
    kind="portfolio",
    sheet="Portfolio",
    fields=(
        Field("ref", FieldType.LINE, ("gmpp id number", "gmpp id", "project id", "project ref",
              "project reference", "programme id", "id", "ref", "reference", "id number",
              "project number", "workstream ref"), limit=60),
        Field("name", FieldType.LINE, ("project name", "programme name", "project", "programme",
              "project programme name", "project title", "name", "workstream", "workstream name",
              "title"), required=True),
        Field("organisation", FieldType.LINE, ("department", "organisation", "trust", "body",
              "lead organisation", "directorate", "lead department")),
        Field("category", FieldType.LINE, ("annual report category", "category", "project type",
              "project category", "programme type")),
        Field("purpose", FieldType.PASSAGE, ("description aims", "description", "aims", "purpose",
              "project description", "description and aims", "scope", "objectives")),
        Field("independent_confidence", FieldType.COLOUR, (
              "ipa delivery confidence assessment", "nista delivery confidence assessment",
              "mpa rag rating", "ipa rag rating", "ipa dca", "ipa rating",
              "independent delivery confidence assessment")),
        Field("sro_confidence", FieldType.COLOUR, ("sro delivery confidence assessment",
              "delivery confidence assessment", "delivery confidence", "sro dca", "dca", "sro rag",
              "rag rating", "rag", "sro rating", "overall rag", "rag status",
              "delivery confidence rating")),
        Field("confidence_narrative", FieldType.PASSAGE, (
              "departmental commentary on actions planned or taken on the ipa rag rating",
              "departmental commentary on actions planned or taken on the mpa rag rating",
              "departmental commentary on actions planned or taken on the rag rating",
              "delivery confidence narrative", "rag narrative", "rag commentary", "commentary")),
        Field("start_on", FieldType.DATE, ("project start date", "start date", "start",
              "programme start date", "starts", "start on", "latest approved start date")),
        Field("end_on", FieldType.DATE, ("project end date", "end date", "end", "finish date",
              "programme end date", "completion date", "ends", "planned end date",
              "latest approved end date")),
        Field("schedule_narrative", FieldType.PASSAGE, (
              "departmental narrative on schedule including any deviation from planned schedule",
              "departmental narrative on schedule", "schedule narrative", "schedule commentary")),
        Field("cost_baseline", FieldType.MONEY, ("financial year baseline", "year baseline",
              "in year baseline", "cost baseline", "annual budget", "in year budget", "budget",
              "baseline cost", "baseline", "financial year budget")),
        Field("cost_forecast", FieldType.MONEY, ("financial year forecast", "year forecast",
              "in year forecast", "cost forecast", "annual forecast", "forecast", "forecast cost",
              "forecast spend", "projected spend")),
        Field("cost_variance_percent", FieldType.PERCENTAGE, ("financial year variance percent",
              "variance percent", "in year variance percent", "variance percentage",
              "cost variance percent", "variance percent age"), printed=True),
        Field("cost_narrative", FieldType.PASSAGE, (
              "departmental narrative on budget forecast variance for",
              "departmental narrative on budget forecast variance", "cost narrative",
              "budget narrative", "variance narrative")),
        Field("whole_life_cost", FieldType.MONEY, ("total baseline whole life costs",
              "whole life cost", "whole life costs", "total budgeted whole life costs",
              "total whole life cost", "wlc", "baseline whole life cost")),
        Field("whole_life_narrative", FieldType.PASSAGE, (
              "departmental narrative on budgeted whole life costs", "whole life cost narrative")),
        Field("benefits_baseline", FieldType.MONEY, ("total baseline benefits", "baseline benefits",
              "total benefits", "monetised benefits")),
        Field("benefits_narrative", FieldType.PASSAGE, (
              "departmental narrative on budgeted benefits", "benefits narrative")),
    ),
    telling=(
        ("name",),
        ("independent_confidence", "sro_confidence"),
        ("start_on", "end_on", "cost_baseline", "cost_forecast", "whole_life_cost"),
    ),
    title="name",
)  # fmt: skip  # a table, read down its columns
