"""A programme, and the two clinical executives who sit on its panel."""

from __future__ import annotations

import pytest

from app.programmes.roles import Role
from tests import make


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def medical(programme):
    return make.with_role(Role.MEDICAL_DIRECTOR, programme=programme, name="Dr Ada Okoro")


@pytest.fixture
def nurse(programme):
    return make.with_role(Role.CHIEF_NURSE, programme=programme, name="Jo Bell")
