import json

import numpy as np
import pytest
from PIL import Image

from likeness.models.detectors import mtcnn
from likeness.models.detectors.mtcnn import MtcnnDetector
from likeness.models.runtime import Runtime
from weights.build import OUTPUT

SURE = 0.75


class Net:
    """A network that takes white for a face."""

    def __init__(self, corrections=(0, 0, 0, 0), points=0):
        self.corrections = np.array(corrections, np.float32)
        self.points = points
        self.runs = []

    def run(self, feeds):
        pixels = feeds["input"]
        assert pixels.dtype == np.uint8
        self.runs.append(pixels.shape)
        white = self.whiteness(pixels)
        logits = np.where(white > 0.9, 5, -5)
        rest = [np.full_like(white, value) for value in [*self.corrections, *[0.5] * self.points]]
        return [np.stack([logits, *rest], axis=1).astype(np.float32)]

    def whiteness(self, pixels):
        return pixels.reshape(len(pixels), -1).mean(axis=1) / 255


class WindowNet(Net):
    """The same for every window of 12 x 12 pixels."""

    def whiteness(self, pixels):
        photos = pixels[..., ::3] / 255
        windows = np.lib.stride_tricks.sliding_window_view(photos, (12, 12), axis=(2, 3))
        return windows[:, 0, ::2, ::2].mean(axis=(3, 4))


class Wavering(Net):
    """The same, but less sure in one of its runs."""

    def __init__(self, *, unsure, unsure_logit=1, **options):
        super().__init__(**options)
        self.unsure, self.unsure_logit = unsure, unsure_logit

    def run(self, feeds):
        (answers,) = super().run(feeds)
        if len(self.runs) - 1 == self.unsure:
            answers[:, 0] = np.where(answers[:, 0] > 0, self.unsure_logit, answers[:, 0])
        return [answers]


def square_detector(**nets):
    """A detector of white squares: everything of the real one but the weights."""
    return MtcnnDetector(
        nets.get("propose", WindowNet()),
        nets.get("refine", Net()),
        nets.get("finish", Net(points=10)),
    )


def night(height=200, width=300):
    return np.zeros((height, width, 3), np.uint8)


def white_square(x, y, side):
    image = night()
    image[y : y + side, x : x + side] = 255
    return image


@pytest.fixture(scope="module")
def detector():
    if not (OUTPUT / "mtcnn_pnet.onnx").exists():
        pytest.fail("The models are not built: run `python -m weights`.")
    with Runtime(threads=1) as runtime:
        nets = [runtime.open(OUTPUT / f"mtcnn_{part}.onnx") for part in ("pnet", "rnet", "onet")]
        yield MtcnnDetector(*nets)


@pytest.fixture
def read(photos):
    """Read a photo at detection size: its pixels, and how much it was shrunk."""

    def read(name):
        with Image.open(photos / name) as file:
            scale = min(1, 1280 / max(file.size))
            size = (round(file.width * scale), round(file.height * scale))
            file.draft("RGB", size)
            return np.asarray(file.convert("RGB").resize(size)), scale

    return read


def sure(faces):
    return faces.boxes[faces.scores >= SURE]


def same(first, second):
    """Say whether two results are equal to the last bit."""
    return all(
        np.array_equal(getattr(first, part), getattr(second, part))
        for part in ("boxes", "points", "scores")
    )


# --- with squares for faces: where things are, and what is not asked ----------------------------


@pytest.mark.parametrize(("x", "y", "side"), [(100, 60, 40), (37, 101, 57), (180, 20, 110)])
def test_a_face_is_found_where_it_is(x, y, side):
    faces = square_detector().detect([white_square(x, y, side)])[0]

    centres = (faces.boxes[:, :2] + faces.boxes[:, 2:]) / 2
    assert len(faces) >= 1
    np.testing.assert_allclose(centres.mean(axis=0), (x + side / 2, y + side / 2), atol=side / 6)
    assert (faces.boxes[:, 2] - faces.boxes[:, 0] < 1.1 * side).all()


def test_points_lie_where_the_last_network_puts_them_in_its_box():
    faces = square_detector().detect([white_square(100, 60, 40)])[0]

    centres = (faces.boxes[:, :2] + faces.boxes[:, 2:]) / 2
    np.testing.assert_allclose(faces.points, np.repeat(centres[:, None], 5, axis=1), atol=0.01)


def test_results_have_the_promised_shapes_and_types():
    night_faces, faces = square_detector().detect([night(), white_square(100, 60, 40)])

    for found in (night_faces, faces):
        n = len(found)
        assert (found.boxes.shape, found.points.shape) == ((n, 4), (n, 5, 2))
        assert {found.boxes.dtype, found.points.dtype, found.scores.dtype} == {np.dtype("f4")}
    assert len(night_faces) == 0


def test_faces_come_in_reading_order():
    image = night()
    for x, y in ((200, 20), (20, 120), (140, 110), (30, 10)):
        image[y : y + 40, x : x + 40] = 255

    tops = square_detector().detect([image])[0].boxes[:, 1]

    assert len(tops) >= 4
    assert (np.diff(tops) >= 0).all()


def test_no_photos_give_no_results():
    assert square_detector().detect([]) == []


@pytest.mark.parametrize("shape", [(1, 1), (11, 400), (400, 11), (19, 19), (3, 2000)])
def test_a_photo_smaller_than_a_face_shows_none(shape):
    image = np.full((*shape, 3), 255, np.uint8)

    assert len(square_detector().detect([image])[0]) == 0


@pytest.mark.parametrize("shape", [(20, 20), (21, 33), (64, 500), (500, 23)])
def test_any_shape_of_photo_can_be_searched(shape):
    image = np.full((*shape, 3), 255, np.uint8)

    assert len(square_detector().detect([image])[0]) >= 1


def test_faces_below_the_smallest_size_are_not_looked_for():
    image = white_square(100, 60, 22)

    assert len(square_detector().detect([image])[0]) >= 1
    by_pixels = MtcnnDetector(WindowNet(), Net(), Net(points=10), min_face=40)
    assert len(by_pixels.detect([image])[0]) == 0
    by_share = MtcnnDetector(WindowNet(), Net(), Net(points=10), min_share=0.15)
    assert len(by_share.detect([image])[0]) == 0


@pytest.mark.parametrize("options", [{"min_face": 11}, {"min_share": -0.1}, {"min_share": 1.1}])
def test_sizes_that_cannot_be_are_refused(options):
    with pytest.raises(ValueError, match="min_face must be at least 12 pixels"):
        MtcnnDetector(Net(), Net(), Net(), **options)


def test_the_first_network_never_gets_more_than_a_band():
    propose = WindowNet()

    square_detector(propose=propose).detect([night(1280, 960)])

    assert max(rows for _, _, rows, _ in propose.runs) <= mtcnn.BAND + 10


def test_bands_join_without_a_seam(monkeypatch):
    image = np.random.default_rng(1).integers(0, 2, (25, 20, 1), np.uint8).repeat(20, 0)
    image = image.repeat(20, 1).repeat(3, 2)[:, :, :3] * np.uint8(255)
    in_bands = square_detector().detect([image])[0]

    monkeypatch.setattr(mtcnn, "BAND", 10_000)

    assert len(in_bands) > 5
    assert same(in_bands, square_detector().detect([image])[0])


def test_work_on_one_photo_is_bounded(monkeypatch):
    monkeypatch.setattr(mtcnn, "MAX_PROPOSALS", 7)
    monkeypatch.setattr(mtcnn, "MAX_REFINED", 3)
    image = np.full((300, 300, 3), 255, np.uint8)
    refine, finish = Net(), Net(points=10)

    square_detector(refine=refine, finish=finish).detect([image])

    assert sum(shape[0] for shape in refine.runs) <= 7
    assert finish.runs[0][0] <= 3


def test_crops_of_many_photos_share_runs_of_bounded_size():
    image = white_square(100, 60, 40)
    alone, together = Net(), Net()
    square_detector(refine=alone).detect([image])

    square_detector(refine=together).detect([image] * 20)

    assert sum(shape[0] for shape in together.runs) == 20 * sum(shape[0] for shape in alone.runs)
    assert {shape[0] for shape in together.runs[:-1]} == {mtcnn.REFINE_CHUNK}


@pytest.mark.parametrize("corrections", [(2, 0, -2, 0), (2, 2, -2, -2), (1e9, 1e9, -1e9, -1e9)])
@pytest.mark.parametrize("stage", ["propose", "refine"])
def test_boxes_turned_inside_out_are_no_faces(stage, corrections):
    nets = (
        {"propose": WindowNet(corrections)} if stage == "propose" else {"refine": Net(corrections)}
    )

    faces = square_detector(**nets).detect([white_square(100, 60, 40)])[0]

    assert len(faces) == 0


def test_answers_about_a_mirror_image_are_turned_back():
    left, middle, right = 0.2, 0.45, 0.9
    row = [3, 0.1, 0.2, 0.3, 0.4, left, right, middle, 0.3, 0.8, 0.1, 0.2, 0.3, 0.4, 0.5]

    found = mtcnn._unmirrored(np.array([row], np.float32))[0]

    # What was the eye on the right is now the one on the left, at the mirrored place.
    expected = [3, -0.3, 0.2, -0.1, 0.4, 0.1, 0.8, 0.55, 0.2, 0.7, 0.2, 0.1, 0.3, 0.5, 0.4]
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("unsure", [0, 1, 2])
def test_a_face_is_as_sure_as_the_least_sure_look(monkeypatch, unsure):
    monkeypatch.setattr(mtcnn, "FINISH_CHUNK", 100)  # a run is a look
    finish = Wavering(points=10, unsure=unsure)

    faces = square_detector(finish=finish).detect([white_square(100, 60, 40)])[0]

    assert len(faces) >= 1
    np.testing.assert_allclose(faces.scores, 1 / (1 + np.exp(-1)), rtol=1e-5)


def test_a_face_that_one_look_denies_is_none(monkeypatch):
    monkeypatch.setattr(mtcnn, "FINISH_CHUNK", 100)
    finish = Wavering(points=10, unsure=2, unsure_logit=-90)

    assert len(square_detector(finish=finish).detect([white_square(100, 60, 40)])[0]) == 0


# --- with the real networks ---------------------------------------------------------------------


@pytest.mark.parametrize("grain", [1, 2, 10])
def test_noise_shows_no_face(detector, grain):
    coarse = np.random.default_rng(0).integers(0, 256, (480 // grain, 640 // grain, 3), np.uint8)
    image = coarse.repeat(grain, axis=0).repeat(grain, axis=1)

    assert len(sure(detector.detect([image])[0])) == 0


def test_a_flat_photo_shows_no_face(detector):
    assert len(detector.detect([np.full((300, 400, 3), 128, np.uint8)])[0]) == 0


def test_every_annotated_nose_is_in_exactly_one_face(detector, read, photos):
    noses = json.loads((photos / "scenes" / "noses.json").read_text())
    others = 0

    for name, points in noses.items():
        image, scale = read(f"scenes/{name}")
        boxes = sure(detector.detect([image])[0]) / scale
        x, y = np.array(points, float).reshape(-1, 2, 1).swapaxes(0, 1)
        inside = (boxes[:, 0] < x) & (x < boxes[:, 2]) & (boxes[:, 1] < y) & (y < boxes[:, 3])
        assert (inside.sum(axis=1) == 1).all(), name
        others += (~inside.any(axis=0)).sum()

    assert others <= 1


def test_six_people_are_six_faces(detector, read):
    assert len(sure(detector.detect([read("scenes/t1.jpg")[0]])[0])) == 6


@pytest.mark.parametrize(
    "name", ["trip/user2/apple.jpg", "trip/user2/cat.jpg", "trip/user2/dog.jpg", "scenes/017_0.jpg"]
)
def test_photos_without_people_show_no_face(detector, read, name):
    assert len(sure(detector.detect([read(name)[0]])[0])) == 0


def test_a_photo_s_faces_do_not_depend_on_its_neighbours(detector, read):
    images = [read(f"scenes/{name}.jpg")[0] for name in ("000_5", "015_6", "017_0", "t1")]

    together = detector.detect(images)

    assert sum(map(len, together)) > 15
    for image, faces in zip(images, together, strict=True):
        assert same(detector.detect([image])[0], faces)
    for faces, again in zip(together, reversed(detector.detect(images[::-1])), strict=True):
        assert same(faces, again)


def test_points_come_in_their_order_inside_the_box(detector, read):
    faces = detector.detect([read("scenes/000_5.jpg")[0]])[0]
    left_eye, right_eye, nose, left_mouth, right_mouth = faces.points[
        faces.scores >= SURE
    ].swapaxes(0, 1)

    assert len(nose) >= 5
    assert (left_eye[:, 0] < right_eye[:, 0]).all()
    assert (left_mouth[:, 0] < right_mouth[:, 0]).all()
    assert (np.maximum(left_eye[:, 1], right_eye[:, 1]) < nose[:, 1]).all()
    assert (nose[:, 1] < np.minimum(left_mouth[:, 1], right_mouth[:, 1])).all()


def test_a_mirrored_photo_shows_the_mirrored_faces(detector, read):
    image = read("scenes/t1.jpg")[0]
    width = image.shape[1]

    boxes = sure(detector.detect([image])[0])
    mirrored = sure(detector.detect([np.ascontiguousarray(image[:, ::-1])])[0])

    turned_back = np.stack([width - mirrored[:, 2], mirrored[:, 1], width - mirrored[:, 0]], 1)
    order, turned_order = np.argsort(boxes[:, 0]), np.argsort(turned_back[:, 0])
    sides = (boxes[:, 2] - boxes[:, 0])[order, None]
    off = np.abs(boxes[order, :3] - turned_back[turned_order]) / sides
    assert off.max() < 0.15


def test_an_array_that_is_not_contiguous_gives_the_same(detector, read):
    image = read("scenes/000_5.jpg")[0]

    assert same(detector.detect([np.asfortranarray(image)])[0], detector.detect([image])[0])
