"""Where nodes lie on paper."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from likeness.network.export.places import LEAST_SHARE, MOST_SIDE, Places, places
from likeness.types.network import Network
from tests.network.networks import network


def overlaps(lying: Places) -> int:
    far = np.hypot(*(lying.centres[:, None] - lying.centres[None]).transpose(2, 0, 1))
    close = far < lying.radii[:, None] + lying.radii[None] - 0.5
    return int(np.triu(close, 1).sum())


def at(drawn: Network, x: float, y: float) -> Network:
    nodes = tuple(dataclasses.replace(node, x=x, y=y) for node in drawn.nodes)
    return dataclasses.replace(drawn, nodes=nodes)


@pytest.mark.parametrize("count", [2, 5, 40, 300])
def test_no_disc_lies_on_another_and_all_lie_on_the_sheet(count: int) -> None:
    lying = places(network(count))
    assert overlaps(lying) == 0
    assert (lying.centres - lying.radii[:, None] >= -0.1).all()
    assert (lying.centres + lying.radii[:, None] <= (lying.width + 0.1, lying.height + 0.1)).all()
    assert 1 / LEAST_SHARE + 0.01 > lying.width / lying.height > LEAST_SHARE - 0.01


def test_thousands_hardly_overlap_on_a_sheet_that_stays_small() -> None:
    lying = places(network(5000))
    assert overlaps(lying) < 50
    assert max(lying.width, lying.height) < 1.2 * MOST_SIDE
    assert lying.radii.min() >= 3


def test_places_that_are_all_the_same_are_moved_apart() -> None:
    lying = places(at(network(20), 0.3, 0.3))
    assert overlaps(lying) == 0
    assert np.isfinite(lying.centres).all()


def test_places_that_are_no_numbers_do_no_harm() -> None:
    lying = places(at(network(5), float("nan"), float("inf")))
    assert np.isfinite(lying.centres).all()


def test_what_lies_higher_in_the_network_is_higher_on_paper() -> None:
    drawn = network(2)
    one, other = drawn.nodes
    drawn = dataclasses.replace(
        drawn,
        nodes=(dataclasses.replace(one, x=0, y=1.0), dataclasses.replace(other, x=0, y=-1.0)),
    )
    lying = places(drawn)
    assert lying.centres[0, 1] < lying.centres[1, 1]


def test_more_faces_make_a_larger_disc() -> None:
    drawn = network(20)
    radii = places(drawn).radii
    faces = [node.faces for node in drawn.nodes]
    assert radii[int(np.argmax(faces))] == radii.max() > radii[int(np.argmin(faces))]


def test_nobody_has_a_sheet_too() -> None:
    lying = places(network(0))
    assert lying.width > 0
    assert lying.height > 0
