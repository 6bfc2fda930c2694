"""Drawings as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import ExportError
from likeness.workflows.files import os_errors_as_ours, written
from likeness.workflows.parts import Parts
from likeness.workflows.targets import export_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def save(parts: Parts, pixels: NDArray[np.uint8], file: Path) -> None:
    """Write a picture; see `Library.save_picture`."""
    from likeness.imaging.encode import ENDINGS, encoded

    target = export_file(parts, file, ENDINGS)
    try:
        data = encoded(pixels, target.suffix.lower())
    except ValueError as exc:
        raise ExportError(f"Cannot write {file}: {exc}. Choose another ending.") from exc
    with os_errors_as_ours(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with written(target) as out:
            out.write(data)
