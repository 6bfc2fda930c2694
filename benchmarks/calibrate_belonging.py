"""Fit what `grouping/belonging.py` makes of distances: are two groups one person, is a face right?

    python benchmarks/calibrate_belonging.py ../shared/photos

Random libraries out of digiface 4000 to 4002, singles, office and drama (architecture.md, section
6) are grouped as the product does at the strictness that it chooses, a little stricter and a little
looser. Pairs of groups are those that a review would ask about. A person of digiface is predicted
by fits without that person. Faces of photographs have no labels here: they are only known not to be
those of digiface, and not each other's where singles are compared.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from likeness import Library
from likeness.grouping.belonging import CLIP, NEAREST, Belonging, log_odds
from likeness.grouping.calibration import stretch, weights
from likeness.grouping.communities import communities
from likeness.grouping.constraints import same_photo
from likeness.grouping.evidence import Evidence
from likeness.grouping.points import Limits, Points
from likeness.grouping.questions import COMPARED
from likeness.types import PhotoId

FOLDERS = ("digiface/4000", "digiface/4001", "digiface/4002", "singles", "office", "drama")
LIBRARIES = 60
STRICTER = (1.0, 0.93, 0.87)  # of the strictness chosen, for pairs of groups
LOOSER = (1.0, 1.07, 1.14)  # and for faces in their groups, where else hardly any is wrong
BANDS = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.01)
FINE = (0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)


@dataclass(frozen=True)
class Sample:
    """Faces with what is known of them: a person of digiface, or the photo's name."""

    vectors: np.ndarray
    quality: np.ndarray
    photos: np.ndarray
    label: np.ndarray
    rendered: np.ndarray

    def of(self, rows: np.ndarray) -> Sample:
        """Return some of the faces."""
        parts = (self.vectors, self.quality, self.photos, self.label, self.rendered)
        return Sample(*(part[rows] for part in parts))


def read(root: Path) -> Sample:
    """Find the faces of all sets."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "l") as library:
        for name in FOLDERS:
            library.add(root / name, group=False)
        parts = library._parts
        faces = parts.catalog.grouping_faces(parts.contract)
        paths = {row.sha256: Path(row.photo) for row in library.photos()}
    label = np.array([_label(paths[photo]) for photo in faces.photos])
    return Sample(
        vectors=faces.vectors,
        quality=faces.quality,
        photos=np.unique(np.array(faces.photos), return_inverse=True)[1],
        label=label,
        rendered=np.char.startswith(label, "400"),
    )


def _label(path: Path) -> str:
    """Return the person, "single NAME", or "" where nobody knows."""
    if path.parent.name.startswith("400"):
        return path.parent.name
    return f"single {path.stem}" if path.parent.name == "singles" else ""


def draw(everything: Sample, rng: np.random.Generator) -> Sample:
    """Return a random library."""
    taken: list[int] = []
    for person in np.unique(everything.label[everything.rendered]):
        rows = np.flatnonzero(everything.label == person)
        count = int(rng.integers(4, len(rows) + 1))
        taken += rng.choice(rows, count, replace=False).tolist()
    photos = np.unique(everything.photos[~everything.rendered])
    chosen = rng.choice(photos, int(rng.integers(3, len(photos) + 1)), replace=False)
    taken += np.flatnonzero(np.isin(everything.photos, chosen)).tolist()
    return everything.of(np.array(sorted(taken)))


@dataclass(frozen=True)
class Case:
    """Something that is right or wrong, what is known of it, and whose it is."""

    right: bool
    features: tuple[float, ...]
    person: str


def cases(sample: Sample) -> tuple[list[Case], list[Case]]:
    """Return pairs of groups, and faces in their groups, of one library."""
    n = len(sample.vectors)
    together = same_photo(tuple(PhotoId(str(photo)) for photo in sample.photos), sample.vectors)
    points = Points(
        vectors=sample.vectors,
        stretch=stretch(sample.vectors, together.mean_distances(n), np.ones(n, np.bool_)),
        weights=weights(sample.quality),
    )
    start, free = np.arange(n), np.zeros(n, np.bool_)
    limits = Limits(start=start, fixed=free, apart=together.pairs, taken=~free)
    usual = communities(points, limits, sample.photos)
    known = Belonging(
        vectors=sample.vectors,
        quality=sample.quality,
        stretch=points.stretch,
        evidence=Evidence.of(points, sample.photos, usual.strictness),
    )
    pairs: list[Case] = []
    faces: list[Case] = []
    for factor in sorted({*STRICTER, *LOOSER}):
        root = usual.root
        if factor != 1:
            strictness = usual.strictness * factor
            root = communities(points, limits, sample.photos, strictness=strictness).root
        groups = [np.flatnonzero(root == name) for name in np.unique(root)]
        if factor in STRICTER:
            pairs += of_pairs(sample, known, groups)
        if factor in LOOSER:
            faces += of_faces(sample, known, groups)
    return pairs, faces


def of_pairs(sample: Sample, known: Belonging, groups: list[np.ndarray]) -> list[Case]:
    """Return the pairs of groups that a review would compare."""
    means = np.stack([sample.vectors[rows].mean(axis=0) for rows in groups])
    means /= np.linalg.norm(means, axis=1)[:, None]
    cosines = means @ means.T
    np.fill_diagonal(cosines, -9)
    near = np.argsort(-cosines, axis=1)[:, :COMPARED]
    found = {(min(i, j), max(i, j)) for i, row in enumerate(near.tolist()) for j in row}
    labels = [_majority(sample.label[rows]) for rows in groups]
    out = []
    for i, j in sorted(found):
        one, other = groups[i], groups[j]
        told = labels[i], labels[j]
        if None in told or np.isin(sample.photos[one], sample.photos[other]).any():
            continue
        rendered = [str(name) for name in told if str(name).startswith("400")]
        if not rendered:
            continue
        odds = np.sort(log_odds(known.probabilities(one, other)).ravel())[-NEAREST:]
        features = (float(odds.mean()), float(np.log(1 / len(one) + 1 / len(other))))
        out.append(Case(told[0] == told[1], features, rendered[0]))
    return out


def of_faces(sample: Sample, known: Belonging, groups: list[np.ndarray]) -> list[Case]:
    """Return the faces of groups that are mostly a person of digiface."""
    out = []
    for rows in groups:
        person = _majority(sample.label[rows])
        if len(set(sample.photos[rows].tolist())) < 2 or not str(person).startswith("400"):
            continue
        wide = sample.vectors[rows].astype(np.float64)
        pull = known.stretch[rows]
        total = 2 * pull * (pull.sum() - wide @ (pull @ wide))
        gaps = np.sqrt(np.maximum(total / (len(rows) - 1), 0))
        quality = sample.quality[rows].astype(np.float64)
        odds = log_odds(known.evidence.probability(gaps, quality, quality))
        out += [
            Case(bool(label == person), (float(value),), str(person))
            for label, value in zip(sample.label[rows], odds.tolist(), strict=True)
        ]
    return out


def _majority(labels: np.ndarray) -> str | None:
    """Return the label of more than six in ten, None if there is none."""
    names, count = np.unique(labels, return_counts=True)
    return str(names[count.argmax()]) if count.max() > 0.6 * len(labels) else None


def fitted(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the coefficients of a logistic regression, by Newton's method."""
    wide = np.c_[np.ones(len(features)), features]
    found = np.zeros(wide.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-wide @ found))
        curve = (wide * (chance * (1 - chance) + 1e-9)[:, None]).T @ wide
        pull = 1e-3 * np.eye(len(found))
        found = found + np.linalg.solve(curve + pull, wide.T @ (right - chance) - 1e-3 * found)
    return found


def report(name: str, found: list[Case], bands: tuple[float, ...]) -> None:
    """Print the fit, and what was said of people that it did not see against the truth."""
    features = np.array([case.features for case in found])
    right = np.array([case.right for case in found], np.float64)
    person = np.array([case.person for case in found])
    said = np.zeros(len(found))
    for left_out in np.unique(person):
        other = person != left_out
        coefficients = fitted(features[other], right[other])
        said[~other] = 1 / (
            1 + np.exp(-np.c_[np.ones((~other).sum()), features[~other]] @ coefficients)
        )
    print(
        name,
        np.round(fitted(features, right), 2),
        f"{len(found):,} cases, {int(right.sum()):,} right",
    )
    for low, high in pairwise(bands):
        band = (said >= low) & (said < high)
        if band.any():
            print(f"  {band.sum():6,} said {said[band].mean():.2f} true {right[band].mean():.2f}")


def main() -> None:
    """Fit both and print what belongs into `grouping/belonging.py`."""
    everything = read(Path(sys.argv[1]))
    rng = np.random.default_rng(0)
    pairs: list[Case] = []
    faces: list[Case] = []
    for _ in range(LIBRARIES):
        more_pairs, more_faces = cases(draw(everything, rng))
        pairs += more_pairs
        faces += more_faces
    print(f"log odds of a pair are cut off at {CLIP}")
    report("GROUPS", pairs, BANDS)
    report("FACE", faces, FINE)


if __name__ == "__main__":
    main()
