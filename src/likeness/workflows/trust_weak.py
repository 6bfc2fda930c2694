"""Where the model is out of its depth: grey, tiny, turned and young faces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from likeness.blobs.base import crop_key
from likeness.catalog.base import FaceFilter
from likeness.errors import BlobNotFoundError
from likeness.grouping.trust import precision_of
from likeness.types import FaceId, GroupingFaces, TrustWeak
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

TINY = 60  # pixels, the shorter side of a box
TURNED = 35.0  # degrees that a profile looks to the side
CHILD = 13.0  # perceived years
COLOURLESS = 6.0  # mean difference of the channels of a grey picture, of 255; WebP adds a little
CROPS = 200  # that are looked at for colour


def weak(
    parts: Parts, faces: GroupingFaces, judges: NDArray[np.intp], wrong: NDArray[np.float64]
) -> tuple[TrustWeak, ...]:
    """Return the share of each kind of difficult face, and how precisely they are grouped.

    Args:
        parts: The library.
        faces: All that take part.
        judges: Rows of the faces that stand for all.
        wrong: (n,) the expected share of strangers in the group of each face, NaN: unknown.
    """
    sides = faces.boxes[judges, 2:] - faces.boxes[judges, :2]
    ids = tuple(faces.ids[row] for row in judges.tolist())
    rows = {row.face: row for row in parts.catalog.faces(FaceFilter(ids=ids))}
    yaws = [pose[1] if (row := rows.get(face)) and (pose := row.pose) else np.nan for face in ids]
    grey = _grey(parts, ids)
    kinds: list[tuple[Literal["grey", "tiny", "profile", "child"], NDArray[np.float64]]] = [
        ("grey", grey),
        ("tiny", (sides.min(axis=1) < TINY).astype(np.float64)),
        ("profile", _known(np.abs(np.array(yaws, np.float64)) > TURNED, np.array(yaws))),
        ("child", _known(faces.age[judges] < CHILD, faces.age[judges])),
    ]
    result = []
    for kind, values in kinds:
        known = ~np.isnan(values)
        chosen = np.zeros(len(wrong), np.bool_)
        chosen[judges[values == 1]] = True
        result.append(
            TrustWeak(
                kind=kind,
                share=round(float(values[known].mean()), 4) if known.any() else None,
                precision=_rounded(precision_of(wrong, chosen)),
            )
        )
    return tuple(result)


def _known(
    values: NDArray[np.bool_], source: NDArray[np.float64] | NDArray[np.float32]
) -> NDArray[np.float64]:
    return np.where(np.isnan(source), np.nan, values.astype(np.float64))


def _grey(parts: Parts, ids: tuple[FaceId, ...]) -> NDArray[np.float64]:
    """Return whether faces have no colour; NaN where it was not looked, or the crop is lost."""
    from likeness.imaging.pictures import open_picture, rgb_array

    result = np.full(len(ids), np.nan)
    for at in np.unique(np.linspace(0, len(ids) - 1, min(CROPS, len(ids))).astype(int)).tolist():
        try:
            pixels = rgb_array(open_picture(parts.blobs.get(crop_key(ids[at])), "WEBP"))
        except BlobNotFoundError:
            continue
        wide = pixels.astype(np.float64)
        result[at] = float((wide.max(axis=2) - wide.min(axis=2)).mean() < COLOURLESS)
    return result


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
