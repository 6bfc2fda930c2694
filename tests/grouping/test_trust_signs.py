from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from likeness.grouping.trust_doubts import doubts
from likeness.grouping.trust_signs import (
    TERMS,
    agreement,
    copies,
    leaks,
    mirrored,
    shared,
    terms,
)
from tests.grouping.made import grouped

ALL = np.arange(6)


def test_a_photo_of_look_alikes_leaks() -> None:
    """Faces 0 and 1 look like one person and are on one photo; faces 2 and 3 do not."""
    library = grouped([0, 0, 1, 2, 3, 3], [0, 1, 2, 3, 4, 4], photos=[0, 0, 1, 1, 2, 3])

    found = leaks(library)

    assert (found.count, found.of) == (1, 2)
    assert found.share == 0.5


def test_nothing_is_no_share() -> None:
    assert leaks(grouped([0, 1], [0, 1])).share is None


def test_copies_apart_are_counted() -> None:
    library = grouped([0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 3, 3])
    vectors = library.vectors.copy()
    vectors[1], vectors[3] = vectors[0], vectors[2]

    found = copies(replace(library, vectors=vectors), ALL)

    assert (found.count, found.of) == (2, 4)  # seen from either side


def test_agreement_is_measured_by_stricter_and_looser_groups() -> None:
    library = grouped([0, 0, 0, 0], [0, 0, 0, 0])
    rungs = np.array([[0, 0, 2, 2], [0, 0, 0, 0], [0, 0, 0, 0]])

    assert agreement(replace(library, rungs=rungs)) == (0.5, 1.0)
    assert agreement(replace(library, rungs=rungs[:0])) == (1.0, 1.0)


def test_shares_are_those_of_bcubed() -> None:
    assert shared(np.array([0, 0, 0]), np.array([5, 5, 2])) == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_faces_far_from_everybody_else_stay_seen_in_the_mirror() -> None:
    library = grouped([0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1])
    straying = replace(library, groups=np.array([0, 0, 1, 1, 1, 1]))
    mirror = np.full(6, 0.2, np.float32)

    assert mirrored(library, mirror, ALL).share == pytest.approx(1)
    assert mirrored(straying, mirror, ALL).count == pytest.approx(5)
    assert mirrored(library, np.full(6, np.nan, np.float32), ALL).of == 0


def test_a_library_has_all_terms() -> None:
    library = grouped([0, 0, 1], [0, 0, 1])

    found = terms(library, doubts(library))

    assert dict(zip(TERMS, found.tolist(), strict=True))["alone"] == pytest.approx(1 / 3)
