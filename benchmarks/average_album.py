"""Photos of one face each, made from those of the shared photos, and rows of faces for a crowd."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from likeness import Library
from likeness.imaging.align import similarities
from likeness.types import Face

SIDE = 512  # pixels of a photo that is made
# Where a face has its five points there: eyes 112 px apart, as on the canvas of averages.
PLACES = np.array([(200, 236), (312, 236), (256, 300), (212, 362), (300, 362)], np.float64)
TURN, SIZE, SHIFT, GAMMA = 6.0, 0.08, 8.0, 0.2  # degrees, share, pixels, exponent: at most
USED = 500  # faces of the shared photos that are used, in turn
LARGEST = 4  # times that a face may be blown up
QUALITY = 92
PHOTO_ROW = (
    "INSERT INTO photo (id, bytes, width, height, format, status, phash, thumbhash)"
    " VALUES (?, 1, 10, 10, 'JPEG', 'ok', 0, x'00')"
)
FACE_ROW = (
    "INSERT INTO face (id, photo, position, detector, x1, y1, x2, y2, points, score, status,"
    " quality, pitch, yaw, roll, tagged)"
    " VALUES (?, ?, 0, 'd', 1, 1, 9, 9, ?, 0.99, 'ok', 0.1, 0, 75, 0, 0)"
)
VECTOR_ROW = "INSERT INTO embedding (face, contract, revision, vector, norm) VALUES (?, ?, ?, ?, 1)"
POINTS = np.array([3, 3, 7, 3, 5, 5, 3, 7, 7, 7], "<f8").tobytes()


def make(library: Library, folder: Path, count: int, seed: int = 0) -> None:
    """Write photos: faces of a library turned, resized, mirrored and in another light."""
    rng = np.random.default_rng(seed)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    faces = sorted(filter(large, library.faces()), key=lambda face: face.face)
    picked = [faces[n] for n in rng.permutation(len(faces))[:USED]]
    for number in range(count):
        face = picked[number % len(picked)]
        made = jittered(opened(face), np.array(face.points), rng)
        Image.fromarray(made).save(folder / f"{number:04d}.jpg", quality=QUALITY)


def large(face: Face) -> bool:
    """Whether a face is large enough to be used."""
    eyes = float(np.linalg.norm(np.subtract(face.points[1], face.points[0])))
    return bool(eyes * LARGEST >= PLACES[1, 0] - PLACES[0, 0])


def opened(face: Face) -> NDArray[np.uint8]:
    """Return the upright photo of a face."""
    with Image.open(face.photo) as photo:
        return np.asarray(ImageOps.exif_transpose(photo).convert("RGB"))


def jittered(
    pixels: NDArray[np.uint8], points: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Return a photo of a face, (512, 512, 3), a little different each time."""
    angle = np.deg2rad(rng.uniform(-TURN, TURN))
    turned = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    middle = PLACES.mean(axis=0)
    places = (PLACES - middle) @ turned.T * rng.uniform(1 - SIZE, 1 + SIZE) + middle
    matrix = similarities(points[None], places + rng.uniform(-SHIFT, SHIFT, 2))[0]
    made = cv2.warpAffine(
        pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT_101
    )
    lit = (made / 255) ** np.exp(rng.uniform(-GAMMA, GAMMA, 3))
    made = np.round(lit * 255).astype(np.uint8)
    return np.ascontiguousarray(made[:, ::-1] if rng.random() < 0.5 else made)


def crowd(library: Path, count: int, seed: int = 0) -> None:
    """Write rows of faces into a catalog whose photos nobody will need: they are turned away."""
    with sqlite3.connect(library / "catalog.db") as database:
        vector, contract, revision = database.execute(
            "SELECT vector, contract, revision FROM embedding LIMIT 1"
        ).fetchone()
        rng = np.random.default_rng(seed)
        drawn = rng.standard_normal((count, len(vector) // 4)).astype("<f4")
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        for statement, rows in statements([row.tobytes() for row in drawn], contract, revision):
            database.executemany(statement, rows)
    database.close()


def statements(
    vectors: Sequence[bytes], contract: str, revision: int
) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Yield what is inserted for each of these vectors: a photo with one face."""
    photos = [blake2b(b"%d" % number, digest_size=32).hexdigest() for number in range(len(vectors))]
    faces = ["f" + photo[:16] for photo in photos]
    yield PHOTO_ROW, [(photo,) for photo in photos]
    yield FACE_ROW, [(face, photo, POINTS) for face, photo in zip(faces, photos, strict=True)]
    rows = zip(faces, vectors, strict=True)
    yield VECTOR_ROW, [(face, contract, revision, vector) for face, vector in rows]
