"""One measured `add`, in a process of its own: prints a JSON object.

    python benchmarks/likeness_run.py PHOTOS LIBRARY

Inside ONNX Runtime are its runs and the making of its sessions, inside image codecs what
`codecs_clock` lists, in this process and in those that decode.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

CLOCKED_WORKER = Path(__file__).with_name("clocked_worker.py")
CODEC_SECONDS = "codec_seconds"


def measured_add(photos: Path, folder: Path) -> dict[str, Any]:
    """Index *photos* into a new library and say where the CPU seconds went."""
    from likeness import Library

    with Library.open(folder) as library, ExitStack() as stack:
        parts = library._parts
        clock = parts.analyser.runtime.clock
        start = cpu(resource.RUSAGE_SELF)

        # Only now: what this brings along was loaded just as `add` alone would have loaded it.
        from codecs_clock import CodecClock, replaced

        from likeness.imaging import child
        from likeness.models.clock import INSIDE_RUNTIME
        from likeness.workflows import group, index

        codecs, workers_codecs = CodecClock(), WorkersCodecs(child.receive_frame)
        stack.enter_context(replaced(child, "receive_frame", workers_codecs.receive_frame))
        stack.enter_context(replaced(child.subprocess, "Popen", clocked(subprocess.Popen)))
        stack.enter_context(codecs.running())
        for owner, name, stage in (
            (parts.catalog, "write", "storage"),
            (parts.catalog, "write_grouping", "storage"),
            (parts.blobs, "put", "storage"),
            (index, "refresh", "storage"),
            (group, "cluster", "grouping"),
        ):
            timed = in_stage(clock, stage, getattr(owner, name))
            stack.enter_context(replaced(owner, name, timed))
        report = library.add(photos)
    stages = clock.seconds
    inside_runtime = stages.pop(INSIDE_RUNTIME, 0.0)
    own, workers = cpu(resource.RUSAGE_SELF), cpu(resource.RUSAGE_CHILDREN)
    stages = {"start": start, "decode": workers, **stages}
    stages["other"] = own + workers - sum(stages.values())
    return {
        "photos": report.photos,
        "failed": report.failed,
        "faces": report.faces,
        "stages": stages,
        "inside_runtime": inside_runtime,
        "inside_codecs": codecs.seconds + workers_codecs.seconds,
    }


def in_stage(clock: Any, stage: str, work: Any) -> Any:
    """Return *work* so that its CPU time counts as *stage*."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with clock.stage(stage):
            return work(*args, **kwargs)

    return run


class WorkersCodecs:
    """CPU seconds inside codecs, as the decoding processes tell them with their answers."""

    def __init__(self, receive: Any) -> None:
        self._receive = receive
        self._last: dict[int, float] = {}  # by pipe; each counts from its start

    @property
    def seconds(self) -> float:
        """Over all processes; one that was replaced on the same pipe is lost."""
        return sum(self._last.values())

    def receive_frame(self, handle: int, *args: Any, **kwargs: Any) -> Any:
        """Do what the pool's own function does, and note what the answer says beside."""
        header, payloads = self._receive(handle, *args, **kwargs)
        self._last[handle] = header.pop(CODEC_SECONDS, 0.0)
        return header, payloads


def clocked(start: Any) -> Any:
    """Return *start* so that decoding processes are started with a clock."""

    def popen(command: Any, **kwargs: Any) -> Any:
        at = command.index("-m") if "likeness.imaging.worker" in command else None
        if at is not None:
            command = [*command[:at], str(CLOCKED_WORKER), *command[at + 2 :]]
        return start(command, **kwargs)

    return popen


def cpu(who: int) -> float:
    """Return user and system seconds."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(measured_add(Path(sys.argv[1]), Path(sys.argv[2]))))
