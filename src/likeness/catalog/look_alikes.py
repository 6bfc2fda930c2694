"""Who looks like a person: the means of their faces, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, select

from likeness.catalog import people
from likeness.catalog.database import STREAM
from likeness.catalog.photos import countable
from likeness.catalog.schema import embedding, face, person
from likeness.catalog.vectors import from_bytes
from likeness.types import Contract, LookAlike, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS = 4
"""Of a similarity: what float32 makes the same, in whatever order faces were added up."""


@dataclass(frozen=True)
class Means:
    """Everybody who has a face that counts, with the mean of these faces."""

    people: tuple[PersonId, ...]  # by id
    vectors: NDArray[np.float32]  # (n, d) unit length

    @cached_property
    def row(self) -> dict[PersonId, int]:
        """The number of each."""
        return {id_: row for row, id_ in enumerate(self.people)}


def means(connection: Connection, contract: Contract) -> Means:
    """Return the means of the embeddings of *contract*."""
    rows = connection.execute(
        select(face.c.person, embedding.c.vector)
        .join_from(embedding, face)
        .where(embedding.c.contract == contract, face.c.person.is_not(None), countable()),
        execution_options={"yield_per": STREAM},
    )
    sums: dict[PersonId, NDArray[np.float64]] = {}
    for part in rows.partitions():
        whose, vectors = zip(*part, strict=True)
        _add(sums, whose, from_bytes(vectors))
    ids = tuple(sorted(sums))
    added = np.array([sums[id_] for id_ in ids]).reshape(len(ids), -1 if ids else 0)
    lengths = np.linalg.norm(added, axis=1, keepdims=True)
    unit = np.divide(added, lengths, out=np.zeros_like(added), where=lengths > 0)
    return Means(ids, unit.astype(np.float32))


def _add(
    sums: dict[PersonId, NDArray[np.float64]],
    whose: Sequence[PersonId],
    vectors: NDArray[np.float32],
) -> None:
    """Add (m, d) vectors to the sums of those whose they are."""
    names, row = np.unique(np.array(whose, np.str_), return_inverse=True)
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(len(names)))
    parts = np.add.reduceat(vectors[order].astype(np.float64), starts, axis=0)
    for name, part in zip(names.tolist(), parts, strict=True):
        id_ = PersonId(name)
        sums[id_] = sums[id_] + part if id_ in sums else part


def nearest(connection: Connection, known: Means, of: PersonId, limit: int) -> list[LookAlike]:
    """Return whose means are nearest to that of a person; see `PageStore.similar`."""
    mine = known.row.get(of)
    if mine is None:
        return []
    cosines = np.round(known.vectors @ known.vectors[mine], DECIMALS).clip(-1, 1)
    hidden = connection.execute(select(person.c.id).where(person.c.hidden)).scalars()
    out = [known.row[id_] for id_ in map(PersonId, hidden) if id_ in known.row]
    cosines[[mine, *out]] = -np.inf
    order = np.lexsort((np.arange(len(cosines)), -cosines))[:limit]
    best = {known.people[row]: float(cosines[row]) for row in order if np.isfinite(cosines[row])}
    rows = connection.execute(
        select(person.c.id, person.c.name, people.feature().label("feature")).where(
            person.c.id.in_(best)
        )
    )
    shown = {row.id: row for row in rows}  # somebody may have become another one by now
    return [
        LookAlike(
            person=id_,
            name=shown[id_].name,
            similarity=round(cosine, DECIMALS),
            feature=shown[id_].feature,
        )
        for id_, cosine in best.items()
        if id_ in shown
    ]
