"""How fast a detector and a model went, kept beside what they computed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "speed.json"


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
    """Add a run to what is known, and return all of it; None where nothing was ever analysed."""
    file = folder / FILE
    before = read_speed(file)
    if photos == 0:
        return before
    now = Speed(
        photos=photos + (before.photos if before else 0),
        seconds=seconds + (before.seconds if before else 0),
    )
    unfinished = file.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(json.dumps(asdict(now)), encoding="utf-8")
    unfinished.replace(file)
    return now


def read_speed(file: Path) -> Speed | None:
    """Return what is known; None for nothing, or for nothing that makes sense."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        speed = Speed(photos=int(kept["photos"]), seconds=float(kept["seconds"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return speed if speed.photos > 0 and 0 < speed.seconds < float("inf") else None
