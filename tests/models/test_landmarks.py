import numpy as np
import pytest

from likeness.imaging.align import zooms
from likeness.models import landmarks
from likeness.models.landmarks import Landmarker, crop_transforms, frames
from likeness.models.zoo import LANDMARKS

UPRIGHT = np.array([[(40, 40), (60, 40), (50, 52), (42, 60), (58, 60)]], np.float32)


def turned(points, degrees, about=(50, 50)):
    a = np.radians(degrees)
    matrix = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    return ((points - about) @ matrix.T + about).astype(np.float32)


class CentreModel:
    """Places all points in the middle of the crop."""

    def __init__(self):
        self.runs = []

    def run(self, feeds):
        self.runs.append(len(feeds["input"]))
        return [np.full((len(feeds["input"]), 136), 0.5, np.float32)]


@pytest.fixture(scope="module")
def landmarker(artifacts, runtime):
    return Landmarker(runtime.open(artifacts.get(LANDMARKS)["landmarks"].path))


def test_a_frame_says_where_eyes_and_mouth_are():
    at = frames(UPRIGHT)

    assert at.eyes.tolist() == [[50, 40]]
    assert at.mouths.tolist() == [[50, 60]]
    assert at.rolls.tolist() == [0]
    assert at.sizes == pytest.approx(np.hypot(20, 20))


@pytest.mark.parametrize("degrees", [-170, -90, -20, 5, 45, 90, 135])
def test_roll_is_how_far_a_face_is_turned_clockwise(degrees):
    at = frames(turned(UPRIGHT, degrees))

    assert np.degrees(at.rolls[0]) == pytest.approx(degrees, abs=1e-3)


def test_a_crop_is_upright_and_centred_between_eyes_and_mouth():
    for degrees in (0, 30, -120):
        points = turned(UPRIGHT, degrees)
        (transform,) = crop_transforms(points)

        left, right = (points[0, :2] @ transform[:, :2].T) + transform[:, 2]
        assert right[1] == pytest.approx(left[1], abs=1e-3)
        assert right[0] > left[0]
        assert (left[0] + right[0]) / 2 == pytest.approx(56, abs=1e-3)
        assert zooms(transform[None])[0] == pytest.approx(112 / (2.1 * np.hypot(20, 20)))


def test_points_come_back_in_photo_coordinates():
    transforms = crop_transforms(UPRIGHT)

    placed = Landmarker(CentreModel()).place(np.zeros((1, 112, 112, 3), np.uint8), transforms)

    assert placed.shape == (1, 68, 2)
    assert placed[0] == pytest.approx(np.tile([50, 40 + 0.7 * 20], (68, 1)), abs=1e-3)


def test_a_run_never_holds_more_than_four_faces():
    model = CentreModel()
    transforms = crop_transforms(np.repeat(UPRIGHT, 9, axis=0))

    Landmarker(model).place(np.zeros((9, 112, 112, 3), np.uint8), transforms)

    assert model.runs == [4, 4, 1]


def test_no_faces_give_no_points():
    placed = Landmarker(CentreModel()).place(
        np.zeros((0, 112, 112, 3), np.uint8), np.empty((0, 2, 3))
    )

    assert placed.shape == (0, 68, 2)


def test_the_models_numbers_stay_what_they_are(landmarker):
    ramp = np.add.outer(np.arange(112), np.arange(112))[..., None] * np.array([1.0, 0.8, 0.6])
    still = np.array([[[1.0, 0, 0], [0, 1, 0]]])

    placed = landmarker.place(ramp[None].astype(np.uint8), still)

    assert placed[0, [0, 8, 16, 30]] == pytest.approx(
        np.array([[46.1, 59.2], [78.7, 52.3], [61.8, 32.7], [53.9, 61.8]]), abs=0.3
    )


def test_a_face_does_not_depend_on_its_neighbours(landmarker):
    side = landmarks.SIDE
    crops = np.random.default_rng(3).integers(0, 255, (6, side, side, 3), np.uint8)
    still = np.tile([[1.0, 0, 0], [0, 1, 0]], (6, 1, 1))

    together = landmarker.place(crops, still)

    alone = [landmarker.place(crops[row : row + 1], still[:1])[0] for row in range(6)]
    assert np.abs(together - alone).max() < 1e-3
