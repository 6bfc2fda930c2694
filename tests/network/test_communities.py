from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.network.drawing import communities
from likeness.network.graph import graph_of, parts_of


def crowd(
    seed: int, sizes: list[int], *, between: int
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return edges among groups of these sizes, few between them, and the group of each node."""
    random = np.random.default_rng(seed)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    edges = []
    for group in range(len(sizes)):
        nodes = np.flatnonzero(owner == group)
        edges += [(nodes[at], nodes[at - 1]) for at in range(1, len(nodes))]
        edges += random.choice(nodes, (4 * len(nodes), 2)).tolist()
    edges += random.integers(0, len(owner), (between, 2)).tolist()
    return np.array(edges, np.int64), owner


def modularity(count: int, edges: NDArray[np.int64], groups: NDArray[np.intp]) -> float:
    """Return Newman's modularity, from the full matrix."""
    matrix = np.zeros((count, count))
    for one, other in edges.tolist():
        if one != other:
            matrix[one, other] += 1
            matrix[other, one] += 1
    strengths, total = matrix.sum(axis=1), matrix.sum()
    together = groups[:, None] == groups
    return float((matrix - np.outer(strengths, strengths) / total)[together].sum() / total)


def test_groups_with_few_edges_between_them_are_found_largest_first() -> None:
    edges, owner = crowd(3, [20, 50, 35], between=12)
    found = communities(105, edges, np.ones(len(edges)))
    assert found.tolist() == np.array([2, 0, 1])[owner].tolist()


def test_equally_large_communities_are_numbered_by_their_smallest_node() -> None:
    edges = [[5, 3], [1, 4], [0, 2]]
    assert communities(7, edges, [1.0, 1.0, 1.0]).tolist() == [0, 1, 0, 2, 1, 2, 3]


def test_weights_decide_who_belongs_together() -> None:
    ring = [[0, 1], [1, 2], [2, 3], [3, 0]]
    assert communities(4, ring, [9.0, 1.0, 9.0, 1.0]).tolist() == [0, 0, 1, 1]
    assert communities(4, ring, [1.0, 9.0, 1.0, 9.0]).tolist() == [0, 1, 1, 0]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), between=st.integers(0, 200))
def test_communities_are_connected_complete_and_the_same_each_time(seed: int, between: int) -> None:
    edges, _ = crowd(seed, [1, 6, 9, 14, 2], between=between)
    weights = np.random.default_rng(seed).random(len(edges))
    found = communities(32, edges, weights)
    sizes = np.bincount(found)
    assert (np.diff(sizes) <= 0).all()
    assert sizes.min() > 0
    graph = graph_of(32, edges, weights)
    assert len(np.unique(parts_of(graph, found.astype(np.int64)))) == len(sizes)
    firsts = [int(np.argmax(found == at)) for at in range(len(sizes))]
    assert firsts == sorted(firsts, key=lambda node: (-sizes[found[node]], node))
    assert np.array_equal(communities(32, edges, weights), found)


@pytest.mark.parametrize("seed", range(5))
def test_no_single_move_makes_communities_better(seed: int) -> None:
    edges, owner = crowd(seed, [30, 20, 40, 25, 15], between=150)
    found = communities(130, edges, np.ones(len(edges)))
    best = modularity(130, edges, found)
    assert best > modularity(130, edges, owner) - 0.01
    for node in range(130):
        for group in range(found.max() + 1):
            moved = found.copy()
            moved[node] = group
            assert modularity(130, edges, moved) <= best + 1e-9


def test_nobody_forms_no_community() -> None:
    assert communities(0, [], []).tolist() == []
    assert communities(3, [], []).tolist() == [0, 1, 2]
