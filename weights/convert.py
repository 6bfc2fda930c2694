"""From checked files to ONNX files, in memory."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import cast

import joblib
import onnx

from weights import faceapi, mtcnn
from weights.graph import FloatArray

MTCNN_NETS = {"pnet": mtcnn.pnet, "rnet": mtcnn.rnet, "onet": mtcnn.onet}
FACE_API_NETS = {
    "dlib_resnet": (faceapi.dlib_resnet, "face_recognition_model"),
    "landmarks68": (faceapi.landmarks68, "face_landmark_68_model"),
    "age_gender": (faceapi.age_gender, "age_gender_model"),
}


def convert_mtcnn(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Convert mtcnn's files, which are pickles: their hashes must have been checked."""
    return {
        f"mtcnn_{name}": _serialised(net(_unpickled(files[f"mtcnn/assets/weights/{name}.lz4"])))
        for name, net in MTCNN_NETS.items()
    }


def convert_face_api(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Convert the three models that are used of face-api."""
    return {
        name: _serialised(net(faceapi.load_weights(files, model)))
        for name, (net, model) in FACE_API_NETS.items()
    }


def _unpickled(content: bytes) -> list[FloatArray]:
    return cast("list[FloatArray]", joblib.load(io.BytesIO(content)))


def _serialised(model: onnx.ModelProto) -> bytes:
    return cast("bytes", model.SerializeToString(deterministic=True))
