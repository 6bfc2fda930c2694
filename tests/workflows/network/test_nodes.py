"""People are compared by the mean of their faces, whatever else is in the library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness.types import GroupingFaces
from likeness.workflows.network import nodes as comparing
from likeness.workflows.network.nodes import nodes_of
from tests.workflows.crowded import CONTRACT, Crowded, person_id


@pytest.fixture
def faces(tmp_path: Path) -> GroupingFaces:
    crowd = Crowded.of(tmp_path, 7, 5, 6)
    found = crowd.catalog.grouping_faces(CONTRACT)
    crowd.close()
    return found


def test_faces_are_themselves(faces: GroupingFaces) -> None:
    found = nodes_of(faces, "faces")
    assert found.ids == faces.ids
    assert found.vectors is faces.vectors


def test_a_person_is_the_mean_of_their_faces_at_unit_length(faces: GroupingFaces) -> None:
    found = nodes_of(faces, "people")
    assert found.ids == tuple(person_id(n) for n in range(7))
    for row, person in enumerate(found.ids):
        mine = [k for k, owner in enumerate(faces.persons) if owner == person]
        mean = faces.vectors[mine].astype(np.float64).sum(axis=0)
        np.testing.assert_allclose(found.vectors[row], mean / np.linalg.norm(mean), atol=1e-14)


@pytest.mark.parametrize("together", [1, 6, 11])
def test_how_many_are_added_up_together_makes_no_difference(
    faces: GroupingFaces, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    whole = nodes_of(faces, "people")
    monkeypatch.setattr(comparing, "FACES", together)
    parts = nodes_of(faces, "people")
    assert parts.ids == whole.ids
    np.testing.assert_array_equal(parts.vectors, whole.vectors)


def test_faces_that_cancel_out_leave_zeros(faces: GroupingFaces) -> None:
    vectors = faces.vectors.copy()
    mine = [k for k, owner in enumerate(faces.persons) if owner == person_id(0)]
    vectors[mine] = 0
    vectors[mine[0], 0], vectors[mine[1], 0] = 1, -1
    assert not nodes_of(replace(faces, vectors=vectors), "people").vectors[0].any()


def test_without_people_there_are_none(faces: GroupingFaces) -> None:
    alone = replace(faces, persons=(None,) * len(faces.ids))
    assert nodes_of(alone, "people").ids == ()
