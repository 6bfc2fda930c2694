"""The map of a library's faces: where each lies, those close together that are alike to the model.

The newest one is kept, with nothing in it but ids of faces and their places. Who they are is asked
of the catalog when it is looked at, and forgetting a face takes it off the map.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from likeness.blobs.base import FACE_MAP
from likeness.catalog.base import FaceFilter
from likeness.errors import BlobNotFoundError, InterruptedRunError, UsageError
from likeness.types import Face, FaceId, FaceMap, MappedFace, MappedPerson, PersonId, Progress
from likeness.workflows.claim import claim_blobs
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 5_000  # faces on the map: more would be dust, and take minutes
STEPS = 3  # reading, placing, judging
DIGITS = 3  # of places: t-SNE spreads points over some tens of units
LOOKED_UP = 1_000  # faces at a time
MOST_BYTES = 4 * 2**20  # of a kept map: it takes some 40 bytes for each face

OnProgress = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A map as it is kept."""

    made: str  # ISO 8601, UTC
    method: str
    perplexity: float | None
    trustworthiness: float | None
    of: int  # faces that could have been on it
    faces: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]


def make(
    parts: Parts, people: Sequence[PersonId], seed: int, *, progress: OnProgress, stop: Stop
) -> Kept:
    """Place the faces of some people, or of everybody who is not hidden, and keep the map.

    Raises:
        UsageError: There is no such face.
        InterruptedRunError: *stop* said so; the map before stays.
        LibraryBusyError: Somebody else is writing.
    """
    from likeness.evaluation.embedding_map import embedding_map, trustworthiness

    faces, vectors, of = _chosen(parts, people, seed)
    _tell(progress, stop, 1)
    places = embedding_map(vectors, seed=seed)
    _tell(progress, stop, 2)
    trust = trustworthiness(vectors, places, seed=seed)
    _tell(progress, stop, STEPS)
    method, perplexity = _method(len(faces))
    made = Kept(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        method=method,
        perplexity=perplexity,
        trustworthiness=None if trust is None else round(trust, 4),
        of=of,
        faces=tuple(faces),
        x=tuple(round(value, DIGITS) for value in places[:, 0].tolist()),
        y=tuple(round(value, DIGITS) for value in places[:, 1].tolist()),
    )
    with parts.catalog.writing("map"):
        made = _only(made, _known(parts, made.faces).keys())
        _put(parts, made)
    return made


def newest(parts: Parts) -> FaceMap | None:
    """Return the map that was made last, with who is on it now; None: there is none."""
    kept = _read(parts)
    if kept is None:
        return None
    hidden = {row.person for row in parts.catalog.people(hidden=True) if row.hidden}
    faces = {
        id_: face
        for id_, face in _known(parts, kept.faces).items()
        if face.mark is None and face.person not in hidden
    }
    names = {face.person: face.name for face in faces.values() if face.person is not None}
    people = sorted(names, key=lambda person: (names[person] is None, names[person] or "", person))
    rows = {person: row for row, person in enumerate(people)}
    return FaceMap(
        made=kept.made,
        method=kept.method,
        perplexity=kept.perplexity,
        trustworthiness=kept.trustworthiness,
        of=kept.of,
        people=tuple(MappedPerson(person=person, name=names[person]) for person in people),
        points=tuple(
            MappedFace(face=id_, person=_row(rows, faces[id_]), x=x, y=y)
            for id_, x, y in zip(map(FaceId, kept.faces), kept.x, kept.y, strict=True)
            if id_ in faces
        ),
    )


def forget(parts: Parts, faces: Iterable[FaceId]) -> None:
    """Take forgotten faces off the map; one that cannot be read is removed."""
    gone = frozenset(faces)
    try:
        parts.blobs.get(FACE_MAP)
    except BlobNotFoundError:
        return
    kept = _read(parts)
    if kept is None:
        parts.blobs.delete(FACE_MAP)
    elif not gone.isdisjoint(kept.faces):
        _put(parts, _only(kept, [face for face in kept.faces if face not in gone]))


# ---------------------------------------------------------------- the faces


def _chosen(
    parts: Parts, people: Sequence[PersonId], seed: int
) -> tuple[list[FaceId], NDArray[np.float32], int]:
    """Return the faces that come on the map, their vectors (n, d), and how many there were."""
    from likeness.evaluation.embedding_map import sample

    known = parts.catalog.grouping_faces(parts.contract)
    hidden = {row.person for row in parts.catalog.people(hidden=True) if row.hidden}
    wanted = frozenset(people)
    rows = np.array(
        [
            row
            for row, person in enumerate(known.persons)
            if person not in hidden and (not wanted or person in wanted)
        ],
        np.intp,
    )
    if not len(rows):
        raise UsageError("There is no face for a map: add photos, or ask for other people.")
    alone = iter(range(-len(rows), 0))  # a face of nobody is somebody of its own
    numbers: dict[PersonId, int] = {}
    owners = [known.persons[row] for row in rows.tolist()]
    labels = np.array(
        [
            next(alone) if owner is None else numbers.setdefault(owner, len(numbers))
            for owner in owners
        ],
        np.intp,
    )
    picked = rows[sample(labels, MOST, seed=seed)]
    return [known.ids[row] for row in picked.tolist()], known.vectors[picked], len(rows)


def _known(parts: Parts, faces: Sequence[str]) -> Mapping[FaceId, Face]:
    """Return those of *faces* that are in the library."""
    found: dict[FaceId, Face] = {}
    for start in range(0, len(faces), LOOKED_UP):
        some = faces[start : start + LOOKED_UP]
        where = FaceFilter(ids=tuple(FaceId(face) for face in some), every=True)
        found.update((face.face, face) for face in parts.catalog.faces(where))
    return found


def _row(rows: Mapping[PersonId, int], face: Face) -> int | None:
    return None if face.person is None else rows[face.person]


def _method(faces: int) -> tuple[str, float | None]:
    """Return how a map of so many faces is made: t-SNE, unless there are no neighbourhoods."""
    from likeness.evaluation.embedding_map import FEWEST, perplexity_of

    if faces < FEWEST:
        return "principal components", None
    return "t-SNE", perplexity_of(faces)


def _tell(progress: OnProgress, stop: Stop, done: int) -> None:
    progress(Progress(stage="map", done=done, total=STEPS))
    if stop():
        raise InterruptedRunError("Stopped: no map was made, nothing was changed.")


# ---------------------------------------------------------------- keeping


def _only(kept: Kept, faces: Iterable[str]) -> Kept:
    """Return a map with no other faces than these."""
    left = frozenset(faces)
    stay = [row for row, face in enumerate(kept.faces) if face in left]
    return replace(
        kept,
        faces=tuple(kept.faces[row] for row in stay),
        x=tuple(kept.x[row] for row in stay),
        y=tuple(kept.y[row] for row in stay),
    )


def _put(parts: Parts, kept: Kept) -> None:
    claim_blobs(parts)
    parts.blobs.put(FACE_MAP, json.dumps(asdict(kept), separators=(",", ":")).encode())


def _read(parts: Parts) -> Kept | None:
    """Return the map that is kept; None: there is none, or nothing to be relied on."""
    try:
        data = parts.blobs.get(FACE_MAP)
        if len(data) > MOST_BYTES:
            return None
        told: dict[str, Any] = json.loads(data)
        kept = Kept(
            made=str(told["made"]),
            method=str(told["method"]),
            perplexity=_number(told["perplexity"]),
            trustworthiness=_number(told["trustworthiness"]),
            of=int(told["of"]),
            faces=tuple(str(face) for face in told["faces"]),
            x=tuple(float(value) for value in told["x"]),
            y=tuple(float(value) for value in told["y"]),
        )
    except (BlobNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        return None
    sound = len(kept.faces) == len(kept.x) == len(kept.y)
    return kept if sound and all(map(math.isfinite, (*kept.x, *kept.y))) else None


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if not math.isfinite(number := float(value)):
        raise ValueError("Not a number.")
    return number
