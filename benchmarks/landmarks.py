"""Do the 68 points stay what they are when a photo is turned, and what do they cost?

    python benchmarks/landmarks.py                          pairs, scenes, a quarter of digiface
    python benchmarks/landmarks.py --photos ~/Pictures      your own

Every photo, at detection size, is turned by 10, 20 and 30 degrees. "again": the detector looks for
the face once more on the turned photo; "along": its five points are turned along with it. The
disagreement of a face is the mean distance of its 68 points, turned back, from those before, as a
share of the distance of its eyes. "one view" is a single look in one crop, which is what the
analysis did at first. Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))
import album
import machine

from likeness.imaging.points68 import eyes
from likeness.models.artifacts import Artifacts
from likeness.models.detectors import Detector
from likeness.models.factory import Loader
from likeness.models.landmarks import Landmarker, frames
from likeness.models.registry import Registry
from likeness.models.runtime import Runtime
from likeness.models.sightings import Picture
from likeness.models.views import FINE, USUAL, Views
from likeness.models.zoo import BUILTIN
from likeness.settings import LibrarySettings

DEGREES = (10, 20, 30)
DEFAULT = tuple(album.SHARED / name for name in ("pairs", "scenes"))
RENDERED = tuple(album.SHARED / "digiface" / name for name in ("4003", "4004", "4005"))
EVERY = 4  # of the rendered ones, which are many of few
LONG_SIDE = 1280
NEAR = 0.5  # eye distances: further away it is another face

Points = NDArray[np.float32]
Place = Callable[[Picture, Points], tuple[NDArray[np.float32], float]]


@dataclass
class Measured:
    """What one way of placing points did on all faces."""

    place: Place
    again: dict[int, list[float]] = field(default_factory=lambda: {d: [] for d in DEGREES})
    along: dict[int, list[float]] = field(default_factory=lambda: {d: [] for d in DEGREES})
    spread: list[float] = field(default_factory=list)
    seconds: float = 0.0  # of CPU time
    faces: int = 0

    def look(self, picture: Picture, five: Points) -> NDArray[np.float32]:
        """Return the points of one face, counting what it costs."""
        start = time.thread_time()
        points, spread = self.place(picture, five)
        self.seconds += time.thread_time() - start
        self.faces += 1
        self.spread.append(spread)
        return points


@dataclass(frozen=True)
class Turn:
    """A photo turned about its middle, on a canvas that holds all of it."""

    picture: Picture
    linear: NDArray[np.float64]
    shift: NDArray[np.float64]

    def forth(self, points: NDArray[Any]) -> NDArray[np.float32]:
        """Return where points of the photo lie on the turned one."""
        return np.asarray(points @ self.linear.T + self.shift, np.float32)


def main(arguments: Sequence[str]) -> None:
    """Measure, print the table and the JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, help="use only so many photos, spread over all")
    options = parser.parse_args(arguments)
    files = album.photos_in(options.photos or DEFAULT, options.limit)
    if not options.photos:
        files += album.photos_in(RENDERED)[::EVERY]
    if not files:
        sys.exit("There are no photos. Give a folder with --photos.")
    cv2.setNumThreads(1)
    with Runtime(1) as runtime:
        models = Loader(Registry(*BUILTIN), Artifacts(), runtime)
        rows = measure(files, models.detector(LibrarySettings().detect)[0], models.landmarker())
    result = {
        "benchmark": "landmarks",
        "machine": machine.describe(),
        "photos": len(files),
        "rows": {name: numbers(row) for name, row in rows.items()},
    }
    show(result)
    print(json.dumps(result))


def measure(
    files: Sequence[Path], detector: Detector, landmarker: Landmarker
) -> dict[str, Measured]:
    """Place the points of all faces in every way."""
    rows = {
        "one view": Measured(one_view(landmarker)),
        f"usual, {looks(USUAL)} looks": Measured(several(landmarker, USUAL)),
        f"fine, {looks(FINE)} looks": Measured(several(landmarker, FINE)),
    }
    for image in images(files):
        faces = found(detector, image)
        turns = {degrees: turned(image, degrees) for degrees in DEGREES} if faces else {}
        others = {degrees: found(detector, turn.picture.pixels) for degrees, turn in turns.items()}
        for row in rows.values():
            for five in faces:
                one_face(row, Picture(image, (1.0, 1.0)), five, turns, others)
    return rows


def one_face(
    row: Measured,
    picture: Picture,
    five: Points,
    turns: dict[int, Turn],
    others: dict[int, list[Points]],
) -> None:
    """Place the points of one face before and after every turn."""
    points = row.look(picture, five)
    right, left = eyes(points)
    distance = float(np.linalg.norm(left - right))
    for degrees, turn in turns.items():
        before, expected = turn.forth(points), turn.forth(five)
        along = row.look(turn.picture, expected)
        row.along[degrees].append(apart(before, along) / distance)
        nearest = min(others[degrees], key=lambda p: apart(p, expected), default=None)
        if nearest is not None and apart(nearest, expected) < NEAR * distance:
            again = row.look(turn.picture, nearest)
            row.again[degrees].append(apart(before, again) / distance)


def apart(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the mean distance of points, pixels."""
    return float(np.linalg.norm(one - other, axis=1).mean())


# ---------------------------------------------------------------- ways of placing points


def one_view(landmarker: Landmarker) -> Place:
    """Return what looks once, in one crop."""

    def place(picture: Picture, five: Points) -> tuple[NDArray[np.float32], float]:
        seen = landmarker.look(picture, frames(five[None]), USUAL.first, mirror=False)
        return np.asarray(seen[0], np.float32), 0.0

    return place


def several(landmarker: Landmarker, views: Views) -> Place:
    """Return what places points as the analysis does, with these views."""

    def place(picture: Picture, five: Points) -> tuple[NDArray[np.float32], float]:
        placed = landmarker.place([picture], five[None], views)
        return placed.points[0], float(placed.spread[0])

    return place


def looks(views: Views) -> int:
    """Return how often a face is looked at."""
    return 2 * (1 + len(views.crops))


# ---------------------------------------------------------------- photos


def images(files: Sequence[Path]) -> Iterator[NDArray[np.uint8]]:
    """Yield the photos at detection size; what cannot be read is left out."""
    for file in files:
        image = cv2.imread(str(file))
        if image is None:
            continue
        scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        yield np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8)


def found(detector: Detector, image: NDArray[np.uint8]) -> list[Points]:
    """Return the five points of the faces that an analysis would describe."""
    settings = LibrarySettings().detect
    (seen,) = detector.detect([image])
    sides = (seen.boxes[:, 2:] - seen.boxes[:, :2]).max(axis=1, initial=0)
    counts = (seen.scores >= settings.min_score) & (
        sides >= settings.min_face * max(image.shape[:2])
    )
    return list(seen.points[counts])


def turned(image: NDArray[np.uint8], degrees: float) -> Turn:
    """Return the photo turned clockwise as seen."""
    height, width = image.shape[:2]
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    size = int(np.ceil(width * cos + height * sin)), int(np.ceil(width * sin + height * cos))
    linear = np.array([[cos, -sin], [sin, cos]])
    shift = np.array(size) / 2 - linear @ (width / 2, height / 2)
    centred = np.column_stack([linear, shift + linear @ (0.5, 0.5) - 0.5])
    pixels = cv2.warpAffine(image, centred, size, flags=cv2.INTER_CUBIC)
    return Turn(Picture(np.asarray(pixels, np.uint8), (1.0, 1.0)), linear, shift)


# ---------------------------------------------------------------- results


def numbers(row: Measured) -> dict[str, Any]:
    """Return what was measured, for JSON."""
    return {
        "cpu_ms": 1e3 * row.seconds / max(row.faces, 1),
        "spread": middle(row.spread),
        **{
            f"{name}_{degrees}": middle(values[degrees])
            for name, values in (("again", row.again), ("along", row.along))
            for degrees in DEGREES
        },
    }


def middle(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile, and of how many."""
    median, high = (float(np.percentile(values, share)) if values else 0.0 for share in (50, 95))
    return {"median": median, "p95": high, "faces": len(values)}


def show(result: dict[str, Any]) -> None:
    """Print the table."""
    table = Table("median, p95", "CPU ms", "spread", *(f"again {d}°" for d in DEGREES))
    for degrees in DEGREES:
        table.add_column(f"along {degrees}°")
    for name, row in result["rows"].items():
        shares = (row[f"{how}_{d}"] for how in ("again", "along") for d in DEGREES)
        told = [f"{share['median']:.4f} {share['p95']:.4f}" for share in shares]
        table.add_row(name, f"{row['cpu_ms']:.1f}", f"{row['spread']['median']:.4f}", *told)
    Console(width=140).print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
