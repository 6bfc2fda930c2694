"""Measure from how alike on two count as alike by default, in the spaces of the built-in models.

    python benchmarks/similarity_scale.py [--photos DIR] [--rate 0.01]

For each built-in model: the cosine that as few pairs of different people are above as a cosine of
0.2 in the space of ArcFace (`likeness.network.scale`). The pairs are those that are known to be
different people among the sets that may be fitted on (docs/explanation/architecture.md, section 6),
by kind, and every kind weighs the same:

- two of digiface 4000 to 4002, rendered people;
- two faces of one photo of office (drama shows one person several times on a poster or a contact
  sheet, so its photos are left out here, as `calibrate.py` does);
- two of singles, one face of each photo;
- faces of two of these sets, except office and drama, of whom it is not known that they differ.

Reported with each set left out. The people of office and drama are not labelled, so people are
counted as those of digiface, those of singles, and as many as the fullest photo of office shows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from likeness import Library
from likeness.models.zoo import BUILTIN
from likeness.network.scale import DIGITS, FALSE_MATCH_RATE, MEASURED, cosine_at
from likeness.settings import EmbedSettings, LibrarySettings

PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
RENDERED = ("digiface/4000", "digiface/4001", "digiface/4002")
SINGLES, OFFICE, DRAMA = "singles", "office", "drama"
FOLDERS = (*RENDERED, SINGLES, OFFICE, DRAMA)
PERHAPS_THE_SAME = {frozenset((OFFICE, DRAMA))}
WEIGHED = (0.003, 0.01, 0.03)  # rates that are shown beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The faces of one folder."""

    vectors: NDArray[np.float64]  # (n, d), unit length
    photos: tuple[str, ...]  # of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of different people."""

    kind: str
    sets: frozenset[str]
    cosines: NDArray[np.float64]


def read(photos: Path, folder: Path, model: str) -> dict[str, Shown]:
    """Analyse the sets with the product's own pipeline, into a library in *folder*."""
    settings = LibrarySettings(embed=EmbedSettings(model=model))
    found = {}
    with Library.open(folder, settings=settings) as library:
        for name in FOLDERS:
            library.add((photos / name).resolve(), group=False)
        parts = library._parts
        faces = parts.catalog.grouping_faces(parts.contract)
        paths = {photo.sha256: photo.paths for photo in library.photos()}
    for name in FOLDERS:
        start = f"{(photos / name).resolve()}/"
        rows = [
            row
            for row, photo in enumerate(faces.photos)
            if any(path.startswith(start) for path in paths[photo])
        ]
        found[name] = Shown(
            vectors=faces.vectors[rows].astype(np.float64),
            photos=tuple(faces.photos[row] for row in rows),
        )
    return found


def strangers(sets: Mapping[str, Shown]) -> list[Pairs]:
    """Return the pairs of different people, by kind."""
    rendered = [sets[name] for name in RENDERED]
    found = [_pairs("digiface", *(cosines(one, other) for one, other in combinations(rendered, 2)))]
    for name, met in ((OFFICE, True), (SINGLES, False)):
        found.append(_pairs(name, _within(sets[name], met=met)))
    real = {"digiface": rendered, **{name: [sets[name]] for name in (SINGLES, OFFICE, DRAMA)}}
    for one, other in combinations(real, 2):
        if frozenset((one, other)) not in PERHAPS_THE_SAME:
            parts = [cosines(left, right) for left in real[one] for right in real[other]]
            found.append(_pairs(f"{one} and {other}", *parts))
    return [pairs for pairs in found if len(pairs.cosines)]


def _pairs(kind: str, *parts: NDArray[np.float64]) -> Pairs:
    """Return pairs of a kind that is named by its sets."""
    return Pairs(kind=kind, sets=frozenset(kind.split(" and ")), cosines=np.concatenate(parts))


def cosines(one: Shown, other: Shown) -> NDArray[np.float64]:
    """Return the cosines of all faces of two sets."""
    return np.asarray((one.vectors @ other.vectors.T).ravel())


def _within(shown: Shown, *, met: bool) -> NDArray[np.float64]:
    """Return the cosines of faces of one set that are, or are not, on one photo."""
    left, right = np.triu_indices(len(shown.photos), 1)
    photos = np.array(shown.photos)
    wanted = (photos[left] == photos[right]) == met
    products = shown.vectors @ shown.vectors.T
    return np.asarray(products[left[wanted], right[wanted]])


def cut(pairs: Sequence[Pairs], rate: float) -> float:
    """Return the cosine that a share of pairs is above, every kind weighing the same."""
    weights = [np.full(len(each.cosines), 1 / len(each.cosines)) for each in pairs]
    return cosine_at(
        np.concatenate([each.cosines for each in pairs]), rate, np.concatenate(weights)
    )


def without_one(pairs: Sequence[Pairs], rate: float) -> dict[str, float]:
    """Return the cosine without each set in turn."""
    names = sorted(frozenset().union(*(each.sets for each in pairs)))
    return {name: cut([each for each in pairs if name not in each.sets], rate) for name in names}


def people(sets: Mapping[str, Shown]) -> int:
    """Return how many people there are at least."""
    crowd = max(Counter(sets[OFFICE].photos).values(), default=0)
    return len(RENDERED) + len(sets[SINGLES].photos) + crowd


def measured(sets: Mapping[str, Shown], rate: float) -> dict[str, object]:
    """Return what stands in `MEASURED`, and what it rests on."""
    pairs = strangers(sets)
    left_out = without_one(pairs, rate)
    return {
        "minimum": round(cut(pairs, rate), DIGITS),
        "least": round(min(left_out.values()), DIGITS),
        "most": round(max(left_out.values()), DIGITS),
        "people": people(sets),
        "pairs": sum(len(each.cosines) for each in pairs),
        "without": {name: round(value, 4) for name, value in left_out.items()},
        "at other rates": {str(each): round(cut(pairs, each), 4) for each in WEIGHED},
        "kinds": {
            each.kind: [len(each.cosines), round(cosine_at(each.cosines, rate), 4)]
            for each in pairs
        },
    }


def stands(name: str, found: Mapping[str, object]) -> bool:
    """Whether the constants of a model are what was measured."""
    fixed = MEASURED.get(name)
    keys = ("minimum", "least", "most", "people", "pairs")
    return fixed is not None and all(getattr(fixed, key) == found[key] for key in keys)


def main() -> int:
    """Measure every built-in model, print a table and a JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--rate", type=float, default=FALSE_MATCH_RATE)
    asked = parser.parse_args()
    results = {}
    for name in [spec.name for spec in BUILTIN if spec.task == "embed"]:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(read(asked.photos, Path(folder) / "library", name), asked.rate)
        results[name] = found
        print(f"{name}:")
        for key, value in found.items():
            print(f"  {key}: {value}")
        if not stands(name, found):
            print("  not what stands in likeness.network.scale.MEASURED")
    print(json.dumps({"rate": asked.rate, "models": results}))
    same = asked.rate != FALSE_MATCH_RATE or all(map(stands, results, results.values()))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
