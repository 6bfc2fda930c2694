"""Thumbnails and crops that were lost, made again from the photos."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from likeness.blobs.base import crop_key, thumbnail_key
from likeness.catalog.base import FaceFilter
from likeness.imaging.crops import crop, crop_box, quarters
from likeness.imaging.outcomes import Decoded
from likeness.imaging.webp import encode_webp
from likeness.models.landmarks import frames
from likeness.types import Face, Photo
from likeness.workflows.parts import Parts


def lost(parts: Parts) -> list[Photo]:
    """Return the photos that lack their thumbnail or the crop of one of their faces."""
    kept = set(parts.blobs.keys())
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
    wanted = {Path(photo.photo): photo for photo in photos}
    there = [path for path, photo in wanted.items() if not photo.missing]
    failed = len(wanted) - len(there)
    for path, outcome in zip(there, parts.pool.decode(there, lambda _: False), strict=True):
        photo = wanted[path]
        if isinstance(outcome, Decoded) and outcome.facts.id == photo.sha256:
            _mend_photo(parts, photo, outcome)
        else:
            failed += 1
    return failed


def _mend_photo(parts: Parts, photo: Photo, decoded: Decoded) -> None:
    parts.blobs.put(thumbnail_key(photo.sha256), decoded.thumbnail)
    for face in parts.catalog.faces(FaceFilter(photo=photo.sha256, every=True)):
        parts.blobs.put(crop_key(face.face), face_crop(face, decoded))


def face_crop(face: Face, decoded: Decoded) -> bytes:
    """Return the small picture of a face, as an `add` would make it from this picture."""
    x1, y1, x2, y2 = crop_box(face.box, decoded.facts.width, decoded.facts.height)
    scale = decoded.scale
    roll = float(frames(np.array([face.points], np.float32)).rolls[0])
    square = (x1 * scale, y1 * scale, x2 * scale, y2 * scale)
    return encode_webp(crop(decoded.pixels, square, quarters(roll)))
