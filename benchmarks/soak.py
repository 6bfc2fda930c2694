"""Does the memory of a server grow while requests go on?

    python benchmarks/soak.py --minutes 30
    python benchmarks/soak.py --minutes 5 --warm-up 2    small

A real server with its worker over a library in a file, and visitors in a process of their own
(visitors.py) who turn pages, look at pictures, name people, find them by faces and by pictures that
they bring, send photos and listen to the news. The library stays as large: after a while all photos
that are sent are known. After a warm-up the resident memory of the server is noted every few
seconds, and a line is fitted (least squares): what it grows by from its beginning to its end.

Prints a table and, last, one JSON line; the exit status is 1 if it grows by 5 % or more, or if a
request fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import album
import numpy as np
import psutil
from served import Server, settings
from visitors import Orders

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"
COPIES = 60  # photos in the library at first
LARGEST = 150_000  # bytes of a photo that is sent
VISITORS = 16
PAUSE = 0.5  # seconds of each visitor between two requests, on the average
SAMPLE_SECONDS = 2.0
ASKED = 0.05
MB = 1e6
TOLD_EVERY = 30  # samples


def prepared(server: Server, scratch: Path) -> Orders:
    """Make the library with its photos; return what the visitors are told."""
    photos = scratch / "photos"
    photos.mkdir()
    album.copy(album.photos_in([PHOTOS / "digiface"]), photos, COPIES)
    server.run("add", str(photos))
    scenes = album.photos_in([PHOTOS / "scenes"])
    return Orders(
        url=server.url,
        certificate="",
        key=server.key(),
        visitors=VISITORS,
        pause=PAUSE,
        photos=[str(file) for file in scenes if file.stat().st_size < LARGEST],
        seed=1,
    )


def watched(server: Server, seconds: float) -> list[tuple[float, float]]:
    """Return (seconds, bytes) of the server's resident memory, every few seconds."""
    process = psutil.Process(server.pid)
    began = time.monotonic()
    found: list[tuple[float, float]] = []
    while (now := time.monotonic() - began) < seconds:
        found.append((now, float(process.memory_info().rss)))
        if len(found) % TOLD_EVERY == 1:
            print(f"{now / 60:5.1f} min {found[-1][1] / MB:7.1f} MB", file=sys.stderr)
        time.sleep(SAMPLE_SECONDS)
    return found


def fitted(samples: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the line through (seconds, bytes): bytes at its beginning, bytes a second."""
    times, sizes = np.array(samples).T
    slope, start = np.polyfit(times - times[0], sizes, 1)
    return float(start), float(slope)


def measure(minutes: float, warm_up: float) -> dict[str, Any]:
    """Watch a server for so long, and return what was found."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        environment = settings(serve__finds_per_minute=100_000)
        server = Server(scratch / "library", scratch / "server.log", environment)
        orders = prepared(server, scratch)
        try:
            server.start()
            server.wait_until_ready()
            client = Path(__file__).with_name("visitors.py")
            with subprocess.Popen(
                [sys.executable, str(client), json.dumps(asdict(orders))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            ) as visitors:
                if visitors.stdout is None or not visitors.stdout.readline():
                    raise SystemExit("The visitors could not begin.")
                before = watched(server, 60 * warm_up)
                samples = watched(server, 60 * minutes)
                told, _ = visitors.communicate()
            server.stop()
        finally:
            server.kill()
    found = json.loads(told)
    start, slope = fitted(samples)
    grown = slope * (samples[-1][0] - samples[0][0])
    return {
        "minutes": minutes,
        "warm_up": warm_up,
        "answered": found["answered"],
        "requests": sum(found["answered"].values()),
        "failed": sum(found["failed"].values()),
        "what": found["what"],
        "streams": found["streams"],
        "news": found["news"],
        "megabytes_first": round(before[0][1] / MB, 1) if before else None,
        "megabytes": round(start / MB, 1),
        "megabytes_most": round(max(size for _, size in samples) / MB, 1),
        "kilobytes_a_minute": round(60 * slope / 1e3, 1),
        "growth": round(grown / start, 4),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm-up", type=float, default=4, help="minutes before that")
    options = parser.parse_args(arguments)
    found = measure(options.minutes, options.warm_up)
    for name, value in found.items():
        print(f"{name:20}{value!s:>12}")
    print(json.dumps({"benchmark": "soak", **found}))
    return 1 if found["growth"] >= ASKED or found["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
