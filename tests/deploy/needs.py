"""What tests of the deployment need on a machine, and when its absence is a failure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"

EVERYTHING = "LIKENESS_TEST_DEPLOY"
"""Set by .ci/run: nothing is skipped, and what takes long runs too."""


def thorough() -> bool:
    return os.environ.get(EVERYTHING, "0") not in {"", "0"}


def program(name: str) -> str:
    """Return where a program is. Without it, the test is skipped, or fails where all are wanted."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if found:
        return found
    if thorough():
        pytest.fail(f"{name} is not installed, and {EVERYTHING} says that it is")
    pytest.skip(f"{name} is not installed")
