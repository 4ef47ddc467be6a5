"""A month's claims as finance reads them: counted, narrowed, paged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from app.core import money
from app.core.actor import Actor, Permission
from app.core.money import Pence
from app.db.page import PAGE_SIZE, Page
from app.savings.queries.claim_row import ClaimRow
from app.savings.rules.validation import Standing
from app.web.register import Column, Kind, state

SHOWS = {
    "exceptions": "Exceptions",
    "ready": "Agree with the ledger",
    "decided": "Decided",
    "asked": "A query is open",
    "all": "All claims",
}
COLOURS = {
    Standing.AGREES: "green",
    Standing.WITHIN: "green",
    Standing.VALIDATED: "blue",
    Standing.REJECTED: "grey",
    Standing.QUERIED: "purple",
}
EXCEPTION = "orange"
FILES = ("csv", "xlsx")


def colour(standing: Standing) -> str:
    """The tag of a standing; its words say the same."""
    return COLOURS.get(standing, EXCEPTION)


@dataclass(frozen=True)
class Asked:
    """What of the month is asked for, as the address says it."""

    show: str
    search: str
    workstream: str
    page: int
    file: str = ""

    @property
    def in_words(self) -> str:
        """What narrows the list, as the address says it."""
        asked = {"q": self.search, "show": self.show, "workstream": self.workstream}
        return urlencode({name: value for name, value in asked.items() if value})

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """Nothing in an address can make it fail."""
        show, file = args.get("show", ""), args.get("format", "")
        return cls(
            show=show if show in SHOWS else "",
            search=state.searched(args.get("q", "")),
            workstream=args.get("workstream", ""),
            page=state.number(args.get("page", ""), 1, state.LAST_PAGE),
            file=file if file in FILES else "",
        )


@dataclass(frozen=True)
class Month:
    """The claims of a month, for one reader; `people` are they and those they stand in for."""

    rows: Sequence[ClaimRow]
    actor: Actor
    asked: Asked
    people: frozenset[int]

    @cached_property
    def ready(self) -> list[ClaimRow]:
        """Those that the reader may validate together now."""
        return [row for row in self.rows if row.standing.is_ready and self.may_decide(row)]

    @cached_property
    def exceptions(self) -> list[ClaimRow]:
        return [row for row in self.rows if row.standing.is_exception]

    @cached_property
    def decided(self) -> list[ClaimRow]:
        return [row for row in self.rows if row.standing.is_decided]

    @property
    def show(self) -> str:
        """What is listed: the exceptions while there are any, unless something else is asked."""
        return self.asked.show or ("exceptions" if self.exceptions else "all")

    @property
    def seen(self) -> str:
        """The figures of those that are ready, as the form gives them back."""
        return " ".join(row.shown for row in self.ready)

    @cached_property
    def listed(self) -> list[ClaimRow]:
        """What is asked for, exceptions first."""
        rows = [row for row in self.rows if self._is_shown(row) and self._is_found(row)]
        return sorted(rows, key=lambda row: (not row.standing.is_exception, row.standing.is_ready))

    @property
    def page(self) -> Page[ClaimRow]:
        """The page that was turned to."""
        total = len(self.listed)
        number = min(self.asked.page, max(1, -(-total // PAGE_SIZE)))
        return Page(self.listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], total, number)

    @property
    def workstreams(self) -> list[str]:
        return sorted({row.workstream for row in self.rows})

    def counted(self, show: str) -> int:
        """How many a choice would list, before any search."""
        return sum(self._in(row, show) for row in self.rows)

    def may_decide(self, row: ClaimRow) -> bool:
        """Whether this reader validates it: in their place, and not their own."""
        allowed = self.actor.can(Permission.VALIDATE_SAVINGS, row.place)
        return allowed and not self.is_own(row)

    def is_own(self, row: ClaimRow) -> bool:
        """Whether the reader is in its line."""
        return row.is_own(self.people)

    @property
    def claimed(self) -> Pence:
        return money.total(row.claim.total for row in self.rows)

    @property
    def ledger(self) -> Pence:
        return money.total(row.ledger or 0 for row in self.rows)

    @property
    def validated(self) -> Pence:
        return money.total(row.validated for row in self.rows)

    @property
    def ready_total(self) -> Pence:
        return money.total(row.claim.total for row in self.ready)

    def _is_shown(self, row: ClaimRow) -> bool:
        return self._in(row, self.show)

    def _in(self, row: ClaimRow, show: str) -> bool:
        standing = row.standing
        kinds = {
            "exceptions": standing.is_exception,
            "ready": standing.is_ready,
            "decided": standing.is_decided,
            "asked": row.is_asked,
        }
        return kinds.get(show, True)

    def _is_found(self, row: ClaimRow) -> bool:
        if self.asked.workstream and row.workstream != self.asked.workstream:
            return False
        text = f"{row.ref} {row.title} {row.owner}".casefold()
        return self.asked.search.casefold() in text


def columns() -> list[Column]:
    """What a file of claims holds; money is exact."""
    amounts: dict[str, Callable[[ClaimRow], int | None]] = {
        "Plan": lambda row: row.plan.total,
        "Claimed, recurrent": lambda row: row.claim.recurrent,
        "Claimed, non-recurrent": lambda row: row.claim.non_recurrent,
        "Ledger": lambda row: row.ledger,
        "Claim − ledger": lambda row: row.difference,
        "Validated": lambda row: row.validated,
    }
    return [
        Column(key="workstream", heading="Workstream", value=lambda row: row.workstream),
        Column(key="ref", heading="Reference", value=lambda row: row.ref),
        Column(key="title", heading="Scheme", value=lambda row: row.title),
        Column(key="owner", heading="Owner", value=lambda row: row.owner),
        *(
            Column(key=heading, heading=heading, kind=Kind.MONEY, value=read)
            for heading, read in amounts.items()
        ),
        Column(key="standing", heading="Standing", value=lambda row: row.standing.value),
        Column(key="query", heading="Query", value=lambda row: row.query_in_words),
        Column(
            key="evidence",
            heading="Evidence",
            value=lambda row: row.evidence.value if row.evidence else "",
        ),
        Column(key="said", heading="Finance said", value=lambda row: row.decided_in_words or ""),
    ]


def who_else(names: Sequence[str], administrators: Sequence[str]) -> str:
    """Who else can decide on a claim; where nobody can, whom to ask."""
    if names:
        return f"Of finance, {_either(names)} can decide on it."
    asked = (
        f"an administrator ({_either(administrators)})" if administrators else "an administrator"
    )
    return (
        "Nobody else in finance can decide on it today: ask "
        f"{asked} to give the role of finance lead to somebody outside the scheme’s line."
    )


def _either(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def seen_figures(text: str) -> dict[int, str]:
    """The figures of each scheme as a page gave them back; what is none is left out."""
    found = {}
    for shown in text.split():
        scheme_id = shown.partition(".")[0]
        if scheme_id.isascii() and scheme_id.isdigit() and len(scheme_id) < 12:
            found[int(scheme_id)] = shown
    return found
