from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from likeness.imaging.limits import Limits
from likeness.imaging.outcomes import Decoded, Refused
from likeness.imaging.pool import DecodePool
from tests.imaging.hostile import make_hostile_files

MOST_MEMORY = 1500 * 2**20  # bytes
MOST_SECONDS = 60.0


def peak_memory(pid: int) -> int:
    """Return the most memory that a process ever held, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def test_sixty_hostile_files_hurt_nothing(tmp_path: Path) -> None:
    fates = make_hostile_files(tmp_path)
    assert len(fates) == 60
    assert Counter(fates.values())["either"] <= 10
    started = time.monotonic()
    with DecodePool(processes=1, limits=Limits(), long_side=1280) as pool:
        outcomes = list(pool.decode(fates, lambda photo: False))
        assert max(map(peak_memory, pool.pids)) < MOST_MEMORY
    assert time.monotonic() - started < MOST_SECONDS
    for (path, fate), outcome in zip(fates.items(), outcomes, strict=True):
        assert outcome.path == path
        if fate == "is read":
            assert isinstance(outcome, Decoded), (path, outcome)
            assert outcome.facts.status == ("partial" if path.name.startswith("cut") else "ok")
        if fate == "fails":
            assert isinstance(outcome, Refused), path
        if isinstance(outcome, Refused):
            assert outcome.detail.endswith(".")
            assert outcome.detail.isprintable()
