"""Which nodes of a network resemble each other enough, or the most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from likeness.types import NodeId
from likeness.vectors.exact import Cosines
from likeness.workflows.network.changes import NEAREST
from likeness.workflows.network.nodes import Nodes

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 160_000
"""Edges of likeness: 8 for each of 20,000 nodes. Of more the most alike are in the network, and
those to the nearest in any case. A page can pan over so many, and nobody sees anything in more."""

Kept = Mapping[NodeId, Mapping[NodeId, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Pairs of nodes, as rows, by the first one, then the second."""

    pairs: NDArray[np.intp]  # (m, 2) the smaller row first
    similarity: NDArray[np.float64]  # (m,) cosines
    minimum: float  # every pair that is more alike than this is one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the neighbours that are kept say, and of which nodes they do not say enough."""

    near: list[tuple[int, int, float]]
    above: list[tuple[int, int, float]]
    unsure: list[int]  # rows whose nearest are not all known
    crowded: list[int]  # rows that may be alike to more than those that are kept


def edges(nodes: Nodes, kept: Kept, total: int, minimum: float, nearest: int) -> Edges:
    """Return the pairs that are alike enough, and those of each node with its nearest.

    Exactly as comparing all with all would give, but compared are only those of which more is
    asked than is kept: all but the most alike of those that are beyond `MOST` are left out, equal
    ones by row.

    Args:
        nodes: That are in the network.
        kept: Neighbours among all nodes of the library, the most alike first; {}: none are kept.
        total: How many nodes there are in the library.
        minimum: The least cosine of two that are alike enough.
        nearest: So many neighbours of each are joined to it, however alike.
    """
    known = _known(nodes, kept, total, minimum, nearest)
    near, above = _pairs(known.near), _pairs(known.above)
    if known.unsure or known.crowded:
        compared = Cosines(nodes.vectors)
        rows = np.array(known.unsure, np.intp)
        others, cosines = compared.nearest(rows, nearest)
        ends = np.column_stack([np.repeat(rows, others.shape[1]), others.ravel()])
        near = _joined(near, (np.sort(ends, axis=1), cosines.ravel()))
        one, other, alike = compared.strongest(np.array(known.crowded, np.intp), minimum, MOST)
        above = _joined(above, (np.column_stack([one, other]), alike))
        if len(alike) == MOST:
            minimum = max(minimum, float(alike[-1]))
    return _within(near, above, minimum, len(nodes.ids))


def _known(nodes: Nodes, kept: Kept, total: int, minimum: float, nearest: int) -> _Known:
    row = {id_: number for number, id_ in enumerate(nodes.ids)}
    known = _Known(near=[], above=[], unsure=[], crowded=[])
    for number, id_ in enumerate(nodes.ids):
        listed = kept.get(id_, {})
        everybody = len(listed) == total - 1
        # Somebody may have changed the library since the neighbours were brought level.
        sound = everybody or len(listed) == NEAREST
        seen = [(row[other], alike) for other, alike in listed.items() if other in row]
        if sound and (everybody or len(seen) >= nearest):
            known.near.extend(_ends(number, seen[:nearest]))
        elif nearest:
            known.unsure.append(number)
        if sound and (everybody or min(listed.values()) < minimum):
            known.above.extend(_ends(number, (pair for pair in seen if pair[1] >= minimum)))
        else:
            known.crowded.append(number)
    return known


def _ends(row: int, others: Iterable[tuple[int, float]]) -> Iterable[tuple[int, int, float]]:
    return ((min(row, other), max(row, other), alike) for other, alike in others)


_Pairs = tuple["NDArray[np.intp]", "NDArray[np.float64]"]
"""Rows (m, 2), the smaller first, and cosines (m,); a pair may be in it twice."""


def _pairs(found: list[tuple[int, int, float]]) -> _Pairs:
    ends = np.array([(one, other) for one, other, _ in found], np.intp).reshape(-1, 2)
    return ends, np.array([alike for *_, alike in found], np.float64)


def _joined(one: _Pairs, other: _Pairs) -> _Pairs:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def _within(near: _Pairs, above: _Pairs, minimum: float, count: int) -> Edges:
    """Return each pair once: all of those that are near, then the most alike."""
    ends, alike = _joined(near, above)
    codes, first = np.unique(ends[:, 0] * count + ends[:, 1], return_index=True)
    ends, alike = ends[first], alike[first]
    wanted = first < len(near[0])
    rest = np.flatnonzero(~wanted)
    room = max(0, MOST - int(np.count_nonzero(wanted)))
    if len(rest) > room:
        order = rest[np.lexsort((codes[rest], -alike[rest]))]
        minimum = max(minimum, float(alike[order[room]]))
        rest = order[:room]
    wanted[rest] = True
    return Edges(pairs=ends[wanted], similarity=alike[wanted], minimum=minimum)
