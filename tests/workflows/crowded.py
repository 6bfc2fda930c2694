"""A crowd on a sphere in a real catalog and a real index, without any photo or model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.index.exact import ExactIndex
from likeness.types import FaceId, Grouping, IngestBatch, PersonId
from tests.catalog.makers import CONTRACT, face, face_id, location, photo
from tests.grouping.strangers.people import crowd

__all__ = ["CONTRACT", "Crowded", "person_id"]


def person_id(number: int) -> PersonId:
    """Return the id of a person of the crowd."""
    return PersonId(f"p{number:016x}")


@dataclass
class Crowded:
    """Faces of people and of nobody, grouped and mirrored; photo n shows face n."""

    catalog: SqlCatalog
    index: ExactIndex
    vectors: np.ndarray
    owners: np.ndarray

    @classmethod
    def of(cls, folder: Path, people: int, photos: int, alone: int = 0) -> Crowded:
        """Make one; qualities are of all classes."""
        vectors, _, owners = crowd(people, photos, alone=alone)
        catalog = open_catalog("", folder=folder)
        rows = range(len(vectors))
        catalog.write(
            IngestBatch(
                source=catalog.add_source("folder", "/photos").id,
                photos=tuple(photo(n) for n in rows),
                faces=tuple(
                    face(n, quality=0.3 + 0.6 * (n % 7) / 7, embedding=vectors[n]) for n in rows
                ),
                locations=tuple(location(f"{n}.jpg", n) for n in rows),
            )
        )
        mine = {face_id(n): person_id(int(owners[n])) for n in rows if owners[n] >= 0}
        founded = tuple(sorted(set(mine.values())))
        assignments: dict[FaceId, PersonId | None] = {**mine}
        catalog.write_grouping(Grouping(assignments=assignments, founded=founded))
        index = ExactIndex(folder / "index", CONTRACT)
        index.replace(*catalog.vectors(CONTRACT), catalog.revision(CONTRACT))
        return cls(catalog, index, vectors, owners)

    def close(self) -> None:
        """Release both."""
        self.index.close()
        self.catalog.close()
