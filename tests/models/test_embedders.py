import numpy as np
import pytest

from likeness.models.embedders import DlibEmbedder, combined, units
from likeness.models.zoo import DLIB


class Mirrorless:
    """Embeds a chip as the mean colours of its left and right half."""

    def __init__(self):
        self.runs = []

    def run(self, feeds):
        views = feeds["input"]
        self.runs.append(views.shape)
        assert views.dtype == np.float32
        half = views.shape[-1] // 2
        left, right = views[..., :half].mean(axis=(2, 3)), views[..., half:].mean(axis=(2, 3))
        return [np.concatenate([left, right], axis=1)]


@pytest.fixture(scope="module")
def dlib(artifacts, runtime):
    return DlibEmbedder(runtime.open(artifacts.get(DLIB)["embed"].path))


def chips(count, seed=0):
    return np.random.default_rng(seed).integers(0, 255, (count, 150, 150, 3), np.uint8)


def test_an_embedding_is_the_unit_mean_of_a_chip_and_its_mirror_image():
    chip = np.zeros((1, 150, 150, 3), np.uint8)
    chip[:, :, :75] = (30, 0, 0)
    chip[:, :, 75:] = (0, 0, 40)

    found = DlibEmbedder(Mirrorless(), dimensions=6).embed(chip)

    mean = np.array([15, 0, 20, 15, 0, 20])
    assert found.vectors[0] == pytest.approx(mean / np.linalg.norm(mean))
    assert found.norms[0] == pytest.approx(np.linalg.norm(mean))
    apart = np.array([30, 0, -40, -30, 0, 40]) / 50
    assert found.mirror_distance[0] == pytest.approx(np.linalg.norm(apart))


def test_one_view_is_the_chip_alone_and_still_knows_its_mirror_image():
    chip = np.zeros((1, 150, 150, 3), np.uint8)
    chip[:, :, :75] = (30, 0, 0)
    chip[:, :, 75:] = (0, 0, 40)

    both = DlibEmbedder(Mirrorless(), dimensions=6).embed(chip)
    found = DlibEmbedder(Mirrorless(), dimensions=6, mirrored=False).embed(chip)

    assert found.vectors[0] == pytest.approx([0.6, 0, 0, 0, 0, 0.8])
    assert found.norms[0] == pytest.approx(50)
    assert found.mirror_distance == pytest.approx(both.mirror_distance)


def test_colours_reach_the_model_as_red_green_blue_in_bytes_values():
    chip = np.full((1, 150, 150, 3), (3, 4, 0), np.uint8)

    found = DlibEmbedder(Mirrorless(), dimensions=6).embed(chip)

    assert found.vectors[0] * np.sqrt(2) == pytest.approx([0.6, 0.8, 0, 0.6, 0.8, 0])
    assert found.mirror_distance[0] == pytest.approx(0, abs=1e-6)


def test_a_run_never_holds_more_than_eight_views():
    session = Mirrorless()

    DlibEmbedder(session, dimensions=6).embed(chips(9))

    assert [shape[0] for shape in session.runs] == [8, 8, 2]


def test_no_chips_give_no_embeddings():
    found = DlibEmbedder(Mirrorless(), dimensions=6).embed(chips(0))

    assert found.vectors.shape == (0, 6)
    assert found.norms.shape == found.mirror_distance.shape == (0,)


def test_views_that_cancel_out_give_no_nan():
    found = combined(np.ones((1, 4), np.float32), -np.ones((1, 4), np.float32))

    assert np.isfinite(found.vectors).all()
    assert found.mirror_distance[0] == pytest.approx(2)


def test_units_have_length_one():
    assert np.linalg.norm(units(np.array([[3, 4], [0.1, 0]], np.float32)), axis=1) == pytest.approx(
        1
    )


def test_dlibs_vectors_do_not_depend_on_their_neighbours(dlib):
    together = dlib.embed(chips(5)).vectors

    alone = np.concatenate([dlib.embed(chips(5)[row : row + 1]).vectors for row in range(5)])
    assert np.abs(together - alone).max() < 1e-6


def test_a_chip_and_its_mirror_image_embed_alike(dlib):
    found = dlib.embed(chips(1)), dlib.embed(chips(1)[:, :, ::-1])

    assert found[0].vectors @ found[1].vectors.T == pytest.approx(1, abs=1e-5)


def test_dlibs_numbers_stay_what_they_are(dlib):
    ramp = np.add.outer(np.arange(150), np.arange(150))[..., None] * np.array([0.8, 0.6, 0.4])

    found = dlib.embed(ramp[None].astype(np.uint8))

    assert found.vectors[0, :4] == pytest.approx([-0.0283, 0.0859, 0.0415, 0.0026], abs=2e-3)
    assert found.norms[0] == pytest.approx(1.299, abs=5e-3)
