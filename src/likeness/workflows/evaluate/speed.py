"""How fast a detector and a model went, kept beside what they computed."""

from __future__ import annotations

import json
import math
import os
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "speed.json"
MOST_BYTES = 4096  # of the file; what we write has about 50
MOST_PHOTOS = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Sums over all runs on this machine, model loading included."""

    photos: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Photos per second, from file to embedding."""
        return self.photos / self.seconds if self.seconds else 0.0


def note_speed(folder: Path, *, photos: int, seconds: float) -> Speed | None:
    """Add a run to what is known, and return all of it; None where nothing was ever analysed.

    It is only a statistic: where it cannot be kept, the evaluation goes on without.
    """
    file = folder / FILE
    before = read_speed(file)
    if photos == 0:
        return before
    now = Speed(
        photos=photos + (before.photos if before else 0),
        seconds=seconds + (before.seconds if before else 0),
    )
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        try:
            unfinished.write_text(json.dumps(asdict(now)), encoding="utf-8")
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return now


def read_speed(file: Path) -> Speed | None:
    """Return what is known; None for nothing, or for nothing that makes sense."""
    try:
        kept = json.loads(_beginning(file))
        speed = Speed(photos=int(kept["photos"]), seconds=float(kept["seconds"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    is_sensible = 0 < speed.photos < MOST_PHOTOS and speed.seconds > 0
    return speed if is_sensible and _is_finite(speed) else None


def _is_finite(speed: Speed) -> bool:
    return math.isfinite(speed.seconds) and math.isfinite(speed.per_second)


def _beginning(file: Path) -> bytes:
    """Return the first bytes of a regular file: a pipe would let us wait for ever.

    Raises:
        OSError: It is none, or cannot be read.
    """
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as opened:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{file} is no file.")
        return opened.read(MOST_BYTES)
