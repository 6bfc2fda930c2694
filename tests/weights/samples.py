"""Small inputs and weights for the conversion's tests, the same on every machine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime

FloatArray = npt.NDArray[np.float32]
RandomArray = Callable[..., FloatArray]


def pattern(size: int) -> FloatArray:
    """Coloured stripes in integers, 1 x 3 x size x size, RGB in 0..255."""
    channel, y, x = np.indices((3, size, size))
    return ((x * (3 + channel) + y * (5 - channel) + 40 * channel) % 256)[None].astype(np.float32)


def side_by_side(x: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """From N x H x W x 3 to N x 1 x H x 3W, as MTCNN takes pixels."""
    return x.reshape(len(x), 1, x.shape[1], -1)


def mtcnn_input(size: int) -> npt.NDArray[np.uint8]:
    """The same stripes as MTCNN takes them."""
    return side_by_side(np.moveaxis(pattern(size), 1, -1).astype(np.uint8))


def channels_last(x: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
    """From N x C x H x W to N x H x W x C."""
    return np.moveaxis(x, 1, -1).astype(np.float64)


def run(model: onnx.ModelProto | str, x: npt.NDArray[np.generic]) -> dict[str, FloatArray]:
    """Return a model's outputs by name."""
    source = model if isinstance(model, str) else model.SerializeToString()
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"input": x}), strict=True))


def assert_equal_maths(found: npt.NDArray[np.generic], expected: npt.NDArray[np.float64]) -> None:
    """Allow what float32 loses, measured against the largest number of the array."""
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * np.abs(expected).max())


def random_array(seed: int) -> RandomArray:
    """Make random arrays of a given shape, scaled so that deep nets neither die nor explode."""
    generator = np.random.default_rng(seed)

    def draw(*shape: int) -> FloatArray:
        spread = 1.5 / np.sqrt(np.prod(shape[:-1]))
        return generator.normal(0, spread, shape).astype(np.float32)

    return draw


def resnet_weights(draw: RandomArray) -> dict[str, FloatArray]:
    """dlib's ResNet with 2, 4, 8 and 16 channels in place of 32, 64, 128 and 256."""
    weights = {"fc": draw(16, 128)}

    def layer(name: str, size: int, inputs: int, outputs: int) -> None:
        weights[f"{name}/conv/filters"] = draw(size, size, inputs, outputs)
        weights[f"{name}/conv/bias"] = draw(1, outputs)[0]
        weights[f"{name}/scale/weights"] = 1 + draw(4, outputs)[0]
        weights[f"{name}/scale/biases"] = draw(1, outputs)[0]

    def block(name: str, inputs: int, outputs: int) -> None:
        layer(f"{name}/conv1", 3, inputs, outputs)
        layer(f"{name}/conv2", 3, outputs, outputs)

    layer("conv32_down", 7, 3, 2)
    for name in ("conv32_1", "conv32_2", "conv32_3"):
        block(name, 2, 2)
    for width, repeats in ((64, 3), (128, 2), (256, 2)):
        block(f"conv{width}_down", width // 32, width // 16)
        for i in range(1, repeats + 1):
            block(f"conv{width}_{i}", width // 16, width // 16)
    block("conv256_down_out", 16, 16)
    return weights


def _separable(
    weights: dict[str, FloatArray], draw: RandomArray, name: str, inputs: int, outputs: int
) -> None:
    weights[f"{name}/depthwise_filter"] = draw(3, 3, inputs, 1) * 3
    weights[f"{name}/pointwise_filter"] = draw(1, 1, inputs, outputs)
    weights[f"{name}/bias"] = draw(1, outputs)[0]


def age_gender_weights(draw: RandomArray) -> dict[str, FloatArray]:
    """The small Xception with 4 to 12 channels."""
    weights = {
        "entry_flow/conv_in/filters": draw(3, 3, 3, 4),
        "entry_flow/conv_in/bias": draw(1, 4)[0],
    }
    sizes = {"entry_flow/reduction_block_0": (4, 5), "entry_flow/reduction_block_1": (5, 6)}
    for name, (inputs, outputs) in (sizes | {"exit_flow/reduction_block": (6, 8)}).items():
        _separable(weights, draw, f"{name}/separable_conv0", inputs, outputs)
        _separable(weights, draw, f"{name}/separable_conv1", outputs, outputs)
        weights[f"{name}/expansion_conv/filters"] = draw(1, 1, inputs, outputs)
        weights[f"{name}/expansion_conv/bias"] = draw(1, outputs)[0]
    for block in range(2):
        for i in range(3):
            name = f"middle_flow/main_block_{block}/separable_conv{i}"
            _separable(weights, draw, name, 6, 6)
    _separable(weights, draw, "exit_flow/separable_conv", 8, 12)
    for head, outputs in (("age", 1), ("gender", 2)):
        weights[f"fc/{head}/weights"] = draw(12, outputs)
        weights[f"fc/{head}/bias"] = draw(1, outputs)[0]
    return weights


def landmark_weights(draw: RandomArray) -> dict[str, FloatArray]:
    """The landmark net with 4, 5, 6 and 7 channels."""
    weights = {
        "dense0/conv0/filters": draw(3, 3, 3, 4),
        "dense0/conv0/bias": draw(1, 4)[0],
        "fc/weights": draw(7, 136),
        "fc/bias": draw(1, 136)[0],
    }
    for block in range(4):
        if block:
            _separable(weights, draw, f"dense{block}/conv0", 3 + block, 4 + block)
        for i in (1, 2, 3):
            _separable(weights, draw, f"dense{block}/conv{i}", 4 + block, 4 + block)
    return weights


def _mtcnn_convs(draw: RandomArray, *shapes: tuple[int, int, int]) -> list[FloatArray]:
    """Kernel, bias and slopes for each (size, inputs, outputs)."""
    return [
        array
        for size, inputs, outputs in shapes
        for array in (draw(size, size, inputs, outputs), draw(1, outputs)[0], draw(1, 1, outputs))
    ]


def _denses(draw: RandomArray, inputs: int, *outputs: int) -> list[FloatArray]:
    return [array for n in outputs for array in (draw(inputs, n), draw(1, n)[0])]


def pnet_weights(draw: RandomArray) -> list[FloatArray]:
    """P-Net as the package lists it, with fewer channels."""
    heads = [array for n in (4, 2) for array in (draw(1, 1, 6, n), draw(1, n)[0])]
    return _mtcnn_convs(draw, (3, 3, 4), (3, 4, 5), (3, 5, 6)) + heads


def rnet_weights(draw: RandomArray) -> list[FloatArray]:
    """R-Net; the last convolution has its own 64 channels, which the flattening relies on."""
    convs = _mtcnn_convs(draw, (3, 3, 4), (3, 4, 5), (2, 5, 64))
    return [*convs, *_denses(draw, 576, 8), draw(1, 8)[0], *_denses(draw, 8, 4, 2)]


def onet_weights(draw: RandomArray) -> list[FloatArray]:
    """O-Net; the last convolution has its own 128 channels, which the flattening relies on."""
    convs = _mtcnn_convs(draw, (3, 3, 4), (3, 4, 5), (3, 5, 6), (2, 6, 128))
    return [*convs, *_denses(draw, 1152, 8), draw(1, 8)[0], *_denses(draw, 8, 4, 10, 2)]
