"""The numbers of a photo's faces, as `FILE#N` and every drawing count them: largest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from likeness.types import Box, Face, FaceFacts, FaceId

AnyFace = TypeVar("AnyFace", Face, FaceFacts)


def area(box: Box) -> float:
    """Return the area of a box in square pixels."""
    x1, y1, x2, y2 = box
    return (x2 - x1) * (y2 - y1)


def largest_first(faces: Iterable[AnyFace]) -> list[AnyFace]:
    """Return the faces of one photo in the order of their numbers; equals stay as they come."""
    return sorted(faces, key=lambda face: -area(face.box))


def numbers(faces: Iterable[Face]) -> dict[FaceId, int]:
    """Return the number of each face of one photo, from 1; all its faces have to be given."""
    return {face.face: number for number, face in enumerate(largest_first(faces), 1)}
