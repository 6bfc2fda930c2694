from __future__ import annotations

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.network.bridges import betweenness, bridges
from likeness.types.network import Network
from tests.network.small import name, network, networks

TWO_GROUPS = {
    (0, 1): (0.5, 0),
    (0, 2): (0.5, 0),
    (1, 2): (0.5, 0),
    (2, 3): (None, 3),  # they only met
    (3, 4): (0.4, 0),
    (4, 5): (0.5, 0),
    (4, 6): (0.5, 0),
    (5, 6): (0.5, 0),
}


def by_all_paths(count: int, edges: set[frozenset[int]]) -> list[float]:
    """Count shortest paths by trying all paths."""
    through = [0.0] * count
    for one, other in combinations(range(count), 2):
        between = [node for node in range(count) if node not in {one, other}]
        for length in range(len(between) + 1):
            ways = [
                middle
                for middle in permutations(between, length)
                if all(frozenset(step) in edges for step in pairwise((one, *middle, other)))
            ]
            if ways:
                for middle in ways:
                    for node in middle:
                        through[node] += 1 / len(ways)
                break
    pairs = (count - 1) * (count - 2) / 2
    return [value / pairs if pairs else 0.0 for value in through]


@settings(deadline=None, max_examples=60)
@given(drawn=networks(most=6))
def test_betweenness_is_the_share_of_shortest_paths(drawn: Network) -> None:
    ids = [node.node for node in drawn.nodes]
    edges = {frozenset((ids.index(edge.one), ids.index(edge.other))) for edge in drawn.edges}
    wanted = by_all_paths(len(ids), edges)
    near = {node.node: {node.community} for node in drawn.nodes}
    community = {node.node: node.community for node in drawn.nodes}
    for edge in drawn.edges:
        near[edge.one].add(community[edge.other])
        near[edge.other].add(community[edge.one])
    expected = sorted(
        (-round(value, 6), node, tuple(sorted(near[node])))
        for node, value in zip(ids, wanted, strict=True)
        if value > 0 and len(near[node]) > 1
    )
    found = bridges(drawn, 100)
    assert [(bridge.node, bridge.communities) for bridge in found] == [
        (node, groups) for _, node, groups in expected
    ]
    assert [bridge.betweenness for bridge in found] == pytest.approx(
        [-value for value, _, _ in expected], abs=2e-6
    )


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32 - 1))
def test_large_networks_are_counted_alike_where_all_nodes_are_pivots(seed: int) -> None:
    random = np.random.default_rng(seed)
    pairs = {tuple(sorted(pair)) for pair in random.integers(0, 40, (60, 2)).tolist()}
    edges = np.array([pair for pair in sorted(pairs) if pair[0] != pair[1]], np.int64)
    exact = betweenness(40, edges)
    assert betweenness(40, edges, most=0, pivots=40) == pytest.approx(exact, abs=2e-6)


def test_pivots_estimate_who_matters() -> None:
    random = np.random.default_rng(1)
    groups = [random.integers(200 * at, 200 * at + 200, (1200, 2)) for at in range(3)]
    joints = np.array([[5, 600], [300, 600], [500, 600]])
    edges = np.concatenate([*groups, joints]).astype(np.int64)
    exact = betweenness(601, edges)
    guessed = betweenness(601, edges, most=0, pivots=100)
    assert np.argmax(guessed) == np.argmax(exact) == 600
    assert guessed[600] == pytest.approx(exact[600], rel=0.1)


def test_who_joins_two_groups_comes_first() -> None:
    drawn = network(7, TWO_GROUPS, communities=[0, 0, 0, 1, 1, 1, 1])
    found = bridges(drawn, 2)
    # Of the 15 pairs of others p03 lies between 3 and 3 people, p02 between 2 and 4. So does p04,
    # but p04 is joined to its own community alone.
    assert [bridge.node for bridge in found] == [name(3), name(2)]
    assert [bridge.communities for bridge in found] == [(0, 1), (0, 1)]
    assert found[0].betweenness == pytest.approx(9 / 15, abs=1e-6)
    assert found[1].betweenness == pytest.approx(8 / 15, abs=1e-6)


def test_whoever_only_holds_one_group_together_is_no_bridge() -> None:
    star = {(0, other): (0.5, 0) for other in range(1, 5)}
    assert bridges(network(5, star), 5) == []


def test_a_network_of_one_or_two_has_no_bridges() -> None:
    assert bridges(network(1, {}), 5) == []
    assert bridges(network(2, {(0, 1): (0.5, 0)}, communities=[0, 1]), 5) == []
