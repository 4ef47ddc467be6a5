"""Who can sign a gate, in words; and where nobody can, what to change and whom to ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.programmes.roles import Role
from app.savings.queries.able import Able, Ables
from app.savings.queries.lifecycle import Standing
from app.savings.rules.gates import ONE_IS_ENOUGH
from app.savings.rules.lifecycle import Gate
from app.savings.rules.segregation import Signer

Contacts = Mapping[Role, Sequence[str]]
"""Whom to ask, by role: who gives roles, and who changes settings."""


@dataclass(frozen=True)
class Who:
    """What the page says of one gate; `setting` is the one that says who signs it."""

    sentences: tuple[str, ...]
    advice: str = ""
    setting: str = ""


def who(ables: Collection[Ables], standing: Standing, contacts: Contacts) -> dict[Gate, Who]:
    """Gate by gate."""
    return {each.gate: _who(each, standing, contacts) for each in ables}


def _who(ables: Ables, standing: Standing, contacts: Contacts) -> Who:
    said = tuple(_said(able) for able in ables.roles)
    if ables.gate in ONE_IS_ENOUGH and len(said) > 1:
        said = ("One of these is enough.", *said)
    if not ables.stuck:
        return Who(said)
    roles = " and ".join(each.role.label.lower() for each in ables.stuck)
    advice = (
        f"Ask {_named('an administrator', contacts, Role.ADMIN)} to give the role of {roles} to "
        "somebody who can sign and see this scheme, or ask "
        f"{_named('the programme office', contacts, Role.PMO)} to have another role sign "
        f"{ables.gate.value} in the settings."
    )
    return Who(said, advice, _setting(ables.gate, standing))


def _named(what: str, contacts: Contacts, role: Role) -> str:
    names = contacts.get(role)
    return f"{what} ({_listed(names)})" if names else what


def _said(able: Able) -> str:
    role = able.role.label
    if able.signers:
        return f"{role}: {_listed([_name(each) for each in able.signers])}."
    if not able.barred:
        return f"{role}: nobody. No one holds this role here today."
    return f"{role}: nobody. Whoever holds it here {_listed(able.barred)}."


def _name(signer: Signer) -> str:
    return f"{signer.by} for {signer.deputising_for}" if signer.deputising_for else signer.by


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _setting(gate: Gate, standing: Standing) -> str:
    is_above = gate is Gate.G4 and standing.value.whole > standing.gates.g4_limit
    return "gates.g4_above" if is_above else f"gates.{gate.value.lower()}"
