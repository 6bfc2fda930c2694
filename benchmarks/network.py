"""Measure how long the network of many faces takes: edges from nothing, edges after changes, all.

    python benchmarks/network.py [--faces 20000]

On a generated library (`synthetic.py`) in a temporary folder. The neighbours of some faces are
compared with those that brute force in float64 finds. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from synthetic import FACES, WEAK, make

from likeness import Library
from likeness.network.drawing import lay_out
from likeness.types import NodeKind
from likeness.vectors.exact import DECIMALS
from likeness.workflows.network.build import MOST_NODES, build
from likeness.workflows.network.changes import NEAREST
from likeness.workflows.network.level import level

Answer = TypeVar("Answer")

CHECKED = 200  # faces whose neighbours are found by brute force, at most
FORGOTTEN = 20  # photos
MORE = 1.06  # photos: some faces are drawn twice on one, and do not count
ASKED = 60  # seconds


def measured(library: Library) -> dict[str, Any]:
    """Return seconds and numbers of everything."""
    parts = library._parts
    catalog, contract = parts.catalog, parts.contract
    found: dict[str, Any] = {}
    for kind in get_args(NodeKind):
        edges_s, _ = clocked(lambda of=kind: level(catalog, contract, of))
        rest_s, network = clocked(lambda of=kind: build(parts, of=of))
        found[kind] = {
            "edges_seconds": edges_s,
            "drawing_seconds": rest_s,
            "nodes": len(network.nodes),
            "edges": len(network.edges),
            "minimum": network.minimum,
        }
    found["wrong"] = wrong_neighbours(library)
    catalog.forget_photos(sorted(row.sha256 for row in catalog.photos())[:FORGOTTEN], who="me")
    found["forgotten"] = FORGOTTEN
    found["again_seconds"], _ = clocked(lambda: level(catalog, contract, "faces"))
    found["wrong_again"] = wrong_neighbours(library)
    found["resident_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def clocked(do: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return how many seconds something takes, and what comes of it."""
    started = time.monotonic()
    answer = do()
    return round(time.monotonic() - started, 2), answer


def wrong_neighbours(library: Library) -> int:
    """Return how many of some faces have other neighbours kept than brute force finds."""
    catalog, contract = library._parts.catalog, library._parts.contract
    faces = catalog.grouping_faces(contract)
    unit = faces.vectors.astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    kept = catalog.network.neighbours(contract, "faces")
    some = np.random.default_rng(0).permutation(len(unit))[:CHECKED]
    wrong = 0
    for row in some.tolist():
        cosines = np.round(unit @ unit[row], DECIMALS).clip(-1, 1)
        cosines[row] = -np.inf
        best = np.lexsort((np.arange(len(unit)), -cosines))[:NEAREST].tolist()
        expected = [(faces.ids[other], cosines[other]) for other in best]
        wrong += list(kept[faces.ids[row]].items()) != expected
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=int, default=MOST_NODES, help="that are in the network")
    options = parser.parse_args(arguments)
    lay_out(3, [[0, 1], [1, 2]], [1.0, 1.0])  # compiles what draws, once for all libraries
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "library"
        make(folder, math.ceil(MORE * options.faces / FACES / (1 - WEAK)), pictures=False)
        with Library.open(folder) as library:
            found = measured(library)
    for name, value in found.items():
        print(f"{name:16}{value}")
    print(json.dumps({"benchmark": "network", **found}))
    seconds = found["faces"]["edges_seconds"] + found["faces"]["drawing_seconds"]
    return 0 if seconds < ASKED and not found["wrong"] + found["wrong_again"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
