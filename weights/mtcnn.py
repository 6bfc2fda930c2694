"""MTCNN: the weights of the PyPI package `mtcnn` as three ONNX graphs.

All three take `input`, RGB bytes with the three colours of a pixel side by side, N x 1 x H x 3W,
uint8, and give one output, `found`, float32, whose channels are
    0       the logit of a face: ln(probability of a face / probability of none)
    1..4    corrections of the window's x1, y1, x2, y2, in units of its width and height
    5..14   O-Net only, in 0..1 of the window: x of left eye, right eye, nose, left and right
            mouth corner as seen on the image, then the five y

    mtcnn_pnet  H x W any size from 12 x 12; N x 5 x h x w with h = ceil((H - 2) / 2) - 4, and w
                alike; cell (row, column) is the window of 12 x 12 pixels whose corner lies at
                (2 * column, 2 * row)
    mtcnn_rnet  24 x 24; N x 5
    mtcnn_onet  48 x 48; N x 15

The functions are those of the package. Their form is chosen for ONNX Runtime on a CPU, where it
takes a third of the time of the plain one: PReLU as in `prelu.py`; (pixel - 127.5) / 128 folded
into the first layer; colours side by side are a kernel of 3 x 9 that steps by three, so that no
pixel is moved; dense layers as convolutions, whose results do not depend on the batch as those of
matrix products do; a difference of logits in place of softmax.

The weights were trained on column-major images. The package hides that by transposing; here the
first dense layer's kernel is transposed, at build time, which costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

import numpy as np
import onnx

from weights.graph import FloatArray, Graph, Shape, same_pads
from weights.prelu import BentAfterPooling, bend, scale

MIDDLE, SPREAD = 127.5, 128


class Layers:
    """Builds layers in the order in which the package lists their weights."""

    def __init__(self, name: str, weights: Sequence[FloatArray]) -> None:
        self.graph = Graph(name)
        self._weights = iter(weights)
        self._signs = np.ones(1, np.float32)  # of the channels of what the next layer gets

    def next(self) -> FloatArray:
        """Take the next array of the package's list."""
        try:
            return next(self._weights)
        except StopIteration:
            raise ValueError(
                f"{self.graph.name}: there are fewer arrays than layers need."
            ) from None

    def pooled_bytes(self, size: int, **borders: Any) -> str:
        """The first convolution, on bytes, its activation and a maximum."""
        kernel, bias = self.next(), self.next()
        sums = [fsum(kernel[..., c].ravel().tolist()) for c in range(kernel.shape[3])]
        bias = bias - np.array([MIDDLE / SPREAD * total for total in sums], np.float32)
        bent = BentAfterPooling(kernel / np.float32(SPREAD), bias, self.next().ravel())
        height, width, colours, channels = bent.kernel.shape
        x = self.graph.op("Cast", "input", to=onnx.TensorProto.FLOAT)
        x = self.graph.conv(
            x,
            bent.kernel.reshape(height, width * colours, 1, channels),
            bent.bias,
            stride=(1, colours),
        )
        x = self.graph.max_pool(self.graph.op("Relu", x), size, **borders)
        y, self._signs = bent.bend(self.graph, x)
        return y

    def conv(self, x: str) -> str:
        """A convolution without padding and its activation."""
        return self._bent(x, self.next())

    def pooled(self, x: str, size: int) -> str:
        """A maximum; what came out negated must be turned first."""
        if (self._signs < 0).any():
            x, self._signs = scale(self.graph, x, self._signs), np.abs(self._signs)
        return self.graph.max_pool(x, size)

    def dense(self, x: str, channels: int, size: int) -> str:
        """A dense layer on *channels* x *size* x *size*, and its activation."""
        return self._bent(x, row_major(self.next(), channels, size))

    def heads(self, x: str, count: int, *, side: int | None = None) -> onnx.ModelProto:
        """End in the heads, listed as boxes, points if any, scores, and close the graph.

        Args:
            x: Name of the input.
            count: How many heads there are.
            side: Pixels of the squares that the graph takes; None: any size, and the result
                keeps its rows and columns.

        Raises:
            ValueError: Arrays are left over.
        """
        layers = [self._head() for _ in range(count)]
        kernel, bias = layers.pop()
        layers.insert(0, (kernel[..., 1:] - kernel[..., :1], bias[1:] - bias[:1]))
        left = len(list(self._weights))
        if left:
            raise ValueError(f"{self.graph.name}: {left} arrays are left over.")
        kernels = np.concatenate([kernel for kernel, _ in layers], axis=3)
        biases = np.concatenate([bias for _, bias in layers])
        if side is None:
            self.graph.conv(x, kernels, biases, output="found")
            taken: Shape = ["N", 1, "H", "3W"]
            given: Shape = ["N", len(biases), "h", "w"]
        else:
            self.graph.op("Flatten", self.graph.conv(x, kernels, biases), output="found")
            taken, given = ["N", 1, side, 3 * side], ["N", len(biases)]
        return self.graph.model(
            {"input": taken}, {"found": given}, input_type=onnx.TensorProto.UINT8
        )

    def _head(self) -> tuple[FloatArray, FloatArray]:
        kernel = self.next()
        return kernel.reshape(1, 1, *kernel.shape[-2:]) * self._signs[:, None], self.next()

    def _bent(self, x: str, kernel: FloatArray) -> str:
        y = self.graph.conv(x, kernel * self._signs[:, None], self.next())
        y, self._signs = bend(self.graph, y, self.next().ravel())
        return y


def row_major(kernel: FloatArray, channels: int, size: int) -> FloatArray:
    """Turn a dense layer's kernel into that of a convolution that covers the whole image.

    Args:
        kernel: (x, y, channel) in one, x out.
        channels: Channels of the image that is flattened.
        size: Its width and height, pixels.

    Returns:
        height x width x in x out.
    """
    return kernel.reshape(size, size, channels, -1).transpose(1, 0, 2, 3)


def pnet(weights: Sequence[FloatArray]) -> onnx.ModelProto:
    """The proposal net: every 12 x 12 window of an image of any size."""
    layers = Layers("mtcnn_pnet", weights)
    x = layers.pooled_bytes(2, ceil_mode=1)
    x = layers.conv(layers.conv(x))
    return layers.heads(x, 2)


def rnet(weights: Sequence[FloatArray]) -> onnx.ModelProto:
    """The refinement net: windows resized to 24 x 24."""
    layers = Layers("mtcnn_rnet", weights)
    x = layers.pooled_bytes(3, pads=same_pads(22, 3, 2))
    x = layers.pooled(layers.conv(x), 3)
    x = layers.dense(layers.conv(x), channels=64, size=3)
    return layers.heads(x, 2, side=24)


def onet(weights: Sequence[FloatArray]) -> onnx.ModelProto:
    """The output net: windows resized to 48 x 48."""
    layers = Layers("mtcnn_onet", weights)
    x = layers.pooled_bytes(3, pads=same_pads(46, 3, 2))
    x = layers.pooled(layers.conv(x), 3)
    x = layers.pooled(layers.conv(x), 2)
    x = layers.dense(layers.conv(x), channels=128, size=3)
    return layers.heads(x, 3, side=48)
