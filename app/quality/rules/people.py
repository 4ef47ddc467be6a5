"""The groups whose equality is screened: nine protected characteristics, deprivation and carers."""

from __future__ import annotations

from enum import StrEnum


class People(StrEnum):
    """A group of people. The first nine are protected by the Equality Act 2010."""

    AGE = "age"
    DISABILITY = "disability"
    GENDER_REASSIGNMENT = "gender reassignment"
    MARRIAGE = "marriage and civil partnership"
    PREGNANCY = "pregnancy and maternity"
    RACE = "race"
    RELIGION = "religion or belief"
    SEX = "sex"
    SEXUAL_ORIENTATION = "sexual orientation"
    DEPRIVATION = "deprivation"
    CARERS = "carers"

    @property
    def label(self) -> str:
        """The group's name on a page."""
        return LABELS.get(self, self.value.capitalize())

    @property
    def is_protected(self) -> bool:
        """Whether the Equality Act names it."""
        return self not in LABELS


LABELS = {
    People.DEPRIVATION: "Deprivation and inclusion health (Core20PLUS5)",
    People.CARERS: "Carers, paid or not",
}
