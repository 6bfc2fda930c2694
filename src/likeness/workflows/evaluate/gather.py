"""Faces of a data set: every photo analysed once, the labelled face of each picked out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.evaluation.faces import LabelledFaces
from likeness.evaluation.layouts.labels import LabelledPhoto
from likeness.evaluation.layouts.wording import counted, some
from likeness.grouping.selection import undecided
from likeness.types import Face, FaceData, FaceId, GroupingFaces, PhotoId, Progress
from likeness.workflows import ingest
from likeness.workflows.evaluate.dataset import Dataset
from likeness.workflows.evaluate.speed import Speed, note_speed
from likeness.workflows.parts import Parts
from likeness.workflows.places import place_of, relative

if TYPE_CHECKING:
    from numpy.typing import NDArray

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPairs:
    """The pairs that a data set names, as rows of the labelled faces."""

    left: NDArray[np.intp]  # (p,)
    right: NDArray[np.intp]  # (p,)
    same: NDArray[np.bool_]  # (p,)
    lost: int  # pairs with a photo on which no face was found
    lost_same: int  # how many of them are of one person
    copies: int = 0  # left out: of a photo and its exact copy, or of a file of two people
    repeated: int = 0  # left out: the same pair again, by exact copies
    contradictory: int = 0  # left out: listed as one person and, by exact copies, as two

    def warnings(self) -> list[str]:
        """Say in a sentence what was left out, other than for lack of a face; or nothing."""
        parts = [
            f"{count:,} {what}"
            for count, what in (
                (self.copies, "of a photo with its exact copy or with a file of two people"),
                (self.repeated, "listed already"),
                (self.contradictory, "listed as one person and as two"),
            )
            if count
        ]
        if not parts:
            return []
        return [f"Of the pairs that the data set lists, exact copies cost {', '.join(parts)}."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one detector and one model make of a data set."""

    dataset: Dataset
    faces: LabelledFaces
    ids: tuple[FaceId, ...]  # of the labelled faces
    every: GroupingFaces  # all faces of all photos that were looked at, of strangers too
    norms: NDArray[np.float32]  # of `every`: lengths before they were made unit vectors
    rows: NDArray[np.intp]  # (n,) row in `every` of each labelled face
    pairs: ListedPairs | None
    warnings: tuple[str, ...]
    speed: Speed | None
    unreadable: int  # labelled photos that could not be decoded


def gather(
    parts: Parts,
    dataset: Dataset,
    *,
    everything: bool = False,
    progress: OnProgress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Gathered:
    """Analyse the photos of a data set that were not analysed before, and label their faces.

    The face of a labelled photo is its largest one that can be recognised.

    Args:
        parts: The cache of one detector and model, which is a library.
        dataset: What to analyse.
        everything: Also look at the photos without a label, where they lie in other folders.
        progress: Told how far it is.
        stop: Asked between batches; what was analysed is kept.

    Raises:
        InterruptedRunError: *stop* said so.
        LibraryError: The cache cannot be used.
    """
    root = os.path.abspath(dataset.root)
    folders = [""] if everything else folders_to_read(dataset)
    report = ingest.add(
        parts,
        [os.path.join(root, folder) for folder in folders],
        group=False,
        progress=progress,
        stop=stop,
    )
    speed = note_speed(parts.folder, photos=report.new, seconds=report.seconds)
    known = photos_below(parts, root, folders)
    wanted = {photo for photo in known.values() if photo is not None}
    found = [data for data in parts.catalog.face_data(parts.contract) if is_face_of(data, wanted)]
    return assembled(dataset, known, found, speed)


def is_face_of(data: FaceData, photos: set[PhotoId]) -> bool:
    """Whether a face can be compared and lies on one of the photos."""
    face = data.face
    return data.embedding is not None and face.status == "ok" and face.sha256 in photos


def folders_to_read(dataset: Dataset) -> list[str]:
    """Return the root, or the folders of the labelled photos where most photos have no label."""
    labelled = [photo.path for photo in dataset.labels.photos]
    return [""] if 2 * len(labelled) >= len(dataset.files) else folders_of(labelled)


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return the fewest folders that hold all of *paths*, none inside another."""
    folders = sorted({path.rpartition("/")[0] for path in paths})
    if len({folder.partition("/")[0] for folder in folders}) == 1:
        return folders if len(folders) == 1 else [os.path.commonpath(folders)]
    tops = sorted({folder.partition("/")[0] for folder in folders})
    return [""] if "" in tops else tops


def photos_below(parts: Parts, root: str, folders: Sequence[str]) -> dict[str, PhotoId | None]:
    """Return the photo at every path below *root*; None: it could not be read."""
    found: dict[str, PhotoId | None] = {}
    for folder in folders:
        place = place_of(parts, os.path.join(root, folder))
        for path, location in parts.catalog.locations(place.source.id, place.prefix).items():
            below = relative(os.path.join(place.source.uri, path), root)
            if below is not None and not location.missing:
                found[below] = location.photo
    return found


# ---------------------------------------------------------------- labels to faces


def assembled(
    dataset: Dataset,
    known: Mapping[str, PhotoId | None],
    found: Sequence[FaceData],
    speed: Speed | None,
) -> Gathered:
    """Join labels and faces.

    Args:
        dataset: With its labels.
        known: The photo at each path.
        found: All faces, of those photos alone.
        speed: Of the analysis, if it was ever measured.
    """
    every = sorted(found, key=lambda data: data.face.face)
    largest = largest_of_each(data.face for data in every)
    row_of = {data.face.face: row for row, data in enumerate(every)}
    labelled, warnings = without_copies(dataset.labels.photos, known)
    names = tuple(sorted({photo.person for photo in labelled}))
    number = {name: row for row, name in enumerate(names)}
    hits: list[LabelledPhoto] = []
    lost: list[LabelledPhoto] = []
    for photo in labelled:
        (hits if known.get(photo.path) in largest else lost).append(photo)
    rows = np.array([row_of[largest[_known(known, photo.path)]] for photo in hits], np.intp)
    chosen = [every[row] for row in rows.tolist()]
    width = every[0].embedding.shape[0] if every and every[0].embedding is not None else 1
    faces = LabelledFaces(
        names=names,
        people=np.array([number[photo.person] for photo in hits], np.intp),
        photos=tuple(photo.path for photo in hits),
        vectors=_vectors(chosen, width),
        norms=np.array([data.norm or 1.0 for data in chosen], np.float32),
        quality=np.array([_or_nan(data.face.quality) for data in chosen], np.float32),
        ages=np.array([_or_nan(data.face.age) for data in chosen], np.float32),
        yaws=np.array(
            [data.face.pose[1] if data.face.pose else np.nan for data in chosen], np.float32
        ),
        subsets=tuple(photo.subset for photo in hits),
        missed_people=np.array([number[photo.person] for photo in lost], np.intp),
        missed_photos=tuple(photo.path for photo in lost),
        missed_subsets=tuple(photo.subset for photo in lost),
    )
    unreadable = [photo.path for photo in lost if known.get(photo.path) is None]
    blind = [photo.path for photo in lost if known.get(photo.path) is not None]
    warnings += told(unreadable, "cannot be read", "cannot be read")
    warnings += told(
        blind,
        "shows no face that was found; it lowers the coverage",
        "show no face that was found; they lower the coverage",
    )
    pairs = listed_pairs(dataset, known, hits)
    warnings += [] if pairs is None else pairs.warnings()
    return Gathered(
        dataset=dataset,
        faces=faces,
        ids=tuple(data.face.face for data in chosen),
        every=as_grouping_faces(every, width),
        norms=np.array([data.norm or 1.0 for data in every], np.float32),
        rows=rows,
        pairs=pairs,
        warnings=tuple(warnings),
        speed=speed,
        unreadable=len(unreadable),
    )


def without_copies(
    photos: Sequence[LabelledPhoto], known: Mapping[str, PhotoId | None]
) -> tuple[list[LabelledPhoto], list[str]]:
    """Leave out all but the first of equal files, and all of equal files of different people.

    An exact copy would be a pair at distance 0 that says nothing about faces.
    """
    disputed = of_several_people(photos, known)
    kept: list[LabelledPhoto] = []
    seen: set[PhotoId] = set()
    copies: list[str] = []
    torn: list[str] = []
    for photo in photos:
        content = known.get(photo.path)
        if content in disputed:
            torn.append(photo.path)
        elif content in seen:
            copies.append(photo.path)
        else:
            kept.append(photo)
            if content is not None:
                seen.add(content)
    return kept, [
        *told(
            copies,
            "is an exact copy of another and counts once",
            "are exact copies of others and count once",
        ),
        *told(
            torn,
            "is an exact copy under different people and is left out",
            "are exact copies under different people and are left out",
        ),
    ]


def of_several_people(
    photos: Sequence[LabelledPhoto], known: Mapping[str, PhotoId | None]
) -> set[PhotoId]:
    """Return the files that are given to more than one person under different names."""
    first: dict[PhotoId, str] = {}
    disputed: set[PhotoId] = set()
    for photo in photos:
        content = known.get(photo.path)
        if content is not None and first.setdefault(content, photo.person) != photo.person:
            disputed.add(content)
    return disputed


def told(paths: Sequence[str], one: str, many: str) -> list[str]:
    """Say something about some photos, in one sentence or none.

    Args:
        paths: Of the photos.
        one: What a single photo does: "shows no face".
        many: What several do: "show no face".
    """
    if not paths:
        return []
    return [f"{counted(len(paths), 'photo')} {one if len(paths) == 1 else many}: {some(paths)}"]


def largest_of_each(faces: Iterable[Face]) -> dict[PhotoId, FaceId]:
    """Return the largest face of each photo, ties by id."""
    best: dict[PhotoId, tuple[float, FaceId]] = {}
    for face in faces:
        x1, y1, x2, y2 = face.box
        size = (x2 - x1) * (y2 - y1)
        now = best.get(face.sha256)
        if now is None or (-size, face.face) < (-now[0], now[1]):
            best[face.sha256] = (size, face.face)
    return {photo: face for photo, (_, face) in best.items()}


def listed_pairs(
    dataset: Dataset, known: Mapping[str, PhotoId | None], hits: Sequence[LabelledPhoto]
) -> ListedPairs | None:
    """Return the data set's own pairs as rows of the labelled faces; None: it lists none."""
    if dataset.labels.pairs is None:
        return None
    row_of = {known[photo.path]: row for row, photo in enumerate(hits)}
    disputed = of_several_people(dataset.labels.photos, known)
    found: dict[tuple[int, int], set[bool]] = {}
    lost: list[bool] = []
    copies = repeated = 0
    for pair in dataset.labels.pairs:
        contents = [known.get(path) for path in (pair.left, pair.right)]
        left, right = (row_of.get(content) for content in contents)
        if any(content in disputed for content in contents):
            copies += 1
        elif left is None or right is None:
            lost.append(pair.same)
        elif left == right:
            copies += 1
        else:
            said = found.setdefault((min(left, right), max(left, right)), set())
            repeated += pair.same in said
            said.add(pair.same)
    rows = [(*couple, True in said) for couple, said in found.items() if len(said) == 1]
    return ListedPairs(
        left=np.array([left for left, _, _ in rows], np.intp),
        right=np.array([right for _, right, _ in rows], np.intp),
        same=np.array([same for _, _, same in rows], np.bool_),
        lost=len(lost),
        lost_same=sum(lost),
        copies=copies,
        repeated=repeated,
        contradictory=len(found) - len(rows),
    )


def as_grouping_faces(every: Sequence[FaceData], width: int) -> GroupingFaces:
    """Return all faces as grouping takes them: nobody decided anything about them."""
    return undecided(
        ids=[data.face.face for data in every],
        photos=[data.face.sha256 for data in every],
        vectors=_vectors(every, width),
        boxes=np.array([data.face.box for data in every], np.float32).reshape(-1, 4),
        quality=np.array([_or_nan(data.face.quality) for data in every], np.float32),
        age=np.array([_or_nan(data.face.age) for data in every], np.float32),
    )


def _known(known: Mapping[str, PhotoId | None], path: str) -> PhotoId:
    photo = known[path]
    if photo is None:
        raise TypeError(f"{path} could not be read, yet a face of it was found.")
    return photo


def _vectors(faces: Sequence[FaceData], width: int) -> NDArray[np.float32]:
    out = np.empty((len(faces), width), np.float32)
    for row, data in enumerate(faces):
        out[row] = data.embedding
    return out


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
