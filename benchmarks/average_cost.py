"""What does an average of many faces cost, and does it keep its promises?

    python benchmarks/average_cost.py

400 photos of 512 px are made out of faces of pairs/, scenes/ and digiface/ and added to a library;
a fresh process makes the average of all of them: seconds, CPU seconds and memory of all processes.
Then rows of faces are added to the catalog until the set holds 10,000, and what that costs is
compared with what decoding their photos would cost. Last the promises: the order of the photos, a
recompressed copy, a set of one face that is turned. Prints what was found and, last, one JSON line;
the exit status is 1 if something is not as asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import average_album
from average_promises import promises
from ingest import environment
from PIL import Image
from watch import watch

from likeness import Library
from likeness.portrait.selection import MOST
from likeness.types import AverageOf
from likeness.workflows.average import make

HERE = Path(__file__).resolve().parent
PHOTOS = HERE.parents[1] / "shared" / "photos"
FACES, CROWD = 400, 10_000
FEW = 8  # faces that shape a picture where only the choice is of interest
MOST_SECONDS, MOST_BYTES = 240, 2e9


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--faces", type=int, default=FACES)
    parser.add_argument("--crowd", type=int, default=CROWD)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.library:
        print(json.dumps(averaged(options.library)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        result = {"benchmark": "averages", **found(options, Path(scratch))}
    outside = faults(result)
    print(*outside, sep="\n")
    print(json.dumps({**result, "outside": outside}))
    return 1 if outside else 0


def found(options: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """Return all that was measured."""
    album = scratch / "album"
    photos = made(album, options, scratch)
    cost = watch([sys.executable, __file__, "--library", str(album)], env=environment())
    many = {
        **json.loads(cost.output.splitlines()[-1]),
        "wall": round(cost.wall, 1),
        "cpu": round(cost.cpu, 1),
        "memory": cost.memory,
    }
    print(
        f"{many['shaped']} faces of {many['faces']}, {many['side']} px: {many['wall']} s,", end=""
    )
    print(f" {many['cpu']} CPU s, {cost.memory / 1e6:.0f} MB", flush=True)
    with Library.open(album) as library:
        kept = promises(scratch, options.photos, library)
        print(kept, flush=True)
        few = choosing(library)
    average_album.crowd(album, options.crowd - many["faces"])
    with Library.open(album) as library:
        crowd = choosing(library)
    added = options.crowd - many["faces"]
    decoding = decoded(photos) * added
    print(f"{options.crowd:,} faces in the set: {crowd - few:.1f} CPU s more, ", end="")
    print(f"their decoding {decoding:.1f} CPU s", flush=True)
    more = {"faces": options.crowd, "cpu": round(crowd - few, 2), "decoding": round(decoding, 1)}
    return {"many": many, "crowd": more, **kept}


def made(album: Path, options: argparse.Namespace, scratch: Path) -> list[Path]:
    """Make the library of many faces; return its photos."""
    folder = scratch / "made"
    folder.mkdir()
    with Library.open(scratch / "sources") as library:
        places = (options.photos / name for name in ("pairs", "scenes", "digiface"))
        library.add(*places, group=False)
        average_album.make(library, folder, options.faces)
    with Library.open(album) as library:
        report = library.add(folder, group=False)
    print(f"{report.photos} photos made, {report.faces} faces", flush=True)
    return sorted(folder.iterdir())


def averaged(album: Path) -> dict[str, Any]:
    """Make the average of everybody, and say what it is made of."""
    with Library.open(album) as library:
        report = library.average().report
    return {key: getattr(report, key) for key in ("faces", "shaped", "side", "seconds")}


def choosing(library: Library) -> float:
    """Return the CPU seconds of an average that few faces shape."""
    make.average(library._parts, AverageOf(), most=FEW)  # models and files are warm from here on
    return cpu(lambda: make.average(library._parts, AverageOf(), most=FEW))


def decoded(photos: Sequence[Path]) -> float:
    """Return the CPU seconds that decoding one of these photos takes."""

    def decode() -> None:
        for photo in photos:
            with Image.open(photo) as opened:
                opened.load()

    return cpu(decode) / len(photos)


def cpu(run: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that something took."""
    started = time.process_time()
    run()
    return time.process_time() - started


def faults(result: dict[str, Any]) -> list[str]:
    """Return what is not as it was asked for."""
    many, crowd, one = result["many"], result["crowd"], result["one"]
    asked = {
        "how many faces shape the picture": many["shaped"] >= 0.95 * min(many["faces"], MOST),
        "CPU seconds for many faces": many["cpu"] <= MOST_SECONDS,
        "memory for many faces": many["memory"] < MOST_BYTES,
        "the larger set": crowd["cpu"] <= crowd["decoding"],
        "the order of the photos": result["shuffled"]["order"] <= 1,
        "the number of threads": result["shuffled"]["threads"] <= 1,
        "a copy of a photo": all(copy["change"] == 0 for copy in result["copies"]),
        "the eyes of one face on one line": abs(one["angle"]) < 1.5,
    }
    return [f"not as asked: {name}" for name, kept in asked.items() if not kept]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
