"""What a server or worker that runs for days says beside its answers: lines on stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

Level = Literal["debug", "info", "warning", "error"]

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
"""With the time, and the name of the part that says it."""

OURS = "likeness"
OTHERS = ("uvicorn", "asyncio", "watchfiles", "sqlalchemy", "python_multipart")
"""Packages whose errors hold whatever broke them, paths and names too: shown at debug only."""


@contextmanager
def logging_to_stderr(level: Level) -> Iterator[None]:
    """Write what Likeness logs from *level* on to stderr inside the block."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    loggers = {name: logging.getLogger(name) for name in (OURS, *OTHERS)}
    before = {name: (found.level, found.propagate) for name, found in loggers.items()}
    for name, found in loggers.items():
        shown = name == OURS or level == "debug"
        found.setLevel(level.upper() if shown else logging.CRITICAL)
        found.propagate = False
        if shown:
            found.addHandler(handler)
    try:
        yield
    finally:
        for name, found in loggers.items():
            found.removeHandler(handler)
            level_before, found.propagate = before[name]
            found.setLevel(level_before)
