"""What a month keeps of the money since schema 2: the gap, the range, what is held."""

from __future__ import annotations

from datetime import timedelta

from app.core import dates, money
from app.reporting.frozen import Document, GapAction, Reconciliation, Scheme, YearEnd
from app.reports.content.build import words
from app.savings.rules import outturn_range

SOON = timedelta(days=30)
OPEN = "open"
CLOSERS = "what-closes-the-gap"  # where all actions stand
RISKS = (("low", "low"), ("medium", "medium"), ("high", "high"), ("not_assessed", "not assessed"))
STATUSES = (
    ("fully_developed", "fully developed"),
    ("plans_in_progress", "plans in progress"),
    ("opportunity", "opportunities"),
)
WHOLE = 100


def target(document: Document) -> str:
    """Whether the target will be hit, by what counts, after risk, and by the range."""
    savings = document.savings
    if document.target is None:
        return f"No target is set for {document.financial_year}." if savings.schemes else ""
    answer = _answer(document, document.target)
    held = (
        f"; {money.pounds(savings.held)} more is held by the quality gate" if savings.held else ""
    )
    return f"{answer}{held}. {outlook(document.year_end)} {beside(document)}".strip()


def _answer(document: Document, goal: int) -> str:
    gap = document.savings.counted - goal
    after = document.savings.risk_adjusted_forecast - goal
    if gap < 0:
        return (
            f"No: {money.pounds(-gap)} short of {money.pounds(goal)} before risk, "
            f"{money.pounds(-after)} after"
        )
    if after < 0:
        return f"On the forecast, yes; after risk {money.pounds(-after)} short"
    return f"Yes: {money.pounds(gap)} above it before risk, {money.pounds(after)} after"


def outlook(year_end: YearEnd | None) -> str:
    """`Likely to end between £3.9m and £4.4m (eight draws in ten), half below £4.2m.`"""
    if year_end is None:
        return ""
    low, middle, high = outturn_range.in_words(year_end.p10, year_end.p50, year_end.p90)
    return f"Likely to end between {low} and {high} (eight draws in ten), half below {middle}."


def beside(document: Document) -> str:
    """What to know of a forecast outside its own range; else nothing."""
    year_end = document.year_end
    if year_end is None:
        return ""
    return outturn_range.beside(document.savings.counted, year_end.p10, year_end.p90)


def weights(document: Document) -> str:
    """`low 90%, medium 60%, high 25%, not assessed 25%; opportunities at most 10%`."""
    given = document.weights
    if not given:
        return ""
    by_risk = ", ".join(f"{name} {given[key]}%" for key, name in RISKS if key in given)
    most = [
        f"{name} at most {given[key]}%" for key, name in STATUSES if given.get(key, WHOLE) < WHOLE
    ]
    return "; ".join([by_risk, *most])


def budgets(document: Document) -> str:
    """What left budgets, against avoided cost and productivity."""
    savings = document.savings
    if not savings.schemes:
        return ""
    releasing = (
        f"{money.pounds(savings.transacted)} has left the year's budgets, with a journal; "
        f"{money.pounds(savings.cash_releasing)} cash-releasing is saved to date"
    )
    others = (
        (savings.avoided, "cost avoided"),
        (savings.productivity, "productivity"),
        (savings.income, "income"),
        (savings.unclassified, "not classified"),
    )
    said = [f"{money.pounds(amount)} {name}" for amount, name in others if amount]
    return f"{releasing}. Besides: {words.listed(said)}." if said else f"{releasing}."


def paper(document: Document) -> str:
    """Whether this agrees with the finance paper."""
    if not document.savings.schemes:
        return ""
    kept = document.reconciliation
    if kept is None or kept.paper is None:
        return f"No figure of the finance paper is recorded for {document.month.name}."
    printed, ours = money.pounds_apart(kept.paper.theirs, kept.validated)
    said = f"it prints {printed}, {ours} is validated"
    left = kept.paper.unexplained
    if left:
        said = f"{said}, and {money.pounds(abs(left))} is not explained"
    elif kept.paper.explained:
        said = (
            f"{said}, and the {money.pounds(abs(kept.paper.explained))} between them is explained"
        )
    answer = "Yes" if kept.paper.is_agreed else "No"
    return f"{answer}: {said}. {signature(kept)}"


def signature(kept: Reconciliation) -> str:
    """Who signed the month for finance, and what has moved since."""
    if not kept.signed_by:
        return "Not signed by finance yet."
    when = f" on {dates.long(kept.signed_on)}" if kept.signed_on else ""
    moved = f"; {words.listed(kept.moved)} moved since" if kept.moved else ""
    return f"Signed by {kept.signed_by}{when}{moved}."


def staff(document: Document) -> str:
    """How many whole-time equivalents."""
    savings = document.savings
    if not savings.wte_budgeted and not savings.wte_contracted:
        return "None is recorded on a scheme." if savings.schemes else ""
    budgeted, contracted = wte(savings.wte_budgeted), wte(savings.wte_contracted)
    return f"Savings take out {budgeted} whole-time equivalents budgeted, {contracted} contracted."


def wte(hundredths: int) -> str:
    """`12.5`, `3`, `0.25`."""
    whole, part = divmod(abs(hundredths), WHOLE)
    text = f"{whole:,}.{part:02d}".rstrip("0").rstrip(".")
    return f"{money.MINUS}{text}" if hundredths < 0 else text


def withholds_schemes(document: Document) -> bool:
    """Whether its schemes are fewer than its sums are of."""
    return any(each.kind.startswith("scheme") for each in document.withheld)


def shows_part(document: Document) -> bool:
    """Whether what is added up of its schemes is told apart from the sums of all of them."""
    return document.tells_parts_apart and withholds_schemes(document)


def patients(document: Document) -> str:
    """What the quality gate says: held, stopped, and what runs out soon."""
    if not document.schemes:
        return ""
    held = [each for each in document.schemes if each.figures.held]
    valid = sum(each.quality == "valid" for each in document.schemes)
    here = " shown here" if shows_part(document) else ""
    of = words.count(len(document.schemes), "scheme")
    said = [f"{valid} of {of}{here} approved for quality"]
    if held:
        shown = sum(each.figures.held for each in held)
        pounds = money.pounds(shown if here else document.savings.held)
        said.append(f"{words.count(len(held), 'scheme')} with {pounds} held")
    if ending := expiring(document):
        verb = "runs" if len(ending) == 1 else "run"
        said.append(f"{words.count(len(ending), 'approval')} {verb} out within 30 days")
    return f"{'; '.join(said)}."


def expiring(document: Document) -> list[Scheme]:
    """Schemes whose approval holds and runs out within thirty days."""
    last = document.as_at + SOON
    return [
        each
        for each in document.schemes
        if each.quality == "valid"
        and each.quality_cleared_until is not None
        and each.quality_cleared_until <= last
    ]


def gap(document: Document) -> int:
    """What is short of the target after risk; nought without a target, or above it."""
    if document.target is None:
        return 0
    return max(0, document.target - document.savings.risk_adjusted_forecast)


def action(each: GapAction) -> str:
    """`£620k: recovery scheme (Marcus Bell, by 31 January 2027).`"""
    worth = money.pounds(each.expected) if each.expected is not None else "Not valued"
    when = f"by {dates.long(each.due_on)}" if each.due_on else "no date"
    return f"{worth}: {each.title.rstrip('.')} ({each.owner or 'no owner'}, {when})."


def still_open(document: Document) -> list[GapAction]:
    """The largest first."""
    found = [each for each in document.actions if each.status == OPEN]
    return sorted(found, key=lambda each: (-(each.expected or 0), each.ref))
