"""Pictures in a row keep every pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.montage import GAP, PAPER, side_by_side

SIDES = st.integers(1, 40)


@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=4))
def test_every_picture_is_there_whole_and_the_rest_is_paper(sizes: list[tuple[int, int]]) -> None:
    pictures = [np.full((h, w, 3), 10 + i, np.uint8) for i, (h, w) in enumerate(sizes)]

    sheet = side_by_side(pictures)

    assert sheet.shape == (max(h for h, _ in sizes), sum(w + GAP for _, w in sizes) - GAP, 3)
    counts = [int((sheet[..., 0] == 10 + i).sum()) for i in range(len(sizes))]
    assert counts == [h * w for h, w in sizes]
    assert int((sheet[..., 0] == PAPER).sum()) == sheet[..., 0].size - sum(counts)


def test_no_picture_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        side_by_side([])
