"""Names on a drawing."""

from __future__ import annotations

import itertools

import numpy as np

from likeness.network.export.labels import Label, labels
from likeness.network.export.plan import plan
from tests.network.networks import HOSTILE, network

SHEET = (0.0, 0.0, 1000.0, 1000.0)


def box(label: Label) -> tuple[float, float, float, float]:
    half = label.text.width / 2
    return (label.x - half, label.y - 0.75 * label.size, label.x + half, label.y + 0.2 * label.size)


def test_no_name_covers_another_or_leaves_the_sheet() -> None:
    drawing = plan(network(300, names=HOSTILE))
    boxes = [box(label) for label in drawing.labels]
    assert len(boxes) > 100
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart
    assert all(left >= 0 and right <= drawing.width for left, _, right, _ in boxes)


def test_no_name_covers_the_middle_of_a_disc() -> None:
    drawing = plan(network(300))
    for label in drawing.labels:
        left, top, right, bottom = box(label)
        for disc in drawing.discs:
            assert not (left < disc.x < right and top < disc.y < bottom)


def test_where_there_is_room_for_one_the_most_important_gets_it() -> None:
    centres, radii = np.array([[60.0, 60.0], [60.0, 64.0]]), np.array([20.0, 20.0])
    tight = (0.0, 0.0, 120.0, 115.0)
    for order in ([0, 1], [1, 0]):
        first, *others = labels(["Anna", "Jonas"], order, centres, radii, tight)
        assert first.text.text == ("Anna", "Jonas")[order[0]]
        assert len(others) <= 1


def test_nameless_nodes_have_no_label() -> None:
    centres, radii = np.array([[100.0, 100.0], [500.0, 500.0]]), np.array([9.0, 9.0])
    (only,) = labels(["", "Anna"], [0, 1], centres, radii, SHEET)
    assert (only.text.text, only.x) == ("Anna", 500.0)


def test_a_long_name_is_shortened() -> None:
    centres, radii = np.array([[500.0, 500.0]]), np.array([9.0])
    (label,) = labels(["A" * 200], [0], centres, radii, SHEET)
    assert "…" in label.text.text
    assert label.text.width < 200
