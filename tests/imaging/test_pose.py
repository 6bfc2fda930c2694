import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.pose import RIGID, SHAPE, angles, poses


def rotation(pitch, yaw, roll):
    """Turn by yaw, then pitch, then roll: to the picture's right, up, clockwise as seen."""
    p, y, r = np.radians([pitch, yaw, roll])
    by_yaw = [[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]]
    by_pitch = [[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]]
    by_roll = [[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]]
    return np.array(by_roll) @ np.array(by_pitch) @ np.array(by_yaw)


def photographed(pitch, yaw, roll, distance=12.0, focal=1000.0, middle=(0.0, 0.0)):
    """The shape as a camera with that focal length sees it, at a distance in eye distances."""
    points = SHAPE @ rotation(pitch, yaw, roll).T
    points = points - points[RIGID].mean(axis=0) + [0, 0, distance]
    return points[:, :2] / points[:, 2:] * focal + middle


def test_known_turns_are_found():
    for expected in [
        (0, 0, 0),
        (12, 0, 0),
        (0, 25, 0),
        (0, 0, 40),
        (-15, -35, 100),
        (20, 50, -170),
    ]:
        (found,) = poses(photographed(*expected)[None], np.array([1000.0]))

        assert found == pytest.approx(expected, abs=1.5)


@given(st.floats(-30, 30), st.floats(-55, 55), st.floats(-179, 179), st.floats(8, 300))
def test_a_turn_is_found_at_every_distance(pitch, yaw, roll, distance):
    (found,) = poses(photographed(pitch, yaw, roll, distance)[None], np.array([1000.0]))

    off = np.abs(found - [pitch, yaw, roll])
    assert np.minimum(off, 360 - off).max() < 4


def test_a_face_that_looks_to_the_right_of_the_picture_has_positive_yaw():
    nose = 30
    points = photographed(0, 30, 0)

    assert points[nose, 0] > points[36:48, 0].mean()
    assert poses(points[None], np.array([1000.0]))[0, 1] > 20


def test_a_face_that_looks_up_has_positive_pitch():
    up, down = photographed(20, 0, 0), photographed(-20, 0, 0)

    assert up[30, 1] < down[30, 1]
    found = poses(np.stack([up, down]), np.array([1000.0, 1000.0]))[:, 0]
    assert found[0] > 15
    assert found[1] < -15


def test_a_head_tilted_clockwise_has_positive_roll():
    points = photographed(0, 0, 30)

    assert points[42:48, 1].mean() > points[36:42, 1].mean()
    assert poses(points[None], np.array([1000.0]))[0, 2] == pytest.approx(30, abs=1)


def test_the_place_on_the_photo_does_not_matter():
    here, there = photographed(5, 10, 20), photographed(5, 10, 20, middle=(4000, -300))

    found = poses(np.stack([here, there]), np.array([1000.0, 1000.0]))
    assert np.allclose(found[0], found[1], atol=1e-2)


@pytest.mark.parametrize(
    "points",
    [np.zeros((68, 2)), np.full((68, 2), np.nan), np.full((68, 2), np.inf)],
    ids=["one point", "nan", "infinite"],
)
def test_points_that_determine_nothing_give_nan(points):
    (found,) = poses(points[None], np.array([1000.0]))

    assert np.isnan(found).all()


def test_a_solver_that_refuses_gives_nan(monkeypatch):
    def refuse(*args, **options):
        raise cv2.error("degenerate")

    monkeypatch.setattr(cv2, "solvePnP", refuse)

    assert np.isnan(poses(photographed(0, 0, 0)[None], np.array([1000.0]))).all()


def test_points_on_a_line_do_no_harm():
    line = np.stack([np.arange(68.0), np.zeros(68)], axis=1)

    assert poses(line[None], np.array([1000.0])).shape == (1, 3)


@pytest.mark.parametrize("size", [1e-5, 1e-2, 1.0, 1e4])
def test_a_pose_does_not_depend_on_the_size_of_a_far_face(size):
    points = photographed(10, 20, 5, distance=200) * size

    (found,) = poses(points[None], np.array([1e6 * size]))

    assert found == pytest.approx((10, 20, 5), abs=2)


def test_no_faces_give_no_poses():
    assert poses(np.empty((0, 68, 2)), np.empty(0)).shape == (0, 3)


def test_the_shape_is_a_symmetric_face():
    assert SHAPE.shape == (68, 3)
    jaw = SHAPE[:17]
    assert np.allclose(jaw, jaw[::-1] * [-1, 1, 1])
    eyes = SHAPE[36:42].mean(axis=0), SHAPE[42:48].mean(axis=0)
    assert np.linalg.norm(eyes[1] - eyes[0]) == pytest.approx(1, abs=0.02)
    assert np.abs(sum(eyes)).max() < 0.03
    assert SHAPE[30, 2] == SHAPE[:, 2].min()  # the tip of the nose is nearest


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(-179, 179))
def test_angles_undo_a_rotation(pitch, yaw, roll):
    assert angles(rotation(pitch, yaw, roll)) == pytest.approx((pitch, yaw, roll), abs=1e-4)
