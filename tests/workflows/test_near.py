"""The people and faces around a face: as few as an answer needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from likeness.types import FaceId
from likeness.workflows.near import AT_ONCE, around, nearest, people_of
from tests.catalog.makers import face_id, photo_id
from tests.workflows.crowded import CONTRACT, Crowded, person_id


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    """Three people with forty faces each, and two faces of nobody."""
    made = Crowded.of(tmp_path_factory.mktemp("crowded"), 3, 40, alone=2)
    yield made
    made.close()


def everybody(crowded: Crowded) -> list[FaceId]:
    return [face_id(n) for n in range(len(crowded.vectors))]


def test_faces_are_looked_up_until_they_belong_to_people_enough(crowded: Crowded) -> None:
    ids = everybody(crowded)

    one = nearest(crowded.catalog, CONTRACT, ids, people=2)
    every = nearest(crowded.catalog, CONTRACT, ids, people=4)

    assert [row.face for row in one] == ids[:AT_ONCE]
    assert people_of(one) == [person_id(0), person_id(1)]
    assert [row.face for row in every] == ids


def test_only_asked_people_and_nobody_are_around_and_each_face_once(crowded: Crowded) -> None:
    rows = crowded.catalog.compared_faces(CONTRACT, faces=everybody(crowded))

    near = around([*rows, *rows[:50]], [person_id(2), person_id(0)])

    assert near is not None
    assert len({row.face for row in near.faces}) == len(near.faces) == 82
    assert near.known.entries == 2
    assert {near.person(0), near.person(1)} == {person_id(0), person_id(2)}
    for row, owner in zip(near.faces, near.known.owners.tolist(), strict=True):
        named = near.known.named[owner]
        assert row.person == (near.person(owner) if named else None)
    np.testing.assert_array_equal(near.known.vectors, [row.vector for row in near.faces])


def test_faces_on_the_photos_of_the_samples_speak_for_nobody(crowded: Crowded) -> None:
    rows = crowded.catalog.compared_faces(CONTRACT, faces=everybody(crowded)[:2])

    near = around(rows, [person_id(0)], without={photo_id(0)})

    assert near is not None
    assert [row.face for row in near.faces] == [face_id(1)]
    assert around(rows, [person_id(0)], without={photo_id(0), photo_id(1)}) is None
