from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.network.paths import path
from likeness.types.network import Network, NodeId
from tests.network.small import name, network, networks, similarities


def best_of_all(drawn: Network, one: NodeId, other: NodeId) -> tuple[NodeId, ...] | None:
    """Try every path: best weakest step, then fewest steps, then ids."""
    alike = similarities(drawn)
    between = [node.node for node in drawn.nodes if node.node not in {one, other}]
    found = []
    for length in range(len(between) + 1):
        for middle in permutations(between, length):
            nodes = (one, *middle, other)
            steps = [frozenset(step) for step in pairwise(nodes)]
            if all(step in alike for step in steps):
                found.append((-min(alike[step] for step in steps), len(nodes), nodes))
    return min(found)[2] if found else None


@settings(deadline=None, max_examples=150)
@given(drawn=networks(most=6), data=st.data())
def test_no_path_has_a_better_weakest_step_or_as_good_a_one_in_fewer_steps(
    drawn: Network, data: st.DataObject
) -> None:
    ids = [node.node for node in drawn.nodes]
    one, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    found = path(drawn, one, other)
    if one == other:
        assert found is not None
        assert (found.nodes, found.similarities, found.weakest) == ((one,), (), 1.0)
        return
    best = best_of_all(drawn, one, other)
    if found is None:
        assert best is None
        return
    alike = similarities(drawn)
    assert found.nodes == best
    assert found.similarities == tuple(alike[frozenset(step)] for step in pairwise(found.nodes))
    assert found.weakest == min(found.similarities)


def test_a_detour_over_people_who_are_alike_beats_a_weak_direct_step() -> None:
    drawn = network(3, {(0, 2): (0.2, 0), (0, 1): (0.6, 0), (1, 2): (0.5, 0)})
    found = path(drawn, name(0), name(2))
    assert found is not None
    assert found.nodes == (name(0), name(1), name(2))
    assert found.similarities == (0.6, 0.5)


def test_being_on_a_photo_together_is_no_resemblance() -> None:
    drawn = network(2, {(0, 1): (None, 9)})
    assert path(drawn, name(0), name(1)) is None


def test_somebody_who_is_not_in_the_network_is_refused() -> None:
    with pytest.raises(KeyError, match="p77"):
        path(network(2, {}), name(0), name(77))


def test_cosines_below_zero_lead_somewhere_too() -> None:
    found = path(network(2, {(0, 1): (-0.1, 0)}), name(1), name(0))
    assert found is not None
    assert found.weakest == -0.1
