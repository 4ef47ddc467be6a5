"""A portfolio return's words, entered by the office as the workstream's accepted update."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.financial_year import Month
from app.imports.applying.bringing import Bringing
from app.imports.applying.outcomes import Difference
from app.imports.reading.results import TypedRow
from app.programmes.models import Workstream
from app.reporting import commands, queries
from app.reporting.models import PeriodStatus, Update, UpdateStatus
from app.reporting.queries import updates

NARRATIVES = ("confidence_narrative", "schedule_narrative", "cost_narrative")


class ReturnedUpdates:
    """While the month is open, never over an update that a lead has begun.

    For a month that was never opened the words are kept until it is.
    """

    def __init__(self, bringing: Bringing, month: Month) -> None:
        self._bringing, self._asked = bringing, bringing.asked
        self._month = month
        asked = bringing.asked
        period = queries.period(asked.programme.id, month)
        self._is_ahead = period is None
        self._period = period if period and period.status is PeriodStatus.OPEN else None
        self._given: dict[int, Update] = queries.of_period(self._period.id) if self._period else {}
        self._waiting = updates.words_returned(asked.programme.id, month) if self._is_ahead else {}

    def differences(self, workstream: Workstream, row: TypedRow) -> Iterator[Difference]:
        """The month's update, where the row would write it."""
        if self._is_ahead:
            yield from self._differs(self._waiting.get(workstream.id, ""), row)
            return
        if self._period is None:
            return
        found = self._given.get(workstream.id)
        if found is not None and not _is_returned(found):
            if found.happened != self._words(row):
                said = f"{workstream.ref} has an update of its own for {self._month.label}"
                self._bringing.warn(f"{said}, which stays", row, "confidence_narrative")
        else:
            yield from self._differs(found.happened if found else "", row)

    def bring(self, workstream: Workstream, row: TypedRow) -> None:
        """Enters it, accepted; or keeps it for the day the month is opened."""
        if self._is_ahead:
            asked, words = self._asked, self._words(row)
            commands.keep_return(
                workstream, self._month, happened=words, actor=asked.actor, at=asked.at
            )
            return
        found = self._given.get(workstream.id)
        if self._period is None or (found is not None and not _is_returned(found)):
            return
        words = self._words(row)
        if found is not None and found.happened == words:
            return
        before = {"happened": found.happened} if found else {}
        update = commands.record_office_update(
            self._period,
            workstream,
            happened=words,
            actor=self._asked.actor,
            at=self._asked.at,
        )
        self._bringing.touched.note(
            update, created=found is None, before=before, after={"happened": words}
        )

    def _differs(self, before: str, row: TypedRow) -> Iterator[Difference]:
        words = self._words(row)
        if before != words:
            yield Difference(f"Update for {self._month.label}", before[:300], words[:300])

    def _words(self, row: TypedRow) -> str:
        told = [row.values.get(field) for field in NARRATIVES]
        said = "\n\n".join(text for text in told if isinstance(text, str))
        return said or f"{self._asked.source}: no narrative was given"


def _is_returned(update: Update) -> bool:
    """Whether it was taken from a return, not written by the workstream's own people."""
    entered = update.submitted_by == update.reviewed_by and bool(update.on_behalf_of)
    return update.status is UpdateStatus.ACCEPTED and entered
