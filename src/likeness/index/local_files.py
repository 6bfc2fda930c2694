"""The files of qdrant-client's local mode, looked at before it is let near them.

Local mode keeps points pickled, and whoever can write a pickle can make its reader do anything.
A library may come from anybody, so only pickles of plain points are let through.
"""

from __future__ import annotations

import io
import json
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from likeness.errors import StoreUnavailableError
from likeness.index.files import replace_file

META = "meta.json"
EMPTY: dict[str, dict[str, str]] = {"collections": {}, "aliases": {}}
HARMLESS = {("qdrant_client.http.models.models", "PointStruct")}


def made_ready(folder: Path) -> None:
    """Give a new folder the file that local mode would begin with, but in one step."""
    if not (folder / META).exists():
        replace_file(folder / META, json.dumps(EMPTY).encode())


def demand_sound(folder: Path) -> None:
    """Refuse files that would make their reader do anything but read points.

    Raises:
        StoreUnavailableError: There are such files.
        OSError: They cannot be read.
        sqlite3.Error: They cannot be read.
    """
    for path in sorted(folder.glob("collection/*/storage.sqlite")):
        # Not read-only: SQLite then takes back what a killed process had not finished.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as storage:
            for pickled in _pickles(storage):
                try:
                    _PointsOnly(io.BytesIO(pickled)).load()
                except Exception as exc:
                    raise StoreUnavailableError(
                        f"The index in {folder} holds what Likeness never writes: {path}. Remove "
                        "the folder; the index is made again."
                    ) from exc


def _pickles(storage: sqlite3.Connection) -> Iterator[bytes]:
    """Yield the points; none where the process was killed before it had made the table."""
    if storage.execute("SELECT 1 FROM sqlite_master WHERE name = 'points'").fetchone():
        for (pickled,) in storage.execute("SELECT point FROM points"):
            yield pickled


class _PointsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in HARMLESS:
            raise pickle.UnpicklingError(f"{module}.{name} is not expected here")
        return super().find_class(module, name)
