"""Where the real data is, and what to do where it is not."""

import os
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def folder():
    """The folder of real data, whether or not it is there."""
    given = os.environ.get("RAGSTONE_REAL_DATA", "../shared/data")
    return (ROOT / given).resolve()


def files(pattern):
    """Every file of a kind, so that a new one is tested without being named here."""
    return sorted(folder().glob(pattern))


@pytest.fixture
def real_data():
    """The folder; without it, a loud skip, and in CI a failure unless it is said to be so."""
    where = folder()
    if where.is_dir():
        return where
    missing = f"REAL DATA NOT TESTED: there is no folder {where} (set RAGSTONE_REAL_DATA)"
    if os.environ.get("CI") == "true" and os.environ.get("RAGSTONE_NO_REAL_DATA") != "1":
        pytest.fail(missing)
    warnings.filterwarnings("default", message="REAL DATA NOT TESTED")
    warnings.warn(missing, stacklevel=1)
    pytest.skip(missing)


@pytest.fixture
def find(real_data):
    """`find("gmpp/*2022*.csv")`: the files of a kind. At least one has to be there."""

    def found(pattern):
        each = sorted(real_data.glob(pattern))
        assert each, f"{real_data} holds no {pattern}"
        return each

    return found
