"""How good are the groups of photos whose people are known, beside the best baseline?

    python benchmarks/grouping_accuracy.py --photos DIR            DIR: the shared photos
    python benchmarks/grouping_accuracy.py --photos DIR --small    few photos, for tests

Sets: digiface, all photos; the people of people.json, with all other photos as distractors that are
not scored; and digiface turned grey, dimmed, blurred and shrunk until faces have 40 pixels. A photo
shows whom its largest face shows; F is BCubed F over all photos, and one without a face is alone.
The product's own analyser and grouping work, nothing is tuned. Beside: each of the published
baselines on the same faces, at the threshold that is best for it by the truth (an "oracle").
Then: faces of one photo that end in one group (copies of a face aside) in trip/ and drama/, whether
ten shuffles of the faces give the same groups, and F of ten batches less F at once.

Prints a table and, last, one JSON line.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from likeness import Library
from likeness.evaluation.baselines.base import BASELINES
from likeness.evaluation.contingency import bcubed_f, per_photo
from likeness.grouping.clustering import group
from likeness.grouping.constraints import same_photo
from likeness.grouping.selection import selected
from likeness.types import FaceId, GroupingFaces, PersonId

THRESHOLDS = tuple(np.arange(0.2, 0.62, 0.01).round(2).tolist())
FACE = 70  # pixels that a face of digiface is high, about
SMALL = 40  # pixels that it is shrunk to
SHUFFLES = 10
BATCHES = 10
GROUPS = ("trip", "drama")
FEW = 12  # photos of each folder of digiface, with --small

Owners = Mapping[FaceId, PersonId | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The faces of some photos."""

    faces: GroupingFaces
    files: tuple[str, ...]  # of each face, without the folder
    photos: tuple[str, ...]  # all files, also those without a face

    def largest(self) -> dict[str, int]:
        """Return the row of the largest face of each file."""
        areas = np.prod(self.faces.boxes[:, 2:] - self.faces.boxes[:, :2], axis=1)
        return {self.files[i]: int(i) for i in np.argsort(areas, kind="stable")}


def analysed(folder: Path) -> Shown:
    """Return the faces of all photos in a folder."""
    with tempfile.TemporaryDirectory() as place, Library.open(Path(place)) as library:
        library.add(folder, group=False)
        parts = library._parts
        faces = parts.catalog.grouping_faces(parts.analyser.contract)
        names = {}
        start = len(str(folder)) + 1
        for photo in library.photos():
            names[photo.sha256] = str(photo.paths[0])[start:]
    photos = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.suffix.lower() in {".png", ".jpg", ".jpeg", ".webp"}
    )
    return Shown(
        faces=faces, files=tuple(names[photo] for photo in faces.photos), photos=tuple(photos)
    )


def degrade(photos: Path, folder: Path, seed: int = 7) -> None:
    """Write digiface as a poor camera sees it: grey, dim, blurred, noisy and small."""
    rng = np.random.default_rng(seed)
    for path in sorted(photos.rglob("*.png")) or sorted(photos.rglob("*.jpg")):
        with Image.open(path) as image:
            grey = image.convert("L").filter(ImageFilter.GaussianBlur(1.2))
        size = [round(side * SMALL / FACE) for side in grey.size]
        pixels = np.asarray(grey.resize((size[0], size[1]), Image.Resampling.BOX)) / 255
        dim = 255 * 0.6 * pixels**1.5 + rng.normal(0, 3, pixels.shape)
        to = folder / path.relative_to(photos).with_suffix(".png")
        to.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(dim.clip(0, 255).astype(np.uint8)).convert("RGB").save(to)


def grouped(faces: GroupingFaces) -> Owners:
    """Return whose each face is after a run."""
    found = group(faces).assignments
    return {face: found.get(face) for face in faces.ids}


def grown(faces: GroupingFaces, batches: int, seed: int = 0) -> Owners:
    """Return whose each face is when photos come in batches, each grouped as it comes."""
    rng = np.random.default_rng(seed)
    photos = sorted(set(faces.photos))
    of = dict(zip(photos, rng.integers(0, batches, len(photos)).tolist(), strict=True))
    batch = np.array([of[photo] for photo in faces.photos])
    owners: dict[FaceId, PersonId | None] = {}
    strictness: float | None = None
    for step in range(batches):
        come = np.flatnonzero(batch <= step)
        part = selected(faces, come)
        persons = tuple(owners.get(face) for face in part.ids)
        part = replace(part, persons=persons, fresh=batch[come] == step, strictness=strictness)
        found = group(part)
        if found.labelings is not None:
            strictness = float(found.labelings.strictness[found.labelings.chosen])
        owners = {
            face: found.assignments.get(face, before)
            for face, before in zip(part.ids, persons, strict=True)
        }
    return owners


def numbers(faces: GroupingFaces, owners: Owners) -> NDArray[np.intp]:
    """Return (n,) a number of the person of each face; that of nobody is alone."""
    names = [owners[face] or face for face in faces.ids]
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


def scored(
    shown: Shown, groups: NDArray[np.intp], people: Mapping[str, str]
) -> tuple[float, float]:
    """Return BCubed F and precision over all photos of *people*, those without a face alone."""
    rows = shown.largest()
    first = int(groups.max(initial=-1)) + 1
    files = sorted(people)
    found = [int(groups[rows[file]]) if file in rows else first + i for i, file in enumerate(files)]
    truth = np.unique([people[file] for file in files], return_inverse=True)[1]
    score = bcubed_f(np.array(found), truth)
    return (score or 0.0), float(per_photo(np.array(found), truth)[0].mean())


def oracles(shown: Shown, people: Mapping[str, str]) -> dict[str, float]:
    """Return F of each baseline at the threshold at which it is best."""
    return {
        name: max(
            scored(shown, groups, people)[0]
            for groups in baseline.sweep(shown.faces.vectors, THRESHOLDS, 0)
        )
        for name, baseline in BASELINES.items()
    }


def measured(name: str, shown: Shown, people: Mapping[str, str]) -> dict[str, object]:
    """Return what one set shows."""
    owners = grouped(shown.faces)
    at_once = numbers(shown.faces, owners)
    score, precision = scored(shown, at_once, people)
    baselines = oracles(shown, people)
    best = max(baselines, key=lambda key: baselines[key])
    slowly = scored(shown, numbers(shown.faces, grown(shown.faces, BATCHES)), people)[0]
    return {
        "set": name,
        "photos": len(people),
        "missed": len(set(people) - set(shown.files)),
        "f": round(score, 4),
        "precision": round(precision, 4),
        "best": best,
        "oracle": round(baselines[best], 4),
        "batches": round(slowly - score, 4),
        "shuffles_differ": differing(shown.faces, at_once),
    }


def differing(faces: GroupingFaces, groups: NDArray[np.intp]) -> int:
    """Return how many of ten shuffles of the faces give other groups."""
    count = 0
    for seed in range(SHUFFLES):
        order = np.random.default_rng(seed).permutation(len(faces.ids)).astype(np.intp)
        mixed = selected(faces, order)
        found = numbers(mixed, grouped(mixed))
        count += bcubed_f(found, groups[order]) != 1
    return count


def violations(faces: GroupingFaces) -> int:
    """Return how many pairs of one photo, that are no copies, end as one person."""
    owners = grouped(faces)
    pairs = same_photo(faces.photos, faces.vectors).pairs
    names = [owners[face] for face in faces.ids]
    return sum(names[a] is not None and names[a] == names[b] for a, b in pairs.tolist())


def within(photos: Path, folder: Path, few: int | None) -> Path:
    """Return a folder with the first photos of each folder of digiface, or with all."""
    source = photos / "digiface"
    if few is None:
        return source
    for each in sorted(path for path in source.iterdir() if path.is_dir()):
        (folder / each.name).mkdir(parents=True)
        for path in sorted(each.iterdir())[:few]:
            (folder / each.name / path.name).symlink_to(path)
    return folder


def by_folder(files: Sequence[str]) -> dict[str, str]:
    """Return the person of each file: the folder that it is in."""
    return {file: file.split("/", maxsplit=1)[0] for file in files}


def shown_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Return the table that people read."""
    head = (
        f"{'set':<12}{'photos':>7}{'missed':>7}{'F':>8}{'prec.':>8}{'oracle':>8}  "
        f"{'by':<10}{'batches':>8}{'shuffles':>9}"
    )
    lines = [
        (
            f"{row['set']:<12}{row['photos']:>7}{row['missed']:>7}{row['f']:>8.4f}"
            f"{row['precision']:>8.4f}{row['oracle']:>8.4f}  {row['best']:<10}"
            f"{row['batches']:>+8.4f}{row['shuffles_differ']:>9}"
        )
        for row in rows
    ]
    return "\n".join([head, *lines])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True, help="the shared photos")
    parser.add_argument("--small", action="store_true", help="few photos of digiface, no others")
    asked = parser.parse_args(arguments)
    photos = asked.photos.resolve()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        digiface = within(photos, Path(place) / "few", FEW if asked.small else None)
        poor = Path(place).resolve() / "poor"
        degrade(digiface, poor)
        for name, folder in (("digiface", digiface), ("degraded", poor)):
            shown = analysed(folder)
            rows.append(measured(name, shown, by_folder(shown.photos)))
    leaks = {}
    if not asked.small:
        everything = analysed(photos)
        people = json.loads((photos / "people.json").read_text())
        rows.append(measured("people.json", everything, people))
        leaks = {name: violations(analysed(photos / name).faces) for name in GROUPS}
    print(shown_table(rows))
    for name, count in leaks.items():
        print(f"{name}: {count} pairs of one photo are one person")
    print(json.dumps({"rows": rows, "violations": leaks}))


if __name__ == "__main__":
    main()
