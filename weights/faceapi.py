"""The npm package `@vladmandic/face-api`: recognition, 68 landmarks, age and gender as ONNX.

The package stores float32 or 8-bit tensors; an 8-bit one is restored as value * scale + minimum.
The original float weights of dlib's ResNet are not in the package, so `dlib_resnet` holds restored
ones: cosine at least 0.9995 to dlib's own descriptor on 40 faces, but not the same file.

All three take `input`, RGB, pixel values 0..255, N x 3 x S x S float32. The mean colour is
subtracted and the scale divided inside the graph.

    dlib_resnet   S = 150, an aligned chip (dlib's, padding 0.25); `embedding` N x 128, not
                  normalised
    landmarks68   S = 112, the upright square around the face's box; `landmarks` N x 136: x, y of
                  the 68 iBUG points in turn, in 0..1 of the square
    age_gender    S = 112, the same square; `age` N x 1, years; `gender` N x 2, probabilities of
                  (male, female) as perceived
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx

from weights.errors import WeightsError
from weights.graph import FloatArray, Graph, same_pads

Weights = Mapping[str, FloatArray]
Entry = Mapping[str, Any]  # one tensor in a weights manifest

# face-api subtracts this colour in every net: src/ops/normalize.ts; dlib: input_rgb_image.
MEAN_RGB = np.array([122.782, 117.001, 104.298], np.float32)
# face-api divides by 255 everywhere. dlib, which trained the recognition weights, divides by 256.
RECOGNITION_SCALE = 256.0
FEATURE_SCALE = 255.0

RECOGNITION_SIZE = 150
FEATURE_SIZE = 112


def load_weights(files: Mapping[str, bytes], model: str) -> dict[str, FloatArray]:
    """Restore one model as float32 arrays by name.

    Args:
        files: The package's files by their path in it.
        model: The beginning of the model's file names.

    Raises:
        WeightsError: The manifest and the binary file do not describe the same number of bytes.
    """
    weights: dict[str, FloatArray] = {}
    for group in json.loads(files[f"model/{model}-weights_manifest.json"]):
        raw = b"".join(files[f"model/{path}"] for path in group["paths"])
        described = sum(_byte_count(entry) for entry in group["weights"])
        if described != len(raw):
            raise WeightsError(
                f"The manifest of {model} describes {described} bytes, its file has {len(raw)}."
            )
        start = 0
        for entry in group["weights"]:
            end = start + _byte_count(entry)
            weights[entry["name"]] = _tensor(entry, raw[start:end])
            start = end
    return weights


def _byte_count(entry: Entry) -> int:
    return math.prod(entry["shape"]) * _stored_type(entry).itemsize


def _stored_type(entry: Entry) -> np.dtype[Any]:
    return np.dtype(entry["quantization"]["dtype"] if "quantization" in entry else "<f4")


def _tensor(entry: Entry, raw: bytes) -> FloatArray:
    """Restore one tensor; each float operation is rounded once, alike on every machine."""
    values = np.frombuffer(raw, _stored_type(entry)).astype(np.float32)
    if "quantization" in entry:
        stored = entry["quantization"]
        values = values * np.float32(stored["scale"]) + np.float32(stored["min"])
    return values.reshape(entry["shape"])


def dlib_resnet(weights: Weights) -> onnx.ModelProto:
    """The 29-layer recognition ResNet of dlib."""
    net = ResNet(weights)
    x = net.stem("input")
    size = (RECOGNITION_SIZE - 7) // 2 + 1  # a 7 x 7 convolution, stride 2
    x, size = net.graph.max_pool(x, 3), (size - 3) // 2 + 1
    for block in ("conv32_1", "conv32_2", "conv32_3"):
        x = net.residual(x, block)
    for width, repeats in ((64, 3), (128, 2), (256, 2)):
        x, size = net.residual_down(x, f"conv{width}_down", size)
        for i in range(1, repeats + 1):
            x = net.residual(x, f"conv{width}_{i}")
    x, size = net.residual_down(x, "conv256_down_out", size)
    x = net.graph.op("Flatten", net.graph.op("GlobalAveragePool", x))
    net.graph.op("MatMul", x, net.graph.constant(weights["fc"]), output="embedding")
    return net.graph.model(
        {"input": ["N", 3, RECOGNITION_SIZE, RECOGNITION_SIZE]}, {"embedding": ["N", 128]}
    )


class ResNet:
    """The blocks of dlib's ResNet, each with its affine scale folded into the convolution."""

    def __init__(self, weights: Weights) -> None:
        self.graph = Graph("dlib_resnet")
        self._weights = weights

    def stem(self, x: str) -> str:
        """The first layer, with the input's normalisation folded in: it has no padding."""
        kernel, bias = self._folded("conv32_down")
        kernel = kernel / np.float32(RECOGNITION_SCALE)
        bias = bias - _response(kernel, MEAN_RGB)
        return self.graph.op("Relu", self.graph.conv(x, kernel, bias, stride=2))

    def residual(self, x: str, name: str) -> str:
        """Two convolutions beside a straight connection."""
        y = self.graph.op("Relu", self._layer(x, f"{name}/conv1", stride=1, padding=1))
        y = self._layer(y, f"{name}/conv2", stride=1, padding=1)
        return self.graph.op("Relu", self.graph.op("Add", y, x))

    def residual_down(self, x: str, name: str, size: int) -> tuple[str, int]:
        """Halve the size: convolutions beside an average pool.

        dlib adds tensors of different shapes as if the smaller were filled up with zeros, in
        channels, at the bottom and at the right; so does this. Returns the new size too.
        """
        first, second = (self._weights[f"{name}/conv{i}/conv/filters"].shape for i in (1, 2))
        y = self.graph.op("Relu", self._layer(x, f"{name}/conv1", stride=2, padding=0))
        y = self._layer(y, f"{name}/conv2", stride=1, padding=1)
        shortcut = self.graph.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        block_size, shortcut_size = (size - 3) // 2 + 1, size // 2
        larger = max(block_size, shortcut_size)
        y = self._zero_pad(y, 0, larger - block_size)
        shortcut = self._zero_pad(shortcut, second[3] - first[2], larger - shortcut_size)
        return self.graph.op("Relu", self.graph.op("Add", y, shortcut)), larger

    def _layer(self, x: str, name: str, *, stride: int, padding: int) -> str:
        kernel, bias = self._folded(name)
        return self.graph.conv(x, kernel, bias, stride=stride, pads=[padding] * 4)

    def _folded(self, name: str) -> tuple[FloatArray, FloatArray]:
        scale = self._weights[f"{name}/scale/weights"]
        kernel = self._weights[f"{name}/conv/filters"] * scale
        return kernel, self._weights[f"{name}/conv/bias"] * scale + self._weights[
            f"{name}/scale/biases"
        ]

    def _zero_pad(self, x: str, channels: int, pixels: int) -> str:
        if not channels and not pixels:
            return x
        amounts = np.array([0, 0, 0, 0, 0, channels, pixels, pixels], np.int64)
        return self.graph.op("Pad", x, self.graph.constant(amounts))


def _response(kernel: FloatArray, colour: FloatArray) -> FloatArray:
    """What a convolution without padding answers to an image of one colour, per output channel.

    The sums are exact before they are rounded: numpy's own order of adding depends on the CPU, and
    the file must not.
    """
    products = kernel.astype(np.float64) * colour.astype(np.float64)[:, None]
    sums = [math.fsum(products[..., channel].flat) for channel in range(kernel.shape[3])]
    return np.array(sums, np.float32)


class SeparableNet:
    """What the two small nets share: TensorFlow's SAME padding and separable convolutions."""

    def __init__(self, name: str, weights: Weights) -> None:
        self.graph = Graph(name)
        self._weights = weights

    def centred(self, x: str) -> str:
        """Subtract the mean colour. It cannot be folded: the next layer pads with zeros."""
        return self.graph.op("Sub", x, self.graph.constant(MEAN_RGB.reshape(1, 3, 1, 1)))

    def stem(self, x: str, name: str) -> str:
        """The first convolution, stride 2, with the input's scale folded into its kernel."""
        kernel = self._weights[f"{name}/filters"] / np.float32(FEATURE_SCALE)
        pads = same_pads(FEATURE_SIZE, kernel.shape[0], 2)
        bias = self._weights[f"{name}/bias"]
        y = self.graph.conv(self.centred(x), kernel, bias, stride=2, pads=pads)
        return self.graph.op("Relu", y)

    def separable(self, x: str, name: str, size: int, stride: int = 1) -> str:
        """A depthwise, then a pointwise convolution of a *size* x *size* image."""
        depthwise = self._weights[f"{name}/depthwise_filter"].transpose(0, 1, 3, 2)
        pads = same_pads(size, depthwise.shape[0], stride)
        x = self.graph.conv(x, depthwise, stride=stride, pads=pads, groups=depthwise.shape[3])
        pointwise, bias = self._weights[f"{name}/pointwise_filter"], self._weights[f"{name}/bias"]
        return self.graph.conv(x, pointwise, bias)

    def average(self, x: str) -> str:
        """The mean over the image, N x channels."""
        return self.graph.op("Flatten", self.graph.op("GlobalAveragePool", x))

    def dense(self, x: str, name: str, output: str | None = None) -> str:
        """A dense layer by the name of its weights."""
        weights, bias = self._weights[f"{name}/weights"], self._weights[f"{name}/bias"]
        return self.graph.dense(x, weights, bias, output=output)

    def reduction(self, x: str, name: str, size: int, *, activate: bool) -> str:
        """Halve the size: two separable convolutions and a pool beside a 1 x 1 convolution."""
        y = self.graph.op("Relu", x) if activate else x
        y = self.separable(y, f"{name}/separable_conv0", size)
        y = self.separable(self.graph.op("Relu", y), f"{name}/separable_conv1", size)
        y = self.graph.max_pool(y, 3, pads=same_pads(size, 3, 2))
        expansion = f"{name}/expansion_conv"
        kernel, bias = self._weights[f"{expansion}/filters"], self._weights[f"{expansion}/bias"]
        return self.graph.op("Add", y, self.graph.conv(x, kernel, bias, stride=2))

    def main_block(self, x: str, name: str, size: int) -> str:
        """Three separable convolutions beside a straight connection."""
        y = x
        for i in range(3):
            y = self.separable(self.graph.op("Relu", y), f"{name}/separable_conv{i}", size)
        return self.graph.op("Add", y, x)

    def dense_block(self, x: str, name: str, size: int) -> str:
        """Three separable convolutions, each fed with the sum of all results before it."""
        total = x
        for i in (1, 2, 3):
            y = self.separable(x, f"{name}/conv{i}", size)
            total = self.graph.op("Add", total, y)
            x = self.graph.op("Relu", total)
        return x


def age_gender(weights: Weights) -> onnx.ModelProto:
    """A small Xception with two heads."""
    net = SeparableNet("age_gender", weights)
    x = net.stem("input", "entry_flow/conv_in")
    x = net.reduction(x, "entry_flow/reduction_block_0", 56, activate=False)
    x = net.reduction(x, "entry_flow/reduction_block_1", 28, activate=True)
    for block in range(2):
        x = net.main_block(x, f"middle_flow/main_block_{block}", 14)
    x = net.reduction(x, "exit_flow/reduction_block", 14, activate=True)
    x = net.average(net.graph.op("Relu", net.separable(x, "exit_flow/separable_conv", 7)))
    net.dense(x, "fc/age", output="age")
    net.graph.op("Softmax", net.dense(x, "fc/gender"), output="gender", axis=1)
    return net.graph.model(
        {"input": ["N", 3, FEATURE_SIZE, FEATURE_SIZE]}, {"age": ["N", 1], "gender": ["N", 2]}
    )


def landmarks68(weights: Weights) -> onnx.ModelProto:
    """Four densely connected blocks and one dense layer."""
    net = SeparableNet("landmarks68", weights)
    x, size = net.stem("input", "dense0/conv0"), FEATURE_SIZE // 2
    x = net.dense_block(x, "dense0", size)
    for block in ("dense1", "dense2", "dense3"):
        x = net.graph.op("Relu", net.separable(x, f"{block}/conv0", size, stride=2))
        size //= 2
        x = net.dense_block(x, block, size)
    net.dense(net.average(x), "fc", output="landmarks")
    return net.graph.model(
        {"input": ["N", 3, FEATURE_SIZE, FEATURE_SIZE]}, {"landmarks": ["N", 136]}
    )
