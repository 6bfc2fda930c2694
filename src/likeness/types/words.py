"""Coordinates, and the words that tell states apart."""

from __future__ import annotations

from typing import Literal

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in pixels of the upright photo."""

Point = tuple[float, float]
"""x, y in pixels of the upright photo."""

FaceStatus = Literal["ok", "low_confidence", "too_small"]

FaceMark = Literal["ignored", "not_a_face"]

PhotoStatus = Literal["ok", "partial"]

Gender = Literal["female", "male"]

TakenFrom = Literal["exif", "xmp", "file"]

AssignedBy = Literal["run", "human"]

Metric = Literal["cosine", "euclidean", "euclidean_l2", "angular"]

EditKind = Literal[
    "name",
    "assign",
    "confirm",
    "merge",
    "split",
    "reject",
    "not_a_face",
    "ignore",
    "hide",
    "feature",
    "apart",
    "born",
    "opt_out",
    "group",
    "forget",
    "undo",
]
