"""The sheets and columns of the workbook, from the same contracts by which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.imports.reading.contracts import Contract, Field, FieldType, of_table
from app.programmes.roles import Role

FOR_ITS_OWNERS = frozenset({"status", "delivered_on"})
VERSION = "version"
VERSION_HEADING = "Row version"
# In the order in which the sheets stand.
TABLES = (
    "workstreams",
    "people",
    "milestones",
    "schemes",
    "savings_by_month",
    "risks",
    "dependencies",
)
# Names of workstreams are offered, and others may be written: an outside body, a new workstream.
OFFERED = frozenset({"workstream", "giver", "receiver"})
HELP: Mapping[str, str] = {
    "ref": "Leave it empty for a new row: it gets the next reference. Never change one.",
    "workstream": "The reference of a workstream, such as WS01.",
    "giver": "The reference of a workstream, or the name of a body outside the programme.",
    "receiver": "The reference of a workstream, or the name of a body outside the programme.",
    "baseline": "Given once. Only an approved change moves it afterwards.",
    "completed_on": "The day on which it was done. Say in Evidence how you know.",
    "reason": "Why the forecast moves.",
    "owner": "Their e-mail address.",
    "lead": "Their e-mail address.",
    "sponsor": "Their e-mail address.",
    "clinical_lead": "Their e-mail address.",
    "finance_lead": "Their e-mail address.",
    "email": "How they sign in.",
    "scheme": "The reference of a scheme on the sheet Schemes.",
    "financial_year": "Such as 2026/27.",
    "full_year_effect": "The value of a full year, in pounds.",
    "float_days": "Calendar days that the receiver can absorb.",
    "consequence": "1 to 5, as it stands now.",
    "likelihood": "1 to 5, as it stands now.",
    "status": "Open or closed.",
}


@dataclass(frozen=True)
class Column:
    """A column that is written: its field, its heading, the words that may be chosen."""

    field: Field
    heading: str
    choices: tuple[str, ...] = ()
    width: int = 18

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def help(self) -> str:
        return HELP.get(self.name, "") if not self.choices else ""


def columns(table: str) -> list[Column]:
    """What the sheet holds: nothing that is worked out, and the row's version last, hidden."""
    contract = of_table(table)
    kept = [field for field in contract.fields if _is_written(contract, field)]
    return [_column(table, field) for field in kept]


def _is_written(contract: Contract, field: Field) -> bool:
    if field.printed or field.type is FieldType.COLOUR:
        return False
    return not (contract.table == "dependencies" and field.name in FOR_ITS_OWNERS)


def _column(table: str, field: Field) -> Column:
    heading = field.synonyms[0]
    if field.name == VERSION:
        return Column(field, VERSION_HEADING)
    return Column(field, heading[0].upper() + heading[1:], _choices(table, field), _width(field))


def _choices(table: str, field: Field) -> tuple[str, ...]:
    if field.type is FieldType.YES_NO:
        return ("Yes", "No")
    if field.type is FieldType.SCORE:
        return ("1", "2", "3", "4", "5")
    if table == "people" and field.name == "role":
        return tuple(role.label for role in Role)
    values = dict.fromkeys(value for _word, value in field.choices)
    return tuple(value.replace("_", " ").capitalize() for value in values)


def _width(field: Field) -> int:
    if field.type is FieldType.PASSAGE:
        return 50
    if field.name in ("title", "name", "deliverable"):
        return 44
    return 12 if field.type in (FieldType.SCORE, FieldType.YES_NO, FieldType.MONEY) else 18
