import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from likeness.imaging.align import zooms
from likeness.imaging.points68 import EYES, LEFT_BROW, MOUTH, RIGHT_BROW, eyes, mirrored
from likeness.imaging.pose import SHAPE
from likeness.models.landmarks import FARTHEST, Landmarker, frames, fused, view_transforms
from likeness.models.sightings import Picture
from likeness.models.views import FINE, USUAL, Crop
from likeness.models.zoo import LANDMARKS
from likeness.types import Contract

UPRIGHT = np.array([[(40, 40), (60, 40), (50, 52), (42, 60), (58, 60)]], np.float32)
BLACK = Picture(np.zeros((100, 100, 3), np.uint8), (1.0, 1.0))
# Five photos of one to three people, large and small.
PORTRAITS = ("001_A.jpg", "007_B.jpg", "009_C.jpg", "010_2.jpg", "t1.jpg")


def turned(points, degrees, about=(50, 50)):
    a = np.radians(degrees)
    matrix = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    return ((points - about) @ matrix.T + about).astype(np.float32)


class FaceModel:
    """Sees the same mean face in every crop, and remembers how many crops a run had."""

    def __init__(self):
        self.runs = []
        self.face = SHAPE[:, :2] / 3 + (0.5, 0.3)

    def run(self, feeds):
        self.runs.append(len(feeds["input"]))
        return [np.tile(self.face.reshape(1, 136), (len(feeds["input"]), 1)).astype(np.float32)]


def landmarker_of(model):
    return Landmarker(model, Contract("landmarks-000000000000"))


@pytest.fixture(scope="module")
def landmarker(artifacts, runtime):
    return landmarker_of(runtime.open(artifacts.get(LANDMARKS)["landmarks"].path))


@pytest.fixture(scope="module")
def portraits(photos, decoded):
    """Pixels of five photos."""
    return [decoded(photos / "scenes" / name).pixels for name in PORTRAITS]


@pytest.fixture(scope="module")
def found(portraits, analyser):
    """Returns the five points of every face on pictures, a list for each."""

    def points_of(images):
        seen = analyser._detector.detect(images)
        return [[p for p, s in zip(d.points, d.scores, strict=True) if s > 0.9] for d in seen]

    return points_of


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
        (transform,) = view_transforms(frames(points), Crop(0.7, 2.1))

        left, right = (points[0, :2] @ transform[:, :2].T) + transform[:, 2]
        assert right[1] == pytest.approx(left[1], abs=1e-3)
        assert right[0] > left[0]
        assert (left[0] + right[0]) / 2 == pytest.approx(56, abs=1e-3)
        assert zooms(transform[None])[0] == pytest.approx(112 / (2.1 * np.hypot(20, 20)))


# ---------------------------------------------------------------- placing


@pytest.mark.parametrize("degrees", [0, 30, -120])
def test_points_come_back_in_photo_coordinates_as_the_face_is_turned(degrees):
    placed = landmarker_of(FaceModel()).place([BLACK], UPRIGHT).points
    again = landmarker_of(FaceModel()).place([BLACK], turned(UPRIGHT, degrees)).points

    assert placed.shape == (1, 68, 2)
    assert 45 < placed[0, EYES].mean(axis=0)[0] < 55
    assert again[0] == pytest.approx(turned(placed[0], degrees), abs=1e-3)


@pytest.mark.parametrize("views", [USUAL, FINE], ids=lambda views: views.name)
def test_a_face_is_looked_at_in_each_crop_and_mirrored(views):
    model = FaceModel()

    landmarker_of(model).place([BLACK], UPRIGHT, views)

    assert model.runs == [2] * (1 + len(views.crops))


def test_no_faces_give_no_points():
    placed = landmarker_of(FaceModel()).place([], np.empty((0, 5, 2), np.float32))

    assert placed.points.shape == (0, 68, 2)
    assert placed.spread.shape == (0,)


def test_five_points_in_one_place_give_points_all_the_same():
    placed = landmarker_of(FaceModel()).place([BLACK], np.full((1, 5, 2), 50, np.float32))

    assert np.isfinite(placed.points).all()
    assert np.isfinite(placed.spread).all()


def test_a_face_does_not_depend_on_its_neighbours(landmarker, portraits, found):
    (points,) = found(portraits[-1:])
    picture = Picture(portraits[-1], (1.0, 1.0))

    together = landmarker.place([picture] * len(points), np.array(points))

    assert len(points) == 6
    for row, five in enumerate(points):
        alone = landmarker.place([picture], five[None])
        assert (alone.points[0] == together.points[row]).all()
        assert alone.spread[0] == together.spread[row]


def test_the_scale_of_a_picture_changes_no_coordinates(landmarker, portraits, found):
    ((five, *_),) = found(portraits[:1])
    height, width = portraits[0].shape[:2]
    doubled = cv2.resize(portraits[0], (2 * width, 2 * height), interpolation=cv2.INTER_LINEAR)
    part = np.ascontiguousarray(doubled[20:, 10:])

    whole = landmarker.place([Picture(portraits[0], (1.0, 1.0))], five[None])
    finer = landmarker.place([Picture(part, (2.0, 2.0), (5.0, 10.0))], five[None])

    assert difference(whole.points[0], finer.points[0]) < 0.006


# ---------------------------------------------------------------- how steady the points are


def difference(one, other):
    """Mean distance of points, in eye distances."""
    right, left = eyes(one)
    return np.linalg.norm(one - other, axis=1).mean() / np.linalg.norm(left - right)


def turned_photo(image, degrees):
    """Return a photo turned about its middle on a canvas that holds it, and the transform."""
    height, width = image.shape[:2]
    a = np.radians(degrees)
    cos, sin = np.cos(a), np.sin(a)
    size = (int(width * cos + height * sin), int(width * sin + height * cos))
    linear = np.array([[cos, -sin], [sin, cos]])
    middle = np.array([width, height]) / 2
    shift = np.array(size) / 2 - linear @ middle
    centred = np.column_stack([linear, shift + linear @ (0.5, 0.5) - 0.5])
    return cv2.warpAffine(image, centred, size, flags=cv2.INTER_CUBIC), linear, shift


@pytest.mark.parametrize("degrees", [10, 20, 30])
def test_a_turned_photo_agrees_with_itself(landmarker, portraits, found, degrees):
    differences = []
    for image, faces in zip(portraits, found(portraits), strict=True):
        picture, linear, shift = turned_photo(image, degrees)
        (others,) = found([picture])
        for five in faces:
            expected = five @ linear.T + shift
            other = min(others, key=lambda points: np.linalg.norm(points - expected))
            placed = landmarker.place([Picture(image, (1.0, 1.0))], five[None]).points[0]
            again = landmarker.place([Picture(picture, (1.0, 1.0))], other[None]).points[0]
            differences.append(difference(placed @ linear.T + shift, again))

    assert len(differences) >= 10
    assert np.median(differences) < 0.006


def test_a_mirrored_photo_has_the_mirrored_points(landmarker, portraits, found):
    for image, faces in zip(portraits, found(portraits), strict=True):
        width = image.shape[1]
        picture = Picture(np.ascontiguousarray(image[:, ::-1]), (1.0, 1.0))
        for five in faces:
            other = (five * (-1, 1) + (width, 0))[[1, 0, 2, 4, 3]].astype(np.float32)
            placed = landmarker.place([Picture(image, (1.0, 1.0))], five[None]).points[0]
            again = landmarker.place([picture], other[None]).points[0]
            assert difference(mirrored(placed, width), again) < 0.02


@pytest.mark.parametrize("worse", ["blurred", "tiny"])
def test_looks_at_a_bad_picture_disagree_more(landmarker, portraits, found, worse):
    good, bad = [], []
    for image, (five, *_) in zip(portraits, found(portraits), strict=True):
        size = float(frames(five[None]).sizes[0])
        if worse == "blurred":
            poor = Picture(cv2.GaussianBlur(image, (0, 0), size / 6), (1.0, 1.0))
        else:
            scale = 6 / size
            small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            poor = Picture(small, (small.shape[1] / image.shape[1],) * 2)
        good.append(landmarker.place([Picture(image, (1.0, 1.0))], five[None]).spread[0])
        bad.append(landmarker.place([poor], five[None]).spread[0])

    assert np.median(bad) > 1.5 * np.median(good)


# ---------------------------------------------------------------- fusing

coordinates = st.floats(-100, 100)
many_looks = arrays(np.float64, (3, 68, 2), elements=coordinates)
five_of_a_face = arrays(np.float64, (5, 2), elements=coordinates)


@given(
    looks=many_looks,
    five=five_of_a_face,
    angle=st.floats(-np.pi, np.pi),
    zoom=st.floats(0.1, 10),
    shift=arrays(np.float64, 2, elements=coordinates),
)
def test_fusing_goes_along_with_every_similarity(looks, five, angle, zoom, shift):
    linear = zoom * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points, spread = fused(looks, five, 50.0)

    moved, same = fused(looks @ linear.T + shift, five @ linear.T + shift, 50.0 * zoom)

    assert moved == pytest.approx(points @ linear.T + shift, abs=1e-6)
    assert same == pytest.approx(spread)


@given(looks=many_looks, five=five_of_a_face)
def test_the_detector_moves_eyes_and_brows_a_little_and_nothing_else(looks, five):
    points, _ = fused(looks, five, 50.0)
    moved = np.linalg.norm(points - looks.mean(axis=0), axis=1)

    fixed = np.ones(68, bool)
    fixed[EYES] = fixed[RIGHT_BROW] = fixed[LEFT_BROW] = False
    assert fixed[MOUTH].all()
    assert (moved[fixed] == 0).all()
    assert moved.max() <= FARTHEST * 50 + 1e-9


@given(look=arrays(np.float64, (68, 2), elements=coordinates), five=five_of_a_face)
def test_looks_that_agree_have_no_spread(look, five):
    assert fused(np.stack([look] * 4), five, 50.0)[1] == pytest.approx(0, abs=1e-12)


def test_eyes_where_the_detector_sees_them_stay():
    face = SHAPE[:, :2] * 20
    five = np.array([*eyes(face), (0, 0), (0, 0), (0, 0)])

    assert fused(face[None], five, 28.0)[0] == pytest.approx(face)
