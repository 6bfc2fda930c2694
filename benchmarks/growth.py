"""How long does grouping take after 100 new faces in a library of 100,000?

    python benchmarks/growth.py [--faces 100000] [--new 100] [--library DIR]

Makes a library with generated faces in SQLite (`find_scale_make.py`), writes photos with one face
each as `add` does (half of them of people of the library, half of strangers), and groups: reading
the catalog, working out what the new faces touch, and writing what changed. Prints seconds by the
clock and of the CPU, and as the last line JSON; the exit status is 1 if it takes 3 seconds or more.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from find_scale_make import make

from likeness import Library
from likeness.types import Contract, FaceFacts, FaceId, IngestBatch, PhotoFacts, PhotoId

ASKED = 3.0  # seconds


def new_faces(library: Library, probes: Path, count: int) -> IngestBatch:
    """Return photos with a face each, known people and strangers by turns."""
    drawn = np.load(probes)
    half = len(drawn["vectors"]) // 2
    rows = np.stack([np.arange(half), half + np.arange(half)], axis=1).ravel()[:count]
    contract = library._parts.contract
    photos, faces = [], []
    for row in rows.tolist():
        photo = PhotoId(f"{row:064x}")
        photos.append(
            PhotoFacts(
                id=photo,
                size=1,
                width=100,
                height=100,
                format="JPEG",
                status="ok",
                taken=None,
                taken_offset=None,
                taken_from=None,
                camera=None,
                phash=0,
                thumbhash=b"",
            )
        )
        faces.append(
            FaceFacts(
                id=FaceId(f"f{row:016x}"),
                photo=photo,
                position=0,
                detector=Contract("generated"),
                box=(1, 1, 9, 9),
                points=((3, 3), (7, 3), (5, 5), (3, 7), (7, 7)),
                score=0.99,
                status="ok",
                quality=float(drawn["quality"][row]),
                contract=contract,
                embedding=drawn["vectors"][row],
                norm=1.0,
            )
        )
    return IngestBatch(source=1, photos=tuple(photos), faces=tuple(faces))


def measure(folder: Path, count: int) -> dict[str, float]:
    """Return what the run after *count* new faces takes."""
    with Library.open(folder) as library:
        library.group()  # compiles, and sees whatever is there
        library._parts.catalog.write(new_faces(library, folder.with_suffix(".probes.npz"), count))
        wall, cpu = time.monotonic(), time.process_time()
        report = library.group()
        taken = time.monotonic() - wall, time.process_time() - cpu
    return {
        "faces": report.faces,
        "people": report.people,
        "seconds": round(taken[0], 2),
        "cpu_seconds": round(taken[1], 2),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=100)
    parser.add_argument("--library", type=Path, help="a library to copy instead of making one")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        if options.library:
            shutil.copytree(options.library, folder)
            probes = options.library.with_suffix(".probes.npz")
            shutil.copyfile(probes, folder.with_suffix(".probes.npz"))
        else:
            make(folder, options.faces)
        found = measure(folder, options.new)
    for name, value in found.items():
        print(f"{name:12}{value:>12,}")
    print(json.dumps({"benchmark": "growth", "new": options.new, **found}))
    return 0 if found["seconds"] < ASKED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
