"""A generated library of many faces in SQLite, with its index, for `find_scale.py`.

    python benchmarks/find_scale_make.py FOLDER FACES

Faces are drawn as photographs (`open_set_world.py`): a long tail of people, 30 % of the faces
belong to nobody, one face a photo. Rows are written into the catalog as they stand there after
`add` and `group`, without decoding anything; the index is made by the product itself. Beside the
library lie `probes.npz`: other photos of some of its people, photos of strangers, and whose they
are.
"""

from __future__ import annotations

import sqlite3
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent))

from open_set_world import (
    LEAST_QUALITY,
    MOST_QUALITY,
    PHOTOGRAPHS,
    draw_faces,
    draw_people,
    draw_spreads,
)

from likeness import Library
from likeness.workflows.index import refresh

ALONE = 0.3  # share of the faces that belong to nobody
PHOTOS, PHOTOS_TAIL, PHOTOS_MOST = 4, 1.2, 2_000  # of a person: median, log-normal tail, most
QUALITY = (0.75, 0.12)
PROBES = 400  # of each kind
CHUNK = 50_000
POINTS = struct.pack("<10d", 1, 1, 3, 1, 2, 2, 1, 3, 3, 3)
FIRST = datetime(2008, 1, 1)  # noqa: DTZ001 - the camera's clock has no zone
YEARS = 15


def sizes_of(faces: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return how many faces each person has, of *faces* that belong to somebody."""
    drawn: list[NDArray[np.intp]] = []
    left = faces
    while left > 0:
        some = np.exp(np.log(PHOTOS) + PHOTOS_TAIL * rng.standard_normal(faces // 4 + 1))
        sizes = np.clip(some.astype(np.intp), 2, PHOTOS_MOST)
        kept = int(np.searchsorted(np.cumsum(sizes), left)) + 1
        drawn.append(sizes[:kept])
        left -= int(sizes[:kept].sum())
    return np.concatenate(drawn)


def name_of(kind: str, number: int) -> str:
    """Return an id as content would give it: digits that say nothing."""
    return blake2b(f"{kind}{number}".encode(), digest_size=32).hexdigest()


class Crowd:
    """Everybody who is drawn: people of the library, faces of nobody, strangers."""

    def __init__(self, faces: int, seed: int) -> None:
        self.rng = np.random.default_rng([seed, faces])
        self.sizes = sizes_of(int(faces * (1 - ALONE)), self.rng)
        alone = faces - int(self.sizes.sum())
        self.people = len(self.sizes)
        self.owners = np.concatenate(
            [np.repeat(np.arange(self.people), self.sizes), self.people + np.arange(alone)]
        )
        total = self.people + alone + PROBES
        self.looks = draw_people(PHOTOGRAPHS, total, self.rng).astype(np.float32)
        self.spreads = draw_spreads(PHOTOGRAPHS, total, self.rng)
        self.taken = self.rng.random(len(self.owners)) * YEARS * 365 * 86_400

    def faces(self, owners: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return vectors and qualities of a face of each of *owners*."""
        quality = self.rng.normal(*QUALITY, len(owners)).clip(LEAST_QUALITY, MOST_QUALITY)
        looks = self.looks[owners].astype(np.float64)
        return draw_faces(PHOTOGRAPHS, looks, self.spreads[owners], quality, self.rng), quality


def make(folder: Path, faces: int, seed: int = 0) -> None:
    """Make the library in *folder*, and its index."""
    crowd = Crowd(faces, seed)
    with Library.open(folder) as library:
        contract = library._parts.contract
    database = sqlite3.connect(folder / "catalog.db")
    with database:
        database.execute("INSERT INTO source (id, kind, uri) VALUES (1, 'folder', '/photos')")
        database.execute(
            "INSERT INTO contract (name, revision, changed, grouped, grouped_edit)"
            " VALUES (?, 1, 0, 1, 0)",
            (contract,),
        )
        fill(database, crowd, contract)
    database.close()
    mated = crowd.rng.integers(crowd.people, size=PROBES)
    alone = np.arange(len(crowd.looks) - PROBES, len(crowd.looks))
    vectors, quality = crowd.faces(np.concatenate([mated, alone]))
    np.savez(
        folder.with_suffix(".probes.npz"),
        vectors=vectors,
        quality=quality,
        people=np.array([person_id(crowd, int(each)) for each in mated] + [""] * PROBES),
    )
    with Library.open(folder) as library:
        refresh(library._parts, contract)


def person_id(crowd: Crowd, person: int) -> str:
    """Return the id of a person: that of its first face."""
    return "p" + name_of("f", int(np.searchsorted(crowd.owners, person)))[:16]


def fill(database: sqlite3.Connection, crowd: Crowd, contract: str) -> None:
    """Write people, photos, where they lie, faces and embeddings."""
    now = "2024-01-01 00:00:00.000000"
    database.executemany(
        "INSERT INTO person (id, name, hidden, feature, created) VALUES (?, NULL, 0, NULL, ?)",
        ((person_id(crowd, each), now) for each in range(crowd.people)),
    )
    for start in range(0, len(crowd.owners), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(crowd.owners)))
        vectors, quality = crowd.faces(crowd.owners[rows])
        database.executemany(
            "INSERT INTO photo (id, bytes, width, height, format, status, taken, taken_from, phash,"
            " thumbhash) VALUES (?, 1, 100, 100, 'JPEG', 'ok', ?, 'exif', 0, x'00')",
            photos_of(crowd, rows),
        )
        database.executemany(
            "INSERT INTO location (source, path, size, mtime_ns, photo, missing)"
            " VALUES (1, ?, 1, 1, ?, 0)",
            ((f"{row:07d}.jpg", name_of("p", row)) for row in rows.tolist()),
        )
        database.executemany(
            "INSERT INTO face (id, photo, position, detector, x1, y1, x2, y2, points, score,"
            " status, quality, person, assigned_by, tagged)"
            " VALUES (?, ?, 0, 'd', 1, 1, 3, 3, ?, 0.99, 'ok', ?, ?, ?, 0)",
            faces_of(crowd, rows, quality),
        )
        database.executemany(
            "INSERT INTO embedding (face, contract, revision, vector, norm) VALUES (?, ?, 1, ?, 1)",
            (
                ("f" + name_of("f", row)[:16], contract, vector.tobytes())
                for row, vector in zip(rows.tolist(), vectors, strict=True)
            ),
        )


def photos_of(crowd: Crowd, rows: NDArray[np.intp]) -> Iterator[tuple[str, str]]:
    """Yield the id of each photo and when it was taken."""
    for row in rows.tolist():
        taken = FIRST + timedelta(seconds=int(crowd.taken[row]))
        yield name_of("p", row), f"{taken:%Y-%m-%d %H:%M:%S}.000000"


def faces_of(
    crowd: Crowd, rows: NDArray[np.intp], quality: NDArray[np.float64]
) -> Iterator[tuple[str, str, bytes, float, str | None, str | None]]:
    """Yield the columns of each face that differ."""
    for row, good in zip(rows.tolist(), quality.tolist(), strict=True):
        owner = int(crowd.owners[row])
        mine = owner < crowd.people
        yield (
            "f" + name_of("f", row)[:16],
            name_of("p", row),
            POINTS,
            good,
            person_id(crowd, owner) if mine else None,
            "run" if mine else None,
        )


if __name__ == "__main__":
    started = datetime.now(UTC)
    make(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
    print(f"made in {(datetime.now(UTC) - started).total_seconds():.0f} s")
