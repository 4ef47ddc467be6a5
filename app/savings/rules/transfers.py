"""What the record of a budget transfer must have."""

from app.core.errors import RuleBroken
from app.core.money import Pence

LONGEST_JOURNAL = 80
LONGEST_CODE = 40
MOST_PENCE = 10**15


def must_have_a_journal(journal_ref: str, cost_centre: str, account: str) -> None:
    """Raises RuleBroken without a reference, or with one that no ledger would print."""
    if not journal_ref:
        raise RuleBroken("journal_ref", "Enter the journal reference, as the ledger has it")
    given = {
        "journal_ref": (journal_ref, LONGEST_JOURNAL, "The journal reference"),
        "cost_centre": (cost_centre, LONGEST_CODE, "The cost centre"),
        "account": (account, LONGEST_CODE, "The account"),
    }
    for field, (text, longest, name) in given.items():
        if len(text) > longest:
            raise RuleBroken(field, f"{name} must be {longest} characters or fewer")


def must_be_positive(recurrent: Pence, non_recurrent: Pence) -> None:
    """Raises RuleBroken for nothing, and for less than nothing, which a reversal records."""
    if recurrent < 0 or non_recurrent < 0:
        field = "recurrent" if recurrent < 0 else "non_recurrent"
        raise RuleBroken(field, "Enter an amount above £0. To take a journal back, reverse it")
    if not recurrent and not non_recurrent:
        raise RuleBroken("recurrent", "Enter what left the budget, recurrent or non-recurrent")
    if recurrent + non_recurrent > MOST_PENCE:
        raise RuleBroken("recurrent", "This amount is too large to be real")
