"""What has to change in the neighbours that are kept, so that they are those of the nodes now.

As little as possible is compared: nodes that came, with all; all, with nodes that came; and nodes
that lost a neighbour, with all. What comes out is nevertheless what comparing all with all gives:
the nearest of a node are among those that it had, if it lost none of them, and those that came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from likeness.catalog.network_store import NetworkStore
from likeness.types import Contract, NodeId, NodeKind
from likeness.vectors.exact import Cosines
from likeness.workflows.network.nodes import Nodes

NEAREST = 16
"""Neighbours that are kept of each node: twice as many as a network shows of each by default, so
that it has enough of them when some may not be seen."""

MANY = 0.25  # share of the nodes that are compared with all: from here on the rest are, too
ROWS = 2_000  # compared with all at a time, before somebody is told

Tell = Callable[[int, int], None]
"""Told how many nodes are compared, of how many. May raise, to end it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be written; see `NetworkStore.write_neighbours`."""

    replaced: Mapping[NodeId, Mapping[NodeId, float]]
    gone: tuple[NodeId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """The nodes by what has to be done about each, as rows in ascending order."""

    whole: tuple[int, ...]  # compared with all: they came, or lost a neighbour
    rest: tuple[int, ...]  # compared with those that came
    fresh: tuple[int, ...]  # that came
    least: tuple[float, ...]  # of `rest`: how alike one must be to be among the nearest
    gone: tuple[NodeId, ...]


def changes(
    nodes: Nodes, kept: NetworkStore, contract: Contract, kind: NodeKind, tell: Tell
) -> Changes:
    """Compare what is new with what is kept."""
    split = _split(nodes, kept, contract, kind)
    compared = Cosines(nodes.vectors)
    replaced = _compared_with_all(nodes, compared, split.whole, tell)
    if split.rest and split.fresh:
        came = _came_near(nodes, compared, split)
        lists = kept.neighbours(contract, kind, came.keys())
        for node, more in came.items():
            before = lists.get(node, {})
            after = _best(before | more, split.gone)
            if list(after.items()) != list(before.items()):
                replaced[node] = after
    return Changes(replaced=replaced, gone=split.gone)


def _split(nodes: Nodes, kept: NetworkStore, contract: Contract, kind: NodeKind) -> _Split:
    tallies = kept.tallies(contract, kind)
    known = frozenset(nodes.ids)
    gone = tuple(sorted(tallies.keys() - known))
    fresh = [row for row, id_ in enumerate(nodes.ids) if id_ not in tallies]
    lost = kept.pointing_at(contract, kind, [*gone, *(nodes.ids[row] for row in fresh)])
    stayed = len(nodes.ids) - len(fresh)
    whole, rest = list(fresh), list[int]()
    for row, id_ in enumerate(nodes.ids):
        if id_ in tallies:
            count = tallies[id_][0]
            # Either no neighbour was lost, or all that stayed are neighbours.
            sound = min(NEAREST, stayed - 1) <= count - lost.get(id_, 0) <= NEAREST
            (rest if sound else whole).append(row)
    if len(whole) > MANY * len(nodes.ids):
        whole, rest = list(range(len(nodes.ids))), []
    full = {id_: least for id_, (count, least) in tallies.items() if count >= NEAREST}
    return _Split(
        whole=tuple(sorted(whole)),
        rest=tuple(rest),
        fresh=tuple(fresh),
        least=tuple(full.get(nodes.ids[row], -1.0) for row in rest),
        gone=gone,
    )


def _compared_with_all(
    nodes: Nodes, compared: Cosines, rows: tuple[int, ...], tell: Tell
) -> dict[NodeId, Mapping[NodeId, float]]:
    found: dict[NodeId, Mapping[NodeId, float]] = {}
    for start in range(0, len(rows), ROWS):
        tell(start, len(rows))
        part = np.array(rows[start : start + ROWS], np.intp)
        others, cosines = compared.nearest(part, NEAREST)
        for row, near, alike in zip(part.tolist(), others.tolist(), cosines.tolist(), strict=True):
            names = (nodes.ids[other] for other in near)
            found[nodes.ids[row]] = dict(zip(names, alike, strict=True))
    return found


def _came_near(nodes: Nodes, compared: Cosines, split: _Split) -> dict[NodeId, dict[NodeId, float]]:
    """Return which of the nodes that came may be among the nearest of which of the rest."""
    found: dict[NodeId, dict[NodeId, float]] = defaultdict(dict)
    rest, fresh = np.array(split.rest, np.intp), np.array(split.fresh, np.intp)
    for block in compared.above(rest, fresh, np.array(split.least)):
        for row, other, cosine in zip(*(part.tolist() for part in block), strict=True):
            found[nodes.ids[row]][nodes.ids[other]] = cosine
    return dict(found)


def _best(near: Mapping[NodeId, float], gone: Collection[NodeId]) -> dict[NodeId, float]:
    """Return the nearest, the most alike first, equal ones by id."""
    ranked = sorted((-cosine, other) for other, cosine in near.items() if other not in gone)
    return {other: -negative for negative, other in ranked[:NEAREST]}
