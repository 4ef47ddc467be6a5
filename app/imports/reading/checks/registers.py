"""Rows of the registers: a risk's title and scores, a milestone's completion, who gives whom."""

from collections.abc import Iterator
from dataclasses import replace

from app.imports.reading.cells import text
from app.imports.reading.checks import about
from app.imports.reading.checks.about import Checked, with_values
from app.imports.reading.contracts.shape import TITLE
from app.imports.reading.results import Finding, TypedRow
from app.imports.reading.tables import Table

_SCORES = (
    ("likelihood", "consequence", "score"),
    ("inherent_likelihood", "inherent_consequence", "inherent_score"),
    ("target_likelihood", "target_consequence", "target_score"),
)


def check_risk(row: TypedRow, table: Table) -> Checked:
    """Named by its title, else by its event; each printed score is likelihood × consequence."""
    title, event = row.values.get("title"), row.values.get("event")
    if not title and isinstance(event, str):
        row = with_values(row, title=_shortened(text.one_line(event)))
    elif isinstance(title, str) and not event:
        row = replace(row, values={**row.values, "event": title})
    return Checked(row, ()).also((*_named(row, table), *_scores(row, table)))


def _shortened(event: str) -> str:
    """A title that ends at a word."""
    return event if len(event) <= TITLE else event[: TITLE - 1].rpartition(" ")[0] + "…"


def _named(row: TypedRow, table: Table) -> Iterator[Finding]:
    if not row.values.get("title"):
        field = "title" if table.column_of("title") else "event"
        said = "This row does not say what the risk is. Enter a title or a description"
        yield about.error(row, table, field, said)


def _scores(row: TypedRow, table: Table) -> Iterator[Finding]:
    for likelihood, consequence, score in _SCORES:
        first, second = row.values.get(likelihood), row.values.get(consequence)
        printed = row.values.get(score)
        if not (isinstance(first, int) and isinstance(second, int) and isinstance(printed, int)):
            continue
        if first * second != printed:
            said = (
                f"Printed as {printed}, and {first} × {second} is {first * second}. "
                "The computed one is used"
            )
            yield about.warning(row, table, score, said)


def check_milestone(row: TypedRow, table: Table) -> Checked:
    """One called complete needs the day on which it was."""
    if row.values.get("rating") == "blue" and not row.values.get("completed_on"):
        said = "This is called complete, and no completion date is given. Enter one"
        found = about.warning(row, table, "rating", said)
        return Checked(row, (found,))
    return Checked(row, ())


def check_dependency(row: TypedRow, table: Table) -> Checked:
    """A promise is between two."""
    giver, receiver = row.values.get("giver"), row.values.get("receiver")
    if giver and receiver and str(giver).casefold() == str(receiver).casefold():
        said = "The giver and the receiver are the same. Name two"
        return Checked(row, ()).also([about.error(row, table, "giver", said)])
    return Checked(row, ())


def gaps(rows: list[TypedRow], table: Table) -> Iterator[tuple[str, list[int]]]:
    """Fields that a record needs before it goes into an update, and the rows without them."""
    wanted = {"risks": ("owner", "status"), "milestones": ("baseline",)}
    for field in wanted.get(table.contract.table, ()):
        without = [row.row for row in rows if row.values and row.values.get(field) is None]
        if without:
            yield field, without
