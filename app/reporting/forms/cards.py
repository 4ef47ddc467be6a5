"""Several small forms on one page, each about a record: sent, checked and saved together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields import Field

from app.core.actor import Actor
from app.core.errors import Conflict, RuleBroken
from app.web.forms import Difference, Form, Versioned

LOST = "Somebody has withdrawn a record that you answered. You typed"


class Card(Versioned):
    """The questions about one record. Boxes that the answer does not use are not read."""

    class Meta:
        csrf = False  # the page's own token covers its cards

    letter: ClassVar[str]
    uses: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By the answer given: the boxes that belong to it."""

    def __init__(self, item: Any, typed: Mapping[str, str] | None) -> None:
        self.item = item
        self.key: int = self.record.id
        prefix = f"{self.letter}{self.key}-"
        mine = {key: text for key, text in (typed or {}).items() if key.startswith(prefix)}
        formdata = MultiDict(mine) if mine else None
        values = {"version": str(self.record.version), **self.stored()}
        super().__init__(formdata=formdata, prefix=prefix, data=values)

    @property
    def record(self) -> Any:
        """The record that it asks about."""
        return self.item

    def stored(self) -> dict[str, Any]:
        """What the boxes show at first."""
        return {}

    @property
    def hint(self) -> str:
        """What a person needs to know before answering."""
        return ""

    def choices(self) -> list[tuple[str, str, bool]]:
        """Each answer: its value, its words, and whether it is the one chosen."""
        question: Any = self["answer"]
        return [
            (value, text, value == question.data) for value, text, *_ in question.iter_choices()
        ]

    def in_words(self) -> str:
        """What was typed, in a sentence."""
        raise NotImplementedError  # forms have a metaclass of their own, so no ABC

    def record_in_words(self) -> str:
        """How the record is stored now, in a sentence."""
        raise NotImplementedError  # forms have a metaclass of their own, so no ABC

    def save(self, *, actor: Actor, at: datetime) -> None:
        """Puts the answer into effect."""
        raise NotImplementedError  # forms have a metaclass of their own, so no ABC

    def validate(self, extra_validators: Any = None) -> bool:
        """As any form, but for the boxes that the answer does not use."""
        answer = self._fields.get("answer")
        given = str(answer.data) if answer is not None else ""
        unused = {name for names in self.uses.values() for name in names}
        for name in unused - set(self.uses.get(given, ())):
            _leave_out(self._fields[name])
        return super().validate(extra_validators)

    def explain_clash(self, clash: Conflict) -> None:
        """Both versions; sending it once more means it."""
        label = f"{self.record.ref} {self.record.title}"
        self.conflict_message = str(clash)
        self.conflict = [Difference(label, self.in_words(), self.record_in_words())]
        self.version.data = str(self.record.version)


class Cards:
    """All cards of a page, as one form."""

    def __init__(self, cards: Sequence[Card], typed: Mapping[str, str]) -> None:
        self.page = Form()
        self.cards = cards
        self.lost = _without_a_card(cards, typed)

    def __iter__(self) -> Iterator[Field]:
        for card in self.cards:
            yield from card

    def hidden_tag(self) -> Markup:
        """The token of the page, and the version of each record that it showed."""
        versions = [card.version() for card in self.cards]
        return Markup("").join([self.page.hidden_tag(), *versions])

    @property
    def form_errors(self) -> list[str]:
        """What is wrong with a card as a whole, naming it."""
        of_cards = [f"{card.record.ref}: {e}" for card in self.cards for e in card.form_errors]
        return of_cards + [f"{LOST}: {text}" for text in self.lost]

    @property
    def conflict(self) -> list[Difference]:
        """Both versions of what somebody else saved meanwhile."""
        return [each for card in self.cards for each in card.conflict]

    @property
    def conflict_message(self) -> str:
        """Why it was not saved; empty when nobody else did."""
        return next((card.conflict_message for card in self.cards if card.conflict_message), "")

    @property
    def has_errors(self) -> bool:
        """Whether it has to be shown again."""
        return bool(self.lost) or any(card.has_errors for card in self.cards)

    @property
    def status(self) -> int:
        """409 when stale, 422 when wrong, else 200."""
        if self.conflict_message:
            return 409
        return 422 if self.has_errors else 200

    def is_sent(self) -> bool:
        """Whether it was sent, whole and without a mistake."""
        sent = self.page.validate_on_submit()
        checked = [card.validate() for card in self.cards] if self.page.is_submitted() else []
        return bool(sent) and all(checked) and not self.lost

    def show_again(self, fresh: Sequence[Card]) -> None:
        """Beside what was typed, each record as it is stored."""
        items = {card.record.id: card.item for card in fresh}
        self.cards = [card for card in self.cards if card.key in items]
        for card in self.cards:
            card.item = items[card.key]

    def saves(self, *, actor: Actor, at: datetime) -> bool:
        """Whether every card went through. If not, each says why."""
        went = [_saves(card, actor=actor, at=at) for card in self.cards]
        return all(went)


def _saves(card: Card, *, actor: Actor, at: datetime) -> bool:
    try:
        card.save(actor=actor, at=at)
    except RuleBroken as broken:
        card.explain(broken)
    except Conflict as clash:
        card.explain_clash(clash)
    else:
        return True
    return False


def answered_ids(typed: Mapping[str, str], letter: str) -> frozenset[int]:
    """The ids of the records that the answers are about, also of those no longer asked."""
    found = (re.match(rf"{letter}([0-9]{{1,12}})-", key) for key in typed)
    return frozenset(int(each[1]) for each in found if each)


def _without_a_card(cards: Sequence[Card], typed: Mapping[str, str]) -> list[str]:
    """Texts that were typed about records that are no longer there: shown, so that none is lost."""
    known = tuple(f"{card.letter}{card.key}-" for card in cards)
    return [
        text
        for key, text in typed.items()
        if re.match(r"[msr][0-9]+-(answer|evidence|reason|note|actual|rest|question)$", key)
        and not key.startswith(known)
        and text
    ]


def _leave_out(field: Any) -> None:
    field.raw_data = []
    field.process_errors = []
    field.data = None
