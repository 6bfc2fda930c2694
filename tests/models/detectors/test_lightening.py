import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from likeness.models.detectors import Detections
from likeness.models.detectors.lightening import (
    BORDER,
    SIDE,
    LighteningDetector,
    bordered,
    doubted,
    evened,
    joined,
    lit,
    reflected,
    unreflected,
)
from likeness.models.detectors.mtcnn import MtcnnDetector
from likeness.models.runtime import Runtime
from weights.build import OUTPUT

SURE = 0.75
DARK = 0.03  # of the light of a photo
PICTURES = arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)))


def faces(*rows):
    """Make faces of (x1, y1, x2, y2, score); their points lie a quarter inside the box."""
    boxes = np.array([row[:4] for row in rows], np.float32).reshape(-1, 4)
    x1, y1, x2, y2 = boxes.T
    left, right, top, bottom = (
        (3 * x1 + x2) / 4,
        (x1 + 3 * x2) / 4,
        (3 * y1 + y2) / 4,
        (y1 + 3 * y2) / 4,
    )
    middle = [(x1 + x2) / 2, (y1 + y2) / 2]
    points = [[left, top], [right, top], middle, [left, bottom], [right, bottom]]
    return Detections(
        boxes=boxes,
        points=np.array(points, np.float32).transpose(2, 0, 1),
        scores=np.array([row[4] for row in rows], np.float32),
    )


class Told:
    """Finds on each batch what it is told, and remembers the sizes that it saw."""

    def __init__(self, *batches):
        self.batches = list(batches)
        self.seen = []

    def detect(self, images):
        self.seen.append([image.shape[:2] for image in images])
        return list(self.batches.pop(0)) if self.batches else [faces() for _ in images]


def picture(height=112, width=112):
    return np.zeros((height, width, 3), np.uint8)


def test_a_photo_with_a_sure_face_is_not_looked_at_again():
    again = Told()
    sure = faces((10, 10, 50, 60, SURE))

    (found,) = LighteningDetector(Told([sure]), again, SURE).detect([picture()])

    assert found is sure
    assert again.seen == []


def test_only_photos_without_a_sure_face_are_looked_at_again_twice_and_together():
    first = Told([faces(), faces((1, 1, 9, 9, 0.9)), faces((1, 1, 9, 9, 0.6))])
    again = Told()

    LighteningDetector(first, again, SURE).detect([picture(100, 50), picture(), picture(60, 80)])

    assert again.seen == [[(140, 90), (92, 112)]] * 2


def test_a_large_photo_is_looked_at_again_in_small():
    again = Told()

    LighteningDetector(Told(), again, SURE).detect([picture(2 * SIDE, SIDE)])

    added = 2 * round(BORDER * SIDE)
    assert again.seen == [[(SIDE + added, SIDE // 2 + added)]] * 2


@pytest.mark.parametrize(
    ("height", "width", "scale"), [(100, 100, 1), (200, 150, 1), (1280, 960, 2), (639, 1920, 3)]
)
def test_a_face_is_told_in_pixels_of_the_photo(height, width, scale):
    added = round(BORDER * max(height, width) / scale)
    x1, y1, x2, y2 = (value / scale + added for value in (30, 36, 78, 96))
    across = width / scale + 2 * added
    plain = faces((x1, y1, x2, y2, 0.95))
    mirrored = faces((across - x2, y1, across - x1, y2, 0.97))

    (found,) = LighteningDetector(Told(), Told([plain], [mirrored]), SURE).detect(
        [picture(height, width)]
    )

    expected = faces((30, 36, 78, 96, 0.97))
    assert found.boxes == pytest.approx(expected.boxes, abs=0.01)
    assert found.points == pytest.approx(expected.points, abs=0.01)
    assert found.scores == pytest.approx(expected.scores)


def test_a_face_may_reach_beyond_the_photo():
    both = [faces((5, 30, 80, 120, 0.9))]
    mirrored = [faces((156 - 80, 30, 156 - 5, 120, 0.9))]

    (found,) = LighteningDetector(Told(), Told(both, mirrored), SURE).detect([picture()])

    assert found.boxes.tolist() == [[5 - 22, 30 - 22, 80 - 22, 120 - 22]]


def test_what_was_found_before_stays_unless_something_better_shows():
    before = faces((10, 10, 50, 60, 0.7))

    for there, kept in [(0.7, before), (0.72, None)]:
        copies = Told([faces((32, 32, 72, 82, there))], [faces((84, 32, 124, 82, there))])
        (found,) = LighteningDetector(Told([before]), copies, SURE).detect([picture()])
        assert (found is before) == (kept is before)


def test_a_face_that_one_copy_shows_must_convince_more():
    assert doubted(np.array([0.5, 0.75, 0.9], np.float32), np.array([False, False, False])) == (
        pytest.approx([1 / 5, 3 / 7, 9 / 13])
    )
    assert doubted(np.array([0.75], np.float32), np.array([True])) == pytest.approx([0.75])


def test_what_two_copies_show_is_one_face_with_the_better_score():
    found = joined(faces((0, 0, 40, 40, 0.8)), faces((2, 1, 41, 42, 0.6)))

    assert found.boxes.tolist() == [[0, 0, 40, 40]]
    assert found.scores == pytest.approx([0.8])


def test_what_one_copy_hardly_shows_is_dropped():
    assert len(joined(faces((0, 0, 40, 40, 0.6)), faces())) == 0


def test_faces_of_two_copies_come_in_reading_order():
    found = joined(faces((60, 50, 90, 90, 0.95)), faces((0, 0, 30, 40, 0.9)))

    assert found.boxes[:, 1].tolist() == [0, 50]


@given(PICTURES)
@settings(max_examples=40, deadline=None)
def test_every_picture_can_be_lit_evened_and_bordered(image):
    changed = evened(lit(image))

    assert changed.shape == image.shape
    assert changed.dtype == np.uint8
    around = bordered(image)
    added = (around.shape[0] - image.shape[0]) // 2
    inside = around[added : added + image.shape[0], added : added + image.shape[1]]
    assert (inside == image).all()


@given(PICTURES)
@settings(max_examples=40, deadline=None)
def test_more_light_keeps_the_order_of_brightness(image):
    order = np.argsort(image, axis=None, kind="stable")

    assert (np.diff(lit(image).ravel()[order].astype(int)) >= 0).all()


@given(PICTURES, st.integers(-20, 60), st.integers(-20, 60), st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_a_mirrored_face_comes_back_with_left_and_right_in_place(image, x, y, side):
    face = faces((x, y, x + side, y + 2 * side, 0.9))
    width = bordered(image).shape[1]
    seen = faces((width - x - side, y, width - x, y + 2 * side, 0.9))

    back = unreflected(seen, image)

    assert back.boxes == pytest.approx(face.boxes)
    assert back.points == pytest.approx(face.points)
    assert (reflected(reflected(image)) == image).all()


@pytest.fixture(scope="module")
def plain():
    """The real networks, which look once."""
    if not (OUTPUT / "mtcnn_pnet.onnx").exists():
        pytest.fail("The models are not built: run `python -m weights`.")
    with Runtime(threads=1) as runtime:
        nets = [runtime.open(OUTPUT / f"mtcnn_{part}.onnx") for part in ("pnet", "rnet", "onet")]
        yield MtcnnDetector(*nets)


@pytest.mark.parametrize("name", ["Penny", "Howard", "Leonard", "Raj"])
def test_a_portrait_in_the_dark_is_found(plain, photos, name):
    with Image.open(photos / "singles" / f"{name}.jpg") as file:
        portrait = np.asarray(file.convert("RGB"))[::4, ::4]
    dark = np.rint(portrait * DARK).astype(np.uint8)

    (upright,), (missed,) = plain.detect([portrait]), plain.detect([dark])
    (found,) = LighteningDetector(plain, plain, SURE).detect([dark])

    assert len(missed) == 0
    assert found.scores.max() > SURE
    assert found.points == pytest.approx(upright.points, abs=4)


@pytest.mark.parametrize("name", ["apple", "cat", "dog"])
def test_more_light_makes_no_face_of_things_and_animals(plain, photos, name):
    with Image.open(photos / "trip" / "user2" / f"{name}.jpg") as file:
        photo = np.asarray(file.convert("RGB"))

    found = LighteningDetector(plain, plain, SURE).detect(
        [photo, np.rint(photo * DARK).astype(np.uint8)]
    )

    assert [faces.scores.max(initial=0) < SURE for faces in found] == [True, True]


def test_what_is_found_does_not_depend_on_the_photos_beside_it(plain, photos):
    with Image.open(photos / "singles" / "Penny.jpg") as file:
        dark = np.rint(np.asarray(file.convert("RGB"))[::4, ::4] * DARK).astype(np.uint8)
    detector = LighteningDetector(plain, plain, SURE)

    (alone,) = detector.detect([dark])
    beside = detector.detect([picture(), dark, dark[:, ::-1]])[1]

    assert alone.boxes.tolist() == beside.boxes.tolist()
    assert alone.scores.tolist() == beside.scores.tolist()
