"""Faces of people who look nothing like each other."""

from __future__ import annotations

import numpy as np

from likeness.compat.album.faces import AlbumFace
from likeness.types import PhotoId

PEOPLE = np.eye(8)


def face(
    image: int, person: int, *, seed: int = 0, photo: str | None = None, position: int = 0
) -> AlbumFace:
    """Return a face of one of eight people who look nothing like each other."""
    wobble = np.random.default_rng([seed, image, person]).normal(size=8)
    if photo is not None:
        wobble = np.random.default_rng([seed, *photo.encode()]).normal(size=8)
    vector = PEOPLE[person] + 0.03 * wobble
    return AlbumFace(
        image=image,
        position=position,
        id=f"f{photo or image}{position}",
        photo=PhotoId(photo or str(image)),
        box=(0.0, 0.0, 10.0, 10.0),
        quality=0.9,
        vector=(vector / np.linalg.norm(vector)).astype(np.float32),
        square=np.zeros((112, 112, 3), np.uint8),
    )
