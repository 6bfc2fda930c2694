"""Groups of photos of which every figure is also given: sub-folders, perceived ages, poses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from likeness.evaluation.bands import Band, Kind, bands
from likeness.evaluation.faces import LabelledFaces

KINDS: Mapping[Kind, str] = MappingProxyType(
    {"subset": "Sub-folder", "age": "Perceived age", "pose": "Pose"}
)

PERCEIVED = "Age and pose are what the models perceive, not facts."


def groups(faces: LabelledFaces) -> Iterator[Band]:
    """Yield every group that is not the whole set."""
    for band in bands(faces):
        if band.mask.any() and not (band.mask.all() and not faces.missed_photos):
            yield band


def group_name(band: Band) -> str:
    """Return what a group is called in a table."""
    return f"{KINDS[band.kind]}: {band.label}"
