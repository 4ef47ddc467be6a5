"""One scheme's month as finance decides on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core import dates, money
from app.core.actor import Place
from app.core.financial_year import Month
from app.core.money import Pence
from app.programmes.models import Disclosure
from app.savings.models import QueryStatus
from app.savings.rules.validation import Claim, Decided, Evidence, Finding, Standing

FIGURES = 4
"""How many parts of `ClaimRow.shown` are the scheme and its figures; finance's word follows."""


@dataclass(frozen=True)
class ClaimRow:
    """One scheme's month: what is claimed, what the ledger has, what finance said last.

    `line` are those whose scheme it is and who lead or sponsor its workstream (`line.named`).
    """

    scheme_id: int
    ref: str
    title: str
    place: Place
    workstream: str
    line: frozenset[int]
    owner: str
    disclosure: Disclosure
    claim: Claim
    plan: Claim
    ledger: Pence | None
    lines: int
    decided: Decided | None
    evidence: Evidence | None
    word_id: int | None
    reason: str
    by: str
    at: datetime | None
    query_id: int | None
    query_due: date | None
    query_status: QueryStatus | None
    standing: Standing

    @property
    def name(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_asked(self) -> bool:
        """Whether a query about it is not closed."""
        return self.query_id is not None

    @property
    def query_in_words(self) -> str:
        """`open, due 27 October 2026`; nothing where no query waits."""
        if self.query_status is None or self.query_due is None:
            return ""
        return f"{self.query_status.value}, due {dates.long(self.query_due)}"

    @property
    def difference(self) -> Pence | None:
        """Claim − ledger; None where the ledger has nothing."""
        return None if self.ledger is None else Pence(self.claim.total - self.ledger)

    @property
    def validated(self) -> Pence:
        """What finance validated, which stays when the claim grows; never more than the claim."""
        if self.decided is None or self.decided.finding is not Finding.VALIDATED:
            return Pence(0)
        return self.decided.claim.at_most(self.claim).total

    @property
    def shown(self) -> str:
        """What a page shows, as it gives it back: `7.120000.0.118000.31.4`.

        Its figures, finance's newest word on them, and the query that is open.
        """
        claim, said = self.claim, (self.ledger, self.word_id, self.query_id)
        figures = f"{self.scheme_id}.{claim.recurrent or 0}.{claim.non_recurrent or 0}"
        return ".".join([figures, *("" if each is None else str(each) for each in said)])

    def moved_since(self, shown: str) -> str:
        """What a page that has gone stale did not show, in a sentence; empty where it did."""
        then, now = shown.split("."), self.shown.split(".")
        if then == now:
            return ""
        if then[:FIGURES] != now[:FIGURES]:
            return f"its figures moved since you opened the page. {self.figures_in_words}"
        if then[FIGURES : FIGURES + 1] != [now[FIGURES]]:
            why = f": “{self.reason}”" if self.reason else ""
            return f"{self.by} decided since you opened the page: {self.decided_in_words}{why}"
        asked = f"is now {self.query_in_words}" if self.is_asked else "was closed"
        return f"the query about it changed since you opened the page: it {asked}"

    @property
    def figures_in_words(self) -> str:
        """The two figures, for a sentence that refuses a page that has gone stale."""
        ledger = "nothing" if self.ledger is None else money.exact(self.ledger)
        return f"The claim is now {money.exact(self.claim.total)} and the ledger shows {ledger}"

    @property
    def decided_in_words(self) -> str | None:
        """Finance's last word; None where nothing was said."""
        if self.decided is None:
            return None
        return in_words(self.decided.finding, self.decided.claim, self.evidence)

    def as_decided(
        self,
        month: Month,
        finding: Finding,
        *,
        evidence: Evidence | None = None,
        reason: str = "",
    ) -> dict[str, Any]:
        """What a decision on it keeps: the figures as they are now."""
        return {
            "scheme_id": self.scheme_id,
            "month": month,
            "verdict": finding,
            "evidence": evidence,
            "recurrent": self.claim.recurrent or Pence(0),
            "non_recurrent": self.claim.non_recurrent or Pence(0),
            "ledger": self.ledger,
            "reason": reason,
        }

    def is_own(self, people: frozenset[int]) -> bool:
        """Whether one of them is in its line: somebody else decides.

        `people` are a reader and those for whom they stand in (`line.acting_as`).
        """
        return not self.line.isdisjoint(people)


def in_words(finding: Finding, claim: Claim, evidence: Evidence | None) -> str:
    """`validated at £1,200.00 (ledger)`."""
    rests_on = f" ({evidence.value})" if evidence else ""
    return f"{finding.value} at {money.exact(claim.total)}{rests_on}"
