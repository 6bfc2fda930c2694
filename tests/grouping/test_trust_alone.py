from __future__ import annotations

from dataclasses import replace

import numpy as np

from likeness.grouping.trust_alone import reasons
from tests.grouping.crowd import centres, near
from tests.grouping.made import grouped

NOBODY = np.zeros(6, np.bool_)
LAST = np.array([5])


def test_a_face_like_no_other_has_too_few_photos() -> None:
    library = grouped([0, 0, 1, 1, 1, 2], [0, 0, 1, 1, 1, 2])

    assert reasons(library, LAST, NOBODY) == ["few_photos"]


def test_a_poor_face_and_a_rejected_one_say_so() -> None:
    library = grouped([0, 0, 1, 1, 1, 2], [0, 0, 1, 1, 1, 2])
    poor = replace(library, quality=np.array([1, 1, 1, 1, 1, 0.1], np.float32))

    assert reasons(poor, LAST, NOBODY) == ["low_quality"]
    assert reasons(poor, LAST, np.arange(6) == 5) == ["rejected"]


def test_a_face_near_one_person_is_unsure_and_near_two_between() -> None:
    people = centres(2)
    one, middle = people[0], people[0] + 0.25 * people[1]
    faces = [one, one, middle, middle, middle, one]
    vectors = np.stack([near(face / np.linalg.norm(face), 0.02, i) for i, face in enumerate(faces)])
    library = replace(grouped([0] * 6, [0, 0, 1, 1, 1, 2]), vectors=vectors)
    single = replace(library, groups=np.array([0, 0, 1, 2, 3, 4]))
    half = one + middle / np.linalg.norm(middle)
    vectors[5] = near(half / np.linalg.norm(half), 0.02, 9)

    assert reasons(library, LAST, NOBODY) == ["between_people"]
    assert reasons(single, LAST, NOBODY) == ["unsure"]


def test_nobody_is_near_where_there_is_nobody() -> None:
    assert reasons(grouped([0, 0], [0, 1]), np.array([0, 1]), NOBODY[:2]) == ["few_photos"] * 2
