"""Who wrote a month's actual, and who else in finance can decide on it."""

from __future__ import annotations

from datetime import date

from app.audit import queries as audit
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.queries import held
from app.programmes.roles import Role
from app.savings.models import KINDS, Scheme
from app.savings.queries import able, line
from app.savings.rules import cells


def of_actual(scheme: Scheme, month: Month) -> frozenset[int]:
    """Who wrote it last, recurrent and non-recurrent apart: the audit trail knows."""
    named = [cells.in_trail(month, f"actual_{kind}") for kind in KINDS]
    return line.people(*(audit.last_to_change("scheme", scheme.id, name) for name in named))


def who_else(scheme: Scheme, on: date, *, but: frozenset[int] = frozenset()) -> list[str]:
    """Finance outside the scheme's line who may see it, and those who stand in for them, by name.

    Nor `but` these and their deputies. Needs the workstream to be loaded.
    """
    barred = line.line_of(scheme, on) | but | programmes.deputies_on(but, on)
    may_see = able.readers(scheme)
    return [
        f"{each.name} for {whose}" if (whose := each.held.deputising_for) else each.name
        for each in held.who_may_act([Role.FINANCE], scheme.place, on)
        if each.person_id not in barred and (may_see is None or each.person_id in may_see)
    ]
