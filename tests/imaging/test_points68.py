import numpy as np
import pytest

from likeness.imaging import points68
from likeness.imaging.points68 import MIRROR, eyes, mirrored
from likeness.imaging.pose import SHAPE

# The mean face in space, seen from the front: it is symmetric but for rounding.
FRONT = SHAPE[:, :2]


def test_a_mirror_swaps_every_point_with_its_partner():
    assert sorted(MIRROR) == list(range(points68.COUNT))
    assert MIRROR[MIRROR].tolist() == list(range(points68.COUNT))


def test_a_symmetric_face_is_its_own_mirror_image():
    assert mirrored(FRONT, 0.0) == pytest.approx(FRONT, abs=0.05)


def test_mirrored_twice_a_face_is_what_it_was():
    points = np.random.default_rng(1).uniform(0, 640, (3, 68, 2))

    assert mirrored(mirrored(points, 640), 640) == pytest.approx(points)


def test_mirroring_leaves_the_points_that_were_given():
    points = FRONT.copy()

    mirrored(points, 10)

    assert (points == FRONT).all()


@pytest.mark.parametrize(("one", "other"), [("RIGHT_EYE", "LEFT_EYE"), ("RIGHT_BROW", "LEFT_BROW")])
def test_a_mirror_makes_left_of_right(one, other):
    here, there = (getattr(points68, name) for name in (one, other))

    assert sorted(MIRROR[here]) == list(range(68))[there]
    assert FRONT[here, 0].max() < 0 < FRONT[there, 0].min()


@pytest.mark.parametrize("part", ["JAW", "BROWS", "NOSE", "EYES", "MOUTH", "OUTER_LIPS"])
def test_a_part_of_the_face_stays_itself_in_a_mirror(part):
    numbers = list(range(68))[getattr(points68, part)]

    assert sorted(MIRROR[numbers]) == numbers


def test_the_parts_are_the_whole_face_and_do_not_overlap():
    parts = ("JAW", "RIGHT_BROW", "LEFT_BROW", "NOSE", "EYES", "MOUTH")

    numbers = [number for part in parts for number in range(68)[getattr(points68, part)]]

    assert numbers == list(range(68))


def test_the_middles_of_the_eyes_lie_one_eye_distance_apart():
    right, left = eyes(FRONT)

    assert left - right == pytest.approx([1, 0], abs=0.03)
    assert eyes(np.stack([FRONT, FRONT]))[0].shape == (2, 2)
