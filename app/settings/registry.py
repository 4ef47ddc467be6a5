"""The settings that exist. Each feature declares its own when the app starts."""

from __future__ import annotations

from typing import Any

from app.core.errors import NotFound
from app.settings import rules
from app.settings.rules import Declared, Group

OFFICE = "Programme office"
OUR_OWN = "Ragstone's default, not a national standard"
FINANCE = "Chief finance officer"

_groups: dict[str, Group] = {}
_settings: dict[str, Declared] = {}


def declare(
    prefix: str, shape: type[Any], *, title: str = "", owner: str = OFFICE, source: str = OUR_OWN
) -> None:
    """Each field of the dataclass is a setting `prefix.field`. Raises TypeError for a clash."""
    group = Group(prefix, shape, title or prefix.capitalize(), owner, source)
    known = _groups.setdefault(prefix, group)
    if known.shape is not shape:
        raise TypeError(f"{prefix} settings are already declared by {known.shape.__name__}")
    _settings.update({each.key: each for each in rules.declared(group)})


def group(prefix: str, shape: type[Any]) -> Group:
    """The declared group. Raises LookupError when nobody declared it, or with another shape."""
    found = _groups.get(prefix)
    if found is None or found.shape is not shape:
        raise LookupError(f"No feature declared {shape.__name__} as {prefix} settings")
    return found


def setting(key: str) -> Declared:
    """The setting with that key. Raises NotFound."""
    found = _settings.get(key)
    if found is None:
        raise NotFound(f"a setting called {key}")
    return found


def settings() -> list[Declared]:
    """All of them, in the order of the features and of their fields."""
    return list(_settings.values())
