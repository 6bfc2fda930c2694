"""Two machines that share a library in PostgreSQL do not change its index at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LibraryBusyError
from tests.stores.postgres import fresh_schema


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[SqlCatalog, SqlCatalog]]:
    """One library, opened from two folders as two machines would."""
    with ExitStack() as stack:
        url = stack.enter_context(fresh_schema())
        opened = []
        for name in ("one", "two"):
            catalog = open_catalog(url, folder=tmp_path / name, wait_seconds=0.2)
            stack.callback(catalog.close)
            opened.append(catalog)
        yield opened[0], opened[1]


def test_one_at_a_time_may_change_the_index(machines: tuple[SqlCatalog, SqlCatalog]) -> None:
    one, two = machines
    with one.indexing(), pytest.raises(LibraryBusyError, match="index"), two.indexing():
        pass
    with two.indexing():
        pass


def test_who_searches_does_not_wait_for_who_adds(
    machines: tuple[SqlCatalog, SqlCatalog],
) -> None:
    one, two = machines
    with one.writing("add"), two.indexing():
        pass
    with one.indexing(), two.writing("add"):
        two.create_collection("mine")
    assert [row.collection for row in one.collections()] == ["mine"]


def test_who_works_long_lets_others_write_and_search(
    machines: tuple[SqlCatalog, SqlCatalog],
) -> None:
    one, two = machines
    with one.running("add"):
        with two.indexing(), two.writing("name"):
            two.create_collection("mine")
        with pytest.raises(LibraryBusyError, match=r", add\) is still at work on this library"):
            two.running("group").__enter__()
    with two.running("group"):
        pass
