"""Average faces of the shared photos to look at, and how they compare with plain averages.

    python benchmarks/gallery.py                          all sets, into .gallery/
    python benchmarks/gallery.py t1 women                 some of them

The photos are added to libraries in a temporary folder, and the averages made by the product. Side
by side on one picture for each set: the mean of faces that were turned, scaled and moved only; of
faces whose triangles were laid over each other (Delaunay); of faces warped by thin-plate splines;
Likeness. The plain ones get the same faces, already read.

Sharpness is the variance of the Laplacian in eyes and mouth, as share of that of the median photo
brought onto the same shape; asked for: .7 to 1.1. Likeness is the cosine of the picture's own
embedding to the mean of the set's; asked for: no more than .012 below the thin-plate mean. The time
of Likeness holds choosing and reading the faces, that of the others does not. Prints a table and,
last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gallery_page
import numpy as np
from gallery_measures import Cost, clocked, measured, of_members, sharpness_of
from gallery_sets import FOLDERS, Set, sets_of
from numpy.typing import NDArray
from portrait_baselines import delaunay_mean, mean, similarity_mean, usual_shape

from likeness import Library
from likeness.portrait.colour import shown
from likeness.portrait.look import Look
from likeness.workflows.average.make import Averaged, embedding_of, looks_again

HERE = Path(__file__).resolve().parent
PHOTOS = HERE.parents[1] / "shared" / "photos"
OUTPUT = HERE.parent / ".gallery"
PLAIN = {"similarity": similarity_mean, "delaunay": delaunay_mean, "tps": mean}
LEAST, MOST = 0.7, 1.1  # sharpness that was asked for
LOSS = 0.012  # of likeness, that was allowed

Image = NDArray[np.uint8]


def main(arguments: Sequence[str]) -> int:
    """Make the pictures, print the table and the JSON line."""
    options = parsed(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in made(options, options.libraries or Path(scratch)):
            rows.append(row)
            show(row)
            gallery_page.write(rows, options.output)
    outside = [f"{row['set']}: {fault}" for row in rows for fault in faults(row["methods"])]
    print(*outside, sep="\n")
    print(json.dumps({"benchmark": "gallery", "rows": rows, "outside": outside}))
    return 1 if outside or not rows else 0


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", help="names of sets; none: all of them")
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--libraries", type=Path, help="where to keep the libraries; used again")
    return parser.parse_args(arguments)


def made(options: argparse.Namespace, libraries: Path) -> Iterator[dict[str, Any]]:
    """Yield what was measured on each set; its picture is written."""
    for name, folders in FOLDERS.items():
        with Library.open(libraries / name) as library:
            library.add(*(options.photos / folder for folder in folders))
            for each in sets_of(name, library, options.photos):
                if not options.sets or each.name in options.sets:
                    yield one(library, each, options.output)


def one(library: Library, chosen: Set, output: Path) -> dict[str, Any]:
    """Make one set by all methods, write the picture, return the numbers."""
    averaged, cost = clocked(lambda: library.average(chosen.of))
    looks, canvas = looks_again(library._parts, averaged), averaged.face.canvas
    pictures: dict[str, Image] = {"likeness": averaged.pixels}
    judge = Judge(library, averaged, looks)
    found = {"likeness": judge(averaged.pixels, averaged.face.shape, cost)}
    shape = usual_shape(looks, canvas)
    for name, method in PLAIN.items():
        light, cost = clocked(partial(method, looks, canvas))
        pictures[name] = shown(light)
        found[name] = judge(pictures[name], shape, cost)
    gallery_page.save(pictures, output / f"{chosen.name}.png")
    report = averaged.report
    return {
        "set": chosen.name,
        "title": chosen.title,
        **{key: getattr(report, key) for key in ("faces", "people", "shaped", "voices")},
        **{key: getattr(report, key) for key in ("side", "zoom", "dominant")},
        "mirrored": bool(averaged.face.mirrored),
        "methods": {name: found[name] for name in gallery_page.TITLES},
    }


class Judge:
    """Measures pictures that were made of the same faces."""

    def __init__(self, library: Library, averaged: Averaged, looks: Sequence[Look]) -> None:
        self._parts = library._parts
        self._mean = averaged.members.mean
        self._canvas = averaged.face.canvas
        self._members = of_members(looks, averaged.face.shape, self._canvas)

    def __call__(self, picture: Image, shape: NDArray[np.float64], cost: Cost) -> dict[str, Any]:
        """Return what is measured on one picture whose face has this shape."""
        embedding = embedding_of(self._parts, picture)
        likeness = None if embedding is None else float(embedding @ self._mean)
        found = sharpness_of(picture, shape, self._canvas)
        return measured(found, self._members, likeness, cost)


def faults(methods: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield what is not as it was asked for."""
    ours, plain = methods["likeness"], methods["tps"]["likeness"]
    for part in ("eyes", "mouth"):
        if not LEAST <= ours[part] <= MOST:
            yield f"sharpness of the {part} {ours[part]:.2f} instead of {LEAST} to {MOST}"
    if ours["likeness"] is None:
        yield "no face is found on the average"
    elif plain is not None and ours["likeness"] < plain - LOSS:
        yield f"likeness {ours['likeness']:.3f}, more than {LOSS} below {plain:.3f}"


def show(row: dict[str, Any]) -> None:
    """Print the numbers of one set."""
    print(f"{row['title']}: {row['faces']} faces, {row['people']} people, {row['side']} px")
    for name, found in row["methods"].items():
        likeness = "no face" if found["likeness"] is None else f"{found['likeness']:.3f}"
        shares = f"eyes {found['eyes']:5.2f}, mouth {found['mouth']:5.2f}, likeness {likeness}"
        seconds = f"{found['seconds']:6.1f} s, {found['cpu_seconds']:6.1f} CPU s"
        print(f"  {gallery_page.TITLES[name]:16} {shares}, {seconds}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
