"""Several pictures as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

GAP = 16  # pixels between pictures
PAPER = 245  # grey level between and beside them


def side_by_side(pictures: Sequence[Picture]) -> Picture:
    """Return pictures in one row, at their own size, centred on a common line.

    Args:
        pictures: RGB, each of shape (height, width, 3); at least one.

    Raises:
        ValueError: There is none.
    """
    if not pictures:
        raise ValueError("Expected at least one picture, got none.")
    height = max(picture.shape[0] for picture in pictures)
    width = sum(picture.shape[1] for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = np.full((height, width, 3), PAPER, np.uint8)
    left = 0
    for picture in pictures:
        top = (height - picture.shape[0]) // 2
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
        left += picture.shape[1] + GAP
    return sheet
