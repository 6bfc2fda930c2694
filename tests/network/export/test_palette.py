"""Colours of communities."""

from __future__ import annotations

import dataclasses
import math

from likeness.network.export.palette import COMMUNITIES, OTHERS, colours
from likeness.types.network import Network
from tests.network.networks import network


def laid(groups: list[tuple[int, float, float]]) -> Network:
    """Return a network of communities: how many nodes each has, and where they lie."""
    drawn = network(sum(count for count, _, _ in groups))
    where = [(at, x, y) for at, (count, x, y) in enumerate(groups) for _ in range(count)]
    nodes = tuple(
        dataclasses.replace(node, community=at, x=x, y=y)
        for node, (at, x, y) in zip(drawn.nodes, where, strict=True)
    )
    return dataclasses.replace(drawn, nodes=nodes, edges=())


def test_the_largest_communities_have_a_colour_each() -> None:
    found = colours(laid([(20 - at, 0, 0) for at in range(7)]))
    assert [found[at] for at in range(7)] == list(COMMUNITIES)


def test_communities_beside_each_other_look_different() -> None:
    ring = [
        (40 - at, math.cos(at * 2 * math.pi / 30), math.sin(at * 2 * math.pi / 30))
        for at in range(30)
    ]
    found = colours(laid(ring))
    assert OTHERS not in found.values()
    assert all(found[at] != found[(at + 1) % 30] for at in range(30))


def test_tiny_ones_among_many_are_grey() -> None:
    found = colours(laid([(5, 0, 0)] * 8 + [(1, 0.5, 0.5)]))
    assert found[8] == OTHERS
    assert OTHERS not in [found[at] for at in range(8)]


def test_somebody_alone_has_a_colour() -> None:
    assert set(colours(network(1)).values()) == {COMMUNITIES[0]}
