"""Qdrant's own engine inside this process, by qdrant-edge-py.

A folder per generation, and a file that names the current one. It is always asked to look at all
points, which it does faster than a hundred thousand of them need a graph for; so it misses none.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.index.conditions import Among, AnyOf, Between, Condition, Conditions
from likeness.index.engine import GenerationGoneError, Near
from likeness.index.files import FOLDER_MODE, replace_file, sync_folder
from likeness.index.own_folder import own
from likeness.index.points import FIELDS, STATE_ID, VECTOR, Payload, Points, points_of, vectors_of

if TYPE_CHECKING:
    from filelock import FileLock
    from numpy.typing import NDArray

CURRENT = "current"  # the file that names the current generation
ROWS_AT_ONCE = 1000  # read together
MOST_NAMED = 300  # characters of a name that is read


class EdgeEngine:
    """An `Engine` in a folder that one process at a time has open.

    Args:
        folder: Made at the first write. Holds nothing else.
        name: Of the index in it.
        wait_seconds: How long to wait for another process that has it open.
    """

    alone = True
    exact = True

    def __init__(self, folder: Path, *, name: str, wait_seconds: float) -> None:
        self.folder = folder
        self.name = name
        self._wait_seconds = wait_seconds
        self._shards: dict[str, Any] = {}
        self._lock: FileLock | None = None
        self._mutex = threading.RLock()

    def current(self) -> Payload | None:
        if not self._is_there():
            return None
        with self._used():
            generation = self._current_name()
            if generation is None or not (self.folder / generation).is_dir():
                return None
            records = self._shard(generation).retrieve(
                [STATE_ID], with_payload=True, with_vector=False
            )
            return dict(records[0].payload) if records else None

    def generations(self) -> list[str]:
        if not self._is_there():
            return []
        with self._used():
            return sorted(path.name for path in self.folder.glob(f"{self.name}_*"))

    def create(self, generation: str, width: int) -> None:
        edge = _library()
        with self._used():
            path = self.folder / generation
            path.mkdir(mode=FOLDER_MODE)
            vectors = edge.EdgeVectorParams(size=width, distance=edge.Distance.Dot, on_disk=True)
            shard = edge.EdgeShard.create(
                str(path), edge.EdgeConfig(vectors={VECTOR: vectors}, wal_enabled=False)
            )
            self._shards[generation] = shard
            for field, kind in FIELDS.items():
                schema = getattr(edge.PayloadSchemaType, kind.capitalize())
                shard.update(edge.UpdateOperation.create_field_index(field, schema))
            shard.flush()

    def switch(self, generation: str | None) -> None:
        with self._used():
            if generation is not None:
                replace_file(self.folder / CURRENT, generation.encode())
            else:
                (self.folder / CURRENT).unlink(missing_ok=True)
                sync_folder(self.folder)

    def delete(self, generation: str) -> None:
        with self._used():
            shard = self._shards.pop(generation, None)
            if shard is not None:
                shard.close()
            path = self.folder / generation
            if path.is_symlink():
                path.unlink()
            elif path.exists():
                shutil.rmtree(path)

    def upsert(self, generation: str, parts: Iterable[Points]) -> None:
        edge = _library()
        with self._used():
            shard = self._shard(generation)
            for points in parts:
                rows = [
                    edge.Point(number, {VECTOR: vector}, dict(payload))
                    for number, vector, payload in zip(
                        points.numbers.tolist(),
                        points.vectors.tolist(),
                        points.payloads,
                        strict=True,
                    )
                ]
                shard.update(edge.UpdateOperation.upsert_points(rows))
            shard.flush()

    def set_state(self, generation: str, payload: Payload) -> None:
        edge = _library()
        with self._used():
            shard = self._shard(generation)
            point = edge.Point(STATE_ID, {}, dict(payload))
            shard.update(edge.UpdateOperation.upsert_points([point]))
            shard.flush()

    def set_payloads(
        self, generation: str, payloads: Sequence[tuple[NDArray[np.uint64], Payload]]
    ) -> None:
        edge = _library()
        with self._used():
            shard = self._shard(generation)
            for numbers, payload in payloads:
                shard.update(
                    edge.UpdateOperation.overwrite_payload(numbers.tolist(), dict(payload))
                )
            shard.flush()

    def retrieve(self, generation: str, numbers: NDArray[np.uint64], *, vectors: bool) -> Points:
        with self._used():
            shard = self._shard(generation)
            return points_of(
                shard.retrieve(numbers.tolist(), with_payload=True, with_vector=vectors)
            )

    def scroll(self, generation: str, start: int | None) -> tuple[Points, int | None]:
        edge = _library()
        with self._used():
            records, following = self._shard(generation).scroll(
                edge.ScrollRequest(
                    offset=start, limit=ROWS_AT_ONCE, with_payload=True, with_vector=True
                )
            )
            # The point of state has a UUID, and those come after all numbers.
            return points_of(records), following if isinstance(following, int) else None

    def search(
        self,
        generation: str,
        queries: NDArray[np.float32],
        limit: int,
        conditions: Conditions,
        *,
        exact: bool,  # noqa: ARG002 - it always is
    ) -> list[Near]:
        edge = _library()
        with self._used():
            chosen = _filter(edge, conditions) if conditions else None
            requests = [
                edge.QueryRequest(
                    limit=limit,
                    query=edge.Query.Nearest(query, using=VECTOR),
                    filter=chosen,
                    params=edge.SearchParams(exact=True),
                    with_vector=True,
                    with_payload=False,
                )
                for query in queries.tolist()
            ]
            answers = self._shard(generation).query_batch(edge.QueryBatchRequest(requests))
            return [_near(answer) for answer in answers]

    def close(self) -> None:
        with self._mutex:
            shards, self._shards = self._shards, {}
            lock, self._lock = self._lock, None
            try:
                for shard in shards.values():
                    shard.close()
            finally:
                if lock is not None:
                    lock.release()

    def _is_there(self) -> bool:
        """Return whether anything was ever written: reading makes no folder."""
        return self._lock is not None or self.folder.is_dir()

    @contextmanager
    def _used(self) -> Iterator[None]:
        """Have the folder open, alone; no foreign exception leaves."""
        with self._mutex:
            if self._lock is None:
                _library()
                self._lock = own(self.folder, self._wait_seconds)
            try:
                yield
            except OSError as exc:
                raise self._failed(exc.strerror or type(exc).__name__) from exc
            except Exception as exc:
                # The engine raises nothing but plain `Exception`.
                if type(exc) is not Exception:
                    raise
                raise self._failed(str(exc)) from exc

    def _failed(self, reason: str) -> StoreUnavailableError:
        line = " ".join(reason.split()).rstrip(".")
        return StoreUnavailableError(
            f"The index in {self.folder} could not be read or written: {line}. Check free space "
            "and permissions there; if it is damaged remove the folder, it is made again."
        )

    def _current_name(self) -> str | None:
        try:
            name = (self.folder / CURRENT).read_text("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        is_ours = name.startswith(f"{self.name}_") and name.replace("_", "").isalnum()
        return name if is_ours and len(name) <= MOST_NAMED else None

    def _shard(self, generation: str) -> Any:
        if generation not in self._shards:
            path = self.folder / generation
            if not path.is_dir():
                raise GenerationGoneError
            self._shards[generation] = _library().EdgeShard.load(str(path))
        return self._shards[generation]


def _library() -> Any:
    """Return the package qdrant_edge.

    Raises:
        SettingsError: It is not installed.
    """
    try:
        import qdrant_edge
    except ImportError as exc:
        raise SettingsError(
            "index.url names Qdrant's engine, and that needs a package which is not installed: "
            "pip install 'likeness[qdrant-edge]'"
        ) from exc
    return qdrant_edge


def _filter(edge: Any, conditions: Conditions) -> Any:
    return edge.Filter(must=[_condition(edge, asked) for asked in conditions])


def _condition(edge: Any, asked: Condition) -> Any:
    if isinstance(asked, Among):
        return edge.HasIdCondition(set(asked.numbers.tolist()))
    if isinstance(asked, AnyOf):
        return edge.FieldCondition(asked.field, match=edge.MatchAny(list(asked.values)))
    if isinstance(asked, Between):
        bounds = edge.RangeFloat(gte=asked.least, lte=asked.most)
        return edge.FieldCondition(asked.field, range=bounds)
    start, end = (None if at is None else at.isoformat() for at in (asked.start, asked.end))
    return edge.FieldCondition(asked.field, range=edge.RangeDateTime(gte=start, lt=end))


def _near(points: Sequence[Any]) -> Near:
    return Near(np.array([point.id for point in points], np.uint64), vectors_of(points))
