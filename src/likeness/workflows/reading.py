"""Reading the photos of a source, wherever it lies: fetched ahead, decoded, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from likeness.errors import PhotoError
from likeness.imaging.outcomes import Outcome, Refused
from likeness.imaging.pool import DecodePool
from likeness.sources.base import FoundFile, PhotoSource
from likeness.sources.fetching import Fetcher
from likeness.types import PhotoId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A file on its way to the decoder, or the reason why it did not come."""

    wanted: FoundFile
    fetched: FoundFile | None  # what was copied; None: it lies on this machine
    refused: Refused | None


class Reading:
    """One run over files of one source.

    Files that had to be fetched lie in *folder* until `release` or the end, so that finer pixels
    of them can still be cut.

        with Reading(pool, source, folder, parallel=8, max_bytes=2**29) as reading:
            for file, outcome in reading.outcomes(files, known):
                ...
                reading.release([file.path])
    """

    def __init__(
        self, pool: DecodePool, source: PhotoSource, folder: Path, *, parallel: int, max_bytes: int
    ) -> None:
        self._pool = pool
        self._fetcher = Fetcher(source, folder, parallel=parallel, max_bytes=max_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._fetcher.close()

    def release(self, paths: Sequence[str]) -> None:
        """Delete the fetched copies of these files: nobody needs their pixels any more."""
        for path in paths:
            self._fetcher.release(path)

    def outcomes(
        self, files: Sequence[FoundFile], known: Callable[[PhotoId], bool]
    ) -> Iterator[tuple[FoundFile, Outcome]]:
        """Yield what comes of each file, in order; size, time and etag are those that were read.

        Args:
            files: What to read.
            known: Whether the content is known already; then it is not decoded.

        Raises:
            StoreUnavailableError: The source as a whole does not answer any more.
        """
        arrivals: deque[_Arrival] = deque()
        decoded = self._pool.decode(self._arriving(files, arrivals), known)
        try:
            for outcome in decoded:
                yield from _refusals(arrivals)
                arrival = arrivals.popleft()
                yield arrival.fetched or arrival.wanted, _as_in_source(outcome, arrival)
            yield from _refusals(arrivals)
        finally:
            decoded.close()

    def _arriving(self, files: Sequence[FoundFile], arrivals: deque[_Arrival]) -> Iterator[Path]:
        """Yield what can be decoded, noting in *arrivals* what was asked for, in order."""
        fetched = self._fetcher.fetch(files)
        for wanted, (_, file, found) in zip(files, fetched, strict=True):
            if isinstance(file, PhotoError):
                refused = Refused(
                    path=Path(wanted.path),
                    size=wanted.size,
                    mtime_ns=wanted.mtime_ns,
                    reason=file.reason,
                    detail=file.detail,
                )
                arrivals.append(_Arrival(wanted=wanted, fetched=None, refused=refused))
            else:
                arrivals.append(_Arrival(wanted=wanted, fetched=found, refused=None))
                yield file


def _refusals(arrivals: deque[_Arrival]) -> Iterator[tuple[FoundFile, Outcome]]:
    """Yield those at the head of the queue that never came."""
    while arrivals and (refused := arrivals[0].refused) is not None:
        yield arrivals.popleft().wanted, refused


def _as_in_source(outcome: Outcome, arrival: _Arrival) -> Outcome:
    """Return *outcome* with the size and time that the source gives, not those of our copy."""
    found = arrival.fetched
    if found is None:
        return outcome
    return replace(outcome, size=found.size, mtime_ns=found.mtime_ns)
