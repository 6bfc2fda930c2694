import numpy as np
import pytest

from likeness.imaging.align import DLIB_CHIP
from likeness.models.clock import Clock
from likeness.models.describer import Describer, pieces
from likeness.models.embedders import combined
from likeness.models.landmarks import DensePoints
from likeness.models.sightings import PhotoPixels, Picture, Sighting
from likeness.models.views import USUAL
from likeness.types import Contract, PhotoId

CONTRACT = Contract("spots-000000000000")


class SpotEmbedder:
    """Embeds a chip as its corners and its middle; remembers the chips."""

    chip = DLIB_CHIP

    def embed(self, chips):
        self.chips = chips
        vectors = chips[:, [0, 0, 75, -1], [0, -1, 75, -1], 0].astype(np.float32) + 1
        return combined(vectors, vectors)


class FarLandmarker:
    """Places every point at infinity; remembers the five points."""

    contract = Contract("far-000000000000")

    def place(self, pictures, points, views=USUAL):
        self.points = points
        placed = np.full((len(pictures), 68, 2), np.inf, np.float32)
        return DensePoints(points=placed, spread=np.full(len(pictures), 0.02, np.float32))


def sighting(eye_distance, pixels):
    zoom = eye_distance / DLIB_CHIP.eye_distance
    photo = PhotoPixels(id=PhotoId("ab" * 32), pixels=pixels, scale=1.0, width=300, height=300)
    return Sighting(
        photo=photo,
        position=0,
        box=np.array([0, 0, 150 * zoom, 150 * zoom], np.float32),
        points=(np.array(DLIB_CHIP.template) * zoom).astype(np.float32),
        score=0.99,
        status="ok",
        picture=Picture(pixels, (1.0, 1.0)),
    )


@pytest.fixture
def describer():
    return Describer(
        embedder=SpotEmbedder(),
        landmarker=FarLandmarker(),
        attributes=None,
        contract=CONTRACT,
        clock=Clock(),
    )


def described(describer, *faces):
    return describer.describe(faces, [face.facts(Contract("d")) for face in faces])


def test_a_face_is_aligned_before_it_is_embedded(describer):
    ramp = np.broadcast_to(np.arange(300)[None, :, None] // 2, (300, 300, 3)).astype(np.uint8)

    described(describer, sighting(DLIB_CHIP.eye_distance * 2, ramp))

    row = describer._embedder.chips[0, 75, :, 0].astype(int)
    assert np.abs(row - np.arange(150)).max() <= 1


def test_every_face_gets_its_own_row(describer):
    dark, light = np.full((2, 300, 300, 3), [[[[10]]], [[[200]]]], np.uint8)

    first, second = described(describer, sighting(60, dark), sighting(60, light))

    assert first.contract == second.contract == CONTRACT
    assert first.norm < second.norm


def test_a_pose_that_cannot_be_found_is_none(describer):
    (face,) = described(describer, sighting(60, np.zeros((300, 300, 3), np.uint8)))

    assert face.pose is None
    assert face.quality > 0


def test_landmarks_tell_what_placed_them_and_how_sure_they_are(describer):
    (face,) = described(describer, sighting(60, np.zeros((300, 300, 3), np.uint8)))

    assert face.landmarker == "far-000000000000"
    assert face.landmark_spread == pytest.approx(0.02)
    assert face.contract == CONTRACT


def test_landmarks_are_placed_by_the_points_that_are_kept(describer):
    (face,) = described(describer, sighting(61.7, np.zeros((300, 300, 3), np.uint8)))

    assert (describer._landmarker.points[0] == np.array(face.points, np.float32)).all()


def test_a_larger_face_has_the_better_quality(describer):
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8)

    small, large = described(describer, sighting(15, noise), sighting(60, noise))

    assert small.quality < large.quality


def test_without_attributes_none_are_told(describer):
    (face,) = described(describer, sighting(60, np.zeros((300, 300, 3), np.uint8)))

    assert face.age is face.gender is face.gender_probability is None


def test_no_faces_have_no_pieces():
    assert pieces([], np.empty((0, 2, 3)), 112).shape == (0, 112, 112, 3)
