"""Photos brought to this machine ahead of whoever reads them, and removed after."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from likeness.errors import PhotoError
from likeness.sources.base import FoundFile, PhotoSource
from likeness.sources.private import PrivateFolder

AHEAD = 2  # files under way or waiting, for each thread
BUDGET = 2**30  # bytes of fetched files that may lie there before no more are asked for
UNKNOWN = 16 * 2**20  # bytes; what a photo of unknown size is taken for


class Fetched(NamedTuple):
    """A photo that can be read from this machine now, or why not."""

    path: str  # in the source
    file: Path | PhotoError  # where it can be read
    found: FoundFile | None  # what was copied; None: nothing was, it is read where it lies


@dataclass(frozen=True, slots=True)
class _Coming:
    """A photo on its way."""

    path: str
    file: Path
    size: int  # bytes, as far as known
    copy: Future[FoundFile] | None  # None: it lies on this machine

    @property
    def room(self) -> int:
        """Bytes that it takes of the budget."""
        if self.copy is None:
            return 0
        if not self.copy.done():
            return self.size
        return 0 if self.copy.cancelled() or self.copy.exception() else self.copy.result().size


class Fetcher:
    """Brings photos of one source to a folder of this machine, some ahead.

        with Fetcher(source, folder, parallel=8, max_bytes=10**9) as fetcher:
            for item in fetcher.fetch(found):
                ...
                fetcher.release(item.path)

    Used by one thread. Files of a local source are not copied. Copies have random names in a
    folder of this fetcher's own that nobody else may enter.

    Args:
        source: Where the photos lie.
        folder: Made if absent. Several fetchers, also of several processes, may share it.
        parallel: How many are copied at a time.
        max_bytes: Larger photos are not copied.
        budget: Bytes. While so much lies there unreleased or is on its way, only the photo that
            is waited for is copied.
    """

    def __init__(
        self,
        source: PhotoSource,
        folder: Path,
        *,
        parallel: int,
        max_bytes: int,
        budget: int = BUDGET,
    ) -> None:
        self._source = source
        self._folder = PrivateFolder(folder)
        self._parallel = parallel
        self._max_bytes = max_bytes
        self._budget = budget
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="fetch")
        self._ahead: deque[_Coming] = deque()
        self._held: dict[str, list[_Coming]] = {}  # handed out, not released

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def fetch(self, wanted: Iterable[str | FoundFile]) -> Iterator[Fetched]:
        """Yield each of *wanted*, in order. They are asked for as they are needed.

        Args:
            wanted: Paths in the source; as `FoundFile`, their sizes are known beforehand.

        Raises:
            StoreUnavailableError: The source as a whole does not answer, or the folder is full.
        """
        following = iter(wanted)
        while True:
            self._go_ahead(following)
            if not self._ahead:
                return
            yield self._arrived(self._ahead.popleft())

    def release(self, path: str) -> None:
        """Remove the copy of *path*, if there is one."""
        for item in self._held.pop(path, []):
            with suppress(FileNotFoundError):
                item.file.unlink()

    def close(self) -> None:
        """End the threads, once what they copy has come or failed, and remove every copy."""
        self._pool.shutdown(cancel_futures=True)
        self._ahead.clear()
        self._held.clear()
        self._folder.close()

    def _go_ahead(self, following: Iterator[str | FoundFile]) -> None:
        """Ask for as many as there is room for, and for one in any case."""
        while not self._ahead or self._has_room():
            wanted = next(following, None)
            if wanted is None:
                return
            self._ahead.append(self._coming(wanted))

    def _has_room(self) -> bool:
        held = sum(item.room for items in self._held.values() for item in items)
        room = held + sum(item.room for item in self._ahead)
        return len(self._ahead) < AHEAD * self._parallel and room < self._budget

    def _coming(self, wanted: str | FoundFile) -> _Coming:
        path, size = (wanted, UNKNOWN) if isinstance(wanted, str) else (wanted.path, wanted.size)
        local = self._source.local(path)
        if local is not None:
            return _Coming(path, local, 0, None)
        file = self._folder.path() / secrets.token_hex(16)
        copy = self._pool.submit(self._source.fetch, path, file, max_bytes=self._max_bytes)
        return _Coming(path, file, size, copy)

    def _arrived(self, item: _Coming) -> Fetched:
        if item.copy is None:
            return Fetched(item.path, item.file, None)
        try:
            found = item.copy.result()
        except PhotoError as exc:
            return Fetched(item.path, exc, None)
        self._held.setdefault(item.path, []).append(item)
        return Fetched(item.path, item.file, found)
