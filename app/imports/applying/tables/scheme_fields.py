"""What a file may say of a scheme besides its money, and how that is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.core.errors import RuleBroken
from app.imports.applying.bringing import Bringing
from app.imports.applying.outcomes import Difference
from app.imports.applying.people import People
from app.imports.applying.values import Attribute, pounds
from app.imports.reading.results import TypedRow
from app.savings import commands
from app.savings.models import (
    CashClass,
    DeliveryRisk,
    DevelopmentStatus,
    Scheme,
    SchemeStatus,
)


def _status(word: str) -> DevelopmentStatus:
    if word == "unidentified":
        raise RuleBroken(
            "status",
            "An unidentified saving is a gap and not a scheme: the gap is worked out from the "
            "programme’s target. Take this row out, or say what the scheme is",
        )
    return DevelopmentStatus(word.replace("_", " "))


CASH_CLASSES = {
    "cash_releasing": CashClass.CASH_RELEASING,
    "non_cash_releasing": CashClass.NON_CASH_RELEASING,
    "cost_avoidance": CashClass.COST_AVOIDANCE,
    "income": CashClass.INCOME,
}
TITLE = Attribute("title", "title", "Title")
DESCRIPTION = Attribute("description", "description", "Description")
CATEGORY = Attribute("category", "category", "Category", read=lambda text: text[:120])
STATUS = Attribute(
    "development_status",
    "status",
    "Development status",
    DevelopmentStatus.PLANS_IN_PROGRESS,
    _status,
)
RISK = Attribute(
    "delivery_risk", "delivery_risk", "Delivery risk", None, lambda word: DeliveryRisk(word)
)
CASH = Attribute("cash_class", "cash_class", "Cash class", None, lambda word: CASH_CLASSES[word])
STARTS = Attribute("starts_on", "start_on", "Starts on", None)
FULL_YEAR = Attribute(
    "recurrent_full_year", "full_year_effect", "Full-year value", None, words=pounds
)
ESTIMATED_SPLIT = Attribute("has_estimated_split", "", "Estimated split", False)


def owner(people: People) -> Attribute:
    """The owner, by name or e-mail address."""
    return Attribute("owner_id", "owner", "Owner", None, people.named, people.name)


def comes_back(bringing: Bringing, found: Scheme) -> Iterator[Difference]:
    """A scheme that an undo withdrew is opened again; one that a person closed is refused."""
    if found.status is SchemeStatus.WITHDRAWN:
        if ("scheme", found.id) not in bringing.withdrawn_by_undo:
            raise RuleBroken(
                "title",
                f"{found.ref} was withdrawn ({found.closing_reason}). Open it again on its page, "
                "or take this row out",
            )
        yield Difference("Status", "Withdrawn", "Open")


def without_gated_status(
    bringing: Bringing, row: TypedRow, found: Scheme, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The gates say how far a gated scheme is developed: a file's word is told and not used."""
    if not found.is_gated or STATUS.name not in given:
        return dict(given)
    bringing.warn(
        f"{found.ref} goes through the gates, which say how far it is developed: the file’s "
        f"“{given[STATUS.name].label.lower()}” was not used",
        row,
        "status",
    )
    return {name: value for name, value in given.items() if name != STATUS.name}


def without_settled(
    bringing: Bringing,
    row: TypedRow,
    found: Scheme,
    given: Mapping[str, Any],
    *,
    attributes: Iterable[Attribute],
) -> dict[str, Any]:
    """A complete scheme stays what it is: of its row in a tracker only the figures are used."""
    if not found.is_transacted:
        return dict(given)
    left = [each.label.lower() for each in attributes if each.name in given]
    if left:
        said = ", ".join(left)
        bringing.warn(
            f"{found.ref} is complete and stays what it is: the file’s {said} "
            f"{'was' if len(left) == 1 else 'were'} not used, its figures were",
            row,
            "title",
        )
    return {}


def write_back(bringing: Bringing, record: Scheme, given: Mapping[str, Any]) -> None:
    """Opens it again where an undo had withdrawn it, and edits what differs."""
    asked = bringing.asked
    before = {name: getattr(record, name) for name in given}
    after = dict(given)
    if record.status is SchemeStatus.WITHDRAWN:
        commands.reopen(record, reason=asked.source, actor=asked.actor, at=asked.at)
        before["status"], after["status"] = SchemeStatus.WITHDRAWN, SchemeStatus.OPEN
    if given:
        commands.edit(record, given, declared_elsewhere=True, actor=asked.actor, at=asked.at)
    bringing.touched.note(record, before=before, after=after)
