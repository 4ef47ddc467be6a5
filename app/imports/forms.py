"""What bringing a file in asks."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.imports.applying.asked import LeftOutLines
from app.imports.attempts import Wanted
from app.imports.reading.contracts import KINDS
from app.imports.reading.results import Unreadable
from app.web.forms import Form, OptionalSelect, Versioned, answered, offered

KIND_WORDS = {
    "workbook": "Ragstone’s own workbook, or several tables",
    "portfolio": "Portfolio: a project a row",
    "savings": "Savings (CIP) table",
    "risks": "Risk register",
    "milestones": "Milestones",
    "dependencies": "Dependencies",
    "ledger": "Ledger: an amount saved a line",
}


class UploadForm(Form):
    """A file, and where it goes."""

    programme_id = OptionalSelect("Programme", [InputRequired("Choose the programme")])
    file = FileField(
        "File",
        [FileRequired("Choose the file to bring in")],
        description="An Excel workbook (.xlsx, .xls), OpenDocument (.ods) or CSV file, up to "
        "10 MB. It must hold no patient data.",
    )
    kind = SelectField(
        "What it holds",
        default="",
        choices=offered([("", "Find out from the file"), *((k, KIND_WORDS[k]) for k in KINDS)]),
    )
    month = StringField(
        "Month",
        description="The month at whose end its figures stand, such as 2026-10. A savings table "
        "needs one.",
    )
    workstream_id = OptionalSelect(
        "Workstream", description="Where rows go that name no workstream."
    )
    as_correction = BooleanField("It corrects a month that is locked")

    def validate_month(self, field: Any) -> None:
        """A month or nothing."""
        if (field.data or "").strip():
            try:
                Month.parse(field.data)
            except RuleBroken as broken:
                raise ValidationError(broken.message) from None

    def wanted(self) -> Wanted:
        """The answers, with the bytes of the file."""
        storage, text = answered(self.file.data), (self.month.data or "").strip()
        with closing(storage):
            content = storage.read()
        name = (storage.filename or "file").replace("\\", "/").rpartition("/")[2]
        return Wanted(
            programme_id=answered(self.programme_id.data),
            name=name[:255],
            content=content,
            kind=self.kind.data or None,
            workstream_id=self.workstream_id.data,
            month=Month.parse(text) if text else None,
            as_correction=bool(self.as_correction.data),
        )

    def refuse(self, refused: Unreadable | RuleBroken) -> None:
        """Says beside its question why the file was not taken."""
        if isinstance(refused, Unreadable):
            refused = RuleBroken("file", refused.message)
        self.explain(refused)


class ActForm(Versioned):
    """One button: to apply, to set aside, to undo."""


class ApplyForm(ActForm):
    """Brings the file in; lines that it leaves out go only where somebody says so."""

    left_out = SelectField(
        "What becomes of them?",
        default=LeftOutLines.STAY.value,
        choices=offered(
            [
                (LeftOutLines.STAY.value, "They stay"),
                (LeftOutLines.ALIKE_GO.value, "Withdraw those marked as alike"),
                (LeftOutLines.ALL_GO.value, "Withdraw all of them"),
            ]
        ),
    )
