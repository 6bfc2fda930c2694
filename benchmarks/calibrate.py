"""Fit the one cut that grouping and searching decide by, and say how well it holds.

    python benchmarks/calibrate.py [--photos DIR] [--library DIR]

Fitted on digiface 4000 to 4002, singles, office, drama and the same-photo pairs of trip, never on
pairs, scenes and digiface 4003 to 4005: those are only tested
(docs/explanation/architecture.md, section 6).

Every set is grouped by itself with the rule about faces of one photo switched off, so that the rule
can testify: two faces of one photo that end in one group are two people merged. What is split is
seen on digiface, the only set here with many photos of known people.

    cost(cut) = split + MERGE_COST * mean over sets of merged

The cut with the least cost, averaged over its neighbourhood, is moved half the way to PRIOR, the
best single cut of nine sets that are not here.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from likeness import Library
from likeness.grouping.calibration import CUT, cut_for, stretch, weights
from likeness.grouping.clustering import group
from likeness.grouping.constraints import SamePhoto, same_photo
from likeness.grouping.linkage import Limits, Points, agglomerate
from likeness.grouping.selection import undecided
from likeness.types import FaceId, GroupingFaces, PhotoId

PHOTOS = Path(__file__).parents[2] / "shared" / "photos"
FITTED_PEOPLE = ("digiface/4000", "digiface/4001", "digiface/4002")
FITTED_PHOTOS = ("singles", "office", "drama", "trip")
TESTED_PEOPLE = ("digiface/4003", "digiface/4004", "digiface/4005")
TESTED_PHOTOS = ("pairs", "scenes")

PORTRAIT = re.compile(r"/(kyo|yeon)\d?\.jpg$")

CUTS = np.arange(0.3, 0.46001, 0.0025)
SMOOTH = 4  # cuts on either side that are averaged

# A split is undone by one merge; two people who were merged are pulled apart face by face.
MERGE_COST = 8.0
PRIOR = 0.385  # research on grouping, section 2
STEP = 0.005  # finer differences mean nothing on sets of this size


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


def read(photos: Path, folder: Path) -> dict[str, Shown]:
    """Analyse all sets with the product's own pipeline."""
    folders = [*FITTED_PEOPLE, *FITTED_PHOTOS, *TESTED_PEOPLE, *TESTED_PHOTOS]
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


def without_rule(shown: Shown, pairs: SamePhoto, cut: float) -> NDArray[np.intp]:
    """Group a set as the product does, except that faces of one photo may meet."""
    n = len(shown)
    strangers = pairs.mean_distances(n)
    points = Points(
        vectors=shown.vectors,
        stretch=stretch(shown.vectors, strangers, np.ones(n, np.bool_)),
        weights=weights(shown.quality),
    )
    limits = Limits(
        start=np.arange(n),
        fixed=np.zeros(n, np.bool_),
        apart=np.empty((0, 2), np.intp),
        taken=np.ones(n, np.bool_),
    )
    return agglomerate(points, limits, cut_for(n, cut))


def bcubed(groups: NDArray[np.intp], people: Sequence[str]) -> tuple[NDArray[np.float64], ...]:
    """Return precision and recall of each face."""
    same_group = groups[:, None] == groups
    names = np.array(people)
    same_person = names[:, None] == names
    both = (same_group & same_person).sum(axis=1)
    return both / same_group.sum(axis=1), both / same_person.sum(axis=1)


def curve_of_people(sets: Sequence[Shown]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return precision and recall (cuts, faces) of sets of one person each, as one library."""
    shown = joined(sets)
    people = [part.name for part in sets for _ in part.files]
    pairs = same_photo(shown.files, shown.vectors)  # type: ignore[arg-type]
    results = [bcubed(without_rule(shown, pairs, cut), people) for cut in CUTS]
    return np.array([p for p, _ in results]), np.array([r for _, r in results])


def curve_of_strangers(shown: Shown) -> NDArray[np.float64]:
    """Return the share of pairs of different people that each cut merges."""
    pairs = same_photo(shown.files, shown.vectors)  # type: ignore[arg-type]
    apart = pairs.pairs
    if shown.name == "singles":  # five portraits of five people
        apart = np.stack(np.triu_indices(len(shown), 1), axis=1)
    shares = []
    for cut in CUTS:
        groups = without_rule(shown, pairs, cut)
        shares.append(np.mean(groups[apart[:, 0]] == groups[apart[:, 1]]))
    return np.array(shares)


def fit(split: NDArray[np.float64], merged: Sequence[NDArray[np.float64]]) -> float:
    """Return the cut with the least cost, before it is moved towards the prior."""
    cost = split + MERGE_COST * np.mean(merged, axis=0)
    window = np.ones(2 * SMOOTH + 1) / (2 * SMOOTH + 1)
    smooth = np.convolve(cost, window, mode="valid")
    return round(float(CUTS[SMOOTH + int(np.argmin(smooth))]), 4)


def shrunk(cut: float) -> float:
    """Move a fitted cut half the way to the prior."""
    return round(round((cut + PRIOR) / 2 / STEP) * STEP, 4)


def leave_one_out(sets: Mapping[str, Shown]) -> tuple[float, list[dict[str, object]]]:
    """Fit on all sets, and without each of them in turn; say what the latter does to it."""
    strangers = {name: curve_of_strangers(sets[name]) for name in FITTED_PHOTOS}
    people = [sets[name] for name in FITTED_PEOPLE]
    precision, recall = curve_of_people(people)
    owner = np.concatenate([[part.name] * len(part) for part in people])
    whole = fit(1 - recall.mean(axis=1), [1 - precision.mean(axis=1), *strangers.values()])
    rows = []
    for name in (*FITTED_PEOPLE, *FITTED_PHOTOS):
        kept = [part for part in people if part.name != name]
        p, r = (precision, recall) if len(kept) == len(people) else curve_of_people(kept)
        others = [curve for key, curve in strangers.items() if key != name]
        raw = fit(1 - r.mean(axis=1), [1 - p.mean(axis=1), *others])
        at = int(np.argmin(np.abs(CUTS - shrunk(raw))))
        row: dict[str, object] = {"left out": name, "fitted": raw, "cut": shrunk(raw)}
        if name in strangers:
            row["merged"] = float(strangers[name][at])
            row["pairs"] = len(same_photo(sets[name].files, sets[name].vectors).pairs)  # type: ignore[arg-type]
        else:
            row["merged"] = float(1 - precision[at, owner == name].mean())
            row["split"] = float(1 - recall[at, owner == name].mean())
        rows.append(row)
    return whole, rows


def as_faces(shown: Shown) -> GroupingFaces:
    """Return a set as a library that nobody has decided anything about."""
    return undecided(
        ids=[FaceId(f"f{i:016x}") for i in range(len(shown))],
        photos=[PhotoId(file) for file in shown.files],
        vectors=shown.vectors,
        boxes=shown.boxes,
        quality=shown.quality,
    )


def grouped(shown: Shown, cut: float) -> NDArray[np.intp]:
    """Return the group of each face as the product makes them; faces of nobody are alone."""
    people = group(as_faces(shown), cut=cut).assignments
    names = [people.get(face) or face for face in as_faces(shown).ids]
    return np.unique(names, return_inverse=True)[1]


def largest(shown: Shown) -> dict[str, int]:
    """Return the row of the largest face of each file."""
    areas = np.prod(shown.boxes[:, 2:] - shown.boxes[:, :2], axis=1)
    return {shown.files[i]: int(i) for i in np.argsort(areas, kind="stable")}


def tests(sets: Mapping[str, Shown], photos: Path, cut: float) -> dict[str, object]:
    """Measure on what nothing was fitted to."""
    results: dict[str, object] = {}
    with (photos / "pairs" / "pairs.csv").open(newline="") as file:
        labelled = [(row["file_x"], row["file_y"], row["Decision"]) for row in csv.DictReader(file)]
    pairs, rows = sets["pairs"], largest(sets["pairs"])
    apart = {
        (x, y): float(np.linalg.norm(pairs.vectors[rows[x]] - pairs.vectors[rows[y]]))
        for x, y, _ in labelled
    }
    right = [(apart[x, y] < cut) == (decision == "Yes") for x, y, decision in labelled]
    results["pairs right"] = f"{sum(right)}/{len(right)}"
    enough = [
        c for c in CUTS if sum((apart[x, y] < c) == (d == "Yes") for x, y, d in labelled) >= 297
    ]
    results["cuts with 297 pairs right"] = [
        round(float(end), 4) for end in (min(enough), max(enough))
    ]
    everyone = joined([sets[name] for name in TESTED_PEOPLE])
    owners = [name for name in TESTED_PEOPLE for _ in sets[name].files]
    results["digiface 4003 to 4005"] = summary(grouped(everyone, cut), owners)
    known = json.loads((photos / "people.json").read_text())
    both = joined([sets[name] for name in TESTED_PHOTOS])
    groups = grouped(both, cut)
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
    groups = grouped(trip, cut)[[row for row, _ in portraits]]
    results["named portraits of trip"] = summary(groups, [name for _, name in portraits])
    for name in ("trip", "drama", "office"):
        groups = grouped(sets[name], cut)
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
    precision, recall = (float(part.mean()) for part in bcubed(groups, people))
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
    with tempfile.TemporaryDirectory() as folder:
        sets = read(options.photos.resolve(), options.library or Path(folder))
    whole, rows = leave_one_out(sets)
    cut = shrunk(whole)
    print(f"{'left out':16}{'faces':>7}{'fitted':>9}{'cut':>7}{'merged':>9}{'split':>9}")
    for row in rows:
        split = f"{row['split']:9.1%}" if "split" in row else ""
        print(
            f"{row['left out']:16}{len(sets[str(row['left out'])]):7}{row['fitted']:9.4f}"
            f"{row['cut']:7.3f}{row['merged']:9.1%}{split}"
        )
    print(f"{'nothing':16}{'':7}{whole:9.4f}{cut:7.3f}")
    if abs(cut - CUT) > STEP / 2:
        print(f"calibration.CUT is {CUT}, this fit says {cut:.3f}", file=sys.stderr)
    measured = tests(sets, options.photos, CUT)
    for key, value in measured.items():
        print(f"{key}: {value}")
    print(json.dumps({"fitted": whole, "cut": cut, "left out": rows, "tests": measured}))


if __name__ == "__main__":
    main()
