"""The built-in models, and photos as the decoder hands them over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from likeness.models.analyser import PhotoPixels
from likeness.models.artifacts import BUILTIN_FOLDER, MANIFEST, Artifacts
from likeness.models.factory import open_analyser
from likeness.models.registry import Registry
from likeness.models.runtime import Runtime
from likeness.models.zoo import BUILTIN
from likeness.settings import LibrarySettings
from likeness.types import PhotoId


@pytest.fixture(scope="session")
def artifacts() -> Artifacts:
    if not (BUILTIN_FOLDER / MANIFEST).is_file():
        pytest.skip("the built-in models are not built: pip install -e .")
    return Artifacts()


@pytest.fixture(scope="session")
def runtime():
    with Runtime(2) as opened:
        yield opened


@pytest.fixture(scope="session")
def open_with(artifacts):
    """Opens an analyser with settings given as nested dictionaries."""

    def opened(**settings):
        return open_analyser(
            LibrarySettings.model_validate(settings), Registry(*BUILTIN), artifacts
        )

    return opened


@pytest.fixture(scope="session")
def analyser(open_with):
    with_two_threads = open_with(runtime={"threads": 2})
    yield with_two_threads
    with_two_threads.close()


@pytest.fixture(scope="session")
def decoded():
    """Turns a file, or an array, into what the analyser takes."""

    def pixels_of(source: Path | np.ndarray, long_side: int = 1280, **more) -> PhotoPixels:
        if isinstance(source, Path):
            source = cv2.cvtColor(cv2.imread(str(source)), cv2.COLOR_BGR2RGB)
        height, width = source.shape[:2]
        scale = min(1.0, long_side / max(height, width))
        size = (round(width * scale), round(height * scale))
        small = cv2.resize(source, size, interpolation=cv2.INTER_AREA) if scale < 1 else source
        return PhotoPixels(
            id=PhotoId(hashlib.sha256(source.tobytes()).hexdigest()),
            pixels=np.ascontiguousarray(small),
            scale=scale,
            width=width,
            height=height,
            **more,
        )

    return pixels_of
