"""The published networks once more, in plain numpy: what the ONNX graphs are compared with.

Written from the packages' own sources (face-api's TypeScript, mtcnn's Keras layers) and in their
terms: images are N x H x W x C, padding is TensorFlow's SAME or VALID, nothing is folded together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Weights = Mapping[str, npt.NDArray[np.float32]]

MEAN_RGB = (122.782, 117.001, 104.298)


def windows(x: Array, size: int, stride: int, *, same: bool, fill: float = 0.0) -> Array:
    """All windows: N x rows x columns x C x size x size. SAME: one more pixel after than before."""
    if same:
        missing = [max((-(-n // stride) - 1) * stride + size - n, 0) for n in x.shape[1:3]]
        pads = [(m // 2, m - m // 2) for m in missing]
        x = np.pad(x, ((0, 0), *pads, (0, 0)), constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(1, 2))
    return view[:, ::stride, ::stride]


def conv(x: Array, kernel: Array, stride: int = 1, *, same: bool = True) -> Array:
    return np.einsum("nyxchw,hwco->nyxo", windows(x, len(kernel), stride, same=same), kernel)


def separable(x: Array, weights: Weights, name: str, stride: int = 1) -> Array:
    depthwise = weights[f"{name}/depthwise_filter"]
    seen = windows(x, len(depthwise), stride, same=True)
    y = np.einsum("nyxchw,hwcm->nyxcm", seen, depthwise)
    y = y.reshape(*y.shape[:3], -1)
    return conv(y, weights[f"{name}/pointwise_filter"]) + weights[f"{name}/bias"]


def max_pool(x: Array, size: int, *, same: bool) -> Array:
    return windows(x, size, 2, same=same, fill=-np.inf).max(axis=(4, 5))


def relu(x: Array) -> Array:
    return np.maximum(x, 0)


def softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# --- face-api ---------------------------------------------------------------------------------


def dlib_layer(x: Array, weights: Weights, name: str, stride: int = 1, *, same: bool) -> Array:
    y = conv(x, weights[f"{name}/conv/filters"], stride, same=same) + weights[f"{name}/conv/bias"]
    return y * weights[f"{name}/scale/weights"] + weights[f"{name}/scale/biases"]


def residual(x: Array, weights: Weights, name: str) -> Array:
    y = relu(dlib_layer(x, weights, f"{name}/conv1", same=True))
    return relu(dlib_layer(y, weights, f"{name}/conv2", same=True) + x)


def residual_down(x: Array, weights: Weights, name: str) -> Array:
    y = relu(dlib_layer(x, weights, f"{name}/conv1", 2, same=False))
    y = dlib_layer(y, weights, f"{name}/conv2", same=True)
    pooled = windows(x, 2, 2, same=False).mean(axis=(4, 5))
    if y.shape[3] != pooled.shape[3]:
        pooled = np.concatenate([pooled, np.zeros_like(pooled)], axis=3)
    if y.shape[1:3] != pooled.shape[1:3]:
        y = np.concatenate([y, np.zeros_like(y[:, :1])], axis=1)
        y = np.concatenate([y, np.zeros_like(y[:, :, :1])], axis=2)
    return relu(pooled + y)


def dlib_resnet(x: Array, weights: Weights) -> Array:
    x = relu(dlib_layer((x - MEAN_RGB) / 256, weights, "conv32_down", 2, same=False))
    x = max_pool(x, 3, same=False)
    for name in ("conv32_1", "conv32_2", "conv32_3"):
        x = residual(x, weights, name)
    for width, repeats in ((64, 3), (128, 2), (256, 2)):
        x = residual_down(x, weights, f"conv{width}_down")
        for i in range(1, repeats + 1):
            x = residual(x, weights, f"conv{width}_{i}")
    x = residual_down(x, weights, "conv256_down_out")
    return x.mean(axis=(1, 2)) @ weights["fc"]


def biased(x: Array, weights: Weights, name: str, stride: int) -> Array:
    return conv(x, weights[f"{name}/filters"], stride) + weights[f"{name}/bias"]


def reduction(x: Array, weights: Weights, name: str, activate: Callable[[Array], Array]) -> Array:
    y = separable(activate(x), weights, f"{name}/separable_conv0")
    y = separable(relu(y), weights, f"{name}/separable_conv1")
    return max_pool(y, 3, same=True) + biased(x, weights, f"{name}/expansion_conv", 2)


def main_block(x: Array, weights: Weights, name: str) -> Array:
    y = x
    for i in range(3):
        y = separable(relu(y), weights, f"{name}/separable_conv{i}")
    return y + x


def age_gender(x: Array, weights: Weights) -> tuple[Array, Array]:
    x = relu(biased((x - MEAN_RGB) / 255, weights, "entry_flow/conv_in", 2))
    x = reduction(x, weights, "entry_flow/reduction_block_0", lambda y: y)
    x = reduction(x, weights, "entry_flow/reduction_block_1", relu)
    for block in range(2):
        x = main_block(x, weights, f"middle_flow/main_block_{block}")
    x = reduction(x, weights, "exit_flow/reduction_block", relu)
    x = relu(separable(x, weights, "exit_flow/separable_conv"))
    pooled = windows(x, 7, 2, same=False).mean(axis=(4, 5)).reshape(len(x), -1)
    age, gender = (
        pooled @ weights[f"fc/{head}/weights"] + weights[f"fc/{head}/bias"]
        for head in ("age", "gender")
    )
    return age, softmax(gender)


def dense_block(x: Array, weights: Weights, name: str, out1: Array) -> Array:
    out2 = separable(out1, weights, f"{name}/conv1")
    out3 = separable(relu(out1 + out2), weights, f"{name}/conv2")
    out4 = separable(relu(out1 + out2 + out3), weights, f"{name}/conv3")
    return relu(out1 + out2 + out3 + out4)


def landmarks68(x: Array, weights: Weights) -> Array:
    x = relu(biased((x - MEAN_RGB) / 255, weights, "dense0/conv0", 2))
    x = dense_block(x, weights, "dense0", x)
    for name in ("dense1", "dense2", "dense3"):
        x = dense_block(x, weights, name, relu(separable(x, weights, f"{name}/conv0", 2)))
    pooled = windows(x, 7, 2, same=False).mean(axis=(4, 5)).reshape(len(x), -1)
    return pooled @ weights["fc/weights"] + weights["fc/bias"]


# --- mtcnn ------------------------------------------------------------------------------------


def prelu(x: Array, slopes: Array) -> Array:
    return np.where(x > 0, x, x * slopes)


def mtcnn_conv(x: Array, layers: list[Array]) -> Array:
    y = conv(x, layers.pop(0), same=False) + layers.pop(0)
    return prelu(y, layers.pop(0))


def mtcnn_dense(x: Array, layers: list[Array]) -> Array:
    columns_first = x.transpose(0, 2, 1, 3).reshape(len(x), -1)
    return prelu(columns_first @ layers.pop(0) + layers.pop(0), layers.pop(0))


def pnet(x: Array, layers: list[Array]) -> tuple[Array, Array]:
    x = max_pool(mtcnn_conv(x, layers), 2, same=True)
    x = mtcnn_conv(mtcnn_conv(x, layers), layers)
    boxes = conv(x, layers.pop(0), same=False) + layers.pop(0)
    return boxes, softmax(conv(x, layers.pop(0), same=False) + layers.pop(0))


def rnet(x: Array, layers: list[Array]) -> tuple[Array, Array]:
    x = max_pool(mtcnn_conv(x, layers), 3, same=True)
    x = max_pool(mtcnn_conv(x, layers), 3, same=False)
    x = mtcnn_dense(mtcnn_conv(x, layers), layers)
    boxes = x @ layers.pop(0) + layers.pop(0)
    return boxes, softmax(x @ layers.pop(0) + layers.pop(0))


def onet(x: Array, layers: list[Array]) -> tuple[Array, Array, Array]:
    x = max_pool(mtcnn_conv(x, layers), 3, same=True)
    x = max_pool(mtcnn_conv(x, layers), 3, same=False)
    x = max_pool(mtcnn_conv(x, layers), 2, same=True)
    x = mtcnn_dense(mtcnn_conv(x, layers), layers)
    boxes = x @ layers.pop(0) + layers.pop(0)
    landmarks = x @ layers.pop(0) + layers.pop(0)
    return boxes, landmarks, softmax(x @ layers.pop(0) + layers.pop(0))
