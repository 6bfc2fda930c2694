"""A real terminal for a child process: what it shows, what is typed, which signals it gets."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def environment(**changes: str) -> dict[str, str]:
    """Return an environment in which the source tree and the tests can be imported."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "80", "TERM": "xterm-256color", **changes}


class Terminal:
    """A process whose stdin, stdout and stderr are one terminal."""

    def __init__(self, script: str, *argv: str) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, *argv],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment(),
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def wait_for(self, text: str, seconds: float = 30) -> str:
        """Read until *text* is shown and return everything shown so far, without colours."""
        end = time.monotonic() + seconds
        while text not in self.plain:
            if not self._read(end - time.monotonic()):
                raise AssertionError(f"{text!r} was never shown, but {self.plain!r}")
        return self.plain

    def finish(self, seconds: float = 30) -> tuple[int, str]:
        """Return the exit status and everything shown, without colours."""
        end = time.monotonic() + seconds
        while self._read(end - time.monotonic()):
            pass
        return self.process.wait(1), self.plain

    @property
    def plain(self) -> str:
        return STEERING.sub("", self.shown).replace("\r\n", "\n")

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def terminal(script: str, *argv: str) -> Iterator[Terminal]:
    """Run a Python script at a terminal of 80 columns."""
    with Terminal(script, *argv) as running:
        yield running
