"""The photos of an answer: all of the person's, however many, best first."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from likeness.types import FaceId, FindAnswer
from likeness.workflows.find import Wanted, search
from likeness.workflows.near import CLOSE, FACES
from likeness.workflows.parts import Parts
from tests.catalog.makers import face_id
from tests.workflows.crowded import CONTRACT, Crowded, person_id

PHOTOS = 90
PEOPLE = 8


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    """People with more photos each than a search looks at to say who it is."""
    assert PHOTOS > CLOSE > FACES
    made = Crowded.of(tmp_path_factory.mktemp("crowded"), PEOPLE, PHOTOS)
    yield made
    made.close()


def asked(crowded: Crowded, row: int, *, everything: bool = False) -> FindAnswer:
    """Search for the person of a face by that face, which is one of the library."""
    parts = SimpleNamespace(
        folder=crowded.index.folder.parent,
        catalog=crowded.catalog,
        contract=CONTRACT,
        index=lambda _: crowded.index,
        calibration=None,
    )
    wanted = Wanted(template=crowded.vectors[row], quality=0.9, own=frozenset(), photos=frozenset())
    return search(cast(Parts, parts), wanted, everything=everything)


def faces_of(crowded: Crowded, person: int) -> set[FaceId]:
    return {face_id(int(row)) for row in np.flatnonzero(crowded.owners == person)}


def test_somebody_with_many_photos_is_found_on_all_of_them(crowded: Crowded) -> None:
    """Also on those that were not needed to say who it is."""
    answer = asked(crowded, 3 * PHOTOS)

    assert (answer.answer, answer.candidates[0].person) == ("found", person_id(3))
    assert {row.face for row in answer.photos} == faces_of(crowded, 3)
    assert answer.photos[0].face == face_id(3 * PHOTOS)
    assert answer.photos[0].photo == f"/photos/{3 * PHOTOS}.jpg"


def test_everything_begins_with_the_answer_and_names_each_photo_once(crowded: Crowded) -> None:
    answer = asked(crowded, 0)
    every = asked(crowded, 0, everything=True)

    listed = [row.face for row in every.photos]
    assert listed[: len(answer.photos)] == [row.face for row in answer.photos]
    assert len(set(listed)) == len(listed)
