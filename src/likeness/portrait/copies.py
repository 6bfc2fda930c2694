"""Photos that are copies of each other: compressed again, or made smaller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from likeness.types import PhotoId, PhotoPrint

# Of 64 bits of the perceptual hash. Compressed again or made smaller, photos differed from
# themselves in 4 bits at most. Of 77,760 pairs of faces of different people, cut out alike, one
# differed in 8 bits and none in fewer.
SAME = 4
SAME_SHAPE = 0.03  # of the ratio of width to height


def copies(prints: Mapping[PhotoId, PhotoPrint]) -> set[PhotoId]:
    """Return the photos that show what another one shows with more pixels or less loss.

    Of several copies the one that remains has most pixels; then it is the oldest, then the largest
    file, then that with the smallest id. So a copy takes the place of nothing.
    """
    order = sorted(prints, key=lambda id_: (*_preference(prints[id_]), id_))
    hashes = np.array([prints[id_].phash for id_ in order], np.uint64)
    shapes = np.array([prints[id_].width / max(prints[id_].height, 1) for id_ in order])
    gone = np.zeros(len(order), bool)
    for row in range(1, len(order)):
        bits = np.bitwise_count(hashes[:row] ^ hashes[row])
        alike = np.abs(shapes[:row] / shapes[row] - 1) <= SAME_SHAPE
        gone[row] = bool(((bits <= SAME) & alike & ~gone[:row]).any())
    return {id_ for id_, is_copy in zip(order, gone.tolist(), strict=True) if is_copy}


def _preference(print_: PhotoPrint) -> tuple[int, datetime, int]:
    taken = print_.taken or datetime.max  # noqa: DTZ901 - the clocks of cameras have no zone
    return (-print_.width * print_.height, taken, -print_.bytes)
