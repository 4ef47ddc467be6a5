"""Reading a file needs no app and no database."""

import pytest


@pytest.fixture(autouse=True)
def isolated():
    """Takes the place of the one that opens a database for every test."""
