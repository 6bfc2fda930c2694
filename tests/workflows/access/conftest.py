"""A library that nobody may enter yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.catalog.accounts import SqlAccounts
from likeness.catalog.sql import open_catalog
from likeness.workflows.access.access import Access
from tests.workflows.access.makers import Clock, access_to


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlAccounts]:
    catalog = open_catalog("", folder=tmp_path / "library")
    yield catalog.accounts
    catalog.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(store: SqlAccounts, clock: Clock) -> Access:
    return access_to(store, clock=clock)
