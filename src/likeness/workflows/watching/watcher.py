"""Watches the sources, and asks for a job `add` where something is new."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from likeness.catalog.base import SourceRow
from likeness.errors import LikenessError
from likeness.settings import WatchSettings
from likeness.sources.open import is_bucket
from likeness.workflows.watching.file_systems import tells_changes
from likeness.workflows.watching.settling import Settling

log = logging.getLogger("likeness.watch")

WHO = "watching"
"""Who asked for the jobs, in lists."""

TICK_MILLISECONDS = 500
LOOK_AGAIN_SECONDS = 10.0
"""So often it is asked whether sources came or went."""

MOST_PATHS = 500
"""In one job; where more changed at once their folders are named."""


Identity = tuple[int, int] | None
"""Device and inode of a folder: another one when another disk is mounted there."""


class Asking(Protocol):
    """**Protocol:** what the watcher asks for jobs with."""

    def ask(self, kind: str, arguments: Mapping[str, Any] | None = None, *, who: str = "") -> Any:
        """Queue a job, or find the equal one that is queued."""


class Watcher:
    """A thread that watches; `start` it, and `stop` it in the end.

    Folders on this machine tell of changes themselves. Network drives and buckets are listed
    every so often, by a job `add`, which reads only what it does not know.

    Args:
        sources: Returns the sources as they are now; their photos need not be counted.
        jobs: Where jobs are asked for.
        settings: How long files rest, how often others are listed.
        avoid: Folders that are not looked into: the library's own.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        sources: Callable[[], Sequence[SourceRow]],
        jobs: Asking,
        settings: WatchSettings,
        *,
        avoid: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sources = sources
        self._jobs = jobs
        self._settings = settings
        self._avoid = tuple(os.path.realpath(path) for path in avoid)
        self._clock = clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._settling = Settling(settings.settle_seconds, clock)
        self._listed: dict[tuple[str, Identity], float] = {}
        self._deaf: set[str] = set()  # folders that could not be watched: the kernel has limits

    def start(self) -> None:
        """Begin to watch."""
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread has."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    # -- the thread

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                rows = self._sources()
            except LikenessError as error:
                log.warning("The sources were not to be had: %s", type(error).__name__)
                self._stop.wait(LOOK_AGAIN_SECONDS)
                continue
            watched, listed = self._parted(rows)
            self._list(listed, once=watched)
            if watched:
                self._watch(watched)
            else:
                self._stop.wait(LOOK_AGAIN_SECONDS)

    def _parted(self, rows: Sequence[SourceRow]) -> tuple[list[str], list[str]]:
        """Return which sources are watched, and which are listed."""
        watched, listed = list[str](), list[str]()
        for row in rows:
            if row.kind == "files":  # single files of a folder: nobody asked for its others
                continue
            if not is_bucket(row.uri) and not os.path.isdir(row.uri):
                continue  # not mounted now
            told = not is_bucket(row.uri) and row.uri not in self._deaf and tells_changes(row.uri)
            (watched if told else listed).append(row.uri)
        return watched, listed

    def _watch(self, folders: Sequence[str]) -> None:
        """Hear of changes in *folders* until it is time to look at the sources again."""
        from watchfiles import Change, watch

        until = self._clock() + LOOK_AGAIN_SECONDS
        before = [(folder, identity_of(folder)) for folder in folders]
        try:
            for changes in watch(
                *folders,
                watch_filter=None,
                stop_event=self._stop,
                rust_timeout=TICK_MILLISECONDS,
                yield_on_timeout=True,
                recursive=True,
                ignore_permission_denied=True,
                raise_interrupt=False,
            ):
                for change, path in changes:
                    self._note(path, came=change == Change.added)
                self._ask(folders)
                if self._clock() >= until:
                    if self._has_changed(before):
                        return
                    until = self._clock() + LOOK_AGAIN_SECONDS
        except OSError as error:
            log.warning("A source cannot be watched and is listed instead: %s", error.strerror)
            self._deaf.update(folders)

    def _has_changed(self, before: Sequence[tuple[str, Identity]]) -> bool:
        """List what is due, and return whether other folders are to be watched now.

        A disk that was away and is there again is another one: of the old one nothing is heard.
        """
        try:
            watched, listed = self._parted(self._sources())
        except LikenessError:
            return False
        self._list(listed, once=watched)
        return [(folder, identity_of(folder)) for folder in watched] != list(before)

    def _note(self, path: str, *, came: bool) -> None:
        real = os.path.realpath(path)
        if any(real == own or real.startswith(own + os.sep) for own in self._avoid):
            return
        if came or not os.path.isdir(path):  # of a folder that was moved in, its files say nothing
            self._settling.note(path)

    # -- asking

    def _ask(self, folders: Sequence[str]) -> None:
        ready = self._settling.settled()
        if not ready:
            return
        paths = sorted({_there(path, folders) for path in ready} - {""})
        if len(paths) > MOST_PATHS:
            paths = _outermost(p if p in folders else os.path.dirname(p) for p in paths)
        if len(paths) > MOST_PATHS:
            paths = list(folders)
        if paths and not self._queue(paths):
            for path in ready:  # to be asked for once more when they have rested again
                self._settling.note(path)

    def _list(self, sources: Sequence[str], *, once: Sequence[str] = ()) -> None:
        """Ask for the sources that are due, and for those of *once* that never were.

        What came while nobody watched is found so.
        """
        now = self._clock()
        for uri in (*sources, *once):
            key = (uri, identity_of(uri))
            last = self._listed.get(key)
            again = uri not in once and now - (last or 0.0) >= self._settings.poll_seconds
            if (last is None or again) and self._queue([uri]):
                self._listed[key] = now

    def _queue(self, paths: Sequence[str]) -> bool:
        try:
            self._jobs.ask("add", {"paths": list(paths)}, who=WHO)
        except LikenessError as error:
            log.warning("No job could be asked for: %s", type(error).__name__)
            return False
        return True


def identity_of(uri: str) -> Identity:
    """Return which folder lies at *uri* now; None: none, or it is a bucket."""
    try:
        found = os.stat(uri)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _there(path: str, folders: Sequence[str]) -> str:
    """Return *path* if something is there, else the nearest folder above that is, "" for none.

    Never above the watched folder that it lies in: nobody asked for what lies beside that. If the
    watched folder itself is gone, it is not mounted now, which is no news.
    """
    root = next((folder for folder in folders if _is_within(path, folder)), None)
    if root is None:
        return ""
    while path != root and not os.path.lexists(path):
        path = os.path.dirname(path)
    return path if os.path.lexists(path) else ""


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _outermost(folders: Iterable[str]) -> list[str]:
    """Return *folders* without those that lie in another one, sorted."""
    kept: list[str] = []
    for folder in sorted(set(folders), key=lambda name: name.rstrip(os.sep) + os.sep):
        if not kept or not (folder + os.sep).startswith(kept[-1].rstrip(os.sep) + os.sep):
            kept.append(folder)
    return kept
