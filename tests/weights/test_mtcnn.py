import numpy as np
import pytest

from tests.weights import reference
from tests.weights.samples import (
    assert_equal_maths,
    onet_weights,
    pnet_weights,
    random_array,
    rnet_weights,
    run,
    side_by_side,
)
from weights import mtcnn


def noise(*shape):
    return np.random.default_rng(5).uniform(-1, 1, shape).astype(np.float32)


def pixels(*shape):
    return np.random.default_rng(5).integers(0, 256, (*shape, 3), dtype=np.uint8)


def found_by(net, weights, x):
    """Run *net* on N x H x W x 3; the channels of its answer come last."""
    return np.moveaxis(run(net(weights), side_by_side(x))["found"], 1, -1)


def expected_of(net, weights, x):
    """The same from the published layers: logit, boxes, points if any."""
    *corrections, scores = net((x - 127.5) / 128, list(weights))
    logits = np.log(scores[..., 1:] / scores[..., :1])
    return np.concatenate([logits, *corrections], axis=-1)


@pytest.mark.parametrize(("height", "width"), [(12, 12), (13, 12), (24, 37), (41, 30)])
def test_pnet_equals_the_published_layers_at_even_and_odd_sizes(height, width):
    weights = pnet_weights(random_array(1))
    x = pixels(2, height, width)

    found = found_by(mtcnn.pnet, weights, x)

    assert_equal_maths(found, expected_of(reference.pnet, weights, x))


@pytest.mark.parametrize(("height", "width"), [(12, 12), (13, 12), (24, 37)])
def test_pnet_gives_the_number_of_cells_that_its_contract_says(height, width):
    found = found_by(mtcnn.pnet, pnet_weights(random_array(1)), pixels(1, height, width))

    cells = tuple(-(-(n - 2) // 2) - 4 for n in (height, width))
    assert found.shape == (1, *cells, 5)


def test_rnet_equals_the_published_layers():
    weights = rnet_weights(random_array(2))
    x = pixels(3, 24, 24)

    found = found_by(mtcnn.rnet, weights, x)

    assert_equal_maths(found, expected_of(reference.rnet, weights, x))


def test_onet_equals_the_published_layers():
    weights = onet_weights(random_array(3))
    x = pixels(3, 48, 48)

    found = found_by(mtcnn.onet, weights, x)

    assert_equal_maths(found, expected_of(reference.onet, weights, x))


@pytest.mark.parametrize(
    ("net", "make", "side"),
    [(mtcnn.rnet, rnet_weights, 24), (mtcnn.onet, onet_weights, 48)],
)
def test_an_answer_is_the_same_to_the_last_bit_in_every_batch(net, make, side):
    weights = make(random_array(4))
    x = pixels(7, side, side)

    together = found_by(net, weights, x)

    for size in (1, 2, 3):
        np.testing.assert_array_equal(found_by(net, weights, x[:size]), together[:size])


def test_row_major_undoes_the_column_major_flattening():
    image = noise(1, 5, 3, 3)
    kernel = noise(45, 7)

    columns_first = image.transpose(0, 3, 2, 1).reshape(1, 45) @ kernel

    ours = np.einsum("nchw,hwco->no", image, mtcnn.row_major(kernel, channels=5, size=3))
    assert_equal_maths(ours, columns_first)


def test_weights_that_fit_no_layer_are_refused():
    weights = [*rnet_weights(random_array(2)), noise(4)]

    with pytest.raises(ValueError, match="mtcnn_rnet: 1 arrays are left over"):
        mtcnn.rnet(weights)


def test_layers_without_weights_are_refused():
    weights = rnet_weights(random_array(2))[:-1]

    with pytest.raises(ValueError, match="mtcnn_rnet: there are fewer arrays than layers need"):
        mtcnn.rnet(weights)
