import numpy as np
import pytest

from tests.weights.samples import run
from weights.graph import Graph, same_pads


def test_the_same_calls_give_the_same_bytes():
    def build():
        graph = Graph("tiny")
        graph.conv("input", np.arange(9, dtype=np.float32).reshape(3, 3, 1, 1), output="result")
        model = graph.model({"input": ["N", 1, 5, 5]}, {"result": ["N", 1, 3, 3]})
        return model.SerializeToString(deterministic=True)

    assert build() == build()


def test_a_model_names_no_library_version():
    graph = Graph("tiny")
    graph.op("Relu", "input", output="result")

    model = graph.model({"input": ["N", 2]}, {"result": ["N", 2]})

    assert (model.producer_name, model.producer_version, model.doc_string) == ("likeness", "", "")
    assert (model.ir_version, model.opset_import[0].version) == (8, 17)


def test_a_kernel_of_tensorflow_is_applied_as_tensorflow_applies_it():
    kernel = np.zeros((1, 2, 2, 1), np.float32)  # height, width, in, out
    kernel[0, 1, 0, 0], kernel[0, 0, 1, 0] = 1, 10
    graph = Graph("tiny")
    graph.conv("input", kernel, np.array([100], np.float32), output="result")
    model = graph.model({"input": [1, 2, 1, 3]}, {"result": [1, 1, 1, 2]})

    found = run(model, np.array([[[[1, 2, 3]], [[4, 5, 6]]]], np.float32))["result"]

    assert found.ravel().tolist() == [100 + 2 + 40, 100 + 3 + 50]


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "pads"),
    [
        (112, 3, 2, (0, 0, 1, 1)),
        (7, 3, 2, (1, 1, 1, 1)),
        (28, 3, 1, (1, 1, 1, 1)),
        (22, 3, 2, (0, 0, 1, 1)),
        (10, 1, 2, (0, 0, 0, 0)),
        (5, 2, 2, (0, 0, 1, 1)),
    ],
)
def test_same_padding_puts_the_odd_zero_last(size, kernel, stride, pads):
    assert same_pads(size, kernel, stride) == pads
    assert (size + pads[0] + pads[2] - kernel) // stride + 1 == -(-size // stride)
