"""An index on an engine of Qdrant.

A replacement is a new generation of points, built beside the old one; making it the current one
is a single step of the engine. An extension writes points with a batch number that does not count
yet into the current generation; writing the point of state, which says up to which batch points
count, is that single step. So readers in other processes see the old faces or the new ones.

A server may still carry out a request whose answer was lost, at any later time. Therefore nothing
is written any more to a generation that somebody did not finish writing to: the next writer copies
what counts of it to a new one, where no such request can reach it.
"""

from __future__ import annotations

import hashlib
import platform
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from likeness.errors import LibraryBusyError, LibraryError, SettingsError, StoreUnavailableError
from likeness.index.base import Content, Hits, Where
from likeness.index.conditions import Among, Condition, can_hold, fulfilling, up_to
from likeness.index.engine import Engine, GenerationGoneError, UnreachableError
from likeness.index.files import FILE_MODE, FOLDER_MODE, errors_as_ours
from likeness.index.numbers import (
    demand_neighbours,
    demand_width,
    named_rows,
    names_of,
    numbers_of,
    unit_rows,
)
from likeness.index.points import (
    BATCH,
    Payload,
    Points,
    State,
    batch_of,
    face_payload,
    state_of,
    state_payload,
    tags_of,
)
from likeness.index.ranking import best, cosines, nothing
from likeness.types import Contract, FaceId, FaceTags

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

T = TypeVar("T")

LOCK_SECONDS = 60.0
ROWS_AT_ONCE = 1000  # points read or written together

# An unfinished generation of another computer is left to it for so long.
PATIENCE_SECONDS = 86_400.0

# Engines add up cosines in float32, in an order of their own. Two sums of 512 products of numbers
# whose squares add up to one differ by less than that.
SLACK = 1e-5

# Faces within `SLACK` of the k-th are asked for too, so that ties go by id; no more than these.
MOST_TIED = 10_000

# Up to so many faces an engine is asked to look at all: 6 ms for these (benchmarks).
FEW_FACES = 100_000

# So many more than k are asked for at first, and one more for as many of k.
MARGIN = 10

FLOATS_AT_ONCE = 2_000_000  # vectors that come back from one request: 8 MB as float32
NUMBERS_AT_ONCE = 200_000  # face ids that go with one request
AMONG_AT_ONCE = 20_000  # face ids in one condition

LOOKS = 5  # a search follows that many replacements by other processes


class QdrantIndex:
    """An `Index` on an engine.

    Args:
        engine: Closed with the index.
        name: Of the index in the engine: lower-case letters, digits and "_".
        contract: Whose vectors these are: points of another contract do not count.
        folder: Where the lock file lies that keeps writers apart; made at the first write.
        lock_seconds: How long a writer waits for another.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        name: str,
        contract: Contract,
        folder: Path,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self.engine = engine
        self.name = name
        self.contract = contract
        self.folder = folder
        self._lock_seconds = lock_seconds
        self._mutex = threading.RLock()
        self._closed = False
        self._known: State | None = None
        self._asked = False
        self._wrote = 0

    @property
    def revision(self) -> int:
        state = self._look()
        return -1 if state is None else state.revision

    @property
    def tagged(self) -> int:
        state = self._look()
        return -1 if state is None else state.tagged

    def __len__(self) -> int:
        state = self._state()
        return 0 if state is None else state.count

    # -- writing

    def replace(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = named_rows(ids, vectors)
        with self._writing(anew=True) as state:
            self._rebuild(state, lambda: _parts(numbers, rows, 0), rows.shape[1], revision, -1)

    def extend(self, ids: Sequence[FaceId], vectors: NDArray[np.float32], revision: int) -> None:
        numbers, rows = named_rows(ids, vectors)
        with self._writing() as state:
            if state is None or state.count == 0:
                tagged = -1 if state is None else state.tagged
                self._rebuild(
                    state, lambda: _parts(numbers, rows, 0), rows.shape[1], revision, tagged
                )
                return
            demand_width(rows, state.width)
            known = self._vectors_of(state, numbers)
            changed = [
                number in known and known[number] != row.tobytes()
                for number, row in zip(numbers.tolist(), rows, strict=True)
            ]
            if any(changed):
                self._rebuild_with(state, numbers, rows, revision)
            else:
                new = np.array([number not in known for number in numbers.tolist()], bool)
                self._add(state, numbers[new], rows[new], revision)

    def tag(self, tags: Mapping[FaceId, FaceTags], revision: int) -> None:
        numbers, records = numbers_of(tuple(tags)), list(tags.values())
        with self._writing() as state:
            if state is None:
                return
            self._begin(state)
            for start in range(0, len(numbers), ROWS_AT_ONCE):
                chunk = slice(start, start + ROWS_AT_ONCE)
                self._tag(state, numbers[chunk], records[chunk])
            self._commit(replace(state, tagged=revision))

    def drop(self) -> None:
        if self.engine.current() is None and not self.engine.generations():
            return
        with self._writing(anew=True):
            self.engine.switch(None)
            for generation in self.engine.generations():
                self.engine.delete(generation)

    def close(self) -> None:
        self._closed = True
        self._known = None
        self.engine.close()

    # -- reading

    def search(
        self,
        queries: NDArray[np.float32],
        k: int,
        *,
        among: frozenset[FaceId] | None = None,
        where: Where | None = None,
    ) -> list[Hits]:
        demand_neighbours(k)
        rows = unit_rows(queries)
        asked = [] if where is None else fulfilling(where)
        numbers = None if among is None else np.sort(numbers_of(tuple(among)))
        return self._following(lambda state: self._search(state, rows, k, asked, numbers))

    def contents(self) -> Iterator[Content]:
        state, start = self._look(), None
        while state is not None:
            try:
                points, start = self.engine.scroll(state.generation, start)
            except GenerationGoneError as exc:
                raise StoreUnavailableError(
                    "The index was replaced by another process while it was read. Try again."
                ) from exc
            counted = [
                i for i, payload in enumerate(points.payloads) if batch_of(payload) <= state.batch
            ]
            yield Content(
                ids=names_of(points.numbers[counted].tolist()),
                vectors=points.vectors[counted],
                tags=tuple(tags_of(points.payloads[i]) for i in counted),
            )
            if start is None:
                return

    # -- the state

    def _state(self) -> State | None:
        """Return the state as it was when last looked at."""
        return self._known if self._asked else self._look()

    def _look(self) -> State | None:
        """Take notice of what another process, or this one, has written."""
        if self._closed:
            return None
        self._known = state_of(self.engine.current(), self.contract)
        self._asked = True
        return self._known

    def _begin(self, state: State) -> None:
        """Let everybody know that not all points in the generation count from now on."""
        begun = replace(state, pending=True)
        self._commit(begun)
        self._known = begun  # searches of this process do not look

    def _commit(self, state: State) -> None:
        self.engine.set_state(state.generation, state_payload(state))

    def _following(self, ask: Callable[[State | None], T]) -> T:
        """Ask with the state known; where it was replaced meanwhile, with the new one."""
        state = self._state()
        for _ in range(LOOKS):
            try:
                return ask(state)
            except GenerationGoneError:
                state = self._look()
        raise StoreUnavailableError(
            "The index is replaced by another process again and again. Try again later."
        )

    # -- writing, in parts

    @contextmanager
    def _writing(self, *, anew: bool = False) -> Iterator[State | None]:
        """Be the only writer, and know afterwards what was written.

        Args:
            anew: Whether nothing is written to the current generation.

        Raises:
            LibraryBusyError: Another process writes and does not finish.
            StoreUnavailableError: The engine fails, or the lock file cannot be made.
        """
        with self._mutex, self._locked():
            state = self._look()
            try:
                self._tidy(state)
                if state is not None and state.pending and not anew:
                    self._fence(state)
                    state = self._look()
                yield state
            except GenerationGoneError as exc:
                raise StoreUnavailableError(
                    "The index was replaced by another computer while it was written. Try again."
                ) from exc
            finally:
                self._asked = False  # the next reader looks

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with errors_as_ours(self.folder):
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            lock = FileLock(self._lock_file, timeout=self._lock_seconds, mode=FILE_MODE)
            try:
                lock.acquire()
            except Timeout as exc:
                raise LibraryBusyError(
                    f"Another process writes the index ({self._lock_file}) and did not finish "
                    f"within {self._lock_seconds:.0f} seconds. Wait for it, or stop it."
                ) from exc
        try:
            yield
        finally:
            lock.release()

    @property
    def _lock_file(self) -> Path:
        return self.folder / f"{self.name}.lock"

    def _tidy(self, state: State | None) -> None:
        """Delete the generations that crashed writers left behind."""
        for generation in self.engine.generations():
            if (state is None or generation != state.generation) and self._is_left(generation):
                self.engine.delete(generation)

    def _is_left(self, generation: str) -> bool:
        """Return whether nobody can be at work on *generation*: we hold the lock of its writer."""
        started, _, rest = generation.removeprefix(f"{self.name}_").partition("_")
        if rest.startswith(self._place()):
            return True
        try:
            return time.time() - int(started, 16) > PATIENCE_SECONDS
        except ValueError:
            return False

    def _place(self) -> str:
        """Return what writers have in common that the lock file keeps apart."""
        told = f"{platform.node()}\n{self._lock_file.resolve()}"
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    def _rebuild(
        self,
        old: State | None,
        parts: Callable[[], Iterator[Points]],
        width: int,
        revision: int,
        tagged: int,
    ) -> None:
        """Write a new generation and make it the current one."""
        generation = f"{self.name}_{int(time.time()):x}_{self._place()}{secrets.token_hex(4)}"
        count = 0

        def counted() -> Iterator[Points]:
            nonlocal count
            for part in parts():
                count += len(part)
                yield part

        try:
            self.engine.create(generation, max(1, width))
            self.engine.upsert(generation, counted())
            self._commit(
                State(
                    contract=self.contract,
                    generation=generation,
                    width=width,
                    count=count,
                    revision=revision,
                    tagged=tagged,
                    batch=0,
                    pending=False,
                )
            )
            self.engine.switch(generation)
        except UnreachableError:
            raise
        except BaseException:
            self._discard(generation)
            raise
        if old is not None:
            with suppress(LibraryError, SettingsError):  # else the next writer does it
                self.engine.delete(old.generation)

    def _fence(self, state: State) -> None:
        """Copy what counts of a generation that was not finished to a new one."""

        def parts() -> Iterator[Points]:
            for points in self._all_points(state):
                yield replace(points, payloads=_committed(points.payloads))

        self._rebuild(state, parts, state.width, state.revision, state.tagged)

    def _discard(self, generation: str) -> None:
        """Delete a generation that was not finished; the next writer does it if we cannot.

        It may have become the current one although we were not told so: then it stays.
        """
        with suppress(LibraryError, SettingsError):
            state = state_of(self.engine.current(), self.contract)
            if state is None or state.generation != generation:
                self.engine.delete(generation)

    def _rebuild_with(
        self,
        state: State,
        numbers: NDArray[np.uint64],
        rows: NDArray[np.float32],
        revision: int,
    ) -> None:
        """Build a generation of all that is held, where some vectors are replaced."""
        fresh = dict(zip(numbers.tolist(), rows, strict=True))

        def parts() -> Iterator[Points]:
            left = dict(fresh)
            for points in self._all_points(state):
                vectors = points.vectors.copy()
                for i, number in enumerate(points.numbers.tolist()):
                    vectors[i] = left.pop(number, vectors[i])
                yield Points(points.numbers, vectors, _committed(points.payloads))
            added = np.array(sorted(left), np.uint64)
            if len(added):
                yield from _parts(added, np.stack([left[n] for n in added.tolist()]), 0)

        self._rebuild(state, parts, state.width, revision, state.tagged)

    def _all_points(self, state: State) -> Iterator[Points]:
        start = None
        while True:
            points, start = self.engine.scroll(state.generation, start)
            counted = [
                i for i, payload in enumerate(points.payloads) if batch_of(payload) <= state.batch
            ]
            yield Points(
                points.numbers[counted],
                points.vectors[counted],
                tuple(points.payloads[i] for i in counted),
            )
            if start is None:
                return

    def _vectors_of(self, state: State, numbers: NDArray[np.uint64]) -> dict[int, bytes]:
        """Return the vectors, as bytes, of those of *numbers* that are held."""
        held: dict[int, bytes] = {}
        for start in range(0, len(numbers), ROWS_AT_ONCE):
            points = self.engine.retrieve(
                state.generation, numbers[start : start + ROWS_AT_ONCE], vectors=True
            )
            for number, vector, payload in zip(
                points.numbers.tolist(), points.vectors, points.payloads, strict=True
            ):
                if batch_of(payload) <= state.batch:
                    held[number] = vector.tobytes()
        return held

    def _add(
        self, state: State, numbers: NDArray[np.uint64], rows: NDArray[np.float32], revision: int
    ) -> None:
        """Write points that are not held into the current generation."""
        batch = state.batch + 1
        if len(numbers):
            self._begin(state)
            self.engine.upsert(state.generation, _parts(numbers, rows, batch))
        self._commit(
            replace(
                state,
                count=state.count + len(numbers),
                revision=revision,
                batch=batch,
                pending=False,
            )
        )

    def _tag(self, state: State, numbers: NDArray[np.uint64], records: Sequence[FaceTags]) -> None:
        """Give those of *numbers* that are held their tags, unless they have them already."""
        wanted = dict(zip(numbers.tolist(), records, strict=True))
        points = self.engine.retrieve(state.generation, numbers, vectors=False)
        alike: dict[str, tuple[list[int], Payload]] = {}
        for number, payload in zip(points.numbers.tolist(), points.payloads, strict=True):
            batch, told = batch_of(payload), wanted[number]
            if batch <= state.batch and tags_of(payload) != told:
                new = face_payload(batch, told)
                alike.setdefault(repr(new), ([], new))[0].append(number)
        if alike:
            self.engine.set_payloads(
                state.generation,
                [(np.array(same, np.uint64), payload) for same, payload in alike.values()],
            )

    # -- searching, in parts

    def _search(
        self,
        state: State | None,
        queries: NDArray[np.float32],
        k: int,
        asked: Sequence[Condition],
        among: NDArray[np.uint64] | None,
    ) -> list[Hits]:
        if state is None or state.count == 0:
            return [nothing() for _ in queries]
        demand_width(queries, state.width)
        conditions = [*asked]
        if state.pending or not self.engine.alone:
            conditions.append(up_to(state.batch))
        # A graph leads past faces that are asked for where most others are not (benchmarks).
        exact = state.count <= FEW_FACES or bool(asked) or among is not None
        found: list[list[_Measured]] = [[] for _ in queries]
        for numbers in _portions(among):
            asking = conditions if numbers is None else [*conditions, Among(numbers)]
            if can_hold(asking):
                nearest = self._nearest(state, queries, k, asking, exact=exact)
                for all_of_query, measured in zip(found, nearest, strict=True):
                    all_of_query.append(measured)
        return [_best_of(parts, k) for parts in found]

    def _nearest(
        self,
        state: State,
        queries: NDArray[np.float32],
        k: int,
        conditions: Sequence[Condition],
        *,
        exact: bool,
    ) -> list[_Measured]:
        """Return for each query at least the *k* nearest points, and how near they are.

        The engine is asked for more than *k*, and where its order says nothing about which of
        them are nearest, since they are as near as each other, for more again.
        """
        measured: list[_Measured] = [_NONE for _ in queries]
        most = min(state.count, k + MOST_TIED)
        limit = min(state.count, k + MARGIN + k // MARGIN)
        left = list(range(len(queries)))
        while left:
            tied = []
            at_once = _queries_at_once(limit * state.width, conditions)
            for start in range(0, len(left), at_once):
                chunk = left[start : start + at_once]
                answers = self.engine.search(
                    state.generation, queries[chunk], limit, conditions, exact=exact
                )
                for i, near in zip(chunk, answers, strict=True):
                    rows = np.arange(len(near.numbers))
                    similarities = cosines(near.vectors, rows, queries[i])
                    measured[i] = (near.numbers, similarities)
                    if limit <= len(rows) < most and not _settled(similarities, k):
                        tied.append(i)
            left, limit = tied, min(4 * limit, most)
        return measured


_Measured = tuple["NDArray[np.uint64]", "NDArray[np.float32]"]
_NONE: _Measured = (np.empty(0, np.uint64), np.empty(0, np.float32))


def _best_of(parts: Sequence[_Measured], k: int) -> Hits:
    """Return the *k* nearest of what several questions found."""
    numbers = np.concatenate([_NONE[0], *(part[0] for part in parts)])
    similarities = np.concatenate([_NONE[1], *(part[1] for part in parts)])
    return best(numbers, similarities, k)


def _settled(similarities: NDArray[np.float32], k: int) -> bool:
    """Return whether no point that did not come back can be among the *k* nearest."""
    if len(similarities) <= k:
        return False
    kth = np.partition(similarities, len(similarities) - k)[len(similarities) - k]
    return bool(kth > similarities.min() + SLACK)


def _queries_at_once(floats: int, conditions: Sequence[Condition]) -> int:
    """Return how many queries go into one request, which brings back *floats* for each."""
    numbers = sum(len(asked.numbers) for asked in conditions if isinstance(asked, Among))
    return max(1, min(FLOATS_AT_ONCE // max(1, floats), NUMBERS_AT_ONCE // max(1, numbers)))


def _portions(among: NDArray[np.uint64] | None) -> Iterator[NDArray[np.uint64] | None]:
    """Cut a long list of faces into conditions of bearable length; None: no such condition."""
    if among is None:
        yield None
        return
    for start in range(0, len(among), AMONG_AT_ONCE):
        yield among[start : start + AMONG_AT_ONCE]


def _committed(payloads: Sequence[Payload]) -> tuple[Payload, ...]:
    """Return the payloads of faces as those of the first batch of a generation."""
    return tuple({**payload, BATCH: 0} for payload in payloads)


def _parts(numbers: NDArray[np.uint64], rows: NDArray[np.float32], batch: int) -> Iterator[Points]:
    """Yield faces without tags as points of *batch*."""
    for start in range(0, len(numbers), ROWS_AT_ONCE):
        chunk = slice(start, start + ROWS_AT_ONCE)
        payloads = tuple(face_payload(batch, None) for _ in numbers[chunk])
        yield Points(numbers[chunk], rows[chunk], payloads)
