"""The values that hold in a programme on a day, read together in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import or_, select

from app.db import db
from app.settings import registry, rules
from app.settings.models import Setting
from app.settings.rules import Declared

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Used:
    """A setting as it holds: the value, the default, and who set it, from when, and why."""

    setting: Declared
    row: Setting | None = None

    @property
    def key(self) -> str:
        """Its name in reports and in the trail."""
        return self.setting.key

    @property
    def value(self) -> Any:
        """What holds, typed."""
        if self.row is None:
            return self.default
        return rules.read(self.setting, self.row.value)

    @property
    def default(self) -> Any:
        """What holds where nobody has said otherwise."""
        return self.setting.default

    @property
    def is_default(self) -> bool:
        """Whether nobody has set it."""
        return self.row is None

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return self.row.owner if self.row else self.setting.group.owner

    @property
    def effective_from(self) -> date | None:
        """Since when; None for a default."""
        return self.row.effective_from if self.row else None

    @property
    def reason(self) -> str:
        """Why; empty for a default."""
        return self.row.reason if self.row else ""

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return self.setting.shown(self.value)

    @property
    def default_shown(self) -> str:
        """The default with its unit."""
        return self.setting.shown(self.default)


@dataclass(frozen=True)
class Values:
    """All settings of a programme on a day."""

    rows: dict[str, Setting]

    def fill(self, shape: type[Shape], prefix: str) -> Shape:
        """The dataclass with what is stored over its defaults."""
        group = registry.group(prefix, shape)
        given = {each.name: self.used(each).value for each in rules.declared(group)}
        return shape(**given)

    def used(self, setting: Declared) -> Used:
        """One setting as it holds."""
        return Used(setting, self.rows.get(setting.key))


def trying(values: Values, setting: Declared, value: Any) -> Values:
    """As if the setting had that value already; nothing is stored."""
    row = Setting(key=setting.key, value=rules.written(value))
    return Values({**values.rows, setting.key: row})


def as_at(programme_id: int | None, on: date) -> Values:
    """All that holds in the programme on that day, in one read; None: for all programmes.

    A programme's own value holds over the one for all programmes; then the latest date holds,
    then the latest save.
    """
    rows = db.session.scalars(
        select(Setting)
        .where(or_(Setting.programme_id.is_(None), Setting.programme_id == programme_id))
        .where(Setting.effective_from <= on)
        .order_by(Setting.programme_id.is_not(None), Setting.effective_from, Setting.id)
    )
    return Values({row.key: row for row in rows})


def fill(shape: type[Shape], prefix: str, programme_id: int | None, on: date) -> Shape:
    """The dataclass as it holds. For several of them, take `as_at` once and fill from it."""
    return as_at(programme_id, on).fill(shape, prefix)


def filled(
    shape: type[Shape], prefix: str, programme_ids: Iterable[int], on: date
) -> dict[int, Shape]:
    """The dataclass as it holds in each of the programmes, in one read."""
    wanted = list(programme_ids)
    rows = db.session.scalars(
        select(Setting)
        .where(Setting.key.startswith(f"{prefix}.", autoescape=True))
        .where(or_(Setting.programme_id.is_(None), Setting.programme_id.in_(wanted)))
        .where(Setting.effective_from <= on)
        .order_by(Setting.programme_id.is_not(None), Setting.effective_from, Setting.id)
    ).all()
    return {
        key: Values({row.key: row for row in rows if row.programme_id in (None, key)}).fill(
            shape, prefix
        )
        for key in wanted
    }


def used(programme_id: int | None, on: date) -> list[Used]:
    """Every setting as it holds, in order: what a report prints as the settings that it used."""
    values = as_at(programme_id, on)
    return [values.used(setting) for setting in registry.settings()]


def history(key: str, programme_id: int | None) -> Sequence[Setting]:
    """Every value that it was given, for this programme or for all of them, newest date first."""
    return db.session.scalars(
        select(Setting)
        .where(Setting.key == key)
        .where(or_(Setting.programme_id.is_(None), Setting.programme_id == programme_id))
        .order_by(Setting.effective_from.desc(), Setting.id.desc())
    ).all()


def last_set(key: str, programme_id: int | None) -> Setting | None:
    """The value that was saved last for exactly this programme, or for all of them."""
    return db.session.scalars(
        select(Setting)
        .where(Setting.key == key, Setting.programme_id == programme_id)
        .order_by(Setting.id.desc())
        .limit(1)
    ).one_or_none()


def changes_after(prefix: str, programme_id: int | None, day: date) -> Sequence[date]:
    """The later days on which a setting of the group changes."""
    return db.session.scalars(
        select(Setting.effective_from)
        .where(Setting.key.startswith(f"{prefix}.", autoescape=True))
        .where(or_(Setting.programme_id.is_(None), Setting.programme_id == programme_id))
        .where(Setting.effective_from > day)
        .distinct()
        .order_by(Setting.effective_from)
    ).all()
