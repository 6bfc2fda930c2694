"""A small library made by hand: files with any content, in a real catalog, without any model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np

from likeness.catalog.base import Catalog
from likeness.catalog.sql import open_catalog
from likeness.types import (
    Contract,
    FaceFacts,
    FaceId,
    Grouping,
    IngestBatch,
    Location,
    PersonId,
    PhotoFacts,
    PhotoId,
)
from likeness.workflows.parts import Parts

CONTRACT = Contract("test-1")
POINTS = ((1.0, 2.0), (3.0, 2.0), (2.0, 3.0), (1.0, 4.0), (3.0, 4.0))


class Album:
    """Photos in `pictures` whose people are what the test says."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.pictures = folder / "pictures"
        self.library = folder / "library"
        self.target = folder / "people"
        self.catalog = catalog
        self.parts = cast(Parts, SimpleNamespace(folder=self.library, catalog=catalog))
        self.pictures.mkdir()
        self.source = catalog.add_source("folder", str(self.pictures)).id
        self._count = 0

    def add(self, path: str, *people: str, content: bytes | None = None) -> PhotoId:
        """Write a photo and say who is on it; a person is told by a letter, such as "a"."""
        file = self.pictures / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content or os.fsencode(path))
        self._count += 1
        os.utime(file, ns=(0, self._count * 10**9))
        photo = PhotoId(sha256(file.read_bytes()).hexdigest())
        faces = [self._face(photo, number, person) for number, person in enumerate(people)]
        found = file.stat()
        self.catalog.write(
            IngestBatch(
                source=self.source,
                photos=(self._facts(photo, found.st_size),),
                faces=tuple(face for face, _ in faces),
                locations=(
                    Location(
                        path=path, size=found.st_size, mtime_ns=found.st_mtime_ns, photo=photo
                    ),
                ),
            )
        )
        known = {person.person for person in self.catalog.people(hidden=True)}
        self.catalog.write_grouping(
            Grouping(
                assignments={face.id: person for face, person in faces},
                founded=tuple({person for _, person in faces} - known),
            )
        )
        return photo

    def move(self, old: str, new: str) -> None:
        """Rename a file and let the catalog know."""
        photo = self.catalog.locations(self.source)[old].photo
        (self.pictures / new).parent.mkdir(parents=True, exist_ok=True)
        found = (self.pictures / old).rename(self.pictures / new).stat()
        place = Location(path=new, size=found.st_size, mtime_ns=found.st_mtime_ns, photo=photo)
        self.catalog.write(IngestBatch(source=self.source, locations=(place,)))
        self.catalog.mark_missing(self.source, [old])

    def lose(self, path: str) -> None:
        """Delete a file and let the catalog know."""
        (self.pictures / path).unlink()
        self.catalog.mark_missing(self.source, [path])

    def name(self, person: str, name: str) -> None:
        """Give a person a name."""
        self.catalog.name(person_id(person), name, who="test")

    def _facts(self, photo: PhotoId, size: int) -> PhotoFacts:
        return PhotoFacts(
            id=photo,
            size=size,
            width=100,
            height=100,
            format="JPEG",
            status="ok",
            taken=None,
            taken_offset=None,
            taken_from=None,
            camera=None,
            phash=0,
            thumbhash=b"",
        )

    def _face(self, photo: PhotoId, number: int, person: str) -> tuple[FaceFacts, PersonId]:
        vector = np.zeros(4, np.float32)
        vector[number % 4] = 1
        digest = sha256(f"{photo}/{number}".encode()).hexdigest()[:16]
        face = FaceFacts(
            id=FaceId(f"f{digest}"),
            photo=photo,
            position=number,
            detector=CONTRACT,
            box=(1.0, 2.0, 3.5, 4.25),
            points=POINTS,
            score=0.9,
            status="ok",
            quality=0.5,
            landmarks=np.full((68, 2), 0.1, np.float32),
            pose=(1.0, -2.0, 3.0),
            age=31.25,
            gender="female",
            gender_probability=0.75,
            contract=CONTRACT,
            embedding=vector,
            norm=1.5,
            mirror_distance=0.1,
        )
        return face, person_id(person)


def person_id(letter: str) -> PersonId:
    """Return the id of the person that tests call *letter*."""
    return PersonId("p" + sha256(letter.encode()).hexdigest()[:16])


@contextmanager
def open_album(folder: Path) -> Iterator[Album]:
    """Make an empty album in *folder*."""
    catalog = open_catalog("", folder=folder / "library")
    try:
        yield Album(folder, catalog)
    finally:
        catalog.close()


def tree(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below *folder*, the manifest left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
