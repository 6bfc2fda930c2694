"""Measured runs of `add` over the same photos, in a process of its own.

    python benchmarks/stores_run.py PHOTOS LIBRARY

Reads the settings as a line of JSON, makes the library and answers with an empty line. Then each
line read is answered with a run, as a line of JSON: the first reads every photo, the next find
nothing new. Each opens the library and closes it, so that the CPU seconds of the decoding
processes are in. Modules are loaded before.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from likeness import Library
from likeness.settings import LibrarySettings
from likeness.types import AddReport


def measured_add(place: str, folder: Path, settings: LibrarySettings) -> dict[str, Any]:
    """Open the library, add what lies at *place*, and close it."""
    with statements() as said:
        started, before = time.monotonic(), cpu()
        report = added(place, folder, settings)
        wall, used = time.monotonic() - started, cpu() - before
    return {
        "wall": wall,
        "cpu": used,
        "statements": said[0],
        "photos": report.photos,
        "new": report.new,
        "faces": report.faces,
    }


def added(place: str, folder: Path, settings: LibrarySettings) -> AddReport:
    """Add what lies at *place*."""
    with Library.open(folder, settings=settings) as library:
        return library.add(place)


@contextmanager
def statements() -> Iterator[list[int]]:
    """Yield a list whose one number says how many SQL statements were sent by SQLAlchemy."""
    count = [0]

    def one_more(*_: Any) -> None:
        count[0] += 1

    event.listen(Engine, "before_cursor_execute", one_more)
    try:
        yield count
    finally:
        event.remove(Engine, "before_cursor_execute", one_more)


def cpu() -> float:
    """Return user and system seconds of this process and of those that have ended."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main(place: str, folder: Path) -> None:
    """Do what the lines of the input ask for."""
    settings = LibrarySettings(**json.loads(sys.stdin.readline()))
    Library.open(folder, settings=settings).close()  # the tables are made, the modules loaded
    print(flush=True)
    for _ in sys.stdin:
        print(json.dumps(measured_add(place, folder, settings)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
