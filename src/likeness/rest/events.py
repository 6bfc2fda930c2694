"""Tells listeners what changed: one question to the catalog each second, whoever listens.

Nothing is asked while nobody listens. Every server sees what any process writes, since it is the
catalog that says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool

from likeness.errors import LikenessError
from likeness.rest.problems import ProblemError
from likeness.types import Job, Pulse

if TYPE_CHECKING:
    from likeness.library import Library

log = logging.getLogger("likeness.rest")

T = TypeVar("T")

SECONDS = 1.0
WAITING = 64
"""News that a listener may be behind; it is then told to look at everything anew."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the library since the last such news."""

    photos: bool
    people: bool
    edits: bool
    rounds: bool = False


News = Changed | Job
EVERYTHING = Changed(photos=True, people=True, edits=True, rounds=True)


class Events:
    """The listeners of one server.

    Args:
        library: Whose changes are told.
        most: Listeners that one visitor may have.
    """

    def __init__(self, library: Library, *, most: int, seconds: float = SECONDS) -> None:
        self._library = library
        self._most = most
        self._seconds = seconds
        self._listeners: dict[asyncio.Queue[News | None], str] = {}
        self._task: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self._stopped = False

    @property
    def listeners(self) -> int:
        """How many there are."""
        return len(self._listeners)

    @asynccontextmanager
    async def listening(self, who: str) -> AsyncIterator[AsyncIterator[News]]:
        """Yield the news from now on, until the server stops.

        Raises:
            ProblemError: This visitor has as many listeners as allowed (429).
        """
        if Counter(self._listeners.values())[who] >= self._most:
            raise ProblemError(
                429,
                "too-many",
                "Too many requests",
                f"You listen {self._most} times already: close a window.",
                headers={"Retry-After": "10"},
            )
        queue: asyncio.Queue[News | None] = asyncio.Queue(WAITING)
        self._listeners[queue] = who
        if self._stopped:
            queue.put_nowait(None)
            self._begun.set()
        elif self._task is None or self._task.done():
            self._begun = asyncio.Event()
            self._task = asyncio.create_task(self._watch(self._begun))
        try:
            await self._begun.wait()  # what changes from now on is news
            yield _told(queue)
        finally:
            del self._listeners[queue]

    def stop(self) -> None:
        """Let all listeners go; for the thread of the event loop."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
        for queue in self._listeners:
            _put(queue, None)

    async def _watch(self, begun: asyncio.Event) -> None:
        try:
            pulse = await self._asked(self._library.pulse)
        finally:
            begun.set()
        while self._listeners:
            await asyncio.sleep(self._seconds)
            now = await self._asked(self._library.pulse)
            if pulse is None or now is None:
                pulse = now or pulse
                continue
            for news in await self._news(pulse, now):
                for queue in self._listeners:
                    _put(queue, news)
            pulse = now

    async def _news(self, before: Pulse, now: Pulse) -> Sequence[News]:
        found: list[News] = []
        if now.jobs != before.jobs:
            since = before.jobs
            jobs = await self._asked(lambda: self._library.jobs.changed_since(since))
            found += jobs or []
        changed = Changed(
            photos=now.photos != before.photos,
            people=now.tags != before.tags or now.edits != before.edits,
            edits=now.edits != before.edits,
            rounds=now.rounds != before.rounds,
        )
        if changed.photos or changed.people or changed.rounds:
            found.append(changed)
        return found

    async def _asked(self, ask: Callable[[], T]) -> T | None:
        """Return what the catalog answers, None while it does not."""
        try:
            return await run_in_threadpool(ask)
        except LikenessError as error:
            log.warning("The catalog was not asked for changes: %s", type(error).__name__)
            return None


async def _told(queue: asyncio.Queue[News | None]) -> AsyncIterator[News]:
    while (news := await queue.get()) is not None:
        yield news


def _put(queue: asyncio.Queue[News | None], news: News | None) -> None:
    """Put news into a queue; who is too far behind looks at everything anew."""
    if queue.full():
        while not queue.empty():
            with suppress(asyncio.QueueEmpty):
                queue.get_nowait()
        queue.put_nowait(EVERYTHING)
    queue.put_nowait(news)
