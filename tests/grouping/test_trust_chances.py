from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.grouping.trust_chances import MONOTONE, PIECES, pieces, relative
from likeness.grouping.trust_doubts import FEATURES, doubts
from likeness.grouping.trust_fit import CHANCES
from tests.grouping.made import grouped


@given(st.floats(0.01, 3), st.floats(0, 2), st.sampled_from(["distance", "nearest"]))
@settings(max_examples=50, deadline=None)
def test_farther_is_never_more_alike(distance: float, more: float, name: str) -> None:
    """More distance: rather strangers together, rather not one person in two."""
    near = np.full((1, len(FEATURES)), 0.4)
    near[0, FEATURES.index(name)] = distance
    far = near.copy()
    far[0, FEATURES.index(name)] += more

    assert CHANCES[True].log_odds(far) >= CHANCES[True].log_odds(near) - 1e-9
    assert CHANCES[False].log_odds(far) <= CHANCES[False].log_odds(near) + 1e-9


def test_distances_count_by_what_is_usual_in_the_library() -> None:
    """All distances doubled: only the one told by the strictness grows."""
    found = doubts(grouped([0, 0, 1, 1], [0, 0, 1, 1])).features
    wide = found.copy()
    for name in ("distance", "nearest", "inner", "next", "crowd", "spread"):
        wide[:, FEATURES.index(name)] *= 2

    one, other = relative(found), relative(wide)

    assert one.shape[1] == len(MONOTONE)
    assert other[:, 1:] == pytest.approx(one[:, 1:])
    assert other[:, 0] == pytest.approx(2 * one[:, 0])


@given(st.floats(-15, 15))
def test_pieces_add_up_to_the_value(value: float) -> None:
    found = pieces(np.array([[value]]))

    assert found.shape == (1, PIECES)
    assert found.sum() == pytest.approx(value)
