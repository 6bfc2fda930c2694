"""One measured `add`, in a process of its own: prints a JSON object.

    python benchmarks/likeness_run.py add PHOTOS LIBRARY
    python benchmarks/likeness_run.py codecs PHOTOS

`codecs` decodes the photos once more in this process, which tells how much of the decoding
processes' time is spent inside image codecs; they do not tell themselves.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from codecs_clock import CodecClock


def measured_add(photos: Path, folder: Path) -> dict[str, Any]:
    """Index *photos* into a new library and say where the CPU seconds went."""
    from likeness import Library
    from likeness.models.clock import INSIDE_RUNTIME
    from likeness.workflows import group, index

    codecs = CodecClock()
    with Library.open(folder) as library, ExitStack() as stack:
        parts = library._parts
        clock = parts.analyser.runtime.clock
        start = cpu(resource.RUSAGE_SELF)
        stack.enter_context(codecs.running())
        for owner, name, stage in (
            (parts.catalog, "write", "storage"),
            (parts.catalog, "write_grouping", "storage"),
            (parts.blobs, "put", "storage"),
            (index, "refresh", "storage"),
            (group, "cluster", "grouping"),
        ):
            timed = in_stage(clock, stage, getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, timed))
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
        "inside_codecs": codecs.seconds,
    }


def in_stage(clock: Any, stage: str, work: Any) -> Any:
    """Return *work* so that its CPU time counts as *stage*."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with clock.stage(stage):
            return work(*args, **kwargs)

    return run


def codec_seconds(photos: Path) -> dict[str, Any]:
    """Decode all *photos* as the decoding processes do, and count the time inside codecs."""
    import cv2

    from likeness.errors import PhotoError
    from likeness.imaging import thumbnail
    from likeness.imaging.decode import decode
    from likeness.imaging.limits import Limits
    from likeness.imaging.resize import shrink
    from likeness.settings import LibrarySettings

    cv2.setNumThreads(1)
    codecs = CodecClock()
    long_side = LibrarySettings().detect.long_side
    with codecs.running():
        for path in sorted(photos.iterdir()):
            try:
                image = decode(path.read_bytes(), long_side=long_side, limits=Limits())
            except PhotoError:
                continue
            thumbnail.encode_webp(shrink(image.pixels, thumbnail.SIDE))
    return {"inside_codecs": codecs.seconds}


def cpu(who: int) -> float:
    """Return user and system seconds."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    if sys.argv[1] == "add":
        print(json.dumps(measured_add(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(json.dumps(codec_seconds(Path(sys.argv[2]))))
