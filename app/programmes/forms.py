"""What the pages of programmes, workstreams and organisations ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts.models import Person
from app.core.rating import Colour, Dimension
from app.programmes.commands.standing import CONFIDENCE
from app.programmes.display import DISCLOSURES, ORGANISATION_KINDS
from app.programmes.models import (
    Disclosure,
    OrganisationKind,
    ProgrammeStatus,
    WorkstreamStatus,
)
from app.web.forms import DateParts, Form, Money, OptionalSelect, Versioned, offered

Choices = Sequence[tuple[int, str]]

PURPOSE = "What it is for, in a few sentences that a board member would understand"
NOBODY = "Nobody yet"
PICK_ONE = "Choose one of the answers"


def at_most(longest: int) -> Length:
    """No longer than that, said in words."""
    return Length(max=longest, message=f"Enter {longest:,} characters or fewer")


def radios(label: str, words: Mapping[Any, str], **options: Any) -> RadioField:
    """One of the enum's members, by their words."""
    choices = offered((each.value, text) for each, text in words.items())
    options |= {"invalid_value_message": PICK_ONE, "invalid_choice_message": PICK_ONE}
    return RadioField(label, choices=choices, **options)


def disclosure() -> RadioField:
    """Who may learn of it."""
    return radios(
        "Who may see it in reports",
        DISCLOSURES,
        coerce=Disclosure,
        default=Disclosure.PRIVATE,
    )


class OrganisationForm(Versioned):
    """One organisation."""

    name = StringField("Name", [InputRequired("Enter the organisation’s name"), at_most(200)])
    code = StringField("Code", [at_most(12)], description="Its ODS code, if it has one")
    kind = radios(
        "Kind",
        ORGANISATION_KINDS,
        coerce=OrganisationKind,
        default=OrganisationKind.TRUST,
    )
    parent_id = OptionalSelect("Is part of", description="Its integrated care board, for a trust")
    valid_from = DateParts("Exists from", description="Leave empty if it always has")
    valid_to = DateParts("Existed until", description="Its last day, if it has merged or closed")

    @property
    def values(self) -> dict[str, Any]:
        """The answers, by the record's fields."""
        return answers(self)


class ProgrammeForm(Versioned):
    """What is said of a programme."""

    name = StringField("Name", [InputRequired("Enter the programme’s name"), at_most(200)])
    organisation_id = OptionalSelect(
        "Organisation", [InputRequired("Choose the organisation that runs it")]
    )
    purpose = TextAreaField("Purpose", [at_most(5000)], description=PURPOSE)
    sro_id = OptionalSelect("Senior responsible owner")
    starts_on = DateParts("Start date")
    ends_on = DateParts("End date")
    disclosure = disclosure()

    def offer(self, organisations: Choices, people: Choices) -> None:
        """Sets what may be chosen."""
        self.organisation_id.offer(organisations)
        self.sro_id.offer(people, none=NOBODY)

    @property
    def values(self) -> dict[str, Any]:
        """The answers, by the record's fields."""
        return answers(self)


class NewProgrammeForm(ProgrammeForm):
    """A programme that is being set up."""

    code = StringField(
        "Code",
        [InputRequired("Enter a short code for the programme"), at_most(20)],
        description="Up to 20 letters and numbers, such as OPD. It cannot be changed later",
    )


class EditProgrammeForm(ProgrammeForm):
    """A programme that there is."""

    is_closed = BooleanField("The programme has closed")

    @property
    def values(self) -> dict[str, Any]:
        """As the others, with its status."""
        given = answers(self)
        closed = given.pop("is_closed")
        return {**given, "status": ProgrammeStatus.CLOSED if closed else ProgrammeStatus.OPEN}


class TargetForm(Versioned):
    """What a programme has to save in a financial year."""

    pence = Money("Target for the year", [InputRequired("Enter the target, or 0 if there is none")])


class WorkstreamForm(Versioned):
    """What is said of a workstream."""

    name = StringField("Name", [InputRequired("Enter the workstream’s name"), at_most(300)])
    purpose = TextAreaField("Purpose", [at_most(5000)], description=PURPOSE)
    category = StringField("Category", [at_most(200)], description="If your programme uses them")
    sponsor_id = OptionalSelect("Executive sponsor")
    lead_id = OptionalSelect("Workstream lead")
    clinical_lead_id = OptionalSelect("Clinical lead")
    finance_lead_id = OptionalSelect("Finance lead")
    disclosure = disclosure()

    def offer(self, people: Choices, named: Iterable[Person | None] = ()) -> None:
        """Sets who may be chosen; also those who are named already, though they have left."""
        known = {key for key, _ in people}
        left = [(each.id, each.name) for each in named if each and each.id not in known]
        for field in (self.sponsor_id, self.lead_id, self.clinical_lead_id, self.finance_lead_id):
            field.offer([*people, *dict(left).items()], none=NOBODY)

    @property
    def values(self) -> dict[str, Any]:
        """The answers, by the record's fields."""
        return answers(self)


class NewWorkstreamForm(WorkstreamForm):
    """A workstream that is being added."""

    ref = StringField(
        "Reference", [at_most(60)], description="Leave empty to have the next one, such as WS03"
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the others; without a reference, the next one."""
        return {**answers(self), "ref": self.ref.data or None}


class OfficeWorkstreamForm(WorkstreamForm):
    """A workstream that there is, for those who may also close it."""

    is_closed = BooleanField("The workstream has closed")

    @property
    def values(self) -> dict[str, Any]:
        """As the others, with its status."""
        given = answers(self)
        closed = given.pop("is_closed")
        return {**given, "status": WorkstreamStatus.CLOSED if closed else WorkstreamStatus.OPEN}


class CostForm(Versioned):
    """What a workstream costs in a financial year."""

    baseline = Money("Baseline cost")
    forecast = Money("Forecast cost")
    reason = TextAreaField("Why it changes", [at_most(5000)])


class NotApplicableForm(Form):
    """A dimension that is not to be rated."""

    dimension = radios(
        "What does not apply?",
        {each: each.label for each in Dimension},
        validators=[InputRequired("Choose what does not apply")],
    )
    reason = TextAreaField(
        "Why does it not apply?",
        [InputRequired("Say why it does not apply"), at_most(5000)],
        description="Reports print this, with your name",
    )


class ApplicableForm(Form):
    """A dimension that is to be rated again."""

    reason = TextAreaField(
        "Why does it apply again?", [InputRequired("Say why it applies again"), at_most(5000)]
    )


class ConfidenceForm(Versioned):
    """The SRO's own judgement."""

    delivery_confidence = radios(
        "How confident are you?",
        {each: each.label for each in CONFIDENCE},
        validators=[InputRequired("Choose green, amber or red")],
        coerce=lambda value: Colour(value) if value else None,
    )
    confidence_reason = TextAreaField(
        "What makes you judge so?",
        [InputRequired("Say what makes you judge so"), at_most(5000)],
    )


def answers(form: Versioned) -> dict[str, Any]:
    """Every answer but the token and the version, by the record's fields."""
    return {
        field.short_name: ""
        if field.data is None and isinstance(field, StringField)
        else field.data
        for field in form
        if field.short_name not in ("csrf_token", "version")
    }
