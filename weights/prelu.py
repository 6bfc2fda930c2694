"""PReLU from operators that ONNX Runtime joins with the convolutions around them.

As an operator of its own PReLU takes half of MTCNN's time: the runtime has only a slow loop for it
and reorders the pixels before and after. A PReLU of slope a is the sum of a line and a ReLU,

    a x + relu((1 - a) x)      and for a > 1      -(-a x + relu((a - 1) x)),

which as 1 x 1 convolutions cost next to nothing. Channels with a > 1 come out negated; the caller
folds that into the weights of the next layer.
"""

from __future__ import annotations

from math import ceil, fsum

import numpy as np

from weights.graph import FloatArray, Graph

# The runtime computes 16 channels at once and keeps its own order of pixels only for multiples.
CHANNELS_AT_ONCE = 16
BRIGHTEST = 255


def bend(graph: Graph, x: str, slopes: FloatArray) -> tuple[str, FloatArray]:
    """Apply PReLU to *x*, N x C x H x W.

    Args:
        graph: Gets the operators.
        x: Name of the input.
        slopes: What negative values are multiplied by, shape (C,).

    Returns:
        The result's name, and the sign of every channel: 1, or -1 where it came out negated.
    """
    signs = np.where(slopes > 1, np.float32(-1), np.float32(1))
    curve = graph.op("Relu", scale(graph, x, np.abs(1 - slopes)))
    return graph.op("Add", scale(graph, x, signs * slopes), curve), signs


def scale(graph: Graph, x: str, factors: FloatArray) -> str:
    """Multiply every channel of *x* by its factor."""
    return graph.conv(x, factors.reshape(1, 1, 1, -1), groups=len(factors))


class BentAfterPooling:
    """Convolution of bytes, PReLU and maximum, with PReLU where only the maxima are left.

    A rising PReLU (slope >= 0) may as well follow the maximum. A falling one is the larger of
    relu(x) and -slope relu(-x), so its maximum is the larger of their maxima. The convolution
    therefore gives, to be pooled: x of the rising channels, raised so far that ReLU leaves it
    alone; relu(x) and relu(-x) of the falling ones; zeros up to a multiple of 16 channels.

    Args:
        kernel: height x width x in x out.
        bias: Shape (out,).
        slopes: Shape (out,).
    """

    def __init__(self, kernel: FloatArray, bias: FloatArray, slopes: FloatArray) -> None:
        self.slopes = slopes
        self.rising, self.falling = np.flatnonzero(slopes >= 0), np.flatnonzero(slopes < 0)
        self.lift = np.array([_reach(kernel[..., c], bias[c]) for c in self.rising], np.float32)
        order = np.concatenate([self.rising, self.falling, self.falling])
        signs = np.ones(len(order), np.float32)
        signs[len(slopes) :] = -1
        missing = -len(order) % CHANNELS_AT_ONCE
        self.kernel = np.pad(kernel[..., order] * signs, [(0, 0)] * 3 + [(0, missing)])
        self.bias = np.pad(bias[order] * signs, (0, missing))
        self.bias[: len(self.rising)] += self.lift

    def bend(self, graph: Graph, pooled: str) -> tuple[str, FloatArray]:
        """Apply PReLU to the maxima; returns what `bend` returns."""
        signs = np.where(self.slopes > 1, np.float32(-1), np.float32(1))
        line, curve = self._mixtures(signs)
        return (
            graph.op(
                "Add", graph.conv(pooled, *line), graph.op("Relu", graph.conv(pooled, *curve))
            ),
            signs,
        )

    def _mixtures(
        self, signs: FloatArray
    ) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        """Return kernel and bias of the line and of what goes through ReLU."""
        line = np.zeros((1, 1, len(self.bias), len(self.slopes)), np.float32)
        curve, line_bias, curve_bias = line.copy(), *np.zeros((2, len(self.slopes)), np.float32)
        up, down = self.rising, self.falling
        at = np.arange(len(up))
        slopes = signs[up] * self.slopes[up]
        bends = np.abs(1 - self.slopes[up])
        line[0, 0, at, up], line_bias[up] = slopes, -slopes * self.lift
        curve[0, 0, at, up], curve_bias[up] = bends, -bends * self.lift
        # The larger of p and q is p + relu(q - p).
        at = len(up) + np.arange(len(down))
        line[0, 0, at, down] = 1
        curve[0, 0, at, down] = -1
        curve[0, 0, at + len(down), down] = -self.slopes[down]
        return (line, line_bias), (curve, curve_bias)


def _reach(kernel: FloatArray, bias: np.float32) -> int:
    """Return a whole number that no output falls below the negative of.

    The sum is exact, so that it does not depend on the machine's order of adding.
    """
    return ceil(BRIGHTEST * fsum(np.abs(kernel).ravel().tolist()) + abs(float(bias)))
