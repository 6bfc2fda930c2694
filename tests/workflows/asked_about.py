"""A real catalog of made-up faces, for asking and explaining without any model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np

from likeness.catalog.sql import open_catalog
from likeness.types import FaceId, Grouping, IngestBatch, PersonId
from likeness.workflows.parts import Parts
from tests.catalog.makers import CONTRACT, face, face_id, location, photo
from tests.grouping.crowd import centres, near


class Town:
    """People in pieces: face 0, 1, ... of person 0, then of person 1, a photo for each."""

    def __init__(self, folder: Path, people: Sequence[Sequence[int]], spread: float) -> None:
        self.catalog = open_catalog("", folder=folder / "library")
        self.parts = cast(
            Parts, SimpleNamespace(folder=folder, catalog=self.catalog, contract=CONTRACT)
        )
        source = self.catalog.add_source("folder", str(folder)).id
        self.truth: dict[FaceId, int] = {}
        middles = centres(len(people))
        count = 0
        for who, pieces in enumerate(people):
            for size in pieces:
                numbers = list(range(count, count + size))
                vectors = [near(middles[who], spread, number) for number in numbers]
                self._write(source, numbers, vectors)
                self.truth |= {face_id(number): who for number in numbers}
                count += size

    def _write(self, source: int, numbers: Sequence[int], vectors: Sequence[np.ndarray]) -> None:
        pairs = zip(numbers, vectors, strict=True)
        self.catalog.write(
            IngestBatch(
                source=source,
                photos=tuple(photo(number) for number in numbers),
                faces=tuple(face(number, embedding=vector) for number, vector in pairs),
                locations=tuple(location(f"{number}.jpg", number) for number in numbers),
            )
        )
        if len(numbers) > 1:
            founder = min(face_id(number) for number in numbers)
            person = PersonId(f"p{founder[1:]}")
            self.catalog.write_grouping(
                Grouping(
                    assignments={face_id(number): person for number in numbers}, founded=(person,)
                )
            )

    def people(self) -> dict[str, set[FaceId]]:
        """Return everybody with their faces."""
        found: dict[str, set[FaceId]] = {}
        for row in self.catalog.faces():
            if row.person is not None:
                found.setdefault(row.person, set()).add(row.face)
        return found

    def state(self) -> object:
        """Return all that decisions can change."""
        rows = [(row.face, row.person, row.assigned_by, row.mark) for row in self.catalog.faces()]
        faces = self.catalog.grouping_faces(CONTRACT)
        return sorted(rows), faces.rejections, self.catalog.people(hidden=True)


@contextmanager
def town(folder: Path, *people: Sequence[int], spread: float = 0.2) -> Iterator[Town]:
    """Make people out of pieces of so many faces; a piece of one belongs to nobody."""
    made = Town(folder, people, spread)
    try:
        yield made
    finally:
        made.catalog.close()
