import numpy as np
import pytest

from tests.weights import reference
from tests.weights.samples import assert_equal_maths, channels_last, run
from weights.graph import Graph
from weights.prelu import BentAfterPooling, bend

# Falling, none, one half, a line, steeper than a line.
SLOPES = np.array([-2, -0.3, 0, 0.5, 1, 1.5], np.float32)


def channels():
    return np.random.default_rng(1).normal(0, 3, (2, len(SLOPES), 7, 5)).astype(np.float32)


def test_bending_equals_prelu_up_to_the_signs():
    x = channels()
    graph = Graph("bend")
    name, signs = bend(graph, "input", SLOPES)
    graph.op("Identity", name, output="bent")
    model = graph.model({"input": x.shape}, {"bent": x.shape})

    found = channels_last(run(model, x)["bent"]) * signs

    assert_equal_maths(found, reference.prelu(channels_last(x), SLOPES))


def test_only_channels_steeper_than_a_line_come_out_negated():
    _, signs = bend(Graph("bend"), "input", SLOPES)

    assert signs.tolist() == [1, 1, 1, 1, 1, -1]


def pooled(slopes, bias, pixels):
    """Signs and result of `BentAfterPooling` with a random kernel, and that of plain layers."""
    kernel = np.random.default_rng(2).normal(0, 1 / 255, (3, 3, 2, len(slopes)))
    kernel = kernel.astype(np.float32)
    bent = BentAfterPooling(kernel, bias, slopes)
    graph = Graph("pooled")
    x = graph.op("Relu", graph.conv("input", bent.kernel, bent.bias))
    name, signs = bent.bend(graph, graph.max_pool(x, 2))
    graph.op("Identity", name, output="bent")
    model = graph.model({"input": pixels.shape}, {"bent": ["N", len(slopes), "h", "w"]})
    found = channels_last(run(model, pixels)["bent"]) * signs
    plain = reference.conv(channels_last(pixels), kernel, same=False) + bias
    return found, reference.max_pool(reference.prelu(plain, slopes), 2, same=False)


@pytest.mark.parametrize("slopes", [SLOPES, SLOPES[:2], SLOPES[2:], np.tile(SLOPES, 4)])
@pytest.mark.parametrize("shift", [-4, 0, 4])
def test_bending_the_maxima_equals_the_maxima_of_what_was_bent(slopes, shift):
    pixels = np.random.default_rng(3).integers(0, 256, (2, 2, 8, 10)).astype(np.float32)
    bias = np.full(len(slopes), shift, np.float32)

    found, expected = pooled(slopes, bias, pixels)

    assert_equal_maths(found, expected)


def test_the_darkest_and_the_brightest_pixels_are_within_the_lift():
    pixels = np.zeros((1, 2, 8, 8), np.float32)
    pixels[..., 4:] = 255

    found, expected = pooled(SLOPES, np.zeros(len(SLOPES), np.float32), pixels)

    assert_equal_maths(found, expected)


def test_the_convolution_gets_a_multiple_of_sixteen_channels():
    kernel, bias = np.zeros((3, 3, 2, 6), np.float32), np.zeros(6, np.float32)

    assert BentAfterPooling(kernel, bias, SLOPES).kernel.shape == (3, 3, 2, 16)
