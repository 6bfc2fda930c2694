"""Does Likeness find the faces that count, and tell people apart, on photos nothing was fitted on?

    python benchmarks/quality.py

scenes/: every nose of noses.json inside exactly one `ok` face, and no other `ok` box.
pairs/: the 300 labelled pairs (largest face of each photo) at the cut that grouping uses.
trip/: apple, cat and dog without a face.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from likeness import Library
from likeness.grouping.communities import USUAL
from likeness.grouping.evidence import EVEN
from likeness.types import Face

# Nearer pairs are likelier one person than two, at the usual strictness.
LIMIT = EVEN * USUAL
PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
UNANNOTATED = {"016_8.jpg"}
FACELESS = {"apple.jpg", "cat.jpg", "dog.jpg", "017_0.jpg"}


def holds(face: Face, nose: tuple[float, float]) -> bool:
    """Whether the nose lies in the face's box."""
    x1, y1, x2, y2 = face.box
    return x1 <= nose[0] <= x2 and y1 <= nose[1] <= y2


def scenes(faces: dict[str, list[Face]], folder: Path) -> dict[str, int]:
    """Count noses in exactly one face, and faces that hold no nose."""
    counts: Counter[str] = Counter(noses=0, found=0, others=0)
    for name, noses in json.loads((folder / "noses.json").read_text()).items():
        boxes = faces.get(name, [])
        counts["noses"] += len(noses)
        for nose in noses:
            inside = sum(holds(face, nose) for face in boxes)
            counts["found"] += inside == 1
            if inside != 1:
                print(f"  {name}: nose {nose} lies in {inside} faces", file=sys.stderr)
        spare = [face for face in boxes if not any(holds(face, nose) for nose in noses)]
        counts["others"] += len(spare)
        for face in spare:
            print(f"  {name}: face without a nose {face.box}, {face.score:.3f}", file=sys.stderr)
    return dict(counts)


def pairs(library: Library, faces: dict[str, list[Face]], file: Path) -> dict[str, float]:
    """Count the labelled pairs that the cut of grouping gets right."""
    largest = {
        name: max(found, key=lambda face: (face.box[2] - face.box[0]) * (face.box[3] - face.box[1]))
        for name, found in faces.items()
        if found
    }
    right = total = 0
    distances = []
    with file.open(newline="") as rows:
        for row in csv.DictReader(rows):
            total += 1
            try:
                chosen = [largest[row[key]].face for key in ("file_x", "file_y")]
            except KeyError as exc:
                print(f"  no face on {exc}", file=sys.stderr)
                continue
            one, other = library._parts.catalog.embeddings(chosen)
            distance = float(np.linalg.norm(one - other))
            same = row["Decision"] == "Yes"
            distances.append((distance, same))
            right += (distance < LIMIT) == same
    return {
        "pairs": total,
        "right": right,
        "cut": LIMIT,
        "farthest_same": round(max(d for d, same in distances if same), 4),
        "nearest_different": round(min(d for d, same in distances if not same), 4),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    root = parser.parse_args().photos
    with tempfile.TemporaryDirectory() as scratch, Library.open(scratch) as library:
        library.add(root / "scenes", root / "pairs", root / "trip")
        faces: dict[str, list[Face]] = {}
        for face in library.faces():
            faces.setdefault(Path(face.photo).name, []).append(face)
        result = {
            **scenes(
                {name: found for name, found in faces.items() if name not in UNANNOTATED},
                root / "scenes",
            ),
            "t1": len(faces.get("t1.jpg", [])),
            "faceless_with_faces": sum(bool(faces.get(name)) for name in FACELESS),
            **pairs(library, faces, root / "pairs" / "pairs.csv"),
        }
    print(f"scenes: {result['found']} of {result['noses']} noses in exactly one face,")
    print(f"        {result['others']} other faces; t1: {result['t1']} faces;")
    print(f"        {result['faceless_with_faces']} of 4 photos without people show a face")
    print(f"pairs:  {result['right']} of {result['pairs']} right at the cut {result['cut']}")
    print(f"        farthest same {result['farthest_same']}, nearest different ", end="")
    print(result["nearest_different"])
    print(json.dumps({"benchmark": "quality", **result}))


if __name__ == "__main__":
    main()
