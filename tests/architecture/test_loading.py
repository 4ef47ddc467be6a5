"""Any feature may be the first that is loaded: a worker's process or a test begins anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import FEATURES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_can_be_loaded_first(feature):
    command = [sys.executable, "-c", f"import app.{feature}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
