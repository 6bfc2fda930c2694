"""The nodes that are compared: faces that count, or people by the mean of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.types import GroupingFaces, NodeId, NodeKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACES = 20_000  # whose vectors are added up together, in float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Faces or people with what they are compared by."""

    ids: tuple[NodeId, ...]  # n, sorted
    vectors: NDArray[np.float32] | NDArray[np.float64]  # (n, d), unit length


def nodes_of(faces: GroupingFaces, kind: NodeKind) -> Nodes:
    """Return the faces themselves, or the people whose faces they are.

    The vector of a person is the mean of those of their faces, added up in float64 in the order of
    the ids of the faces, at unit length. Whoever has faces that cancel out has zeros.
    """
    if kind == "faces":
        return Nodes(ids=tuple(map(NodeId, faces.ids)), vectors=faces.vectors)
    ids = sorted({person for person in faces.persons if person is not None})
    number = {person: row for row, person in enumerate(ids)}
    owner = np.array([-1 if p is None else number[p] for p in faces.persons], np.intp)
    order = np.argsort(owner, kind="stable")[np.count_nonzero(owner < 0) :]
    starts = np.searchsorted(owner[order], np.arange(len(ids) + 1))
    sums = np.zeros((len(ids), faces.vectors.shape[1]), np.float64)
    first = 0
    while first < len(ids):  # as many people as have so many faces, one at least
        last = int(np.searchsorted(starts, starts[first] + FACES, side="right")) - 1
        last = max(last, first + 1)
        rows = order[starts[first] : starts[last]]
        wide = faces.vectors[rows].astype(np.float64)
        sums[first:last] = np.add.reduceat(wide, starts[first:last] - starts[first], axis=0)
        first = last
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    unit = np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)
    return Nodes(ids=tuple(map(NodeId, ids)), vectors=unit)
