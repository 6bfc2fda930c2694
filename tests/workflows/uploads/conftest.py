"""Libraries that somebody sends photos to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library."""
    with Library.open(tmp_path / "library") as library:
        yield library
