"""Thumbnails and crops that were lost, made again from the photos."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from likeness.blobs.base import BlobKey, crop_key, thumbnail_key
from likeness.catalog.base import FaceFilter
from likeness.errors import StoreUnavailableError
from likeness.imaging.crops import crop, crop_box, quarters
from likeness.imaging.outcomes import Decoded, Outcome
from likeness.imaging.webp import encode_webp
from likeness.models.landmarks import frames
from likeness.sources.base import FoundFile
from likeness.types import Face, Photo
from likeness.workflows.incoming import reading
from likeness.workflows.parts import Parts


def lost(parts: Parts, kept: AnyOf[BlobKey]) -> list[Photo]:
    """Return the photos whose thumbnail, or the crop of one of their faces, is not in *kept*."""
    faces = parts.catalog.faces(FaceFilter(every=True))
    bare = {face.sha256 for face in faces if crop_key(face.face) not in kept}
    return [
        photo
        for photo in parts.catalog.photos()
        if photo.sha256 in bare or thumbnail_key(photo.sha256) not in kept
    ]


def mend(parts: Parts, photos: Iterable[Photo]) -> int:
    """Make the small pictures of *photos* again; return of how many that could not be done.

    A photo whose file is gone, or holds something else by now, stays as it is.
    """
    wanted = list(photos)
    mended = {
        photo.sha256 for photo, outcome in _read(parts, wanted) if _mend(parts, photo, outcome)
    }
    return len(wanted) - len(mended)


def _read(parts: Parts, photos: Sequence[Photo]) -> Iterator[tuple[Photo, Outcome]]:
    """Decode the first place of each photo that is there, source by source."""
    places = parts.catalog.locations_of([photo.sha256 for photo in photos])
    by_source: dict[int, dict[str, Photo]] = {}
    for photo in photos:
        for source, path in places.get(photo.sha256, ())[:1]:
            by_source.setdefault(source, {})[path] = photo
    for row in parts.catalog.sources():
        at = by_source.get(row.id, {})
        files = [FoundFile(path, photo.bytes, 0) for path, photo in at.items()]
        with suppress(StoreUnavailableError), reading(parts, row.uri) as run:
            for file, outcome in run.outcomes(files, lambda _: False):
                yield at[file.path], outcome
                run.release([file.path])


def _mend(parts: Parts, photo: Photo, outcome: Outcome) -> bool:
    """Make the small pictures of one photo again; return whether its file was still the same."""
    if not isinstance(outcome, Decoded) or outcome.facts.id != photo.sha256:
        return False
    wanted = FaceFilter(photo=photo.sha256, every=True)
    crops = {crop_key(face.face): face_crop(face, outcome) for face in parts.catalog.faces(wanted)}
    with parts.catalog.writing("mend"):  # nobody may be forgotten just before it is stored
        there = {crop_key(face.face) for face in parts.catalog.faces(wanted)}
        pictures = {key: picture for key, picture in crops.items() if key in there}
        if parts.catalog.analysed([photo.sha256]):
            parts.blobs.put_all({thumbnail_key(photo.sha256): outcome.thumbnail, **pictures})
    return True


def face_crop(face: Face, decoded: Decoded) -> bytes:
    """Return the small picture of a face, as an `add` would make it from this picture."""
    x1, y1, x2, y2 = crop_box(face.box, decoded.facts.width, decoded.facts.height)
    scale = decoded.scale
    roll = float(frames(np.array([face.points], np.float32)).rolls[0])
    square = (x1 * scale, y1 * scale, x2 * scale, y2 * scale)
    return encode_webp(crop(decoded.pixels, square, quarters(roll)))
