"""How long does `find` take in a large library, and how much memory does it hold?

    python benchmarks/find_scale.py [--faces 1000000] [--library DIR]

Makes a library with generated faces in SQLite (`find_scale_make.py`; kept if DIR is named), lets
one process compute what scores mean in it, as the first search after a change does, and asks in a
fresh process for people of the library and for strangers by turns, with samples whose embeddings
are given: looking at a photo is not part of it. Prints median and worst milliseconds of
`Library.find`, by the clock and of the CPU, the memory that is resident afterwards, in all and
without what is mapped from files, and as the last line JSON. The exit status is 1 if the median
takes 60 ms or more, or 400 MB are resident.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from likeness import Library
from likeness.types import Contract, FaceFacts, FaceId, PhotoId, Sample
from likeness.workflows.calibrated import calibration_of, forget

SEARCHES = 200
ASKED_MILLISECONDS = 60
ASKED_MEGABYTES = 400
T = TypeVar("T")
BOX = (0.0, 0.0, 100.0, 100.0)


def sample_of(vector: np.ndarray, quality: float, contract: Contract) -> Sample:
    """Return a sample as `Library.look` would, with this embedding."""
    face = FaceFacts(
        id=FaceId("f" + "0" * 16),
        photo=PhotoId("0" * 64),
        position=0,
        detector=Contract("d"),
        box=BOX,
        points=((30.0, 40.0), (70.0, 40.0), (50.0, 60.0), (35.0, 80.0), (65.0, 80.0)),
        score=0.99,
        status="ok",
        quality=quality,
        contract=contract,
        embedding=vector,
    )
    return Sample(sample="generated", faces=(face,), chosen=1)


def resident() -> dict[str, int]:
    """Return megabytes that this process holds in memory: in all, and not mapped from files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return {
        name: int(values[key].split()[0]) // 1024
        for name, key in (("resident", "VmRSS"), ("own", "RssAnon"), ("most", "VmHWM"))
    }


def prepare(folder: Path) -> dict[str, object]:
    """Compute what scores mean, as the first search after a change does."""
    with Library.open(folder) as library:
        forget(library._parts)
        used = time.process_time()
        seconds, calibration = clocked(lambda: calibration_of(library._parts))
        used = time.process_time() - used
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(used, 1),
        "votes": len(calibration.pooled),
        **resident(),
    }


def clocked(run: Callable[[], T]) -> tuple[float, T]:
    """Return how long something took, and its result."""
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def search(folder: Path, searches: int) -> dict[str, object]:
    """Ask for people and strangers by turns."""
    with np.load(folder.with_suffix(".probes.npz")) as probes:
        vectors, quality, people = probes["vectors"], probes["quality"], probes["people"]
    half = len(vectors) // 2
    order = np.stack([np.arange(half), half + np.arange(half)], axis=1).ravel()[:searches]
    wall, cpu, found, alarms = [], [], 0, 0
    with Library.open(folder) as library:
        contract = library._parts.contract
        for number, row in enumerate(order.tolist()):
            sample = sample_of(vectors[row], float(quality[row]), contract)
            used = time.process_time()
            seconds, answer = clocked(partial(library.find, sample))
            if number == 0:
                first = seconds
                continue
            wall.append(1000 * seconds)
            cpu.append(1000 * (time.process_time() - used))
            named = answer.candidates[0].person if answer.candidates else ""
            found += answer.answer == "found" and bool(named) and named == people[row]
            alarms += answer.answer == "found" and not people[row]
        memory = resident()
    return {
        "searches": len(wall),
        "first_seconds": round(first, 2),
        "median_milliseconds": round(float(np.median(wall)), 1),
        "worst_milliseconds": round(max(wall), 1),
        "median_cpu_milliseconds": round(float(np.median(cpu)), 1),
        "worst_cpu_milliseconds": round(max(cpu), 1),
        "found": found,
        "alarms": alarms,
        **memory,
    }


def in_fresh_process(*words: str) -> dict[str, object]:
    """Run a part of this file in a process of its own; return what it says."""
    done = subprocess.run(
        [sys.executable, __file__, *words], check=True, capture_output=True, text=True
    )
    said: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return said


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=SEARCHES)
    parser.add_argument("--library", type=Path, help="where to keep it; used as it is if it exists")
    parser.add_argument("--only", choices=("prepare", "search"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        folder = options.library
        done = prepare(folder) if options.only == "prepare" else search(folder, options.searches)
        print(json.dumps(done))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.library or Path(scratch) / "library").resolve()
        if not folder.exists():
            make = Path(__file__).with_name("find_scale_make.py")
            subprocess.run([sys.executable, str(make), str(folder), str(options.faces)], check=True)
        prepared = in_fresh_process("--only", "prepare", "--library", str(folder))
        print("calibrated", prepared)
        searched = in_fresh_process(
            "--only", "search", "--library", str(folder), "--searches", str(options.searches)
        )
        print("searched", searched)
    passed = (
        float(str(searched["median_milliseconds"])) < ASKED_MILLISECONDS
        and int(str(searched["resident"])) < ASKED_MEGABYTES
    )
    print(
        json.dumps(
            {
                "benchmark": "find at scale",
                "faces": options.faces,
                "passed": passed,
                "calibration": prepared,
                "searches": searched,
            }
        )
    )
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
