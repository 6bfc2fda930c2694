import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from likeness.errors import PhotoError
from likeness.imaging.align import DLIB_CHIP
from likeness.imaging.region import Region
from likeness.models.analyser import Analyser, KnownFaces
from likeness.models.clock import INSIDE_RUNTIME
from likeness.models.detectors import Detections
from likeness.types import Face

CHIP = np.array(DLIB_CHIP.template)


class Placed:
    """A detector that finds faces where it is told, in pixels of what it looks at."""

    def __init__(self, *faces):
        self.faces = faces  # (x, y, eye distance, score) each

    def detect(self, images):
        return [self.detections() for _ in images]

    def detections(self):
        zooms = [eyes / DLIB_CHIP.eye_distance for _, _, eyes, _ in self.faces]
        points = [CHIP * zoom + (x, y) for (x, y, *_), zoom in zip(self.faces, zooms, strict=True)]
        boxes = [
            (x, y, x + 150 * z, y + 150 * z)
            for (x, y, *_), z in zip(self.faces, zooms, strict=True)
        ]
        return Detections(
            boxes=np.array(boxes, np.float32).reshape(-1, 4),
            points=np.array(points, np.float32).reshape(-1, 5, 2),
            scores=np.array([score for *_, score in self.faces], np.float32),
        )


class Fetcher:
    """Cuts regions out of whole photos, and remembers what it was asked."""

    def __init__(self, wholes, scale=1.0):
        self.wholes = wholes
        self.scale = scale
        self.requests = []

    def __call__(self, requests):
        self.requests += requests
        return [[self.region(request.photo, box) for box in request.boxes] for request in requests]

    def region(self, photo, box):
        x1, y1, x2, y2 = (int(edge) for edge in box)
        part = self.wholes[photo][y1:y2, x1:x2]
        small = cv2.resize(part, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA)
        return Region(pixels=small, x=x1, y=y1, scale=small.shape[1] / part.shape[1])


@pytest.fixture(scope="module")
def looking(analyser):
    """The real analyser with faces where a test wants them."""

    def with_faces(*faces):
        return Analyser(
            detector=Placed(*faces),
            describer=analyser._describer,
            runtime=analyser.runtime,
            detector_contract=analyser.detector_contract,
            min_score=0.75,
            min_face=0.015,
        )

    return with_faces


@pytest.fixture(scope="module")
def group(photos):
    return photos / "trip" / "user1" / "glory1.jpg"


def noise(height=600, width=800, seed=0):
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, (height // 4, width // 4, 3), np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def faces_of(results):
    return [face for result in results for face in result.faces]


# ---------------------------------------------------------------- what is said of a face


def test_a_face_that_counts_is_described(looking, decoded, analyser):
    (result,) = looking((100, 100, 60, 0.9)).analyse([decoded(noise())])

    (face,) = result.faces
    assert face.status == "ok"
    assert np.linalg.norm(face.embedding) == pytest.approx(1, abs=1e-5)
    assert face.embedding.dtype == np.float32
    assert face.contract == analyser.contract
    assert face.detector == analyser.detector_contract
    assert face.landmarks.shape == (68, 2)
    assert len(face.pose) == 3
    assert 0 < face.quality <= 1
    assert 0 <= face.mirror_distance <= 2
    assert face.norm > 0
    assert face.age >= 0
    assert face.gender_probability >= 0.5


@pytest.mark.parametrize(
    ("face", "status"), [((100, 100, 60, 0.7), "low_confidence"), ((9, 9, 3, 0.9), "too_small")]
)
def test_a_face_that_does_not_count_is_shown_but_not_described(looking, decoded, face, status):
    (result,) = looking(face).analyse([decoded(noise())])

    (found,) = result.faces
    assert found.status == status
    assert found.embedding is found.quality is found.landmarks is found.age is None
    assert set(result.crops) == {found.id}


def test_every_face_has_a_small_picture(looking, decoded):
    photo = decoded(noise())

    (result,) = looking((10, 10, 30, 0.9), (300, 100, 140, 0.6)).analyse([photo])

    sizes = []
    for face in result.faces:
        with Image.open(io.BytesIO(result.crops[face.id])) as picture:
            sizes.append((picture.format, *picture.size))
    assert sizes == [("WEBP", 128, 128), ("WEBP", 256, 256)]


def test_a_face_in_the_corner_keeps_to_the_photo(looking, decoded):
    (result,) = looking((-60, -60, 60, 0.9), (780, 580, 60, 0.9)).analyse([decoded(noise())])

    first, last = result.faces
    assert first.box[:2] == (0, 0)
    assert last.box[2:] == (800, 600)
    assert np.isfinite(first.embedding).all()
    assert np.isfinite(last.embedding).all()


def test_age_and_gender_can_be_switched_off(open_with, decoded):
    without = open_with(attributes={"age_gender": False}, runtime={"threads": 1})
    without._detector = Placed((100, 100, 60, 0.9))

    (face,) = faces_of(without.analyse([decoded(noise())]))

    assert face.age is face.gender is face.gender_probability is None
    assert face.embedding is not None


def test_forgotten_faces_leave_a_gap_in_the_positions(looking, decoded):
    placed = [(100, 100, 40, 0.9), (400, 100, 40, 0.9)]
    photo = decoded(noise())
    before = faces_of(looking(*placed).analyse([photo]))

    after = faces_of(looking(*placed).analyse([replace(photo, skipped=(before[0].box,))]))

    assert [face.id for face in after] == [before[1].id]
    assert after[0].position == 1


def test_no_photos_give_no_results(analyser):
    assert analyser.analyse([]) == []


def test_photos_without_faces_come_back_empty_and_in_order(analyser, decoded):
    grey = [decoded(np.full((40 + n, 60, 3), 90, np.uint8)) for n in range(3)]

    results = analyser.analyse(grey)

    assert [result.id for result in results] == [photo.id for photo in grey]
    assert not faces_of(results)


@pytest.mark.parametrize("shape", [(1, 1), (1, 2000), (11, 11), (13, 700)])
def test_odd_shapes_do_no_harm(analyser, decoded, shape):
    assert analyser.analyse([decoded(np.zeros((*shape, 3), np.uint8))])[0].faces == ()


# ---------------------------------------------------------------- finer pixels


def shrunk(decoded, long_side=200, seed=0):
    whole = noise(seed=seed)
    return whole, decoded(whole, long_side)


def test_small_faces_of_shrunk_photos_are_fetched_finer(looking, decoded):
    whole, photo = shrunk(decoded)
    fetch = Fetcher({photo.id: whole})

    looking((20, 20, 15, 0.9)).analyse([photo], finer=fetch)

    (request,) = fetch.requests
    assert request.photo == photo.id
    assert request.scale == pytest.approx(53 / 60, abs=0.01)
    x1, y1, x2, y2 = request.boxes[0]
    assert max(x1, y1) <= 80
    assert min(x2, y2) >= 250


def test_finer_pixels_give_the_embedding_of_the_whole_photo(looking, decoded):
    whole, photo = shrunk(decoded)
    best = faces_of(looking((80, 80, 60, 0.9)).analyse([decoded(whole)]))[0].embedding
    small = looking((20, 20, 15, 0.9))

    coarse = faces_of(small.analyse([photo]))[0].embedding
    finer = faces_of(small.analyse([photo], finer=Fetcher({photo.id: whole})))[0].embedding
    halved = Fetcher({photo.id: whole}, scale=0.5)
    half = faces_of(small.analyse([photo], finer=halved))[0].embedding

    assert finer @ best > 0.9999
    assert half @ best > 0.97
    assert coarse @ best < half @ best


def test_large_faces_and_whole_photos_need_no_finer_pixels(looking, decoded):
    whole, photo = shrunk(decoded)
    fetch = Fetcher({photo.id: whole})

    looking((20, 20, 30, 0.9)).analyse([photo], finer=fetch)
    looking((20, 20, 9, 0.9)).analyse([decoded(noise(150, 200))], finer=fetch)

    assert fetch.requests == []


def test_faces_that_are_not_described_are_not_fetched(looking, decoded):
    whole, photo = shrunk(decoded)
    fetch = Fetcher({photo.id: whole})

    looking((20, 20, 15, 0.6)).analyse([photo], finer=fetch)

    assert fetch.requests == []


def test_one_request_per_photo_holds_all_its_faces(looking, decoded):
    pairs = [shrunk(decoded, seed=seed) for seed in (1, 2)]
    fetch = Fetcher({photo.id: whole for whole, photo in pairs})
    photos = [photo for _, photo in pairs]

    looking((20, 20, 15, 0.9), (100, 20, 12, 0.9)).analyse(photos, finer=fetch)

    assert [request.photo for request in fetch.requests] == [photo.id for photo in photos]
    assert [len(request.boxes) for request in fetch.requests] == [2, 2]
    assert fetch.requests[0].scale == 1  # what the smaller face needs


def test_where_fetching_fails_the_pixels_at_hand_are_used(looking, decoded):
    _, photo = shrunk(decoded)
    small = looking((20, 20, 15, 0.9))

    failed = small.analyse([photo], finer=lambda requests: [PhotoError("vanished", "gone")])

    (face,), (expected,) = failed[0].faces, faces_of(small.analyse([photo]))
    assert face.status == "ok"
    assert np.array_equal(face.embedding, expected.embedding)


# ---------------------------------------------------------------- on real photos


def test_cpu_seconds_are_counted_by_stage(open_with, decoded, group):
    counted = open_with(runtime={"threads": 2})
    loading = counted.runtime.clock.seconds
    assert set(loading) == {INSIDE_RUNTIME}
    counted.analyse([decoded(group)])
    counted.close()

    seconds = counted.runtime.clock.seconds
    stages = {"detection", "regions", "embedding", "landmarks", "quality", "attributes", "crops"}
    assert stages | {INSIDE_RUNTIME} == set(seconds)
    inside = seconds[INSIDE_RUNTIME] - loading[INSIDE_RUNTIME]
    assert 0 < inside < sum(seconds[stage] for stage in stages)


def test_batches_and_threads_change_nothing(open_with, decoded, photos):
    names = sorted((photos / "trip" / "user1").glob("*.jpg"))[:6]
    batch = [decoded(name, 500) for name in names]
    wholes = {
        photo.id: cv2.imread(str(name))[:, :, ::-1]
        for photo, name in zip(batch, names, strict=True)
    }

    def analysed(threads, size):
        opened = open_with(runtime={"threads": threads})
        results = []
        for start in range(0, len(batch), size):
            results += opened.analyse(batch[start : start + size], finer=Fetcher(wholes))
        opened.close()
        return faces_of(results)

    base = analysed(1, 1)
    assert sum(face.status == "ok" for face in base) > 10
    for threads, size in [(1, 6), (2, 1), (2, 6), (3, 4)]:
        again = analysed(threads, size)
        assert [(face.id, face.status) for face in again] == [
            (face.id, face.status) for face in base
        ]
        for ours, theirs in zip(again, base, strict=True):
            assert ours.box == pytest.approx(theirs.box, abs=0.5)
            if theirs.embedding is not None:
                assert ours.embedding @ theirs.embedding > 0.9999


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_photo_on_its_side_shows_the_same_people(analyser, decoded, group, quarters):
    image = cv2.cvtColor(cv2.imread(str(group)), cv2.COLOR_BGR2RGB)
    upright = faces_of(analyser.analyse([decoded(image)]))
    upright = [face for face in upright if face.status == "ok"]

    turned = faces_of(analyser.analyse([decoded(np.ascontiguousarray(np.rot90(image, quarters)))]))

    turned = [face for face in turned if face.status == "ok"]
    assert len(turned) == len(upright)
    for face in turned:
        likeness = [face.embedding @ other.embedding for other in upright]
        twin = upright[int(np.argmax(likeness))]
        assert max(likeness) > 0.95
        assert face.gender == twin.gender
        assert face.age == pytest.approx(twin.age, abs=8)
        roll = (face.pose[2] - twin.pose[2] + 90 * quarters + 180) % 360 - 180
        assert abs(roll) < 10


def test_turned_photos_are_left_alone_if_asked_to(open_with, decoded, photos):
    image = cv2.imread(str(photos / "trip" / "user1" / "glory0.jpg"))[:, :, ::-1]
    photo = decoded(np.ascontiguousarray(np.rot90(image)))

    def sure_faces(**detect):
        opened = open_with(detect=detect, runtime={"threads": 1})
        return sum(face.status == "ok" for face in faces_of(opened.analyse([photo])))

    assert sure_faces(turned=True) == 6
    assert sure_faces(turned=False) < 4


def test_animals_and_fruit_have_no_faces(analyser, decoded, photos):
    names = ["apple.jpg", "cat.jpg", "dog.jpg"]
    results = analyser.analyse([decoded(photos / "trip" / "user2" / name) for name in names])

    assert [face for face in faces_of(results) if face.status == "ok"] == []


def test_a_group_shows_six_people_in_reading_order(analyser, decoded, photos):
    (result,) = analyser.analyse([decoded(photos / "scenes" / "t1.jpg")])

    people = [face for face in result.faces if face.status == "ok"]
    centres = [face.box[1] + face.box[3] for face in people]
    assert len(people) == 6
    assert centres == sorted(centres)
    assert [face.position for face in result.faces] == list(range(len(result.faces)))
    for face in people:
        (x1, y1, x2, y2), (nose_x, nose_y) = face.box, face.points[2]
        assert x1 < nose_x < x2
        assert y1 < nose_y < y2
        assert np.abs(face.landmarks[30] - face.points[2]).max() < 0.15 * (x2 - x1)


# ---------------------------------------------------------------- landmarks alone


def region_of(image, scale=1.0):
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Region(pixels=small, x=0.0, y=0.0, scale=scale)


def kept(facts):
    """The face as the catalog gives it back."""
    return Face(
        face=facts.id,
        photo="",
        sha256=facts.photo,
        box=facts.box,
        points=facts.points,
        score=facts.score,
        status=facts.status,
        quality=facts.quality,
        pose=facts.pose,
        person=None,
        age=None,
        gender=None,
        gender_probability=None,
    )


@pytest.fixture(scope="module")
def six(analyser, decoded, photos):
    """A photo of six people, and its faces that count."""
    photo = decoded(photos / "scenes" / "t1.jpg")
    faces = faces_of(analyser.analyse([photo]))
    return photo, [face for face in faces if face.status == "ok"]


def test_landmarks_of_regions_are_those_of_the_analysis(analyser, six):
    photo, faces = six
    regions = [region_of(photo.pixels)] * len(faces)

    placed = analyser.landmarks(regions, np.array([face.points for face in faces], np.float32))

    for row, face in enumerate(faces):
        assert (placed.points[row] == face.landmarks).all()
        assert placed.spread[row] == np.float32(face.landmark_spread)


def test_fine_landmarks_lie_near_the_usual_ones_and_are_not_the_same(analyser, six):
    photo, faces = six
    regions = [region_of(photo.pixels)] * len(faces)
    points = np.array([face.points for face in faces], np.float32)

    usual = analyser.landmarks(regions, points)
    fine = analyser.landmarks(regions, points, fine=True)

    apart = np.linalg.norm(usual.points - fine.points, axis=2).mean(axis=1)
    eyes = np.linalg.norm(points[:, 0] - points[:, 1], axis=1)
    assert (apart > 0).all()
    assert (apart < 0.05 * eyes).all()


def test_landmarks_of_nobody_are_none(analyser):
    placed = analyser.landmarks([], np.empty((0, 5, 2), np.float32))

    assert placed.points.shape == (0, 68, 2)


def test_looked_at_again_a_face_has_the_same_landmarks_pose_and_quality(analyser, six):
    photo, faces = six
    known = KnownFaces(photo=photo, faces=tuple(map(kept, faces)))

    again = analyser.landmarks_again([known])

    assert [row.face for row in again] == [face.id for face in faces]
    for row, face in zip(again, faces, strict=True):
        assert (row.points == face.landmarks).all()
        assert (row.spread, row.landmarker, row.pose) == (
            face.landmark_spread,
            face.landmarker,
            face.pose,
        )
        assert row.quality == pytest.approx(face.quality, rel=1e-4)


def test_looked_at_again_small_faces_get_finer_pixels_as_before(analyser, decoded, photos):
    whole = cv2.cvtColor(cv2.imread(str(photos / "office" / "office1.jpg")), cv2.COLOR_BGR2RGB)
    photo = decoded(whole, long_side=640)
    fetch = Fetcher({photo.id: whole})
    faces = faces_of(analyser.analyse([photo], finer=fetch))
    faces = [face for face in faces if face.status == "ok"]
    asked = list(fetch.requests)

    again = analyser.landmarks_again(
        [KnownFaces(photo=photo, faces=tuple(map(kept, faces)))], finer=fetch
    )

    assert asked
    assert len(fetch.requests) == 2 * len(asked)
    for row, face in zip(again, faces, strict=True):
        assert row.points == pytest.approx(face.landmarks, abs=0.05)


def test_no_photos_are_looked_at_again(analyser):
    assert analyser.landmarks_again([]) == []
