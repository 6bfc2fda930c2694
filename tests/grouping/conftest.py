"""Faces of the shared photos, found by the product's own pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from likeness.types import GroupingFaces

Analysed = Callable[[str], tuple[GroupingFaces, list[str]]]


@pytest.fixture(scope="session")
def analysed(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Return a function: a folder's faces, and the stem of the file of each."""
    from likeness import Library

    def analyse(folder: str) -> tuple[GroupingFaces, list[str]]:
        with Library.open(tmp_path_factory.mktemp("library")) as library:
            library.add(photos / folder, group=False)
            parts = library._parts
            faces = parts.catalog.grouping_faces(parts.analyser.contract)
            stems = {photo.sha256: Path(photo.photo).stem for photo in library.photos()}
        return faces, [stems[photo] for photo in faces.photos]

    return analyse
