"""find: samples in, one answer out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from likeness.catalog.base import Catalog, ComparedFace, FaceFilter, PhotoFilter
from likeness.catalog.names import clean_name
from likeness.errors import PhotoError, UnknownPhotoError, UsageError
from likeness.grouping.strangers import Verdict, decide, rank
from likeness.grouping.strangers.odds import EVEN
from likeness.grouping.strangers.samples import template
from likeness.index.base import Index, Where
from likeness.models.analyser import PhotoPixels
from likeness.types import (
    Candidate,
    Contract,
    FaceFacts,
    FaceId,
    FindAnswer,
    PersonId,
    PhotoId,
    Progress,
    Sample,
)
from likeness.workflows import index as indexing
from likeness.workflows.calibrated import calibration_of
from likeness.workflows.finer import finer
from likeness.workflows.found_photos import (
    FLOOR,
    Match,
    listed,
    matched,
    matched_outside,
    photos_of,
    strays,
)
from likeness.workflows.found_photos import matches as matches_of
from likeness.workflows.incoming import at_hand, decoded
from likeness.workflows.near import CLOSE, FACES, FAR, PEOPLE, Near, around, nearest, people_of
from likeness.workflows.numbering import largest_first
from likeness.workflows.parts import Parts
from likeness.workflows.people import photo_id
from likeness.workflows.places import absence, absolute, lies_at

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from likeness.imaging.outcomes import Decoded

NUMBER = re.compile(r"[0-9]{1,9}")  # of a face; Python refuses to read thousands of digits
KNOWN = "face:"  # begins a sample that is a face of the library


# ---------------------------------------------------------------- samples


def look(parts: Parts, sample: str) -> Sample:
    """Return the faces of a sample, largest first; see `Library.look`."""
    if sample.startswith(KNOWN):
        return known_face(parts, sample)
    origin, number = origin_and_number(parts, sample)
    with at_hand(parts, origin) as file:
        photo, faces = seen_on(parts, file, origin)
    if number is not None and not 1 <= number <= len(faces):
        raise UsageError(f"{origin} shows {len(faces)} faces: there is no face number {number}.")
    return Sample(sample=sample, faces=faces, chosen=number, pixels=photo.pixels, scale=photo.scale)


def look_at(parts: Parts, file: Path, called: str) -> Sample:
    """Return the faces of a picture that somebody brought; see `Library.look_at`."""
    photo, faces = seen_on(parts, file, called)
    name = f"./{called}" if called.startswith(KNOWN) else called  # it is no face of the library
    return Sample(sample=name, faces=faces, chosen=None, pixels=photo.pixels, scale=photo.scale)


def seen_on(parts: Parts, file: Path, origin: str) -> tuple[Decoded, tuple[FaceFacts, ...]]:
    """Decode *file*, which is *origin* or a copy of it, and return its faces, largest first.

    Raises:
        PhotoError: It cannot be used.
    """
    photo = decoded(parts, file, origin)
    facts = photo.facts
    pixels = PhotoPixels(
        id=facts.id,
        pixels=photo.pixels,
        scale=photo.scale,
        width=facts.width,
        height=facts.height,
    )
    (seen,) = parts.analyser.analyse([pixels], finer=finer(parts.pool, {facts.id: file}))
    return photo, tuple(largest_first(seen.faces))


def known_face(parts: Parts, sample: str) -> Sample:
    """Return a face of the library as a sample."""
    face = parts.catalog.face(sample.removeprefix(KNOWN))
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


# ---------------------------------------------------------------- the search


def find(
    parts: Parts,
    samples: Sequence[Sample],
    *,
    everything: bool = False,
    collection: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> FindAnswer:
    """Find the person of the samples, or say that they are not there; see `Library.find`."""
    if not samples:
        raise UsageError("Bring at least one photo or face of whom to find.")
    chosen = [(sample, chosen_face(sample)) for sample in samples if sample.faces]
    if not chosen:
        return FindAnswer(answer="no_face")
    usable = [(sample, face) for sample, face in chosen if face.embedding is not None]
    if not usable:
        return FindAnswer(answer="unrecognisable")
    vectors = np.stack([face.embedding for _, face in usable if face.embedding is not None])
    quality = np.array([face.quality or 0.0 for _, face in usable], np.float32)
    known = [face for sample, face in usable if sample.sample.startswith(KNOWN)]
    wanted = Wanted(
        template=template(vectors, quality),
        quality=float(quality.max()),
        own=frozenset(face.id for face in known),
        photos=frozenset(face.photo for face in known),
    )
    return search(parts, wanted, everything=everything, collection=collection, progress=progress)


def chosen_face(sample: Sample) -> FaceFacts:
    """Return the face that a sample stands for: the chosen one, else the largest usable one."""
    if sample.chosen is not None:
        return sample.faces[sample.chosen - 1]
    return next((face for face in sample.faces if face.status == "ok"), sample.faces[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to find."""

    template: NDArray[np.float32]  # (d,) of all samples, at most one long
    quality: float  # [0, 1], of the best sample
    own: frozenset[FaceId]  # samples that are faces of the library
    photos: frozenset[PhotoId]  # of these: no face on them speaks for anybody


def search(
    parts: Parts,
    wanted: Wanted,
    *,
    everything: bool,
    collection: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> FindAnswer:
    """Answer for one template: the mean of the samples' embeddings."""
    inside = None if collection is None else photos_in(parts, collection)
    where = None if collection is None else Where(collections=frozenset({clean_name(collection)}))
    index = indexing.refresh(parts, parts.contract, tags=where is not None)
    if not len(index):
        return FindAnswer(answer="absent")
    hits = near_faces(parts, index, wanted, where, everything=everything)
    people = people_of(hits)[:PEOPLE]
    known = parts.catalog.compared_faces(parts.contract, people=people, most=FACES)
    near = around([*hits, *known], people, without=wanted.photos)
    if near is None:
        return FindAnswer(answer="absent")
    calibration = calibration_of(parts, progress)
    ranked = rank(near.known, wanted.template[None])
    (verdict,) = decide(near.known, calibration, ranked, np.array([wanted.quality], np.float32))
    alone = strays(near, calibration, wanted.template, rival=float(ranked.scores[0, 0]))
    chances: dict[PersonId, float] = {}
    if verdict.answer == "absent" and alone.p_value <= verdict.alpha:
        answer = FindAnswer(
            answer="found",
            probability=round(alone.probability, 4),
            p_value=rounded(alone.p_value),
            method="extrapolated",
            alpha=verdict.alpha,
        )
    else:
        answer = in_records(parts.catalog, near, wanted, verdict)
        chances = {near.person(each.person): each.probability for each in verdict.candidates}
    if answer.answer not in {"found", "unsure"} and not everything:
        return answer
    matches = alone.matches
    if chances and verdict.likely:
        least = 0.0 if everything else EVEN
        likely = [near.person(row) for row in verdict.likely]
        rest = others_of(parts, near, likely, wanted)
        matches = matched(near, calibration, wanted.template, chances, least=least)
        matches += matched_outside(near, rest, calibration, wanted.template, chances)
    if answer.answer in {"found", "unsure"}:
        matches += samples_of(parts, wanted)
    if everything:
        matches += unlikely(hits, matches, wanted)
    if inside is not None:
        matches = [match for match in matches if match.row.photo in inside]
    photos = photos_of(parts.catalog, listed(matches, everything=everything))
    return replace(answer, photos=photos)


def photos_in(parts: Parts, collection: str) -> set[PhotoId]:
    """Return the photos of a collection. Raises `UnknownCollectionError`."""
    return {row.sha256 for row in parts.catalog.photos(PhotoFilter(collection=collection))}


def near_faces(
    parts: Parts, index: Index, wanted: Wanted, where: Where | None, *, everything: bool
) -> list[ComparedFace]:
    """Return the nearest faces until they belong to people enough; all of `FAR` if *everything*.

    All faces near somebody with many photos may be theirs: then more are asked for.
    """
    unit = (wanted.template / np.linalg.norm(wanted.template)).astype(np.float32)
    rows: list[ComparedFace] = []
    for count in (FAR,) if everything else (CLOSE, FAR):
        most = min(count + len(wanted.own), len(index))
        (found,) = index.search(unit[None], most, where=where)
        faces = [face for face in found.ids if face not in wanted.own]
        if everything:
            return parts.catalog.compared_faces(parts.contract, faces=faces)
        rows = nearest(parts.catalog, parts.contract, faces)
        if len(people_of(rows)) >= PEOPLE or len(found.ids) < most or most == len(index):
            break
    return rows


def others_of(
    parts: Parts, near: Near, people: Sequence[PersonId], wanted: Wanted
) -> list[ComparedFace]:
    """Return the faces of people that `near` does not hold: it holds no more than a sample."""
    counts = Counter(row.person for row in near.faces)
    many = [person for person in people if counts[person] >= FACES]
    if not many:
        return []
    held = {row.face for row in near.faces} | wanted.own
    rows = parts.catalog.compared_faces(parts.contract, people=many)
    return [row for row in rows if row.face not in held and row.photo not in wanted.photos]


def samples_of(parts: Parts, wanted: Wanted) -> list[Match]:
    """Return the samples that are faces of the library: they show the person for certain."""
    rows = parts.catalog.compared_faces(parts.contract, faces=sorted(wanted.own))
    return matches_of(rows, wanted.template, np.ones(len(rows)))


def unlikely(hits: Sequence[ComparedFace], found: Sequence[Match], wanted: Wanted) -> list[Match]:
    """Return near faces of people who are no candidates, down to `FLOOR`."""
    seen = {match.row.face for match in found}
    rest = matches_of([row for row in hits if row.face not in seen], wanted.template)
    return [match for match in rest if match.similarity >= FLOOR]


def in_records(catalog: Catalog, near: Near, wanted: Wanted, verdict: Verdict) -> FindAnswer:
    """Put the verdict into the words of the outside."""
    known = near.known
    cosines = known.vectors.astype(np.float64) @ wanted.template
    similar = np.bincount(known.owners, cosines) / known.sizes
    shown = [each for each in verdict.candidates if similar[each.person] >= FLOOR]
    theirs = tuple(near.faces[known.starts[each.person]].face for each in shown)
    names = {row.person: row.name for row in catalog.faces(FaceFilter(ids=theirs))}
    return FindAnswer(
        answer=verdict.answer,
        probability=round(verdict.probability, 4),
        candidates=tuple(
            Candidate(
                person=near.person(each.person),
                name=names.get(near.person(each.person)),
                similarity=round(float(similar[each.person]), 4),
                probability=round(each.probability, 4),
            )
            for each in shown
        ),
        p_value=rounded(verdict.p_value),
        method=verdict.method,
        alpha=verdict.alpha,
        twins=tuple(near.person(row) for row in verdict.twins),
    )


def rounded(p_value: float) -> float:
    """Return a p-value with three digits that say something."""
    return float(f"{p_value:.3g}")
