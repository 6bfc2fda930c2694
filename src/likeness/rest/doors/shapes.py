"""Faces in CompreFace's words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from likeness.types import FaceFacts

PLUGINS = frozenset({"landmarks", "age", "gender", "pose", "calculator"})
"""What can be asked for beside the box; what else is asked for is left out."""


def plugins_of(told: str) -> frozenset[str]:
    """Return which of our plugins a list such as "age,gender,mask" names."""
    return PLUGINS & {name.strip() for name in told.split(",")}


def face_of(face: FaceFacts, plugins: Collection[str]) -> dict[str, Any]:
    """Return where a face is, and what was asked for of it."""
    x1, y1, x2, y2 = (round(place) for place in face.box)
    shown: dict[str, Any] = {
        "box": {
            "probability": round(face.score, 5),
            "x_max": x2,
            "y_max": y2,
            "x_min": x1,
            "y_min": y1,
        }
    }
    if "landmarks" in plugins:
        shown["landmarks"] = [[round(x), round(y)] for x, y in face.points]
    if "age" in plugins and face.age is not None:
        shown["age"] = {"low": round(face.age), "high": round(face.age)}
    if "gender" in plugins and face.gender is not None:
        shown["gender"] = {"value": face.gender, "probability": face.gender_probability}
    if "pose" in plugins and face.pose is not None:
        pitch, yaw, roll = face.pose
        shown["pose"] = {"pitch": pitch, "roll": roll, "yaw": yaw}
    if "calculator" in plugins and face.embedding is not None:
        shown["embedding"] = face.embedding.tolist()
    return shown
