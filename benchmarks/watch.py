"""Run a command and measure what it and all its children cost."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psutil

SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class Cost:
    """What a command and all its children cost together."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    memory: int  # bytes, the highest sum seen; shared pages count once (PSS), RSS without Linux
    processes: int  # at that moment
    largest: int  # bytes, the most that one process was seen to hold
    output: str


def watch(command: Sequence[str], *, env: Mapping[str, str], stdin: str = "") -> Cost:
    """Run *command* to its end.

    Args:
        command: Program and arguments. It has to wait for its own children.
        env: Its environment.
        stdin: What it reads.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with subprocess.Popen(
        command, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        sampler = Sampler(process.pid)
        sampler.start()
        output, _ = process.communicate(stdin)
        wall = time.monotonic() - started
        sampler.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(cpu, wall, sampler.peak, sampler.processes, sampler.largest, output)


class Sampler(threading.Thread):
    """Looks at the memory of a process and its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.processes = 0
        self.largest = 0
        self._root = psutil.Process(pid)
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(SAMPLE_SECONDS):
            sizes = [size for process in self._family() if (size := held(process))]
            self.largest = max([self.largest, *sizes])
            if sum(sizes) > self.peak:
                self.peak, self.processes = sum(sizes), len(sizes)

    def stop(self) -> None:
        """Take no more samples."""
        self._stopping.set()
        self.join()

    def _family(self) -> list[Any]:
        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return []


def held(process: Any) -> int:
    """Return the bytes that one process holds, 0 if it is gone."""
    try:
        info = process.memory_full_info()
    except (psutil.Error, OSError):
        return 0
    return int(getattr(info, "pss", 0) or info.rss)
