"""LadybugDB: a graph database in one file, inside this process. Only this file imports it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from likeness.errors import LibraryBusyError, LikenessError, SettingsError, StoreUnavailableError
from likeness.network.graph_store import Row
from likeness.network.schema import tables

if TYPE_CHECKING:
    from ladybug import Connection, Database

MEMORY = 512 * 2**20  # bytes that its pages may take; by default it would take most of them
MOST_TOLD = 200  # characters of what the database says


class LadybugStore:
    """A `GraphStore` in a file, which is made where there is none.

    Args:
        file: Where. One process at a time can have it open.

    Raises:
        SettingsError: The package is not installed, or the file is no such database.
        LibraryBusyError: Another process has it open.
        StoreUnavailableError: It cannot be opened or made there.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        ladybug = _ladybug()
        with self._as_ours():
            self._database: Database = ladybug.Database(file, buffer_pool_size=MEMORY)
            self._connection: Connection = ladybug.Connection(self._database)

    def prepare(self) -> None:
        for table in tables():
            self._run(table)

    def read(self, query: str) -> list[tuple[Any, ...]]:
        return self._run(query)

    def write(self, changes: Sequence[tuple[str, Sequence[Row]]]) -> None:
        if not changes:
            return
        self._run("BEGIN TRANSACTION")
        try:
            for statement, rows in changes:
                self._run(statement, {"rows": [dict(row) for row in rows]})
        except BaseException:
            # A statement that fails may have ended the transaction by itself.
            with suppress(StoreUnavailableError):
                self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def close(self) -> None:
        self._connection.close()
        self._database.close()

    def _run(self, query: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with self._as_ours():
            answer = self._connection.execute(query, parameters or {})
            # One statement has one answer.
            result = answer[0] if isinstance(answer, list) else answer
            try:
                return [tuple(row) for row in result.get_all()]
            finally:
                result.close()

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        """Let no foreign exception out."""
        try:
            yield
        except LikenessError:
            raise
        except Exception as exc:
            raise _translated(self._file, exc) from exc


def _ladybug() -> Any:
    try:
        import ladybug
    except ImportError:
        raise SettingsError(
            "A graph database in a file needs the package ladybug: pip install 'likeness[ladybug]'."
        ) from None
    return ladybug


def _translated(file: str, exc: Exception) -> LikenessError:
    """Return our error for one of LadybugDB, which has one class and says in words which it is."""
    said = " ".join(str(exc).split())
    if "Could not set lock" in said:
        return LibraryBusyError(
            f"Another process has the graph database {file} open. Close it there and try again."
        )
    if "not a valid Lbug" in said or "cannot be a directory" in said:
        return SettingsError(
            f"{file} is no file of LadybugDB. Name a file that is one, or one that is not there "
            "yet."
        )
    if "Cannot open file" in said and not os.path.isdir(os.path.dirname(file) or "."):
        return StoreUnavailableError(
            f"There is no folder {os.path.dirname(file)} to put the graph database in. Make it."
        )
    if said.startswith("Binder exception"):
        return SettingsError(
            f"The graph database {file} has tables with our names that are not ours: "
            f"{said[:MOST_TOLD]} Use a new file."
        )
    return StoreUnavailableError(f"The graph database {file} failed: {said[:MOST_TOLD]}")
