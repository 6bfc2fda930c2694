import numpy as np
import pytest

from likeness.models.detectors import Detections
from likeness.models.detectors.turning import TurningDetector, points_back, turned_back

SURE = 0.75
WHITE, RED = (255, 255, 255), (255, 0, 0)


class SpotDetector:
    """Sees white spots that have a red one on their left, as if that were an eye."""

    def __init__(self, scores=(0.99,)):
        self.scores = list(scores)
        self.seen = []

    def detect(self, images):
        self.seen.append([image.shape[:2] for image in images])
        return [self.look(image) for image in images]

    def look(self, image):
        reds = np.argwhere((image == RED).all(axis=-1))
        whites = np.argwhere((image == WHITE).all(axis=-1))
        if not len(reds) or not len(whites):
            return nothing()
        (red_y, red_x), (y, x) = reds.mean(axis=0) + 0.5, whites.mean(axis=0) + 0.5
        upright = red_x < x and abs(red_y - y) < 0.1
        score = self.scores[0] if upright else self.scores[-1] if len(self.scores) > 1 else 0
        if not score:
            return nothing()
        top, left = np.minimum(reds.min(axis=0), whites.min(axis=0))
        bottom, right = np.maximum(reds.max(axis=0), whites.max(axis=0)) + 1
        points = [(red_x, red_y), (x, y), (x, y), (red_x, red_y), (x, y)]
        return Detections(
            boxes=np.array([(left, top, right, bottom)], np.float32),
            points=np.array([points], np.float32),
            scores=np.array([score], np.float32),
        )


def nothing():
    return Detections(
        boxes=np.empty((0, 4), np.float32),
        points=np.empty((0, 5, 2), np.float32),
        scores=np.empty(0, np.float32),
    )


def spots():
    """A picture of 30 x 50 pixels, its face upright, box 10 12 20 16, left eye at 12 14."""
    image = np.zeros((30, 50, 3), np.uint8)
    image[12:16, 10:14] = RED
    image[12:16, 16:20] = WHITE
    return image


def clockwise(image, quarters):
    return np.ascontiguousarray(np.rot90(image, -quarters))


def looks(inner):
    """How often each size was looked at, batch by batch."""
    return [len(batch) for batch in inner.seen]


def test_an_upright_photo_is_looked_at_once():
    inner = SpotDetector()

    (found,) = TurningDetector(inner, SURE).detect([spots()])

    assert found.boxes.tolist() == [[10, 12, 20, 16]]
    assert inner.seen == [[(30, 50)]]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("lying", [0, 0.8], ids=["nothing", "a doubtful face"])
def test_a_face_on_a_turned_photo_is_found_where_it_is(quarters, lying):
    photo = clockwise(spots(), quarters)

    (found,) = TurningDetector(SpotDetector((0.99, lying)), SURE).detect([photo])

    (x1, y1, x2, y2), left_eye = found.boxes[0].astype(int), found.points[0, 0]
    assert found.scores[0] == pytest.approx(0.99)
    assert (photo[y1:y2, x1:x2] == WHITE).all(axis=-1).sum() == 16
    assert (x2 - x1) * (y2 - y1) == 40
    assert (photo[int(left_eye[1]), int(left_eye[0])] == RED).all()


def test_only_photos_without_a_sure_face_are_turned_and_together():
    inner = SpotDetector()
    photos = [spots(), *(clockwise(spots(), quarters) for quarters in (1, 2, 3))]

    found = TurningDetector(inner, SURE).detect(photos)

    assert [len(faces) for faces in found] == [1, 1, 1, 1]
    assert looks(inner) == [4, 3, 3, 3]


def test_a_photo_without_faces_is_looked_at_four_times_and_stays_empty():
    inner = SpotDetector()

    (found,) = TurningDetector(inner, SURE).detect([np.zeros((30, 50, 3), np.uint8)])

    assert len(found) == 0
    assert inner.seen == [[(30, 50)], [(50, 30)], [(30, 50)], [(50, 30)]]


def test_a_doubtful_photo_is_glanced_at_in_small():
    inner = SpotDetector((0.9, 0))
    large = spots().repeat(16, axis=0).repeat(16, axis=1)

    (found,) = TurningDetector(inner, SURE).detect([large])

    assert len(found) == 1
    assert inner.seen == [[(480, 800)], [(240, 144)], [(144, 240)], [(240, 144)]]


def test_a_doubtful_photo_is_turned_only_for_a_certain_face():
    photo = clockwise(spots(), 2)

    for there, expected in [(0.96, 0.8), (0.98, 0.98)]:
        (found,) = TurningDetector(SpotDetector((there, 0.8)), SURE).detect([photo])
        assert found.scores.tolist() == pytest.approx([expected])


def test_where_no_turn_is_sure_the_best_one_counts():
    inner = SpotDetector(scores=(0.7, 0.6))

    (found,) = TurningDetector(inner, SURE).detect([clockwise(spots(), 2)])

    assert found.scores.tolist() == pytest.approx([0.7])
    assert looks(inner) == [1, 1, 1, 1]


def test_of_equal_turns_the_upright_one_counts():
    inner = SpotDetector(scores=(0.6, 0.6))
    photo = clockwise(spots(), 2)

    (found,) = TurningDetector(inner, SURE).detect([photo])

    assert found.points.tolist() == inner.look(photo).points.tolist()


def test_no_photos_need_no_looks():
    inner = SpotDetector()

    assert TurningDetector(inner, SURE).detect([]) == []
    assert looks(inner) == [0]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_points_go_back_to_where_the_pixels_came_from(quarters):
    image = np.arange(30 * 50).reshape(30, 50)
    rotated = np.rot90(image, -quarters)

    for u, v in [(0, 0), (3, 7), (20, 11)]:
        x, y = points_back(np.array([u + 0.5, v + 0.5]), quarters, 50, 30)
        assert image[int(y), int(x)] == rotated[v, u]


def test_nothing_turned_back_is_nothing():
    assert len(turned_back(nothing(), 1, 50, 30)) == 0
