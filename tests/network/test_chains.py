from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.network.chains import chain, longest_chain
from likeness.network.paths import path
from likeness.types.network import Network, NodeId
from tests.network.small import name, network, networks, similarities


def longest_of_all(drawn: Network, minimum: float) -> tuple[NodeId, ...] | None:
    """Try every path: the longest of the shortest ones, then the smallest ends, then ids."""
    alike = {pair for pair, value in similarities(drawn).items() if value >= minimum}
    ids = [node.node for node in drawn.nodes]
    shortest: dict[tuple[NodeId, NodeId], tuple[NodeId, ...]] = {}
    for length in range(2, len(ids) + 1):
        for nodes in permutations(ids, length):
            ends = nodes[0], nodes[-1]
            if all(frozenset(step) in alike for step in pairwise(nodes)):
                known = shortest.get(ends, nodes)
                shortest[ends] = min(known, nodes, key=lambda each: (len(each), each))
    ways = shortest.values()
    return min(ways, key=lambda way: (-len(way), way[0], way[-1], way), default=None)


@settings(deadline=None, max_examples=200)
@given(drawn=networks(most=6), minimum=st.sampled_from([0.0, 0.3, 0.5]))
def test_no_chain_without_a_shortcut_is_longer(drawn: Network, minimum: float) -> None:
    found = longest_chain(drawn, minimum)
    wanted = longest_of_all(drawn, minimum)
    assert (found.nodes if found else None) == wanted
    if found:
        alike = similarities(drawn)
        assert found.similarities == tuple(alike[frozenset(step)] for step in pairwise(found.nodes))
        assert found.weakest == min(found.similarities) >= minimum


def test_a_long_chain_is_found_among_many_short_ones() -> None:
    edges = {(at, at + 1): (0.5, 0) for at in range(30)}
    edges |= {(at, at + 1): (0.9, 0) for at in range(40, 90, 2)}
    found = longest_chain(network(95, edges), 0.4)
    assert found is not None
    assert found.nodes == tuple(name(at) for at in range(31))


@settings(deadline=None, max_examples=60)
@given(drawn=networks(most=6), data=st.data())
def test_a_chain_is_made_of_paths_of_resemblance(drawn: Network, data: st.DataObject) -> None:
    ids = [node.node for node in drawn.nodes]
    through = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4))
    parts = [path(drawn, one, other) for one, other in pairwise(through)]
    found = chain(drawn, through)
    if None in parts:
        assert found is None
        return
    assert found is not None
    nodes, steps = [through[0]], []
    for part in parts:
        assert part is not None
        nodes.extend(part.nodes[1:])
        steps.extend(part.similarities)
    assert found.nodes == tuple(nodes)
    assert found.similarities == tuple(steps)
    assert found.weakest == min([1.0, *steps])


def test_a_chain_names_somebody() -> None:
    with pytest.raises(ValueError, match="at least one"):
        chain(network(1, {}), [])
    with pytest.raises(KeyError, match="p05"):
        chain(network(1, {}), [name(5)])
