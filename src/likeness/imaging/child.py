"""One worker process, seen from the pool."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from likeness.errors import LikenessError, Reason
from likeness.imaging.confine import MEASURED
from likeness.imaging.frames import FrameError, Header, receive_frame, send_frame
from likeness.imaging.limits import Limits

Answer = tuple[Header, list[bytearray]]

ROOT = Path(__file__).resolve().parents[2]  # the folder that holds the package
START_SECONDS = 60.0  # a cold disk may need some; usually 0.2
TELL_SECONDS = 5.0  # a worker that listens has read a message within milliseconds
SMALL_CHANGE = 2 * 2**20  # bytes: a thumbnail, a thumbhash
PIPE_BYTES = 2**20  # what Linux lets anybody have; the default of 64 KiB means 60 switches a photo
F_SETPIPE_SZ = 1031  # linux/fcntl.h; fcntl.F_SETPIPE_SZ exists on Linux only

# All that a worker sees of the environment: where shared libraries and temporary files lie.
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "PYTHONUSERBASE", "HOME")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class ChildDiedError(Exception):
    """The worker ended while it was to answer; it is replaced on the next request.

    Attributes:
        reason: What to say of the photo that it was busy with.
        detail: One sentence, for people.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class Child:
    """A worker that is started when it is first needed, and replaced when it is lost.

    Used by one thread at a time, except for `kill`.
    """

    def __init__(self, limits: Limits, long_side: int) -> None:
        self._limits = limits
        self._long_side = long_side
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id, None while there is none."""
        return self._process.pid if self._process else None

    def ensure_alive(self) -> None:
        """Start the worker if there is none or it was lost.

        Raises:
            ChildDiedError: `kill` was called.
            LikenessError: No worker can be started at all.
        """
        if self._closed:
            raise ChildDiedError("crashed", "The pool was closed.")
        if self._process and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            self._start()

    def ask(self, header: Header, deadline: float, most: int = 0) -> Answer:
        """Send a request, to a new worker if the last one is gone, and wait for the answer.

        Args:
            header: The request.
            deadline: When to give up, on the clock of `time.monotonic`.
            most: Bytes that may come with the answer, beside `SMALL_CHANGE`.

        Raises:
            ChildDiedError: It crashed, was killed, or did not answer in time and was killed.
            LikenessError: No worker can be started at all.
        """
        self.ensure_alive()
        return self._exchange(header, deadline, most)

    def go_on(self, header: Header, deadline: float) -> Answer:
        """Say more to the worker that answered last, and wait for a photo.

        Raises:
            ChildDiedError: As for `ask`.
        """
        return self._exchange(header, deadline, 3 * self._long_side**2)

    def _exchange(self, header: Header, deadline: float, most: int) -> Answer:
        try:
            self.tell(header, deadline)
            return receive_frame(self._pipe("stdout"), deadline, most + SMALL_CHANGE)
        except TimeoutError as exc:
            self.stop()
            detail = f"Decoding took longer than {self._limits.max_seconds:g} s."
            raise ChildDiedError("too_slow", detail) from exc
        except (FrameError, OSError) as exc:
            raise _cause_of_death(self.stop(grace=1.0)) from exc

    def tell(self, header: Header, deadline: float | None = None) -> None:
        """Send a message that has no answer.

        Raises:
            OSError: The worker is gone, or does not listen.
        """
        until = time.monotonic() + TELL_SECONDS if deadline is None else deadline
        send_frame(self._pipe("stdin"), header, deadline=until)

    def kill(self) -> None:
        """End the worker at once and for good; safe from any thread."""
        self._closed = True
        if self._process:
            self._process.kill()

    def stop(self, grace: float = 0.0) -> int:
        """End the worker, giving it *grace* seconds to end by itself; return its status."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(grace)
        process.kill()
        return process.wait()

    def _start(self) -> None:
        settings = [json.dumps(asdict(self._limits)), str(self._long_side)]
        command = [sys.executable, "-P", "-m", "likeness.imaging.worker", *settings]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=_environment(),
                cwd="/",  # whatever folder we are in stays free to be unmounted
            )
            if self._closed:  # `kill` came too early to see this process
                self._process.kill()
            with contextlib.suppress(OSError):  # not Linux, or many pipes are in use
                fcntl.fcntl(self._pipe("stdout"), F_SETPIPE_SZ, PIPE_BYTES)
            receive_frame(self._pipe("stdout"), time.monotonic() + START_SECONDS)
        except (FrameError, TimeoutError, OSError) as exc:
            status = self.stop(grace=1.0)
            if self._closed:
                raise ChildDiedError("crashed", "The pool was closed.") from exc
            raise LikenessError(
                f"The decoding process does not start ({exc}; exit status {status}). "
                f"To see why, run: {shlex.join(command)}"
            ) from exc

    def _pipe(self, name: Literal["stdin", "stdout"]) -> int:
        pipe = getattr(self._process, name, None)
        if pipe is None:
            raise BrokenPipeError("The decoding process is gone.")
        return int(pipe.fileno())


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON + MEASURED if name in os.environ}
    return {**kept, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": str(ROOT)}


def _cause_of_death(status: int) -> ChildDiedError:
    if status == -signal.SIGKILL:
        detail = "The decoding process was killed by the system, most likely for its memory."
        return ChildDiedError("too_much_memory", detail)
    if status == -signal.SIGALRM:
        return ChildDiedError("too_slow", "Decoding took too long.")
    how = _signal_name(-status) if status < 0 else f"exit status {status}"
    return ChildDiedError("crashed", f"The decoding process crashed ({how}).")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # one of the real-time signals, which have no names
        return f"signal {number}"
