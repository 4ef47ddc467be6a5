"""What the pages of a risk ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from app.programmes.disclosing import DisclosedForm, who_may_learn
from app.risks import rules
from app.risks.models import CATEGORIES, ClosingReason, Proximity, Response, ScoreKind
from app.web.forms import DateParts, OptionalSelect, Versioned, offered, questions

NOT_GIVEN = "Not given"
SAME, UP, DOWN = "same", "up", "down"
SCORES = {f"{kind.value}_{axis}" for kind in ScoreKind for axis in ("consequence", "likelihood")}
Cell = tuple[int, int]


def _axis(label: str, words: Sequence[str], needed: str = "") -> OptionalSelect:
    choices = [("", "Choose one"), *((str(n), f"{n} {word}") for n, word in enumerate(words, 1))]
    asks = [DataRequired(needed)] if needed else []
    return OptionalSelect(label, asks, choices=offered(choices))


def _consequence(label: str = "Consequence", needed: str = "Choose a consequence") -> Any:
    return _axis(label, rules.CONSEQUENCES, needed)


def _likelihood(label: str = "Likelihood", needed: str = "Choose a likelihood") -> Any:
    return _axis(label, rules.LIKELIHOODS, needed)


def _one_of(kind: Any) -> Any:
    return offered([("", NOT_GIVEN), *((each.value, each.value.capitalize()) for each in kind)])


def _or_none(kind: Any) -> Any:
    return lambda value: kind(value) if value and value != "None" else None


class RiskForm(DisclosedForm):
    """What a risk is. Its scores are asked for by their own pages."""

    title = questions.title("Risk in a few words")
    cause = TextAreaField("Because", description="The cause: rooms at two sites are not ready")
    event = TextAreaField("There is a risk that", description="The event: clinics open late")
    effect = TextAreaField("Leading to", description="The effect: longer waits and lost savings")
    owner_id = OptionalSelect(
        "Owner",
        [DataRequired("Choose an owner: an open risk needs a person who answers for it")],
        description="A person, not a team",
    )
    category = SelectField("Category", default="")
    controls = TextAreaField("Controls", description="What is in place, and how well it works")
    response = SelectField("Response", choices=_one_of(Response), coerce=_or_none(Response))
    proximity = SelectField(
        "When it may happen", choices=_one_of(Proximity), coerce=_or_none(Proximity)
    )
    target_date = DateParts("Target date", description="When the target score will be reached")
    disclosure = who_may_learn("risks")

    def offer(self, owners: Sequence[tuple[int, str]], category: str, *, discloses: bool) -> None:
        """Sets what may be chosen: a category that is no longer offered stays the risk's own."""
        self.offer_people(owners, discloses=discloses)
        self.owner_id.offer(owners)
        known = list(CATEGORIES) if category in ("", *CATEGORIES) else [category, *CATEGORIES]
        self.category.choices = offered([("", NOT_GIVEN), *((each, each) for each in known)])


class AddForm(RiskForm):
    """A new risk, with its scores."""

    workstream_id = OptionalSelect("Workstream", [DataRequired("Choose a workstream")])
    current_consequence = _consequence("Current consequence", "Choose the current consequence")
    current_likelihood = _likelihood("Current likelihood", "Choose the current likelihood")
    inherent_consequence = _consequence("Inherent consequence", "")
    inherent_likelihood = _likelihood("Inherent likelihood", "")
    target_consequence = _consequence("Target consequence", "")
    target_likelihood = _likelihood("Target likelihood", "")
    reason = TextAreaField(
        "Why the scores are not in order",
        description="Needed only if the target is above the current score, or that above inherent",
    )

    def validate_inherent_likelihood(self, question: OptionalSelect) -> None:
        """Half a score is no score."""
        self._must_be_whole(ScoreKind.INHERENT)

    def validate_target_likelihood(self, question: OptionalSelect) -> None:
        """Half a score is no score."""
        self._must_be_whole(ScoreKind.TARGET)

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes: each of the three scores as one."""
        said = {name: value for name, value in super().values.items() if name not in SCORES}
        return said | {kind.value: self._cell(kind) for kind in ScoreKind}

    def _cell(self, kind: ScoreKind) -> Cell | None:
        consequence = self[f"{kind.value}_consequence"].data
        likelihood = self[f"{kind.value}_likelihood"].data
        return (consequence, likelihood) if consequence and likelihood else None

    def _must_be_whole(self, kind: ScoreKind) -> None:
        given = [self[f"{kind.value}_{axis}"].data for axis in ("consequence", "likelihood")]
        if any(given) and not all(given):
            raise ValidationError(f"Choose both the {kind.value} consequence and likelihood")


class ScoreForm(Versioned):
    """One of the three scores."""

    kind = RadioField(
        "Which score",
        [InputRequired("Choose which score")],
        choices=offered(
            [
                (ScoreKind.CURRENT.value, "Current: with the controls that work today"),
                (ScoreKind.INHERENT.value, "Inherent: before any control"),
                (ScoreKind.TARGET.value, "Target: what is aimed at"),
            ]
        ),
        default=ScoreKind.CURRENT.value,
    )
    consequence = _consequence()
    likelihood = _likelihood()
    reason = TextAreaField("Why")

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return super().values | {"kind": ScoreKind(self.kind.data)}


class ReviewForm(Versioned):
    """How the risk stands today: the same, up or down."""

    verdict = RadioField(
        "How does it stand today?",
        [InputRequired("Choose same, up or down")],
        choices=offered([(SAME, "Same"), (UP, "Up: more serious"), (DOWN, "Down: less serious")]),
    )
    consequence = _consequence()
    likelihood = _likelihood()
    note = TextAreaField("Note", description="One line, if it moved: what changed")

    before: Cell | None = None

    def validate_verdict(self, question: RadioField) -> None:
        """The word and the scores must say the same."""
        if question.data not in (SAME, UP, DOWN) or self.before is None:
            return
        old = rules.score(*self.before)
        new = (self.consequence.data or 0) * (self.likelihood.data or 0)
        if question.data == UP and new <= old:
            raise ValidationError(f"Up means a score above {old}: choose higher scores below")
        if question.data == DOWN and not 0 < new < old:
            raise ValidationError(f"Down means a score below {old}: choose lower scores below")

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes. The same keeps the score before, whatever stands below."""
        said = super().values
        if said.pop("verdict") == SAME and self.before:
            said["consequence"], said["likelihood"] = self.before
        return said


class CloseForm(Versioned):
    """Why the risk is closed."""

    because = RadioField(
        "Why is it closed?",
        [InputRequired("Choose why it is closed")],
        choices=offered((each.value, each.value.capitalize()) for each in ClosingReason),
    )
    note = TextAreaField(
        "Note",
        [DataRequired("Say in a sentence why it is closed")],
        description="One sentence for the record",
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        return super().values | {"because": ClosingReason(self.because.data)}
