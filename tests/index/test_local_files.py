"""A planted pickle is not read."""

from __future__ import annotations

import os
import pickle
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from likeness.errors import StoreUnavailableError
from tests.index.test_faults import faces, names
from tests.stores.indexes import kit


class Planted:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_planted_pickle_is_refused_and_does_nothing(tmp_path: Path) -> None:
    with kit("qdrant-local") as kind:
        kind.open(tmp_path).replace(names(1), faces(1), 1)
        kind.close()
        (path,) = tmp_path.rglob("storage.sqlite")
        with closing(sqlite3.connect(path)) as storage, storage:
            planted = pickle.dumps(Planted(tmp_path / "made"))
            storage.execute("INSERT INTO points VALUES ('x', ?)", (planted,))
        with pytest.raises(StoreUnavailableError, match="never writes"):
            _ = kind.open(tmp_path).revision
    assert not (tmp_path / "made").exists()


def test_a_process_killed_before_it_had_made_the_table_left_nothing_harmful(tmp_path: Path) -> None:
    with kit("qdrant-local") as kind:
        kind.open(tmp_path).replace(names(1), faces(1), 1)
        kind.close()
        (path,) = tmp_path.rglob("storage.sqlite")
        path.write_bytes(b"")
        index = kind.open(tmp_path)
        assert index.revision == -1
        index.replace(names(1), faces(1), 2)
        assert (index.revision, len(index)) == (2, 1)
