"""A thin builder of ONNX graphs whose bytes depend on nothing but the calls made.

Names are counters, the producer fields are constants and no clock, path or library version is
written, so the same weights give the same file, and the same SHA-256, on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

FloatArray = npt.NDArray[np.float32]
Shape = Sequence[int | str]

# The oldest pair that has every operator used here, so that every onnxruntime since 1.15 loads it.
OPSET = 17
IR_VERSION = 8
PRODUCER = "likeness"


@dataclass
class Graph:
    """Nodes and constants in the order of the calls; every method returns its output's name."""

    name: str
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, values: npt.NDArray[np.generic]) -> str:
        """Store *values* in the file."""
        name = f"weight_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """Add one node of operator *kind* with one output."""
        name = output or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def conv(
        self,
        x: str,
        kernel: FloatArray,
        bias: FloatArray | None = None,
        *,
        stride: int | tuple[int, int] = 1,
        pads: Sequence[int] = (0, 0, 0, 0),
        groups: int = 1,
        output: str | None = None,
    ) -> str:
        """Convolve *x*, N x C x H x W.

        Args:
            x: Name of the input.
            kernel: height x width x in x out, as TensorFlow stores it.
            bias: One number per output channel.
            stride: Step in both directions, or down and right, pixels.
            pads: Zeros to add: top, left, bottom, right, pixels.
            groups: Number of channel groups; the input's channels for a depthwise convolution.
            output: Name of the result where the caller needs a fixed one.
        """
        inputs = [x, self.constant(kernel.transpose(3, 2, 0, 1))]
        if bias is not None:
            inputs.append(self.constant(bias))
        return self.op(
            "Conv",
            *inputs,
            output=output,
            kernel_shape=list(kernel.shape[:2]),
            strides=[stride, stride] if isinstance(stride, int) else list(stride),
            pads=list(pads),
            group=groups,
        )

    def max_pool(
        self, x: str, size: int, *, pads: Sequence[int] = (0, 0, 0, 0), **attributes: Any
    ) -> str:
        """Take the maximum over *size* x *size* windows, two pixels apart."""
        attributes |= {"kernel_shape": [size, size], "strides": [2, 2], "pads": list(pads)}
        return self.op("MaxPool", x, **attributes)

    def dense(
        self, x: str, weights: FloatArray, bias: FloatArray, *, output: str | None = None
    ) -> str:
        """Multiply *x*, N x in, by *weights*, in x out, and add *bias*."""
        return self.op("Gemm", x, self.constant(weights), self.constant(bias), output=output)

    def model(
        self,
        inputs: dict[str, Shape],
        outputs: dict[str, Shape],
        *,
        input_type: int = TensorProto.FLOAT,
    ) -> onnx.ModelProto:
        """Close the graph: inputs and float32 outputs by name, with their shapes."""
        graph = helper.make_graph(
            self.nodes,
            self.name,
            [_value(name, shape, input_type) for name, shape in inputs.items()],
            [_value(name, shape, TensorProto.FLOAT) for name, shape in outputs.items()],
            self.constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name=PRODUCER,
        )
        onnx.checker.check_model(model, full_check=True)
        return model


def same_pads(size: int, kernel: int, stride: int) -> tuple[int, int, int, int]:
    """Zeros that TensorFlow's SAME adds to a *size* x *size* image: top, left, bottom, right.

    The result has ceil(size / stride) pixels; an odd number of zeros puts the extra one at the
    bottom and at the right.
    """
    missing = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    before = missing // 2
    return before, before, missing - before, missing - before


def _value(name: str, shape: Shape, kind: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(shape))
