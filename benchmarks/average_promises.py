"""What an average promises beside its looks: order, copies, one face, number of threads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from likeness import Library
from likeness.imaging.align import similarities
from likeness.models.analyser import PhotoPixels
from likeness.portrait.average import average
from likeness.portrait.background import finished
from likeness.portrait.regions import Regions
from likeness.types import AverageOf, Face, FaceFacts, FaceId, PhotoId
from likeness.workflows.average import make

FACES = 40  # that are shuffled
COPIES = 3
SIDE = 256  # of the averages to which copies are added
TURN = 20.0  # degrees that the photo of the set of one is turned
COPY_QUALITY = 85

Image8 = NDArray[np.uint8]


def shuffled(library: Library, seed: int = 0) -> dict[str, int]:
    """Return by how many grey levels pixels change with the order, and with the threads."""
    first = make.average(library._parts, AverageOf(), most=FACES)
    rng = np.random.default_rng(seed)
    read = make.looks_again(library._parts, first)
    looks = [read[n] for n in rng.permutation(len(read))]
    runtime = library._parts.analyser.runtime
    other = finished(average(looks, first.face.canvas, run=runtime.map))
    alone = finished(average(read, first.face.canvas, run=map))
    return {
        "faces": len(looks),
        "order": difference(first.pixels, other),
        "threads": difference(first.pixels, alone),
    }


def copied(library: Library, photos: Path, folder: Path) -> list[dict[str, int]]:
    """Return by how many grey levels pixels change with each recompressed copy that is added."""
    library.add(photos)
    before = library.average(side=SIDE)
    chosen = [voice.key for voice in before.face.voices]
    step = max(1, len(chosen) // COPIES)
    files = {face.face: face.photo for face in library.faces()}
    changes = []
    for number, key in enumerate(chosen[::step][:COPIES]):
        original = files[FaceId(key)]
        with Image.open(original) as photo:
            upright = ImageOps.exif_transpose(photo).convert("RGB")
            upright.save(folder / f"{number}.jpg", quality=COPY_QUALITY)
        library.add(folder)
        after = library.average(side=SIDE)
        change = difference(before.pixels, after.pixels)
        faces = sum(photo == original for photo in files.values())
        changes.append({"faces": faces, "change": change})
        before = after
    return changes


def alone(library: Library, photo: Path, folder: Path) -> dict[str, float]:
    """Return how well the average of one face shows it, upright, though its photo is turned."""
    turned = folder / "turned.png"
    with Image.open(photo) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.rotate(TURN, Image.Resampling.BICUBIC, expand=True).save(turned)
    library.add(turned, group=False)
    faces = [face for face in library.faces() if face.photo == str(turned.resolve())]
    largest = max(faces, key=lambda face: face.box[2] - face.box[0])
    made = library.average(AverageOf(faces=(largest.face,)))
    seen = look(library, made.pixels)
    right, left = np.array(seen.points[:2])
    return {
        "turned": TURN,
        "angle": round(float(np.degrees(np.arctan2(*(left - right)[::-1]))), 2),
        "correlation": round(correlation(made, np.asarray(seen.points), largest), 4),
        "likeness": round(float(made.report.likeness or 0), 4),
    }


def look(library: Library, picture: Image8) -> FaceFacts:
    """Return the largest face on a picture."""
    height, width = picture.shape[:2]
    photo = PhotoPixels(id=PhotoId("0" * 64), pixels=picture, scale=1.0, width=width, height=height)
    (seen,) = library._parts.analyser.analyse([photo])
    return max(seen.faces, key=lambda face: face.box[2] - face.box[0])


def correlation(made: make.Averaged, points: NDArray[np.float64], face: Face) -> float:
    """Return how alike face and photo are, laid over each other by what the detector sees."""
    with Image.open(face.photo) as opened:
        photo = np.asarray(opened.convert("RGB"))
    matrix = similarities(np.array(face.points)[None], points)[0]
    laid = cv2.warpAffine(photo, matrix, made.pixels.shape[1::-1], flags=cv2.INTER_AREA)
    inside = Regions.of(made.face.shape, made.face.canvas).face > 0
    one, other = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) for pixels in (laid, made.pixels))
    return float(np.corrcoef(one[inside], other[inside])[0, 1])


def difference(one: Image8, other: Image8) -> int:
    """Return the largest difference of two pictures, grey levels."""
    return int(np.abs(one.astype(np.int16) - other).max())


def promises(scratch: Path, photos: Path, album: Library) -> dict[str, Any]:
    """Return all of these."""
    folder = scratch / "copies"
    folder.mkdir()
    with Library.open(scratch / "small") as small:
        changes = copied(small, photos / "scenes", folder)
        one = alone(small, photos / "scenes" / "001_A.jpg", scratch)
    return {"shuffled": shuffled(album), "copies": changes, "one": one}
