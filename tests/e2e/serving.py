"""`likeness serve` as people start it: a process of its own, with its worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from likeness import Library

ENDS_WITHIN = 30.0


class Serving:
    """A server that runs; it can be stopped and started again at the same port.

    Args:
        library: Its folder.
        log: Where what it says is kept.
        settings: As variables of its environment, such as `LIKENESS_SERVE__ROOTS`.
    """

    def __init__(self, library: Path, log: Path, settings: Mapping[str, str] | None = None) -> None:
        self.library = library
        self._log = log
        self._settings = dict(settings or {})
        self._port = 0
        self._secret = ""
        self._process: subprocess.Popen[str] | None = None
        self.base = ""
        self.link = ""
        self.link_is_used = False

    def start(self) -> None:
        """Start it; it is there when this returns."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "likeness", "--library", str(self.library)),
                    *("serve", "--no-browser", "--json", "--port", str(self._port)),
                ],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, **self._settings},
            )
        told = json.loads(first_line(self._process.stdout) or self._explain())
        self.base, self.link = told["url"], told["link"] or ""  # with accounts there is no link
        self.link_is_used = False
        self._port = int(self.base.rpartition(":")[2])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it."""
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.communicate(timeout=ENDS_WITHIN)
        self._process = None

    def another_link(self) -> str:
        """Return another link, for one more browser: as a browser that is in would ask for it."""
        if not self.link_is_used:
            self.link_is_used = True
            return self.link
        if not self._secret:
            with self.open() as library:
                _, self._secret = library.access.create_key("links", "admin")
        headers = {"X-API-Key": self._secret}
        answer = httpx.post(f"{self.base}/api/v1/session/links", headers=headers)
        return self.base + str(answer.raise_for_status().json()["path"])

    def open(self) -> Library:
        """Open its library beside it, to see what is in it."""
        return Library.open(self.library)

    def photos(self) -> int:
        """Return how many photos its library has."""
        with self.open() as library:
            return library.overview().photos

    def _explain(self) -> str:
        raise AssertionError(f"The server did not start:\n{self._log.read_text()[-4000:]}")


def first_line(stream: IO[str] | None) -> str:
    """Return what a process says first."""
    return "" if stream is None else stream.readline()


@contextmanager
def served(
    library: Path, log: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    """Yield a server for *library*; see `Serving`."""
    serving = Serving(library, log, settings)
    serving.start()
    try:
        yield serving
    finally:
        serving.stop()
