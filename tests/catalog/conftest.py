"""Catalogs to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.catalog.sql import SqlCatalog, open_catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqlCatalog]:
    """An empty catalog in the folder "library"."""
    made = open_catalog("", folder=tmp_path / "library", wait_seconds=1)
    yield made
    made.close()
