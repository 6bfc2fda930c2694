"""Faces that belong to nobody may show the one searched for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.grouping.strangers.alone import alone_p_value, alone_probabilities
from likeness.grouping.strangers.calibration import calibrate
from tests.grouping.strangers.people import known_of

NOBODY_GROUPED = calibrate(known_of(0, 1, alone=8))
SOME = calibrate(known_of(40, 3, alone=8))


@given(st.floats(-1, 1), st.floats(0, 0.2))
def test_a_nearer_face_is_never_likelier_a_stranger(score: float, more: float) -> None:
    """P-values fall and probabilities rise with the similarity."""
    for calibration in (NOBODY_GROUPED, SOME):
        assert alone_p_value(calibration, score + more) <= alone_p_value(calibration, score) <= 1
        low, high = alone_probabilities(calibration, np.array([score, score + more]), -1.0)
        assert 0 <= low <= high <= 1


def test_the_same_face_is_found_where_nobody_is_grouped_and_a_far_one_is_not() -> None:
    """What is assumed everywhere is enough for that."""
    assert alone_p_value(NOBODY_GROUPED, 1.0) < 0.01
    assert alone_p_value(NOBODY_GROUPED, 0.8) > 0.5


def test_who_is_as_near_to_a_person_is_rather_that_person() -> None:
    """The best person is a rival of the face."""
    alone, rivalled = (alone_probabilities(SOME, np.array([0.95]), r)[0] for r in (0.5, 0.99))
    assert alone > rivalled
