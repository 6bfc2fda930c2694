"""A generated library of many photos in SQLite, as it stands after `add` and `group`.

    python benchmarks/synthetic.py FOLDER                      100,000 photos, 150,000 faces
    python benchmarks/synthetic.py FOLDER --photos 2000

For what shows a library: photos from 2005 to 2026 in 20 folders and 30 collections, people in
circles who are on photos together, a long tail of how often each is. Faces are drawn as photographs
(`open_set_world.py`), so that searches find what they should. Small pictures are real WebP files, a
few hundred different ones under all keys as hard links. Nothing is decoded, and no original exists.

The same numbers give the same library, but for its own id.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from find_scale_make import name_of
from open_set_world import (
    LEAST_QUALITY,
    MOST_QUALITY,
    PHOTOGRAPHS,
    draw_faces,
    draw_people,
    draw_spreads,
)

from likeness import Library
from likeness.blobs.base import crop_key, thumbnail_key
from likeness.imaging.thumbhash import thumbhash
from likeness.imaging.webp import encode_webp
from likeness.types import FaceId, PhotoId
from likeness.workflows.index import refresh

PHOTOS, FACES, PEOPLE = 100_000, 1.5, 0.02  # photos; faces and people for each of them
FOLDERS, COLLECTIONS, FAILURES, EDITS = 20, 30, 50, 500
CIRCLE = 10  # people who are on photos together
TAIL = 1.2  # of how often circles and people are on photos: log-normal
ALONE = 0.3  # share of the faces that belong to nobody
WEAK = 0.08  # share of the faces that do not count
NAMED = 0.4  # share of the people
UNDATED, MISSING = 0.02, 0.01  # shares of the photos
QUALITY = (0.75, 0.12)
FIRST, YEARS = datetime(2005, 1, 1), 22  # noqa: DTZ001 - the camera's clock has no zone
NOW = "2026-01-01 00:00:00.000000"
CAMERAS = ("Canon EOS 5D", "NIKON D750", "Apple iPhone 12", "Google Pixel 7", None)
SIZES = ((4032, 3024), (3024, 4032), (6000, 4000), (1600, 1200))
POINTS = struct.pack("<10d", *range(10))
PICTURES = 300  # different small ones
CHUNK = 20_000  # faces written together


def main(arguments: Sequence[str]) -> None:
    """Make a library and say how long it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-pictures", action="store_true", help="rows alone")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    make(options.folder, options.photos, options.seed, pictures=not options.without_pictures)
    print(f"made in {time.monotonic() - started:.0f} s")


def make(folder: Path, photos: int, seed: int = 0, *, pictures: bool = True) -> None:
    """Make the library in *folder*, which must not be there yet, with its index and pictures."""
    with Library.open(folder) as library:
        contract = library._parts.contract
    album = Album(photos, seed)
    colours = np.random.default_rng(seed)
    drawn = [picture(number, colours) for number in range(PICTURES if pictures else 1)]
    hashes = [thumbhash(pixels) for pixels in drawn]
    with closing(sqlite3.connect(folder / "catalog.db")) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        fill(database, album, contract, hashes)
    if pictures:
        link(folder / "blobs", album, drawn)
    with Library.open(folder) as library:
        refresh(library._parts, contract)


# ---------------------------------------------------------------- who is on which photo when


class Album:
    """Everything about the photos that is drawn, as arrays over photos, faces or people."""

    def __init__(self, photos: int, seed: int) -> None:
        self.rng = rng = np.random.default_rng([seed, photos])
        self.people = max(2, int(photos * PEOPLE))
        circles = -(-self.people // CIRCLE)
        often = np.exp(TAIL * rng.standard_normal(circles))
        self.circle = rng.choice(circles, size=photos, p=often / often.sum())
        grown = rng.random(photos) ** 0.6  # more photos every year
        self.taken = np.sort(grown) * YEARS * 365.25 * 86_400
        rng.shuffle(self.taken)
        self.photo = np.sort(rng.integers(photos, size=int(photos * FACES)))  # of each face
        self.person = self._people_on_photos()
        self.weak = (self.person < 0) & (rng.random(len(self.photo)) < WEAK / ALONE)
        self.photos = photos

    def _people_on_photos(self) -> NDArray[np.intp]:
        """Return who each face is, -1 for nobody; no one is on a photo twice."""
        rng, faces = self.rng, len(self.photo)
        often = np.exp(TAIL * rng.standard_normal(CIRCLE)).cumsum()
        seat = np.searchsorted(often, rng.random(faces) * often[-1])
        person: NDArray[np.intp] = self.circle[self.photo] * CIRCLE + seat
        person[(rng.random(faces) < ALONE) | (person >= self.people)] = -1
        order = np.lexsort((person, self.photo))
        again = np.zeros(faces, bool)
        same = (np.diff(self.photo[order]) == 0) & (np.diff(person[order]) == 0)
        again[order[1:]] = same
        person[again] = -1
        return person

    @cached_property
    def founders(self) -> NDArray[np.intp]:
        """The first face of each person, -1 for those who are on no photo."""
        first = np.full(self.people, -1)
        shown = np.flatnonzero(self.person >= 0)[::-1]
        first[self.person[shown]] = shown
        return first


def photo_id(number: int) -> PhotoId:
    """Return the id of a photo."""
    return PhotoId(name_of("p", number))


def face_id(number: int) -> FaceId:
    """Return the id of a face."""
    return FaceId("f" + name_of("f", number)[:16])


# ---------------------------------------------------------------- rows


def fill(
    database: sqlite3.Connection, album: Album, contract: str, hashes: Sequence[bytes]
) -> None:
    """Write all rows."""
    database.execute("INSERT INTO source (id, kind, uri) VALUES (1, 'folder', '/synthetic')")
    database.execute(
        "INSERT INTO contract (name, revision, changed, grouped, grouped_edit)"
        " VALUES (?, 1, 0, 1, 0)",
        (contract,),
    )
    database.execute("UPDATE library SET tagged = 1, listed = 1")
    fill_photos(database, album, hashes)
    fill_people(database, album)
    fill_faces(database, album, contract)
    fill_collections(database, album)
    database.executemany(
        "INSERT INTO failure (source, path, size, mtime_ns, reason, detail)"
        " VALUES (1, ?, 1, 1, 'not_an_image', 'It is no picture.')",
        ((f"folder00/broken_{number}.jpg",) for number in range(FAILURES)),
    )
    database.executemany(
        "INSERT INTO edit (id, at, who, kind, what, forgotten)"
        " VALUES (?, ?, 'somebody', 'confirm', 'a face confirmed', 0)",
        ((number + 1, NOW) for number in range(EDITS)),
    )


def fill_photos(database: sqlite3.Connection, album: Album, hashes: Sequence[bytes]) -> None:
    """Write photos and where they lie: those of a folder were taken in the same years."""
    rng = album.rng
    undated = rng.random(album.photos) < UNDATED
    missing = rng.random(album.photos) < MISSING
    folder = (album.taken / (YEARS * 365.25 * 86_400) * FOLDERS).astype(int).clip(0, FOLDERS - 1)
    camera = rng.integers(len(CAMERAS), size=album.photos)
    size = rng.integers(len(SIZES), size=album.photos)
    database.executemany(
        "INSERT INTO photo (id, bytes, width, height, format, status, taken, taken_offset,"
        " taken_from, camera, phash, thumbhash)"
        " VALUES (?, ?, ?, ?, 'JPEG', 'ok', ?, ?, ?, ?, ?, ?)",
        (
            (
                photo_id(number),
                2_000_000 + number,
                *SIZES[size[number]],
                None if undated[number] else taken_text(album.taken[number]),
                None if undated[number] else 120,
                None if undated[number] else "exif",
                CAMERAS[camera[number]],
                number * 0x9E3779B97F4A7C15 % 2**63,
                hashes[number % len(hashes)],
            )
            for number in range(album.photos)
        ),
    )
    database.executemany(
        "INSERT INTO location (source, path, size, mtime_ns, photo, missing)"
        " VALUES (1, ?, ?, 1, ?, ?)",
        (
            (
                f"folder{folder[number]:02}/IMG_{number:06}.jpg",
                2_000_000 + number,
                photo_id(number),
                bool(missing[number]),
            )
            for number in range(album.photos)
        ),
    )


def taken_text(seconds: float) -> str:
    """Return a moment as SQLite keeps it."""
    return f"{FIRST + timedelta(seconds=int(seconds)):%Y-%m-%d %H:%M:%S}.000000"


def fill_people(database: sqlite3.Connection, album: Album) -> None:
    """Write everybody who is on a photo."""
    named = album.rng.random(album.people) < NAMED
    database.executemany(
        "INSERT INTO person (id, name, hidden, feature, created) VALUES (?, ?, 0, ?, ?)",
        (
            (
                person_id(first),
                f"Person {number:05}" if named[number] else None,
                face_id(first),
                NOW,
            )
            for number, first in enumerate(album.founders.tolist())
            if first >= 0
        ),
    )


def person_id(first_face: int) -> str:
    """Return the id of the person who was founded with that face."""
    return "p" + face_id(first_face)[1:]


def fill_faces(database: sqlite3.Connection, album: Album, contract: str) -> None:
    """Write faces and embeddings, chunk by chunk."""
    rng, faces = album.rng, len(album.photo)
    alone = np.flatnonzero(album.person < 0)
    owners = album.person.copy()
    owners[alone] = album.people + np.arange(len(alone))
    looks = draw_people(PHOTOGRAPHS, album.people + len(alone), rng).astype(np.float32)
    spreads = draw_spreads(PHOTOGRAPHS, len(looks), rng)
    begins = np.searchsorted(album.photo, album.photo)  # the first face of the same photo
    founders = album.founders
    for start in range(0, faces, CHUNK):
        rows = np.arange(start, min(start + CHUNK, faces))
        quality = rng.normal(*QUALITY, len(rows)).clip(LEAST_QUALITY, MOST_QUALITY)
        vectors = draw_faces(
            PHOTOGRAPHS, looks[owners[rows]].astype(np.float64), spreads[owners[rows]], quality, rng
        )
        database.executemany(
            "INSERT INTO face (id, photo, position, detector, x1, y1, x2, y2, points, score,"
            " status, quality, person, assigned_by, tagged)"
            " VALUES (?, ?, ?, 'd', ?, 100, ?, 250, ?, 0.99, ?, ?, ?, ?, 1)",
            _face_rows(album, rows, begins, founders, quality),
        )
        database.executemany(
            "INSERT INTO embedding (face, contract, revision, vector, norm) VALUES (?, ?, 1, ?, 1)",
            (
                (face_id(row), contract, vector.tobytes())
                for row, vector in zip(rows.tolist(), vectors, strict=True)
                if not album.weak[row]
            ),
        )


def _face_rows(
    album: Album,
    rows: NDArray[np.intp],
    begins: NDArray[np.intp],
    founders: NDArray[np.intp],
    quality: NDArray[np.float64],
) -> Iterator[tuple[object, ...]]:
    for row, good in zip(rows.tolist(), quality.tolist(), strict=True):
        position, person = row - int(begins[row]), int(album.person[row])
        mine = person >= 0
        yield (
            face_id(row),
            photo_id(int(album.photo[row])),
            position,
            100 + 200 * position,
            250 + 200 * position,
            POINTS,
            "low_confidence" if album.weak[row] else "ok",
            good,
            person_id(int(founders[person])) if mine else None,
            "run" if mine else None,
        )


def fill_collections(database: sqlite3.Connection, album: Album) -> None:
    """Write collections of very different sizes."""
    sizes = np.geomspace(20, max(20, album.photos // 10), COLLECTIONS).astype(int)
    for number, size in enumerate(sizes.clip(max=album.photos).tolist(), 1):
        database.execute("INSERT INTO collection VALUES (?, ?)", (number, f"Collection {number}"))
        chosen = album.rng.choice(album.photos, size=size, replace=False)
        database.executemany(
            "INSERT INTO collection_photo (collection, photo) VALUES (?, ?)",
            ((number, photo_id(photo)) for photo in chosen.tolist()),
        )


# ---------------------------------------------------------------- pictures


def picture(number: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a thumbnail's pixels: soft shapes and some noise, which weigh what photos weigh."""
    from cv2 import INTER_CUBIC, resize

    width, height = (512, 384) if number % 3 else (384, 512)
    soft = resize(rng.random((6, 8, 3), np.float32), (width, height), interpolation=INTER_CUBIC)
    fine = resize(rng.random((96, 128, 3), np.float32), (width, height), interpolation=INTER_CUBIC)
    pixels = 255 * (0.8 * soft + 0.2 * fine)
    return np.asarray(pixels.clip(0, 255), np.uint8)


def link(blobs: Path, album: Album, drawn: Sequence[NDArray[np.uint8]]) -> None:
    """Put a thumbnail of every photo and a crop of every face into the folder of pictures."""
    kept = blobs.parent / "pictures"
    kept.mkdir(mode=0o700)
    files = [(kept / f"{number}.webp", kept / f"{number}c.webp") for number in range(len(drawn))]
    for (whole, crop), pixels in zip(files, drawn, strict=True):
        whole.write_bytes(encode_webp(pixels))
        crop.write_bytes(encode_webp(pixels[64:320, 64:320]))
        whole.chmod(0o600)
        crop.chmod(0o600)
    digits = ["".join(pair) for pair in product("0123456789abcdef", repeat=2)]
    for kind, pair in product(("thumbs", "crops"), digits):
        (blobs / kind / pair).mkdir(mode=0o700, parents=True)
    for number in range(album.photos):
        os.link(files[number % len(files)][0], blobs / thumbnail_key(photo_id(number)))
    for number in range(len(album.photo)):
        os.link(files[number % len(files)][1], blobs / crop_key(face_id(number)))
    for whole, crop in files:
        whole.unlink()
        crop.unlink()
    kept.rmdir()


if __name__ == "__main__":
    main(sys.argv[1:])
