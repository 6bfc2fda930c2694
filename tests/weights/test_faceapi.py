import json

import numpy as np
import pytest

from tests.weights import reference
from tests.weights.samples import (
    age_gender_weights,
    assert_equal_maths,
    channels_last,
    landmark_weights,
    random_array,
    resnet_weights,
    run,
)
from weights import faceapi
from weights.errors import WeightsError


def noise(size):
    return np.random.default_rng(6).uniform(0, 255, (2, 3, size, size)).astype(np.float32)


def test_dlib_resnet_equals_the_published_layers():
    weights = resnet_weights(random_array(1))
    x = noise(150)

    found = run(faceapi.dlib_resnet(weights), x)

    expected = reference.dlib_resnet(channels_last(x), weights)
    assert np.abs(expected).max() > 0.01
    assert_equal_maths(found["embedding"], expected)


def test_age_gender_equals_the_published_layers():
    weights = age_gender_weights(random_array(2))
    x = noise(112)

    found = run(faceapi.age_gender(weights), x)

    age, gender = reference.age_gender(channels_last(x), weights)
    assert_equal_maths(found["age"], age)
    assert_equal_maths(found["gender"], gender)


def test_landmarks68_equals_the_published_layers():
    weights = landmark_weights(random_array(3))
    x = noise(112)

    found = run(faceapi.landmarks68(weights), x)

    expected = reference.landmarks68(channels_last(x), weights)
    assert_equal_maths(found["landmarks"], expected)


@pytest.mark.parametrize("size", [8, 9])  # both branches: 4 against 3 pixels, and 4 against 4
def test_the_smaller_side_of_a_residual_is_filled_up_with_zeros(size):
    weights = resnet_weights(random_array(4))
    net = faceapi.ResNet(weights)
    x = np.random.default_rng(7).normal(size=(1, 2, size, size)).astype(np.float32)

    y, halved = net.residual_down("input", "conv64_down", size)
    net.graph.op("Identity", y, output="result")
    model = net.graph.model({"input": ["N", 2, size, size]}, {"result": ["N", 4, halved, halved]})

    expected = reference.residual_down(channels_last(x), weights, "conv64_down")
    found = channels_last(run(model, x)["result"])
    assert found.shape == (1, 4, 4, 4)
    assert_equal_maths(found, expected)


def files(entries, raw):
    manifest = [{"paths": ["tiny_model.bin"], "weights": entries}]
    return {
        "model/tiny_model-weights_manifest.json": json.dumps(manifest).encode(),
        "model/tiny_model.bin": raw,
    }


QUANTISED = {
    "name": "kernel",
    "shape": [2, 2],
    "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0},
}
FLOAT = {"name": "bias", "shape": [2], "dtype": "float32"}
SCALAR = {"name": "scale", "shape": [], "dtype": "float32"}


def test_eight_bit_tensors_come_back_as_value_times_scale_plus_minimum():
    raw = bytes([0, 1, 2, 255]) + np.array([7, -8], "<f4").tobytes() + b"\0\0\x80\x3f"

    weights = faceapi.load_weights(files([QUANTISED, FLOAT, SCALAR], raw), "tiny_model")

    assert weights["kernel"].tolist() == [[-1.0, -0.5], [0.0, 126.5]]
    assert weights["bias"].tolist() == [7.0, -8.0]
    assert weights["scale"] == 1.0
    assert all(values.dtype == np.float32 for values in weights.values())


@pytest.mark.parametrize("count", [3, 5])
def test_a_file_that_its_manifest_does_not_describe_is_refused(count):
    with pytest.raises(WeightsError, match=f"tiny_model describes 4 bytes, its file has {count}"):
        faceapi.load_weights(files([QUANTISED], bytes(count)), "tiny_model")
