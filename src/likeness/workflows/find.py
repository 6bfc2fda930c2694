"""find: samples in, one answer out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.catalog.names import clean_name
from likeness.errors import PhotoError, UnknownPhotoError, UsageError
from likeness.grouping import identify
from likeness.grouping.identify import Match, Verdict
from likeness.index.base import Where
from likeness.models.analyser import PhotoPixels
from likeness.types import (
    Candidate,
    Contract,
    FaceFacts,
    FaceId,
    FindAnswer,
    FoundPhoto,
    PersonId,
    PhotoId,
    Sample,
)
from likeness.workflows import index as indexing
from likeness.workflows.finer import finer
from likeness.workflows.incoming import at_hand, decoded
from likeness.workflows.numbering import largest_first
from likeness.workflows.parts import Parts
from likeness.workflows.people import by_id, photo_id
from likeness.workflows.places import absence, absolute, lies_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBER = re.compile(r"[0-9]{1,9}")  # of a face; Python refuses to read thousands of digits
NEAR = 2_000
"""Faces that the index is asked for first; a person may have many photos."""


# ---------------------------------------------------------------- samples


def look(parts: Parts, sample: str) -> Sample:
    """Return the faces of a sample, largest first; see `Library.look`."""
    if sample.startswith("face:"):
        return known_face(parts, sample)
    origin, number = origin_and_number(parts, sample)
    with at_hand(parts, origin) as file:
        photo = decoded(parts, file, origin)
        facts = photo.facts
        pixels = PhotoPixels(
            id=facts.id,
            pixels=photo.pixels,
            scale=photo.scale,
            width=facts.width,
            height=facts.height,
        )
        (analysed,) = parts.analyser.analyse([pixels], finer=finer(parts.pool, {facts.id: file}))
    faces = tuple(largest_first(analysed.faces))
    if number is not None and not 1 <= number <= len(faces):
        raise UsageError(f"{origin} shows {len(faces)} faces: there is no face number {number}.")
    return Sample(sample=sample, faces=faces, chosen=number, pixels=photo.pixels, scale=photo.scale)


def known_face(parts: Parts, sample: str) -> Sample:
    """Return a face of the library as a sample."""
    face = parts.catalog.face(sample.removeprefix("face:"))
    contract, vector = None, None
    if face.status == "ok":
        contract = parts.contract
        vector = parts.catalog.embeddings([face.face])[0]
    facts = FaceFacts(
        id=face.face,
        photo=face.sha256,
        position=0,
        detector=Contract(""),
        box=face.box,
        points=face.points,  # type: ignore[arg-type]
        score=face.score,
        status=face.status,
        quality=face.quality,
        contract=contract,
        embedding=vector,
    )
    return Sample(sample=sample, faces=(facts,), chosen=1)


def origin_and_number(parts: Parts, sample: str) -> tuple[str, int | None]:
    """Split `FILE#N`; a file whose own name holds "#" wins, and a photo's id stands for its file.

    Raises:
        PhotoError: Neither a file, nor an object, nor a photo of the library.
        StoreUnavailableError: It lies in a bucket that does not answer.
    """
    whole = absolute(sample)
    if lies_at(parts, whole):
        return whole, None
    name, mark, digits = sample.rpartition("#")
    number = int(digits) if mark and NUMBER.fullmatch(digits) else None
    name = name if number is not None else sample
    origin = absolute(name)
    if number is not None and lies_at(parts, origin):
        return origin, number
    try:
        (known,) = parts.catalog.photos(PhotoFilter(ids=(photo_id(parts, name),)))
    except UnknownPhotoError:
        raise PhotoError("vanished", absence(origin, "file")) from None
    return known.photo, number


def draw_samples(samples: Sequence[Sample]) -> NDArray[np.uint8]:
    """Return the samples as one picture with numbered faces; see `Library.draw_samples`."""
    from likeness.imaging.draw import draw_boxes
    from likeness.imaging.montage import side_by_side

    pictures = [
        draw_boxes(sample.pixels, sample.faces, scale=sample.scale)
        for sample in samples
        if sample.pixels is not None
    ]
    if not pictures:
        raise UsageError("There is nothing to show: a sample `face:ID` has no picture of its own.")
    return side_by_side(pictures)


# ---------------------------------------------------------------- the answer


def find(
    parts: Parts,
    samples: Sequence[Sample],
    *,
    everything: bool = False,
    collection: str | None = None,
) -> FindAnswer:
    """Find the person of the samples, or say that they are not there; see `Library.find`."""
    if not samples:
        raise UsageError("Bring at least one photo or face of whom to find.")
    chosen = [chosen_face(sample) for sample in samples if sample.faces]
    if not chosen:
        return FindAnswer(answer="no_face")
    usable = [face for face in chosen if face.embedding is not None]
    if not usable:
        return FindAnswer(answer="unrecognisable")
    template = identify.template(
        np.stack([face.embedding for face in usable if face.embedding is not None]),
        np.array([face.quality or 0.0 for face in usable], np.float32),
    )
    return search(parts, template, everything=everything, collection=collection)


def chosen_face(sample: Sample) -> FaceFacts:
    """Return the face that a sample stands for: the chosen one, else the largest usable one."""
    if sample.chosen is not None:
        return sample.faces[sample.chosen - 1]
    return next((face for face in sample.faces if face.status == "ok"), sample.faces[0])


def search(
    parts: Parts, template: NDArray[np.float32], *, everything: bool, collection: str | None = None
) -> FindAnswer:
    """Answer for one template: the mean of the samples' embeddings."""
    inside = None if collection is None else photos_in(parts, collection)
    where = None if collection is None else Where(collections=frozenset({clean_name(collection)}))
    index = indexing.refresh(parts, parts.contract, tags=where is not None)
    if not len(index):
        return FindAnswer(answer="absent")
    unit = (template / np.linalg.norm(template)).astype(np.float32)
    (hits,) = index.search(unit[None], min(NEAR, len(index)), where=where)
    around = Surroundings(parts, template, hits.ids)
    scores = {
        person: identify.score(template, around.vectors_of(faces))
        for person, faces in around.people.items()
    }
    near = around.matches(hits.ids)
    alone = max((match.similarity for match in near if match.person is None), default=None)
    verdict = identify.decide(scores, alone, faces=len(index))
    near += around.matches(around.out_of_reach(verdict))
    if inside is not None:
        near = [match for match in near if around.rows[match.face].sha256 in inside]
    chosen = identify.select(near, verdict, faces=len(index), everything=everything)
    return answer(parts, verdict, chosen, everything=everything)


def photos_in(parts: Parts, collection: str) -> set[PhotoId]:
    """Return the photos of a collection. Raises `UnknownCollectionError`."""
    return {row.sha256 for row in parts.catalog.photos(PhotoFilter(collection=collection))}


class Surroundings:
    """The faces nearest to a template, and everybody who has one of them."""

    def __init__(
        self, parts: Parts, template: NDArray[np.float32], hits: tuple[FaceId, ...]
    ) -> None:
        catalog = parts.catalog
        self.template = template
        self.rows = {row.face: row for row in catalog.faces(FaceFilter(ids=hits))}
        persons = sorted({row.person for row in self.rows.values() if row.person is not None})
        self.people: dict[PersonId, list[FaceId]] = {}
        for person in persons:
            rows = list(catalog.faces(FaceFilter(person=person)))
            self.people[person] = [row.face for row in rows]
            self.rows.update((row.face, row) for row in rows)
        self._hits = frozenset(hits)
        wanted = sorted(self.rows)
        self._vectors = dict(zip(wanted, catalog.embeddings(wanted), strict=True))

    def vectors_of(self, faces: Sequence[FaceId]) -> NDArray[np.float32]:
        """Return (n, d) embeddings."""
        return np.stack([self._vectors[face] for face in faces])

    def matches(self, faces: Iterable[FaceId]) -> list[Match]:
        """Say of each face how similar it is to the samples."""
        rows = [self.rows[face] for face in faces if face in self.rows]
        return [
            Match(
                face=row.face,
                photo=row.photo,
                person=row.person,
                similarity=float(self._vectors[row.face] @ self.template),
            )
            for row in rows
        ]

    def out_of_reach(self, verdict: Verdict) -> list[FaceId]:
        """Return faces of the likely people that were too far down the list to be hits."""
        likely = sorted(verdict.likely)
        return [face for who in likely for face in self.people[who] if face not in self._hits]


def answer(
    parts: Parts, verdict: Verdict, chosen: Sequence[Match], *, everything: bool
) -> FindAnswer:
    """Put the verdict into the words of the outside."""
    names = {person: row.name for person, row in by_id(parts).items()}
    shown = chosen if verdict.answer != "absent" or everything else ()
    return FindAnswer(
        answer=verdict.answer,
        candidates=tuple(
            Candidate(person=person, name=names.get(person), similarity=round(similarity, 4))
            for person, similarity in verdict.candidates
        ),
        photos=tuple(
            FoundPhoto(photo=match.photo, face=match.face, similarity=round(match.similarity, 4))
            for match in shown
        ),
    )
