"""The built-in models, pinned to numbers.

The numbers come from `reference.py` with the published weights, not from the graphs themselves:
the first numbers of each output on the coloured stripes of `samples.pattern`.
"""

import numpy as np
import pytest

from tests.weights.samples import mtcnn_input, pattern, run
from weights.build import OUTPUT

CANONICAL = {
    "mtcnn_pnet": {"found": [-5.6451, -5.6754, -5.7293, -5.7997, -5.8588, -5.9132]},
    "mtcnn_rnet": {"found": [-4.0408, -0.0861, -0.1089, -0.0030, 0.2253]},
    "mtcnn_onet": {
        "found": [-6.6604, -0.0332, -0.1216, -0.0396, 0.2050, 0.4223, 0.7626, 0.6464, 0.3836]
    },
    "dlib_resnet": {"embedding": [-0.0559, 0.0889, 0.0437, -0.0372, -0.0574, -0.0689]},
    "landmarks68": {"landmarks": [0.3224, 0.7013, 0.4707, 0.7963, 0.5192, 0.7642]},
    "age_gender": {"age": [14.0388], "gender": [0.4227, 0.5773]},
}
INPUTS = {
    "mtcnn_pnet": mtcnn_input(31),
    "mtcnn_rnet": mtcnn_input(24),
    "mtcnn_onet": mtcnn_input(48),
    "dlib_resnet": pattern(150),
    "landmarks68": pattern(112),
    "age_gender": pattern(112),
}
SHAPES = {
    "mtcnn_pnet": {"found": (5, 11, 11)},
    "mtcnn_rnet": {"found": (5,)},
    "mtcnn_onet": {"found": (15,)},
    "dlib_resnet": {"embedding": (128,)},
    "landmarks68": {"landmarks": (136,)},
    "age_gender": {"age": (1,), "gender": (2,)},
}


def run_built(name, x):
    file = OUTPUT / f"{name}.onnx"
    assert file.exists(), "The models are not built: run `python -m weights`."
    return run(str(file), x)


@pytest.mark.parametrize("name", CANONICAL)
def test_a_model_gives_the_numbers_of_its_publisher(name):
    found = run_built(name, INPUTS[name])

    assert found.keys() == CANONICAL[name].keys()
    for output, expected in CANONICAL[name].items():
        np.testing.assert_allclose(found[output].ravel()[: len(expected)], expected, atol=1e-3)


@pytest.mark.parametrize("name", SHAPES)
def test_a_model_takes_batches(name):
    batch = np.repeat(INPUTS[name], 3, axis=0)
    batch[1] = batch[1, :, ::-1]

    found = run_built(name, batch)

    alone = run_built(name, batch[1:2])
    for output, shape in SHAPES[name].items():
        assert found[output].shape == (3, *shape)
        np.testing.assert_allclose(found[output][1], alone[output][0], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(found[output][0], found[output][2], rtol=1e-4, atol=1e-5)
        assert np.abs(found[output][0] - found[output][1]).max() > 1e-4
