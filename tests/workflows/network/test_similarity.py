"""From how alike on two are joined in a space of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from likeness.types import GroupingFaces, PhotoId
from likeness.workflows.network import similarity
from likeness.workflows.network.similarity import similarity_scale, strangers
from tests.workflows.crowded import CONTRACT, Crowded

ON_A_PHOTO = 7


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowded]:
    made = Crowded.of(tmp_path, 20, 5, 60)
    yield made
    made.close()


@pytest.fixture
def faces(crowd: Crowded) -> GroupingFaces:
    """Faces that lie on photos by sevens."""
    found = crowd.catalog.grouping_faces(CONTRACT)
    photos = tuple(PhotoId(f"{row // ON_A_PHOTO:064x}") for row in range(len(found.ids)))
    return replace(found, photos=photos)


def test_strangers_are_different_people_on_one_photo(faces: GroupingFaces) -> None:
    expected = [
        float(np.dot(faces.vectors[one].astype(np.float64), faces.vectors[other]))
        for one, other in combinations(range(len(faces.ids)), 2)
        if faces.photos[one] == faces.photos[other]
        and (faces.persons[one] is None or faces.persons[one] != faces.persons[other])
    ]
    assert len(expected) > 100
    np.testing.assert_allclose(sorted(strangers(faces)), sorted(expected), atol=1e-12)


def test_a_crowd_does_not_outvote_other_photos(
    faces: GroupingFaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similarity, "MOST_OF_A_PHOTO", 3)
    photos = len(set(faces.photos))
    assert 0 < len(strangers(faces)) <= 3 * photos


def test_photos_of_one_face_say_nothing(faces: GroupingFaces) -> None:
    alone = tuple(PhotoId(f"{row:064x}") for row in range(len(faces.ids)))
    assert strangers(replace(faces, photos=alone)).shape == (0,)


def test_with_few_strangers_nothing_is_claimed(crowd: Crowded) -> None:
    found = similarity_scale(crowd.catalog, CONTRACT)
    assert found.false_match_rate is None
