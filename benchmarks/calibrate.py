"""Fit what grouping decides by, and say how well it holds on what it was not fitted to.

    python benchmarks/calibrate.py [--photos DIR] [--library DIR]

Fitted on digiface 4000 to 4002 (as they are, and degraded), singles, office, drama and the
same-photo pairs of trip, never on pairs, scenes and digiface 4003 to 4005: those are only tested
(docs/explanation/architecture.md, section 6). Two fits, each also with one kind left out:

- **The probability of a pair** (`evidence.BASE_EVEN`, `BASE_SOFTNESS`): logistic regression on
  pairs of known people and of known strangers, every kind weighing the same.
- **The prior of the strictness** (`communities.USUAL`, `DOUBT`): the pair of a small grid with the
  largest mean of BCubed F over libraries drawn from these photos: each kind alone, mixed, among
  others, few faces and many.

The constants that stand were chosen on more libraries than these (their comments say which); this
says whether these agree. What else is fitted has commands of its own: `open_set.py --fit`,
`open_set_world.py --fit`, `calibrate_belonging.py` and `trust.py --fit`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from grouping_accuracy import degrade

from likeness import Library
from likeness.evaluation.contingency import bcubed_f
from likeness.grouping import communities as communities_module
from likeness.grouping.calibration import stretch, weights
from likeness.grouping.clustering import group
from likeness.grouping.communities import DOUBT, USUAL, communities
from likeness.grouping.constraints import photo_numbers, same_photo
from likeness.grouping.evidence import BASE_EVEN, BASE_SOFTNESS
from likeness.grouping.points import Limits, Points
from likeness.grouping.selection import undecided
from likeness.types import FaceId, GroupingFaces, PhotoId

PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
FITTED_PEOPLE = ("digiface/4000", "digiface/4001", "digiface/4002")
FITTED_PHOTOS = ("singles", "office", "drama", "trip")
TESTED_PEOPLE = ("digiface/4003", "digiface/4004", "digiface/4005")
TESTED_PHOTOS = ("pairs", "scenes")
FOLDERS = (*FITTED_PEOPLE, *FITTED_PHOTOS, *TESTED_PEOPLE, *TESTED_PHOTOS)

PORTRAIT = re.compile(r"/(kyo|yeon)\d?\.jpg$")
USUALS, DOUBTS = (1.03, 1.08, 1.13), (0.01, 0.03, 0.06)
SEEDS = 3
ALBUMS = (24, 60)
NEWTON = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The faces of one set."""

    name: str
    files: tuple[str, ...]  # of each face
    vectors: NDArray[np.float32]
    boxes: NDArray[np.float32]
    quality: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.files)


def joined(sets: Sequence[Shown]) -> Shown:
    """Return several sets as one library."""
    return Shown(
        name="+".join(part.name for part in sets),
        files=tuple(file for part in sets for file in part.files),
        vectors=np.concatenate([part.vectors for part in sets]),
        boxes=np.concatenate([part.boxes for part in sets]),
        quality=np.concatenate([part.quality for part in sets]),
    )


def read(photos: Path, folder: Path, folders: Sequence[str] = FOLDERS) -> dict[str, Shown]:
    """Analyse sets with the product's own pipeline, into a library in *folder*."""
    with Library.open(folder) as library:
        for name in folders:
            library.add(photos / name, group=False)
        parts = library._parts
        faces = parts.catalog.grouping_faces(parts.analyser.contract)
        files = {photo.sha256: photo.paths for photo in library.photos()}
    sets = {}
    for name in folders:
        start = str((photos / name).resolve())
        here = [
            next((path for path in files[photo] if path.startswith(f"{start}/")), "")
            for photo in faces.photos
        ]
        rows = [i for i, file in enumerate(here) if file]
        sets[name] = Shown(
            name=name,
            files=tuple(here[i][len(start) + 1 :] for i in rows),
            vectors=faces.vectors[rows],
            boxes=faces.boxes[rows],
            quality=faces.quality[rows],
        )
    return sets


def as_faces(shown: Shown) -> GroupingFaces:
    """Return a set as a library that nobody has decided anything about."""
    return undecided(
        ids=[FaceId(f"f{i:016x}") for i in range(len(shown))],
        photos=[PhotoId(file) for file in shown.files],
        vectors=shown.vectors,
        boxes=shown.boxes,
        quality=shown.quality,
    )


def grouped(shown: Shown) -> NDArray[np.intp]:
    """Return the group of each face as the product makes them; faces of nobody are alone."""
    people = group(as_faces(shown)).assignments
    names = [people.get(face) or face for face in as_faces(shown).ids]
    return np.unique(names, return_inverse=True)[1]


def largest(shown: Shown) -> dict[str, int]:
    """Return the row of the largest face of each file."""
    areas = np.prod(shown.boxes[:, 2:] - shown.boxes[:, :2], axis=1)
    return {shown.files[i]: int(i) for i in np.argsort(areas, kind="stable")}


# ---------------------------------------------------------------- the probability of a pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs that are known to be one person, or two."""

    kind: str
    distances: NDArray[np.float64]
    same: bool


def known_pairs(sets: Mapping[str, Shown]) -> list[Pairs]:
    """Return the pairs that the probability is fitted on."""
    found = []
    for look in ("digiface", "degraded"):
        people = [sets[name.replace("digiface", look)].vectors for name in FITTED_PEOPLE]
        within = [gaps(part, part)[np.triu_indices(len(part), 1)] for part in people]
        across = [gaps(people[i], people[j]).ravel() for i in range(len(people)) for j in range(i)]
        found.append(Pairs(kind=look, distances=np.concatenate(within), same=True))
        found.append(Pairs(kind=look, distances=np.concatenate(across), same=False))
    for name in ("office", "trip"):
        met = same_photo(sets[name].files, sets[name].vectors)  # type: ignore[arg-type]
        found.append(Pairs(kind=name, distances=met.distances, same=False))
    portraits = sets["singles"].vectors
    lone = gaps(portraits, portraits)[np.triu_indices(len(portraits), 1)]
    found.append(Pairs(kind="singles", distances=lone, same=False))
    return found


def gaps(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the distances of all faces of two sets."""
    cosines = left.astype(np.float64) @ right.T.astype(np.float64)
    return np.sqrt(np.maximum(2 - 2 * cosines, 0))


def logistic(pairs: Sequence[Pairs]) -> tuple[float, float]:
    """Return where the probability is one half, and how soft it is, by Newton's method.

    Both answers weigh the same, and within each all kinds do.
    """
    kinds = {same: sum(part.same == same for part in pairs) for same in (True, False)}
    sizes = [len(part.distances) for part in pairs]
    gap = np.concatenate([part.distances for part in pairs])
    truth = np.repeat([float(part.same) for part in pairs], sizes)
    weight = np.repeat([0.5 / kinds[part.same] / len(part.distances) for part in pairs], sizes)
    design = np.stack([np.ones(len(gap)), gap], axis=1)
    fitted = np.array([BASE_EVEN / BASE_SOFTNESS, -1 / BASE_SOFTNESS])
    for _ in range(NEWTON):
        said = 1 / (1 + np.exp(-(design @ fitted)))
        slope = design.T @ (weight * (truth - said))
        curve = (design * (weight * said * (1 - said))[:, None]).T @ design
        fitted = fitted + np.linalg.solve(curve, slope)
    return float(-fitted[0] / fitted[1]), float(-1 / fitted[1])


def calibration_error(pairs: Sequence[Pairs], even: float, softness: float) -> float:
    """Return how far probabilities are from what came true: ten bins, kinds weighing the same."""
    sizes = [len(part.distances) for part in pairs]
    gap = np.concatenate([part.distances for part in pairs])
    said = 1 / (1 + np.exp(-(even - gap) / softness))
    truth = np.repeat([float(part.same) for part in pairs], sizes)
    weight = np.repeat([1 / size for size in sizes], sizes)
    bins = np.minimum((said * 10).astype(int), 9)
    wrong = [abs(float((weight * (said - truth))[bins == each].sum())) for each in range(10)]
    return sum(wrong) / float(weight.sum())


def fitted_pairs(pairs: Sequence[Pairs]) -> list[dict[str, object]]:
    """Return the fits of the probability: of all kinds, and without each in turn.

    The error of a fit is that on what it was fitted to, or on the kind that it did not see.
    """
    rows: list[dict[str, object]] = []
    for left_out in ("nothing", *dict.fromkeys(part.kind for part in pairs)):
        even, softness = logistic([part for part in pairs if part.kind != left_out])
        shown = [part for part in pairs if left_out in {"nothing", part.kind}]
        error = calibration_error(shown, even, softness)
        rows.append({"left out": left_out, "even": even, "softness": softness, "error": error})
    return rows


# ---------------------------------------------------------------- the prior of the strictness


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A library of which the people of some faces are known."""

    kind: str
    shown: Shown
    people: NDArray[np.intp]  # of each face; -1: not scored


def libraries(sets: Mapping[str, Shown]) -> Iterator[Labelled]:
    """Yield the libraries that the prior is fitted on."""
    crowd = joined([sets[name] for name in ("singles", "office", "drama")])
    poor = [name.replace("digiface", "degraded") for name in FITTED_PEOPLE]
    for look, names in (("digiface", FITTED_PEOPLE), ("degraded", poor)):
        parts = [sets[name] for name in names]
        shown, people = joined(parts), owners_of(parts)
        yield Labelled(kind=look, shown=shown, people=people)
        among = np.concatenate([people, np.full(len(crowd), -1)])
        yield Labelled(kind=f"{look} among others", shown=joined([shown, crowd]), people=among)
        for part in parts:
            yield Labelled(kind=f"{look}, one", shown=part, people=owners_of([part]))
        for size in ALBUMS:
            for seed in range(SEEDS):
                rows = np.random.default_rng(seed).permutation(len(shown))[:size]
                yield Labelled(kind=f"{look}, few", shown=some(shown, rows), people=people[rows])
    mixed = [sets[FITTED_PEOPLE[0]], sets[poor[1]], sets[FITTED_PEOPLE[2]]]
    yield Labelled(kind="mixed", shown=joined(mixed), people=owners_of(mixed))


def owners_of(parts: Sequence[Shown]) -> NDArray[np.intp]:
    """Return a number for the person of each face of sets of one person each."""
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def some(shown: Shown, rows: NDArray[np.intp]) -> Shown:
    """Return some faces of a set."""
    return replace(
        shown,
        files=tuple(shown.files[i] for i in rows.tolist()),
        vectors=shown.vectors[rows],
        boxes=shown.boxes[rows],
        quality=shown.quality[rows],
    )


def qualities(library: Labelled) -> NDArray[np.float64]:
    """Return (usual, doubt) BCubed F of a library with each prior of the grid."""
    shown, n = library.shown, len(library.shown)
    pairs = same_photo(shown.files, shown.vectors)  # type: ignore[arg-type]
    every = np.ones(n, np.bool_)
    points = Points(
        vectors=shown.vectors,
        stretch=stretch(shown.vectors, pairs.mean_distances(n), every),
        weights=weights(shown.quality),
    )
    limits = Limits(start=np.arange(n), fixed=~every, apart=pairs.pairs, taken=every)
    photos = photo_numbers(shown.files, pairs)  # type: ignore[arg-type]
    scored = library.people >= 0
    result = np.empty((len(USUALS), len(DOUBTS)))
    for i, usual in enumerate(USUALS):
        for j, doubt in enumerate(DOUBTS):
            with prior(usual, doubt):
                root = communities(points, limits, photos).root
            result[i, j] = bcubed_f(root[scored], library.people[scored]) or 0.0
    return result


@contextmanager
def prior(usual: float, doubt: float) -> Iterator[None]:
    """Group with another prior of the strictness."""
    communities_module.USUAL, communities_module.DOUBT = usual, doubt
    try:
        yield
    finally:
        communities_module.USUAL, communities_module.DOUBT = USUAL, DOUBT


def fitted_prior(sets: Mapping[str, Shown]) -> list[dict[str, object]]:
    """Return the best prior: of all kinds, and without each in turn.

    F is the mean over all kinds, or that of the kind that was left out.
    """
    every: dict[str, list[NDArray[np.float64]]] = {}
    for library in libraries(sets):
        every.setdefault(library.kind, []).append(qualities(library))
    kinds = {kind: np.mean(found, axis=0) for kind, found in every.items()}
    rows: list[dict[str, object]] = []
    for left_out in ("nothing", *kinds):
        seen = np.mean([found for kind, found in kinds.items() if kind != left_out], axis=0)
        i, j = np.unravel_index(int(np.argmax(np.round(seen, 4))), seen.shape)
        shown = kinds.get(left_out, seen)
        best = {"usual": USUALS[i], "doubt": DOUBTS[j], "f": float(shown[i, j])}
        rows.append({"left out": left_out, **best})
    return rows


def tests(sets: Mapping[str, Shown], photos: Path) -> dict[str, object]:
    """Measure on what nothing was fitted to, and look at what was."""
    results: dict[str, object] = {}
    pairs = sets["pairs"]
    everyone = joined([sets[name] for name in TESTED_PEOPLE])
    owners = [name for name in TESTED_PEOPLE for _ in sets[name].files]
    results["digiface 4003 to 4005"] = summary(grouped(everyone), owners)
    known = json.loads((photos / "people.json").read_text())
    both = joined([sets[name] for name in TESTED_PHOTOS])
    groups = grouped(both)
    named, owners = [], []
    for offset, name in ((0, "pairs"), (len(pairs), "scenes")):
        for picture, row in largest(sets[name]).items():
            if f"{name}/{picture}" in known:
                named.append(offset + row)
                owners.append(known[f"{name}/{picture}"])
    results["people of pairs and scenes"] = summary(groups[named], owners)
    trip = sets["trip"]
    portraits = [
        (i, found[1]) for i, file in enumerate(trip.files) if (found := PORTRAIT.search(file))
    ]
    groups = grouped(trip)[[row for row, _ in portraits]]
    results["named portraits of trip"] = summary(groups, [name for _, name in portraits])
    for name in ("trip", "drama", "office"):
        groups = grouped(sets[name])
        sizes = np.bincount(groups)
        meet = same_photo(sets[name].files, sets[name].vectors).pairs  # type: ignore[arg-type]
        results[f"{name}, with the rule"] = {
            "faces": len(groups),
            "people": int((sizes > 1).sum()),
            "sizes": sorted(sizes[sizes > 1].tolist(), reverse=True),
            "same photo": int((groups[meet[:, 0]] == groups[meet[:, 1]]).sum()),
        }
    return results


def summary(groups: NDArray[np.intp], people: Sequence[str]) -> dict[str, float]:
    """Return BCubed precision, recall and F."""
    names = np.array(people)
    same_group, same_person = groups[:, None] == groups, names[:, None] == names
    both = (same_group & same_person).sum(axis=1)
    precision = float((both / same_group.sum(axis=1)).mean())
    recall = float((both / same_person.sum(axis=1)).mean())
    return {
        "faces": len(people),
        "people": len(set(people)),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f": round(2 * precision * recall / (precision + recall), 3),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--library", type=Path, help="kept and used again; else a temporary one")
    options = parser.parse_args()
    photos = options.photos.resolve()
    with tempfile.TemporaryDirectory() as folder:
        sets = read(photos, options.library or Path(folder) / "library")
        poor = [name.replace("digiface", "degraded") for name in FITTED_PEOPLE]
        for name, copy in zip(FITTED_PEOPLE, poor, strict=True):
            degrade(photos / name, Path(folder) / copy)
        sets |= read(Path(folder).resolve(), Path(folder) / "poor", poor)
    pairs, strict = fitted_pairs(known_pairs(sets)), fitted_prior(sets)
    print(f"{'left out':24}{'even':>8}{'softness':>10}{'error':>8}")
    for row in pairs:
        print(f"{row['left out']!s:24}{row['even']:8.3f}{row['softness']:10.4f}{row['error']:8.3f}")
    print(f"{'in use':24}{BASE_EVEN:8.3f}{BASE_SOFTNESS:10.4f}")
    print(f"{'left out':24}{'usual':>8}{'doubt':>10}{'F':>8}")
    for row in strict:
        print(f"{row['left out']!s:24}{row['usual']:8.2f}{row['doubt']:10.2f}{row['f']:8.3f}")
    print(f"{'in use':24}{USUAL:8.2f}{DOUBT:10.2f}")
    measured = tests(sets, photos)
    for key, value in measured.items():
        print(f"{key}: {value}")
    used = {"even": BASE_EVEN, "softness": BASE_SOFTNESS, "usual": USUAL, "doubt": DOUBT}
    print(json.dumps({"used": used, "pairs": pairs, "prior": strict, "tests": measured}))


if __name__ == "__main__":
    main()
