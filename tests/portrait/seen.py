"""Faces of real photos, as the product sees them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from likeness.models.artifacts import BUILTIN_FOLDER, MANIFEST, Artifacts
from likeness.models.factory import open_analyser
from likeness.models.registry import Registry
from likeness.models.sightings import PhotoPixels
from likeness.models.zoo import BUILTIN
from likeness.portrait.look import Look
from likeness.settings import LibrarySettings
from likeness.types import PhotoId


@functools.cache
def _analyser():
    if not (BUILTIN_FOLDER / MANIFEST).is_file():
        pytest.skip("the built-in models are not built: pip install -e .")
    settings = LibrarySettings.model_validate({"runtime": {"threads": 1}})
    return open_analyser(settings, Registry(*BUILTIN), Artifacts())


def looks_in(pixels: np.ndarray, name: str = "photo") -> tuple[Look, ...]:
    """Return all faces of a picture, from left to right, each with the whole picture."""
    photo = PhotoPixels(
        id=PhotoId(hashlib.sha256(pixels.tobytes()).hexdigest()),
        pixels=pixels,
        scale=1.0,
        width=pixels.shape[1],
        height=pixels.shape[0],
    )
    (seen,) = _analyser().analyse([photo])
    found = [
        Look(
            key=f"{name}#{number}",
            pixels=pixels,
            points=np.asarray(face.landmarks, np.float64),
            spread=float(face.landmark_spread),
            voter=f"{name}#{number}",
            five=np.asarray(face.points, np.float64),
        )
        for number, face in enumerate(seen.faces)
        if face.landmarks is not None
    ]
    return tuple(sorted(found, key=lambda look: float(look.points[:, 0].mean())))


@functools.cache
def looks_of(path: Path) -> tuple[Look, ...]:
    """Return all faces of a photo at a scale of at most 1280 pixels, from left to right."""
    pixels = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = min(1.0, 1280 / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small.flags.writeable = False
    return looks_in(small, path.name)
