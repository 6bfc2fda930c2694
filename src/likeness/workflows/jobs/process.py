"""The worker process that a server starts for a library in a file, and keeps alive."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from likeness.settings import LibrarySettings

THREADS = "LIKENESS_RUNTIME__THREADS"
WAIT = "LIKENESS_CATALOG__WAIT_SECONDS"

LONGEST_WAIT = 15.0
"""Seconds for which a worker waits for somebody who writes; then it puts its job back, hears
whether it shall stop, and tries again."""

SOONEST_SECONDS, LATEST_SECONDS = 1.0, 60.0
"""How long to wait before a worker that ended is started again; each time twice as long."""

STOP_SECONDS = 20.0
"""How long a worker has to finish its step before it is ended."""

log = logging.getLogger("likeness.jobs")


class WorkerProcess:
    """One worker process: started, started again when it dies, and stopped with its server.

    It also ends when this process dies without a word: it then reads the end of its stdin.

    Args:
        command: What to run.
        environment: Of the process.
        soonest: Seconds until it is started again the first time.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        soonest: float = SOONEST_SECONDS,
    ) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self._soonest = soonest
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()  # of the process, between starting and stopping it
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="likeness-worker", daemon=True)

    @classmethod
    def of_library(cls, folder: Path, settings: LibrarySettings) -> WorkerProcess:
        """Return the worker of the library in *folder*, not started yet."""
        library = ["--library", str(folder)]
        command = [sys.executable, "-m", "likeness", *library, "worker", "--of-server", "--quiet"]
        return cls(command, environment(settings))

    @property
    def pid(self) -> int | None:
        """The process that works now; None: there is none at the moment."""
        with self._guard:
            process = self._process
            return None if process is None or process.poll() is not None else process.pid

    def start(self) -> None:
        """Start it, and watch over it from now on. Only once."""
        self._thread.start()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Let it finish its step and put its job back, or end it after some seconds."""
        self._stopped.set()
        with self._guard:
            process = self._process
        if process is not None:
            _end(process, seconds)
        if self._thread.is_alive():
            self._thread.join()

    def _keep(self) -> None:
        wait = self._soonest
        while self._begin():
            began = time.monotonic()
            process = self._process
            status = process.wait() if process is not None else 1
            if self._stopped.is_set():
                break
            log.warning("The worker ended with status %d; it is started again.", status)
            if time.monotonic() - began > LATEST_SECONDS:
                wait = self._soonest
            self._stopped.wait(wait)
            wait = min(2 * wait, LATEST_SECONDS)

    def _begin(self) -> bool:
        """Start the process; False if nobody wants it any more."""
        with self._guard:
            if self._stopped.is_set():
                return False
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None
            try:
                self._process = subprocess.Popen(
                    self._command,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is told to the server, who tells its worker
                )
            except OSError as error:
                log.warning("No worker can be started: %s", error.strerror)
        return True


def environment(settings: LibrarySettings) -> dict[str, str]:
    """Return the environment of a worker: as ours, with a core left for those who look on."""
    chosen = dict(os.environ)
    chosen[WAIT] = f"{min(settings.catalog.wait_seconds, LONGEST_WAIT):g}"
    if not settings.runtime.threads:
        chosen[THREADS] = str(max(1, (os.cpu_count() or 1) - 1))
    return chosen


def _end(process: subprocess.Popen[bytes], seconds: float) -> None:
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
