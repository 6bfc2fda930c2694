"""The engines behind qdrant-client: a Qdrant server, and the client's own local mode.

Vectors lie there as they were given, compared by dot product, which for unit vectors is the
cosine: told to compare by cosine, Qdrant would divide by the length first and round every number
anew, and what comes back would not be what was given.
"""

from __future__ import annotations

import threading
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.index.address import Server
from likeness.index.conditions import Among, AnyOf, Between, Condition, Conditions
from likeness.index.engine import GenerationGoneError, Near, UnreachableError
from likeness.index.local_files import demand_sound, made_ready
from likeness.index.own_folder import own
from likeness.index.points import FIELDS, STATE_ID, VECTOR, Payload, Points, points_of, vectors_of
from likeness.index.retries import PassingError, Retries
from likeness.index.server_errors import as_ours

if TYPE_CHECKING:
    from filelock import FileLock
    from numpy.typing import NDArray
    from qdrant_client import QdrantClient, models

T = TypeVar("T")

LEAST_VERSION = (1, 10)  # of the server: queries in batches

UPLOAD_BYTES = 2_000_000  # of one request
NUMBER_BYTES = 22  # of one number of a vector in JSON
POINT_BYTES = 300  # of the rest of a point
IN_FLIGHT = 4  # requests at once: a server that is slow is not given more to do
ROWS_AT_ONCE = 1000  # read together

# Of the graph (HNSW) that a server builds, and of the search in it: measured for recall@10 of at
# least 0.999 over faces (benchmarks/index_recall.py).
LINKS = 32
BUILD_CANDIDATES = 256
SEARCH_CANDIDATES = 512
OVERSAMPLING = 3.0  # candidates by 8-bit codes, measured again by their vectors, per point asked
QUANTILE = 0.99  # numbers beyond it are cut off in the codes


class ClientEngine(ABC):
    """What a server and local mode have in common: an `Engine` over a client."""

    alone: bool
    exact: bool

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def ask(self, question: Callable[[QdrantClient], T]) -> T:
        """Return the answer of the client; no foreign exception leaves."""

    @abstractmethod
    def each(self, do: Callable[[Points], None], parts: Iterable[Points]) -> None:
        """Do it for each part, in any order, and at once what is done well at once."""

    @abstractmethod
    def close(self) -> None:
        """Release what the engine holds."""

    def current(self) -> Payload | None:
        try:
            records = self.ask(lambda client: client.retrieve(self.name, [str(STATE_ID)]))
        except GenerationGoneError:
            return None
        return records[0].payload if records else None

    def generations(self) -> list[str]:
        found = self.ask(lambda client: client.get_collections()).collections
        return sorted(each.name for each in found if each.name.startswith(f"{self.name}_"))

    def create(self, generation: str, width: int) -> None:
        self.ask(lambda client: _create(client, generation, width))

    def switch(self, generation: str | None) -> None:
        self.ask(lambda client: _switch(client, self.name, generation))

    def delete(self, generation: str) -> None:
        self.ask(lambda client: client.delete_collection(generation))

    def upsert(self, generation: str, parts: Iterable[Points]) -> None:
        self.each(lambda points: self._upsert(generation, points), _resized(parts))

    def _upsert(self, generation: str, points: Points) -> None:
        from qdrant_client import models

        structs = [
            models.PointStruct(id=number, vector={VECTOR: vector}, payload=dict(payload))
            for number, vector, payload in zip(
                points.numbers.tolist(), points.vectors.tolist(), points.payloads, strict=True
            )
        ]
        if structs:
            self.ask(lambda client: client.upsert(generation, structs, wait=True))

    def set_state(self, generation: str, payload: Payload) -> None:
        from qdrant_client import models

        point = models.PointStruct(id=str(STATE_ID), vector={}, payload=dict(payload))
        self.ask(lambda client: client.upsert(generation, [point], wait=True))

    def set_payloads(
        self, generation: str, payloads: Sequence[tuple[NDArray[np.uint64], Payload]]
    ) -> None:
        from qdrant_client import models

        operations = [
            models.OverwritePayloadOperation(
                overwrite_payload=models.SetPayload(payload=dict(payload), points=numbers.tolist())
            )
            for numbers, payload in payloads
        ]
        self.ask(lambda client: client.batch_update_points(generation, operations, wait=True))

    def retrieve(self, generation: str, numbers: NDArray[np.uint64], *, vectors: bool) -> Points:
        ids = numbers.tolist()
        return points_of(
            self.ask(
                lambda client: client.retrieve(
                    generation, ids, with_payload=True, with_vectors=[VECTOR] if vectors else False
                )
            )
        )

    def scroll(self, generation: str, start: int | None) -> tuple[Points, int | None]:
        records, following = self.ask(
            lambda client: client.scroll(
                generation,
                limit=ROWS_AT_ONCE,
                offset=start,
                with_payload=True,
                with_vectors=[VECTOR],
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
        exact: bool,
    ) -> list[Near]:
        from qdrant_client import models

        chosen = _filter(conditions) if conditions else None
        requests = [
            models.QueryRequest(
                query=query,
                using=VECTOR,
                limit=limit,
                filter=chosen,
                params=None if self.exact else _params(limit, exact=exact),
                with_vector=[VECTOR],
                with_payload=False,
            )
            for query in queries.tolist()
        ]
        answers = self.ask(lambda client: client.query_batch_points(generation, requests))
        return [_near(answer.points) for answer in answers]


class ServerEngine(ClientEngine):
    """A Qdrant server.

    Args:
        server: Its address.
        name: Of the index on it.
        api_key: Empty: none.
        timeout_seconds: For one request.
        retries: Of requests that failed on the way, or that the server could not take just then.
    """

    alone = False
    exact = False

    def __init__(
        self, server: Server, *, name: str, api_key: str, timeout_seconds: float, retries: Retries
    ) -> None:
        super().__init__(name)
        self.server = server
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds
        self._retries = retries
        self._client: QdrantClient | None = None
        self._mutex = threading.Lock()

    def ask(self, question: Callable[[QdrantClient], T]) -> T:
        client = self._connected()
        return self._repeated(lambda: question(client))

    def each(self, do: Callable[[Points], None], parts: Iterable[Points]) -> None:
        with ThreadPoolExecutor(IN_FLIGHT, "likeness-index") as pool:
            running: set[Future[None]] = set()
            try:
                for points in parts:
                    running.add(pool.submit(do, points))
                    if len(running) >= IN_FLIGHT:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        _raise_first(done)
                done, running = wait(running)
                _raise_first(done)
            except BaseException:
                for waiting in running:
                    waiting.cancel()
                raise

    def close(self) -> None:
        with self._mutex:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _repeated(self, question: Callable[[], T]) -> T:
        def once() -> T:
            with as_ours(self.server, self._api_key):
                return question()

        try:
            return self._retries(once)
        except PassingError as exc:
            raise UnreachableError(
                f"The Qdrant server {self.server.url} does not answer: {exc}. See that it runs "
                "and that index.url is right; the same command goes on where this one stopped."
            ) from exc.__cause__

    def _connected(self) -> QdrantClient:
        with self._mutex:
            if self._client is None:
                client = self._open()
                try:
                    self._repeated(lambda: _demand_version(client, self.server))
                except BaseException:
                    client.close()
                    raise
                self._client = client
            return self._client

    def _open(self) -> QdrantClient:
        qdrant_client = _library()
        with as_ours(self.server, self._api_key):
            # As a header of ours, since the client prints a warning about `api_key` over http.
            headers = {"api-key": self._api_key} if self._api_key else {}
            client: QdrantClient = qdrant_client.QdrantClient(
                url=self.server.url,
                timeout=max(1, round(self._timeout_seconds)),
                headers=headers,
                check_compatibility=False,
            )
            return client


class LocalEngine(ClientEngine):
    """The local mode of qdrant-client: all in Python and in memory, and in SQLite files.

    Made for trying things out; one process at a time.

    Args:
        folder: Where it lies; made at the first write. Holds nothing else.
        name: Of the index in it.
        wait_seconds: How long to wait for another process that has it open.
    """

    alone = True
    exact = True

    def __init__(self, folder: Path, *, name: str, wait_seconds: float) -> None:
        super().__init__(name)
        self.folder = folder
        self._wait_seconds = wait_seconds
        self._client: QdrantClient | None = None
        self._lock: FileLock | None = None
        self._mutex = threading.RLock()  # local mode minds no threads

    def current(self) -> Payload | None:
        return super().current() if self._is_there() else None

    def generations(self) -> list[str]:
        return super().generations() if self._is_there() else []

    def ask(self, question: Callable[[QdrantClient], T]) -> T:
        with self._mutex, self._errors_as_ours(), _quiet():
            return question(self._opened())

    def each(self, do: Callable[[Points], None], parts: Iterable[Points]) -> None:
        for points in parts:
            do(points)

    def close(self) -> None:
        with self._mutex:
            client, self._client = self._client, None
            lock, self._lock = self._lock, None
            try:
                if client is not None:
                    client.close()
            finally:
                if lock is not None:
                    lock.release()

    def _is_there(self) -> bool:
        """Return whether anything was ever written: reading makes no folder."""
        return self._client is not None or self.folder.is_dir()

    def _opened(self) -> QdrantClient:
        if self._client is None:
            qdrant_client = _library()
            self._lock = own(self.folder, self._wait_seconds)
            try:
                made_ready(self.folder)
                demand_sound(self.folder)
                self._client = qdrant_client.QdrantClient(
                    path=str(self.folder), force_disable_check_same_thread=True
                )
            except BaseException:
                self._lock.release()
                self._lock = None
                raise
        return self._client

    @contextmanager
    def _errors_as_ours(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except ValueError as exc:
            if "not found" in str(exc):
                raise GenerationGoneError from exc
            raise self._failed(exc) from exc
        except (OSError, sqlite3.Error, RuntimeError, KeyError, TypeError) as exc:
            raise self._failed(exc) from exc

    def _failed(self, exc: Exception) -> StoreUnavailableError:
        reason = getattr(exc, "strerror", None) or str(exc) or type(exc).__name__
        return StoreUnavailableError(
            f"The index in {self.folder} could not be read or written: {reason}. Check free space "
            "and permissions there; if it is damaged remove the folder, it is made again."
        )


def _library() -> Any:
    """Return the package qdrant_client.

    Raises:
        SettingsError: It is not installed.
    """
    try:
        import qdrant_client
    except ImportError as exc:
        raise SettingsError(
            "index.url names Qdrant, and that needs a package which is not installed: "
            "pip install 'likeness[qdrant]'"
        ) from exc
    return qdrant_client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep local mode from printing that servers are better: our documents say so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def _demand_version(client: QdrantClient, server: Server) -> None:
    told = client.info()
    version, numbers = told.version, told.version.split("-")[0].split(".")
    if "qdrant" not in told.title.lower() or not all(number.isdigit() for number in numbers):
        raise SettingsError(f"index.url: {server.url} answers, but is no Qdrant server.")
    if tuple(map(int, numbers)) < LEAST_VERSION:
        raise SettingsError(
            f"The Qdrant server {server.url} has version {version}; at least "
            f"{'.'.join(map(str, LEAST_VERSION))} is needed. Upgrade it."
        )


def _create(client: QdrantClient, generation: str, width: int) -> None:
    """Make a collection, and its indexes before there is anything to be indexed.

    Asked again after an answer was lost: what is there already is ours, by its name.
    """
    from qdrant_client import models

    if not client.collection_exists(generation):
        client.create_collection(
            generation,
            vectors_config={
                VECTOR: models.VectorParams(size=width, distance=models.Distance.DOT, on_disk=True)
            },
            hnsw_config=models.HnswConfigDiff(m=LINKS, ef_construct=BUILD_CANDIDATES),
            quantization_config=models.ScalarQuantization(
                scalar=models.ScalarQuantizationConfig(
                    type=models.ScalarType.INT8, quantile=QUANTILE, always_ram=True
                )
            ),
            on_disk_payload=True,
        )
    for field, kind in FIELDS.items():
        client.create_payload_index(generation, field, models.PayloadSchemaType(kind), wait=True)


def _switch(client: QdrantClient, name: str, generation: str | None) -> None:
    from qdrant_client import models

    changes: list[models.CreateAliasOperation | models.DeleteAliasOperation] = []
    if any(alias.alias_name == name for alias in client.get_aliases().aliases):
        old = models.DeleteAlias(alias_name=name)
        changes.append(models.DeleteAliasOperation(delete_alias=old))
    if generation is not None:
        new = models.CreateAlias(collection_name=generation, alias_name=name)
        changes.append(models.CreateAliasOperation(create_alias=new))
    if changes:
        client.update_collection_aliases(changes)


def _params(limit: int, *, exact: bool) -> models.SearchParams:
    from qdrant_client import models

    if exact:
        return models.SearchParams(exact=True)
    return models.SearchParams(
        hnsw_ef=max(SEARCH_CANDIDATES, 2 * limit),
        quantization=models.QuantizationSearchParams(rescore=True, oversampling=OVERSAMPLING),
    )


def _filter(conditions: Conditions) -> models.Filter:
    from qdrant_client import models

    return models.Filter(must=[_condition(asked) for asked in conditions])


def _condition(asked: Condition) -> models.FieldCondition | models.HasIdCondition:
    from qdrant_client import models

    if isinstance(asked, Among):
        return models.HasIdCondition(has_id=asked.numbers.tolist())
    if isinstance(asked, AnyOf):
        return models.FieldCondition(key=asked.field, match=models.MatchAny(any=list(asked.values)))
    if isinstance(asked, Between):
        bounds = models.Range(gte=asked.least, lte=asked.most)
        return models.FieldCondition(key=asked.field, range=bounds)
    return models.FieldCondition(
        key=asked.field, range=models.DatetimeRange(gte=asked.start, lt=asked.end)
    )


def _resized(parts: Iterable[Points]) -> Iterator[Points]:
    """Cut parts so that each makes a request of about `UPLOAD_BYTES`."""
    for points in parts:
        width = points.vectors.shape[1]
        at_once = max(1, UPLOAD_BYTES // (NUMBER_BYTES * width + POINT_BYTES))
        for start in range(0, len(points), at_once):
            chunk = slice(start, start + at_once)
            yield Points(points.numbers[chunk], points.vectors[chunk], points.payloads[chunk])


def _near(points: Sequence[Any]) -> Near:
    return Near(np.array([point.id for point in points], np.uint64), vectors_of(points))


def _raise_first(done: Iterable[Future[None]]) -> None:
    for each in done:
        each.result()
