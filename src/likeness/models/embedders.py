"""Embedders: chips in, unit vectors out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from likeness.imaging.align import DLIB_CHIP, Chip
from likeness.models.session import Session

Floats = NDArray[np.float32]
VIEWS_PER_RUN = 8  # measured: as cheap per view as any number, and memory stays small
TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Embeddings of n faces."""

    vectors: Floats  # (n, d), unit length
    norms: Floats  # (n,), length of the vectors before they were made unit vectors
    mirror_distance: Floats  # (n,), euclidean, between both views' unit vectors, [0, 2]


class Embedder(Protocol):
    """**Protocol:** turns aligned faces into unit vectors of one contract."""

    @property
    def chip(self) -> Chip:
        """What it takes."""

    def embed(self, chips: NDArray[np.uint8]) -> Embedded:
        """Embed aligned faces; a face's vector does not depend on its neighbours.

        Args:
            chips: RGB, shape (n, side, side, 3), as `chip` describes them.

        Raises:
            ModelRunError: The model failed.
        """


class DlibEmbedder:
    """dlib's ResNet on a chip and its mirror image; the mean of both, made a unit vector.

    Args:
        session: Runs the network.
        dimensions: Of its answer.
        mirrored: False: the vector is that of the chip alone; its mirror image then only tells how
            far both are apart.
    """

    chip = DLIB_CHIP

    def __init__(self, session: Session, dimensions: int = 128, *, mirrored: bool = True) -> None:
        self._session = session
        self._dimensions = dimensions
        self._mirrored = mirrored

    def embed(self, chips: NDArray[np.uint8]) -> Embedded:
        raw = np.empty((2, len(chips), self._dimensions), np.float32)
        step = VIEWS_PER_RUN // 2
        for start in range(0, len(chips), step):
            part = slice(start, start + step)
            raw[:, part] = self._both_views(chips[part])
        both = combined(raw[0], raw[1])
        if self._mirrored:
            return both
        return replace(both, vectors=units(raw[0]), norms=np.linalg.norm(raw[0], axis=1))

    def _both_views(self, chips: NDArray[np.uint8]) -> Floats:
        """Return the raw embeddings of chips and mirror images, shape (2, n, d)."""
        count = len(chips)
        views = np.empty((2 * count, 3, self.chip.side, self.chip.side), np.float32)
        views[:count] = chips.transpose(0, 3, 1, 2)
        views[count:] = views[:count, :, :, ::-1]
        (raw,) = self._session.run({"input": views})
        return np.asarray(raw, np.float32).reshape(2, count, -1)


def combined(plain: Floats, mirrored: Floats) -> Embedded:
    """Make one embedding of a chip's and its mirror image's raw embeddings, each (n, d)."""
    mean = (plain + mirrored) / 2
    norms = np.linalg.norm(mean, axis=1)
    return Embedded(
        vectors=mean / np.maximum(norms, TINY)[:, None],
        norms=norms,
        mirror_distance=np.linalg.norm(units(plain) - units(mirrored), axis=1),
    )


def units(vectors: Floats) -> Floats:
    """Return the vectors, shape (n, d), with length 1."""
    return np.asarray(
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), TINY), np.float32
    )
